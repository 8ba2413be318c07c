import { isObject, valueAt } from '../../base';
import type { Entry } from '../../policy';
import type { FactValues } from '../fact';
import { calledPolicy } from '../policies/items';
import { speaksOfPort } from '../policies/ports';
import { hasAny, numbersIn, placeIn, placeOfEntry, type Reading, readingOf } from '../policies/reading';
import type { Breach } from '../rule';
import { rule } from './define';
import { listed, reachRule } from './policy-rule';

/** Nodes as the other end of pods, and policies about the nodes themselves. */
export const policyNodeRules = [
  reachRule('POL036', (reading) => {
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
  reachRule('POL037', (reading) => {
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
  rule('POL039', ['policies', 'datapath'], ({ policies, datapath }) => {
    if (policies.value === undefined) return [];
    const reading = readingOf(policies.value);
    return [...unenforced(reading), ...(reading.profile.hostFirewall ? closedNodes(reading, datapath.value) : [])];
  }),
];

/** Policies about nodes that nobody enforces. */
function unenforced(reading: Reading): Breach[] {
  return reading.rules.flatMap(({ policy, rule: { nodeSelector }, path }) =>
    !nodeSelector || reading.profile.hostFirewall
      ? []
      : [
          {
            at: placeIn(policy, `${path}.nodeSelector`),
            message: `${policy.called} is about nodes, and Cilium's firewall of the nodes is off: nothing of it is enforced`,
            repair: "write hostFirewall: { enabled: true } into Cilium's values",
          },
        ],
  );
}

interface Needed {
  readonly protocol: 'TCP' | 'UDP';
  readonly port: number;
  readonly what: string;
  /** Whether control planes alone have it. */
  readonly controlPlane?: true;
  /** Whether it is there for other nodes, and one alone has no use for it. */
  readonly amongNodes?: true;
}

/** What the cluster itself needs of its nodes: what leads to pods of other nodes is last. */
function neededWith(datapath: FactValues['datapath'] | undefined): Needed[] {
  const tunnel = { vxlan: { what: 'the tunnel to pods', port: 8472 }, geneve: { what: 'the tunnel to pods', port: 6081 } } as const;
  return [
    { protocol: 'TCP', port: 6443, what: 'the API server', controlPlane: true },
    { protocol: 'TCP', port: 2379, what: 'etcd', controlPlane: true, amongNodes: true },
    { protocol: 'TCP', port: 2380, what: "etcd's other members", controlPlane: true, amongNodes: true },
    { protocol: 'TCP', port: 10250, what: 'the kubelet' },
    { protocol: 'TCP', port: 50000, what: "Talos' API" },
    ...(datapath?.routing === 'tunnel' ? [{ protocol: 'UDP', ...tunnel[datapath.tunnelProtocol], amongNodes: true } as const] : []),
  ];
}

/** Nodes that policies isolate without what the cluster itself needs of them. */
function closedNodes(reading: Reading, datapath: FactValues['datapath'] | undefined): Breach[] {
  const needed = neededWith(datapath);
  const isAlone = ofKind(reading, 'remote-node').length === 0;
  const planes = reading.world.identities.filter(
    ({ kind, labels }) => /^(host|remote-node)$/.test(kind) && labels.some(({ key }) => key === 'kube-apiserver'),
  );
  const found = new Map<Entry, Breach>();
  for (const i of ofKind(reading, 'host')) {
    const about = reading.about(i, 'ingress');
    const isolating = about.find(({ defaultDeny }) => defaultDeny);
    if (isolating === undefined) continue;
    const isControlPlane = reading.world.identities[i]?.labels.some(({ key }) => key === 'kube-apiserver') === true;
    const lacking = needed
      .filter(
        ({ controlPlane, amongNodes }) =>
          (!controlPlane || isControlPlane) && !(amongNodes && (isAlone || (controlPlane && planes.length < 2))),
      )
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
      repair: `allow ${(['TCP', 'UDP'] as const).flatMap((protocol) => portsOver(protocol, lacking)).join(', and ')}`,
    });
  }
  return [...found.values()];
}

function portsOver(protocol: Needed['protocol'], lacking: readonly Needed[]): string[] {
  const ports = lacking.filter((one) => one.protocol === protocol).map(({ port }) => `'${port}'`);
  return ports.length === 0 ? [] : [`${ports.length > 1 ? 'ports' : 'port'} ${ports.join(', ')} over ${protocol}`];
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
