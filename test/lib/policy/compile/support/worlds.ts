import type { JsonObject } from '../../../../../lib/base';
import {
  type Allowance,
  compilePolicy,
  defaultProfile,
  type Identity,
  type IngressL7,
  type IngressPeer,
  type Intent,
  type L4Port,
  type L7,
  type PolicyPeer,
  type PortSet,
  type PortSets,
  type Profile,
  type ReadWorld,
  readWorld,
} from '../../../../../lib/policy';
import type { Ports, State } from '../../../../../lib/policy/relate';
import * as fc from '../../../../support/fast-check';
import { cidrs, dnsLabels, labelSets, methods, namespaces, paths } from './universe';

const names = ['a.example.com', '*.example.org', 'example.net'];
const exceptions = [[], ['192.0.2.0/28'], ['192.0.2.16/28', '192.0.2.0/28']];

/** Which kinds of peers there are. */
export interface Vocabulary {
  readonly entities: readonly string[];
  /** Whether Services and groups of addresses are among the peers, which stand for others. */
  readonly references: boolean;
  readonly addresses: boolean;
  readonly names: boolean;
}

const blocks = fc
  .record({ kind: fc.constant('cidr' as const), cidr: fc.constantFrom(...cidrs), except: fc.constantFrom(...exceptions) })
  .map((peer): IngressPeer => (peer.cidr === '192.0.2.0/24' ? peer : { ...peer, except: [] }));

function peers({ entities, references, addresses }: Vocabulary): fc.Arbitrary<IngressPeer> {
  return fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({
        kind: fc.constant('pods' as const),
        namespace: fc.constantFrom(...namespaces),
        labels: fc.constantFrom(...labelSets),
      }),
    },
    fc.record({ kind: fc.constant('entity' as const), entity: fc.constantFrom(...entities) }),
    ...(addresses ? [blocks] : []),
    ...(references ? [fc.constant<IngressPeer>({ kind: 'cidr-group', name: 'partners' })] : []),
  );
}

function targets(vocabulary: Vocabulary): fc.Arbitrary<PolicyPeer> {
  return fc.oneof(
    { weight: 4, arbitrary: peers(vocabulary) as fc.Arbitrary<PolicyPeer> },
    fc.constant<PolicyPeer>({ kind: 'pods', namespace: 'kube-system', labels: dnsLabels }),
    ...(vocabulary.references ? [fc.constant<PolicyPeer>({ kind: 'service', namespace: 'apps', name: 'db' })] : []),
    ...(vocabulary.names ? [fc.record({ kind: fc.constant('fqdn' as const), name: fc.constantFrom(...names) })] : []),
  );
}

const tcp = (port: number): L4Port => ({ port, protocol: 'TCP' });
const some = <T>(values: readonly T[]) => fc.array(fc.constantFrom(...values), { minLength: 1, maxLength: 2 });
/** None of them asks for nothing: requests alone are no less than everything to a proxy. */
const http = fc
  .array(
    fc.oneof(
      fc.record({ method: fc.constantFrom(...methods), path: fc.constantFrom(...paths) }),
      fc.record({ method: fc.constantFrom(...methods) }),
      fc.record({ path: fc.constantFrom(...paths) }),
    ),
    { minLength: 1, maxLength: 3 },
  )
  .map((rules): IngressL7 => ({ kind: 'http', rules }));

interface Opening<L extends L7> {
  readonly ports: readonly L4Port[];
  readonly l7?: L;
}

/** Ports with a limit or without one; a port has limits of one kind alone, as definitions have to have it. */
const ingressPorts: fc.Arbitrary<Opening<IngressL7>> = fc.oneof(
  fc.record({
    ports: fc.subarray<L4Port>([tcp(53), tcp(80), tcp(443), { port: 53, protocol: 'UDP' }, { port: 80, protocol: 'SCTP' }], {
      minLength: 1,
    }),
  }),
  fc.record({ ports: fc.constant<readonly L4Port[]>([tcp(80)]), l7: http }),
);
const egressPorts: fc.Arbitrary<Opening<L7>> = fc.oneof(
  ingressPorts as fc.Arbitrary<Opening<L7>>,
  fc.record({
    ports: fc.constant<readonly L4Port[]>([tcp(443)]),
    l7: some(['a.example.com', '*.example.org']).map((of): L7 => ({ kind: 'server-names', names: of })),
  }),
  fc.record({
    ports: fc.subarray<L4Port>([tcp(53), { port: 53, protocol: 'UDP' }], { minLength: 1 }),
    l7: some(['b.example.com', '*.example.org']).map((of): L7 => ({ kind: 'dns', names: of })),
  }),
);

