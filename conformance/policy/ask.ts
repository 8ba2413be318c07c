import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { labelText } from '../../lib/policy';
import type { AskedWorld } from './random-world';

/** A kind of traffic that a judge is asked about: its protocol and port, or type of ICMP. */
export type Probe = readonly [string, number];

/** What Cilium's engine says of a world; as the program in `conformance/cilium/judge` puts it. */
export interface EngineAnswer {
  readonly engine: string;
  readonly error?: string;
  readonly panic?: string;
  readonly policies: readonly { readonly accepted: boolean; readonly error?: string }[];
  readonly computed: readonly (string | null)[] | null;
  readonly enforced: { readonly ingress: string; readonly egress: string };
  readonly verdicts: { readonly ingress: readonly string[]; readonly egress: readonly string[] };
  readonly filters?: readonly EngineFilter[];
}

/** What the engine made of the rules of one subject for one port. */
export interface EngineFilter {
  readonly subject: number;
  readonly direction: 'ingress' | 'egress';
  readonly tier: number;
  readonly port: number;
  readonly endPort: number;
  readonly portName: string;
  readonly protocol: string;
  readonly selectors: readonly {
    readonly wildcard?: boolean;
    readonly peers: readonly number[];
    readonly deny: boolean;
    readonly parser: string;
    readonly unrestricted: boolean;
    readonly http: readonly Record<string, unknown>[] | null;
    readonly dns: readonly Record<string, unknown>[] | null;
    readonly serverNames: readonly string[] | null;
  }[];
}

/** Groups of identities that the engine keeps rules for; they are asked about too, so that its rules tell whom they mean. */
export const groups = ['aggregate-cluster', 'aggregate-cluster-mesh', 'aggregate-world', 'aggregate-remote-node'] as const;

/** A world in the words of the judge. */
export function requestOf(world: AskedWorld, probes: readonly Probe[], filters: boolean): object {
  const { profile } = world;
  return {
    world: world.name,
    config: {
      cluster: profile.clusterName,
      defaultLocalCluster: profile.defaultLocalCluster,
      mode: profile.enforcement,
      allowLocalhost: profile.allowLocalhost,
      cidrMatch: profile.cidrMatch,
      hostFirewall: profile.hostFirewall,
      nonDefaultDeny: profile.nonDefaultDeny,
      l7Proxy: profile.l7Proxy,
      nodeSelectorLabels: profile.nodeSelectorLabels,
      extendedProtocols: profile.extendedProtocols,
      dualStack: profile.ipv4 && profile.ipv6,
      ipv6Only: !profile.ipv4,
    },
    identities: [
      ...world.identities.map(({ kind, labels, ports }) => ({
        labels: labels.filter(({ source }) => source !== 'cidr').flatMap(engineLabels),
        ports: ports.map(({ name, protocol, port }) => [name, protocol, port]),
        ...(kind === 'host' ? { host: true } : {}),
        ...(kind === 'cidr' ? { cidr: labels[0]?.prefix?.canonical } : {}),
      })),
      ...(profile.cilium === '1.19' ? [] : groups.map((name) => ({ labels: [`reserved:${name}`], ports: [] }))),
    ],
    services: world.services,
    endpointSlices: world.endpointSlices,
    cidrGroups: world.cidrGroups,
    policies: world.policies,
    probes,
    filters,
  };
}

/** Labels of groups stand twice with the engine: plain, and with the value in the key. */
function engineLabels(label: AskedWorld['identities'][number]['labels'][number]): string[] {
  const text = labelText(label);
  if (label.source !== 'cidrgroup' || label.value === '') return [text];
  return [text, `cidrgroup:${label.key}+${label.value}`];
}

/** Asks a judge about worlds, in their order, while they are made. */
export async function* ask(program: string, requests: Iterable<object>): AsyncGenerator<EngineAnswer> {
  const child = spawn(program, [], { stdio: ['pipe', 'pipe', 'inherit'] });
  const feed = async () => {
    for (const request of requests) {
      if (!child.stdin.write(`${JSON.stringify(request)}\n`)) await new Promise((resolve) => child.stdin.once('drain', resolve));
    }
    child.stdin.end();
  };
  const fed = feed();
  for await (const line of createInterface({ input: child.stdout })) yield JSON.parse(line) as EngineAnswer;
  await fed;
}
