import { compareMinors, containersOf, type Json, type JsonObject, parseVersion, podTemplateOf, valueAt } from '../../base';
import { talosctlForDocker, talosMinors } from '../../model';
import type { Breach } from '../rule';
import { rule } from './define';

/** What the port map of Docker leads to, and the program that makes the container. */
export const dockerRules = [
  rule('INV026', ['docker.ports', 'objects'], ({ 'docker.ports': ports, objects }): Breach[] => {
    if (ports.value === undefined || ports.value.length === 0) return [];
    const served = new Set((objects.value ?? []).flatMap(({ object }) => portsOfNode(object)));
    return ports.value
      .filter(({ containerPort, protocol }) => !served.has(`${containerPort}/${protocol}`))
      .map(({ hostPort, containerPort, protocol, at }) => ({
        at,
        message: `port ${hostPort} of the host leads to port ${containerPort}/${protocol.toLowerCase()} of the node, which no Service and no pod has: who connects is turned away`,
        repair: 'leave out the patch that takes the port away, or the exposure',
      }));
  }),
  rule(
    'INV029',
    ['platform.kind', 'talos.version', 'cilium.version'],
    ({ 'platform.kind': platform, 'talos.version': talos, 'cilium.version': cilium }): Breach[] => {
      const minor = Object.keys(talosMinors).find((known) => known === parseVersion(talos.value ?? '')?.minor);
      const first = parseVersion(talosctlForDocker)?.minor as string;
      if (platform.value !== 'docker' || cilium.value === undefined || minor === undefined || compareMinors(minor, first) >= 0) return [];
      return [
        {
          at: talos.at,
          message: `a talosctl of Talos '${talos.value}' waits up to 20 minutes for a Ready node, which there can't be without a network, and then writes no kubeconfig`,
          repair: `make the container with talosctl ${talosctlForDocker} or newer, which makes containers of Talos ${minor} as well`,
        },
      ];
    },
  ),
];

/** Ports of the node, with their protocols, that a Service or the pods of an object have. */
function portsOfNode(object: JsonObject): string[] {
  const shown = (port: Json, field: string) => {
    const number = valueAt(port, field);
    return typeof number === 'number' ? [`${number}/${String(valueAt(port, 'protocol') ?? 'TCP')}`] : [];
  };
  if (object.kind === 'Service') return list(valueAt(object, 'spec', 'ports')).flatMap((port) => shown(port, 'nodePort'));
  const template = podTemplateOf(object);
  if (template === undefined) return [];
  const field = valueAt(template, 'spec', 'hostNetwork') === true ? 'containerPort' : 'hostPort';
  return containersOf(template).flatMap((container) => list(container.ports).flatMap((port) => shown(port, field)));
}

function list(value: unknown): readonly Json[] {
  return Array.isArray(value) ? value : [];
}