/** The cluster is kept as its parts: server names asked of it are asked of rules for one of the parts as well. */
function isShared(peer: PolicyPeer, l7: L7): boolean {
  return peer.kind === 'entity' && peer.entity === 'cluster' && l7.kind === 'server-names';
}

function allowances<P extends PolicyPeer, L extends L7>(peer: fc.Arbitrary<P>, ports: fc.Arbitrary<Opening<L>>) {
  return fc.array(
    fc.tuple(peer, ports).map(([p, { ports: list, l7 }]) => ({
      peer: p,
      name: JSON.stringify(p),
      ports: list,
      ...(l7 === undefined || isShared(p, l7) ? {} : { l7 }),
    })),
    { maxLength: 5 },
  );
}

/** What three workloads may do, two of them in one namespace. */
export function anyIntents(vocabulary: Vocabulary): fc.Arbitrary<readonly Intent[]> {
  const sides = fc.record({ ingress: allowances(peers(vocabulary), ingressPorts), egress: allowances(targets(vocabulary), egressPorts) });
  const workloads = [
    { namespace: 'apps', name: 'one', labels: { app: 'one' } as Readonly<Record<string, string>> },
    { namespace: 'apps', name: 'two', labels: { app: 'two', tier: 'x' } },
    { namespace: 'jobs', name: 'three', labels: { app: 'three' } },
  ];
  return fc.tuple(sides, sides, sides).map((all) =>
    all.map(
      (side, i): Intent => ({
        ...(workloads[i] as (typeof workloads)[number]),
        ...(side as Pick<Intent, 'ingress' | 'egress'>),
        enforce: true,
      }),
    ),
  );
}

const deployment = (namespace: string, name: string, labels: Readonly<Record<string, string>>): JsonObject => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name, namespace },
  spec: { selector: { matchLabels: labels }, template: { metadata: { labels }, spec: { containers: [{ name, image: 'a' }] } } },
});

/** The world of the compiled policies, with pods of every set of labels in every namespace. */
export function worldOf(intents: readonly Intent[], changes: Partial<Profile> = {}): ReadWorld {
  const objects: JsonObject[] = [
    ...namespaces.map((name) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } })),
    ...namespaces.flatMap((namespace) => [...labelSets.slice(1), dnsLabels].map((labels, i) => deployment(namespace, `pods-${i}`, labels))),
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'db', namespace: 'apps' },
      spec: { selector: { app: 'b' }, ports: [{ port: 80 }] },
    },
    { apiVersion: 'cilium.io/v2', kind: 'CiliumCIDRGroup', metadata: { name: 'partners' }, spec: { externalCIDRs: ['203.0.113.0/24'] } },
    ...intents.map(({ namespace, name, labels }) => deployment(namespace, name, labels)),
    ...intents.map((intent) => compilePolicy(intent) as unknown as JsonObject),
  ];
  return readWorld(
    objects.map((object) => ({ object })),
    { profile: { ...defaultProfile, ...changes }, nodes: { count: 3, controlPlanes: 1 } },
  );
}

