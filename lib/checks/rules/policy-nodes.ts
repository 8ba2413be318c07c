import { isObject, valueAt } from '../../base';
import type { Entry } from '../../policy';
import { calledPolicy } from '../policies/items';
import { speaksOfPort } from '../policies/ports';
import { hasAny, numbersIn, placeIn, placeOfEntry, type Reading } from '../policies/reading';
import type { Breach } from '../rule';
import { listed, policyRule } from './policy-rule';

/** Nodes as the other end of pods, and policies about the nodes themselves. */
export const policyNodeRules = [
  policyRule('POL036', (reading) => {
    const remote = ofKind(reading, 'remote-node');
    if (remote.length === 0) return [];
    return reading.items.flatMap((placed): Breach[] => {
      const { policy, item, path, direction, denies, rule } = placed;
      const entities = item.fromEntities ?? [];
      if (denies || direction !== 'ingress' || rule.nodeSelector || !entities.includes('host')) return [];
      if (entities.some((entity) => ['remote-node', 'cluster', 'all'].includes(entity))) return [];
      const entry = reading.entryOf(placed);
      const subjects = entry === undefined ? [] : numbersIn(reading.subjects(entry).certain);
      const [subject] = subjects.filter((i) => reading.world.identities[i]?.kind === 'pods');
      if (subjects.length > 0 && subjects.every((i) => !['pods', 'other-pods'].includes(reading.world.identities[i]?.kind ?? '')))
        return [];
      if (subject !== undefined && reading.about(subject, 'ingress').some((e) => e.verdict === 'allow' && hasAny(reading.peers(e), remote)))
        return [];
      const named = subject === undefined ? 'its pods' : reading.named(subject);
      return [
        {
          at: placeIn(policy, `${path}.fromEntities`),
          message: `${policy.called}: 'host' is the node of the pods alone: 'remote-node' → ${named}, from pods in the network of other nodes, is denied`,
          repair: 'write fromEntities: [host, remote-node]',
        },
      ];
    });
  }),
  policyRule('POL037', (reading) => {
    const host = ofKind(reading, 'host');
    const denying = new Map<Entry, string[]>();
    const closed = new Map<Entry, string[]>();
    for (const i of reading.podsIn(reading.pods)) {
      const about = reading.about(i, 'ingress');
      const denies = about.find((entry) => entry.verdict === 'deny' && entry.ports === 'all' && hasAny(reading.peers(entry), host));
      const isProbed = () => reading.workloadsOf(i).some(hasProbe);
      if (denies !== undefined && isProbed()) denying.set(denies, [...(denying.get(denies) ?? []), reading.named(i)]);
      const isolating = about.find(({ defaultDeny }) => defaultDeny);
      const isOpen =
        reading.profile.allowLocalhost || about.some((entry) => entry.verdict === 'allow' && hasAny(reading.peers(entry), host));
      if (isolating !== undefined && !isOpen && isProbed()) closed.set(isolating, [...(closed.get(isolating) ?? []), reading.named(i)]);
    }
    return [
      ...[...denying].map(
        ([entry, names]): Breach => ({
          at: placeOfEntry(entry),
          message: `${calledPolicy(entry.origin)} denies the node its own pods: probes 'host' → ${listed(names)} fail`,
          repair: 'leave host out of the rule',
        }),
      ),
      ...[...closed].map(
        ([entry, names]): Breach => ({
          at: placeOfEntry(entry),
          message: `${calledPolicy(entry.origin)} isolates pods with probes, and the agent's allow-localhost is 'policy': probes 'host' → ${listed(names)} fail`,
          repair: 'allow fromEntities: [host]',
        }),
      ),
    ];
  }),
  policyRule('POL039', (reading) => [
    ...reading.rules.flatMap(({ policy, rule, path }): Breach[] =>
      !rule.nodeSelector || reading.profile.hostFirewall
        ? []
        : [
            {
              at: placeIn(policy, `${path}.nodeSelector`),
              message: `${policy.called} is about nodes, and Cilium's firewall of the nodes is off: nothing of it is enforced`,
              repair: "write hostFirewall: { enabled: true } into Cilium's values",
            },
          ],
    ),
    ...(reading.profile.hostFirewall ? closedNodes(reading) : []),
  ]),
];

const needed: readonly { readonly protocol: string; readonly port: number; readonly what: string; readonly controlPlane: boolean }[] = [
  { protocol: 'TCP', port: 6443, what: 'the API server', controlPlane: true },
  { protocol: 'TCP', port: 10250, what: 'the kubelet', controlPlane: false },
  { protocol: 'TCP', port: 50000, what: "Talos' API", controlPlane: false },
];

/** Nodes that policies isolate without what the cluster itself needs of them. */
function closedNodes(reading: Reading): Breach[] {
  const found = new Map<Entry, Breach>();
  for (const i of ofKind(reading, 'host')) {
    const about = reading.about(i, 'ingress');
    const isolating = about.find(({ defaultDeny }) => defaultDeny);
    if (isolating === undefined) continue;
    const isControlPlane = reading.world.identities[i]?.labels.some(({ key }) => key === 'kube-apiserver') === true;
    const lacking = needed
      .filter(({ controlPlane }) => !controlPlane || isControlPlane)
      .filter(
        ({ protocol, port }) =>
          !about.some((entry) => entry.verdict === 'allow' && entry.peers.length > 0 && speaksOfPort(entry, protocol, port)),
      );
    const [first] = lacking;
    if (first === undefined) continue;
    found.set(isolating, {
      at: placeOfEntry(isolating),
      message: `${calledPolicy(isolating.origin)} isolates nodes, and no policy lets anybody reach ${listed(
        lacking.map(({ what }) => what),
        3,
      )}: anybody → 'host' ${first.protocol} ${first.port} is denied`,
      repair: `allow ports ${lacking.map(({ port }) => `'${port}'`).join(', ')} over TCP`,
    });
  }
  return [...found.values()];
}

function ofKind({ world }: Reading, kind: string): number[] {
  return world.identities.flatMap((identity, i) => (identity.kind === kind ? [i] : []));
}

const probes = ['livenessProbe', 'readinessProbe', 'startupProbe'];

/** Whether a container is asked over the network whether it works. */
function hasProbe({ source }: { readonly source: { readonly object: unknown } }): boolean {
  const search = (value: unknown): boolean => {
    if (Array.isArray(value)) return value.some(search);
    if (!isObject(value as never)) return false;
    return Object.entries(value as Readonly<Record<string, unknown>>).some(([key, inside]) =>
      probes.includes(key) ? ['httpGet', 'tcpSocket', 'grpc'].some((how) => valueAt(inside as never, how) !== undefined) : search(inside),
    );
  };
  return search(valueAt(source.object as never, 'spec'));
}
