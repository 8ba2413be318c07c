import { type ClusterDefinition, cilium, type DockerPlatform, defineCluster } from 'ichor';
import joelclaw from '../../clusters/joelclaw';
import type { Case } from '../case';
import { pins } from '../pins';

/** The definition that all cases are variants of. */
export const real: ClusterDefinition = joelclaw.definition;

/** The platform of the definition that all cases are variants of. */
export const dockerOptions = (real.platform as DockerPlatform).options;

/** The real cluster with other options. */
export function variant(name: string, changes: Partial<ClusterDefinition>, own?: Case['own']): Case {
  return { name, cluster: defineCluster({ ...real, ...changes }), ...(own === undefined ? {} : { own }) };
}

/** Talos and Kubernetes releases that go together, by Talos' minor. */
export const versions = {
  '1.12': { talos: pins.talos['1.12'], kubernetes: '1.35.0' },
  '1.13': { talos: pins.talos['1.13'], kubernetes: pins.kubernetes },
  '1.14': { talos: pins.talos['1.14'], kubernetes: pins.kubernetes },
  '1.14, upgraded from 1.13': { talos: pins.talos['1.14'], kubernetes: pins.kubernetes, talosContract: '1.13' },
} as const satisfies Record<string, ClusterDefinition['versions']>;

/** Cilium as the real cluster has it, with other options. */
export function ciliumWith(options: Partial<Parameters<typeof cilium>[0]> = {}) {
  return cilium({ version: pins.cilium['1.20'], hubble: { ui: true }, ...options });
}