/** Whether a peer is this identity; unknown where only DNS knows the address. An independent reading of what peers mean. */
export function isMeant(peer: PolicyPeer, identity: Identity): boolean | undefined {
  const value = (source: string, key: string) => identity.labels.find((l) => l.source === source && l.key === key)?.value;
  const isPod = identity.kind === 'pods' || identity.kind === 'other-pods';
  const has = (labels: Readonly<Record<string, string>>) =>
    isPod && Object.entries(labels).every(([key, wanted]) => value('k8s', key) === wanted);
  const isOutside = ['world', 'cidr', 'fqdn'].includes(identity.kind);
  switch (peer.kind) {
    case 'pods':
      return identity.namespace === peer.namespace && has(peer.labels);
    case 'service':
      return identity.namespace === 'apps' && has({ app: 'b' });
    case 'entity':
      if (peer.entity === 'all') return true;
      if (peer.entity === 'cluster') return !isOutside;
      return peer.entity === 'world' ? isOutside : value('reserved', peer.entity) !== undefined;
    case 'fqdn':
      return identity.labels.some(({ source, key }) => source === 'fqdn' && key === peer.name);
    case 'cidr-group':
      return identity.kind === 'fqdn'
        ? undefined
        : identity.labels.some(({ source, key }) => source === 'cidrgroup' && key.endsWith('/partners'));
    case 'cidr':
      if (identity.kind === 'fqdn') return undefined;
      return identity.labels.some(
        ({ source, key }) => source === 'cidr' && inside(key, peer.cidr) && !peer.except.some((gap) => inside(key, gap)),
      );
    default:
      throw new Error(`no peer of these worlds: ${peer.kind}`);
  }
}

function inside(block: string, outer: string): boolean {
  const [address = '', length] = block.split('/');
  const [start = '', bits] = outer.split('/');
  const number = (text: string) => text.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
  const size = 2 ** (32 - Number(bits));
  return Number(length) >= Number(bits) && Math.floor(number(address) / size) === Math.floor(number(start) / size);
}

const coreDns: PolicyPeer = { kind: 'pods', namespace: 'kube-system', labels: dnsLabels };
const dnsPorts: readonly L4Port[] = [tcp(53), { port: 53, protocol: 'UDP' }];

/** What goes out by declaration, and the questions to CoreDNS that come with it. */
export function withDns(egress: readonly Allowance[]): readonly Allowance[] {
  const isDns = ({ peer }: Allowance, port: L4Port) =>
    JSON.stringify(peer) === JSON.stringify(coreDns) && port.port === 53 && port.protocol !== 'SCTP';
  const looksUp = egress.some((a) => ['pods', 'service', 'fqdn'].includes(a.peer.kind) && !a.ports.every((port) => isDns(a, port)));
  if (!looksUp) return egress;
  const asking = egress.filter((a) => a.ports.some((port) => isDns(a, port)));
  const said = asking.flatMap(({ l7 }) => (l7?.kind === 'dns' ? l7.names : []));
  const wanted = egress.flatMap(({ peer }) => (peer.kind === 'fqdn' ? [peer.name] : []));
  const isLimited = said.length > 0 && asking.every(({ l7 }) => l7 !== undefined);
  const l7: L7 = { kind: 'dns', names: [...said, ...wanted, '**.cluster.local'] };
  return [...egress, { peer: coreDns, ports: dnsPorts, name: 'kube-dns', ...(isLimited ? { l7 } : {}) }];
}

/**
 * The ports that the allowances open to an identity: for certain, and if every peer that isn't known means it.
 */
export function opened(allowances: readonly Allowance[], identity: Identity, side: 'egress' | 'ingress', sets: PortSets) {
  const unionOf = (list: readonly Allowance[]): PortSet =>
    list.reduce((set, { ports, l7 }) => {
      const state = l7 && stateOf(l7, side);
      return sets.union(
        set,
        sets.of(ports.map((p): Ports => ({ protocol: p.protocol, low: p.port, high: p.port, ...(state && { state }) }))),
      );
    }, sets.nothing);
  const possible = allowances.filter(({ peer }) => isMeant(peer, identity) !== false);
  return { certain: unionOf(possible.filter(({ peer }) => isMeant(peer, identity))), possible: unionOf(possible) };
}

function stateOf(l7: L7, side: 'egress' | 'ingress'): State {
  const passages =
    l7.kind === 'http'
      ? l7.rules
          .map(({ method, path }) => [...(method ? [`method ${method}`] : []), ...(path ? [`path ${path}`] : [])])
          .map((parts) => (parts.length === 0 ? '' : `HTTP ${parts.join(', ')}`))
      : l7.names.map((name) => (l7.kind === 'dns' ? `DNS ${name}.` : `TLS to ${name}`));
  const parser = l7.kind === 'server-names' ? 'tls' : l7.kind;
  return { verdict: 'allowed', [side]: { parsers: [parser], ...(passages.includes('') ? {} : { restriction: passages }) } };
}
