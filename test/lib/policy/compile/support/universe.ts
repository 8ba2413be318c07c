import type { Allowance, HttpRule, L7, PolicyPeer } from '../../../../../lib/policy';

/** One end of a connection that could be tried, apart from ports. */
export type Point =
  | { readonly kind: 'pod'; readonly namespace: string; readonly labels: Readonly<Record<string, string>> }
  | { readonly kind: 'node'; readonly labels: Readonly<Record<string, string>> }
  | { readonly kind: 'reserved'; readonly name: string }
  | { readonly kind: 'address'; readonly text: string }
  | { readonly kind: 'group'; readonly name: string }
  | { readonly kind: 'service'; readonly key: string }
  | { readonly kind: 'name'; readonly name: string };

export const namespaces = ['apps', 'jobs', 'kube-system'] as const;
export const labelSets: readonly Readonly<Record<string, string>>[] = [{}, { app: 'a' }, { app: 'b' }, { app: 'a', tier: 'x' }];
export const dnsLabels = { 'k8s-app': 'kube-dns' } as const;
export const nodeLabels: readonly Readonly<Record<string, string>>[] = [{}, { zone: 'a' }];
export const entities = ['all', 'cluster', 'world', 'host', 'kube-apiserver'] as const;
export const cidrs = ['192.0.2.0/24', '192.0.2.0/25', '198.51.100.0/24'] as const;
export const exceptions: readonly (readonly string[])[] = [
  [],
  ['192.0.2.0/28'],
  ['192.0.2.16/28', '192.0.2.0/28'],
  ['192.0.2.0/28', '192.0.2.16/28'],
];
export const names = ['a.example.com', '*.example.org'] as const;
export const methods = ['GET', 'POST'] as const;
export const paths = ['/a', '/b'] as const;

/** Points enough to tell any two of the peers apart that tests declare. */
export const points: readonly Point[] = [
  ...namespaces.flatMap((namespace) => [...labelSets, dnsLabels].map((labels) => ({ kind: 'pod' as const, namespace, labels }))),
  ...nodeLabels.map((labels) => ({ kind: 'node' as const, labels })),
  ...['host', 'kube-apiserver', 'world'].map((name) => ({ kind: 'reserved' as const, name })),
  ...['192.0.2.1', '192.0.2.17', '192.0.2.100', '192.0.2.200', '198.51.100.1'].map((text) => ({ kind: 'address' as const, text })),
  { kind: 'group', name: 'partners' },
  { kind: 'service', key: 'apps/db' },
  ...names.map((name) => ({ kind: 'name' as const, name })),
];

/** Whether a peer is recognised at a point; an independent reading of what `PolicyPeer` says. */
export function isAt(peer: PolicyPeer, point: Point): boolean {
  const has = (wanted: Readonly<Record<string, string>>, labels: Readonly<Record<string, string>>) =>
    Object.entries(wanted).every(([key, value]) => labels[key] === value);
  switch (peer.kind) {
    case 'pods':
      return point.kind === 'pod' && point.namespace === peer.namespace && has(peer.labels, point.labels);
    case 'nodes':
      return point.kind === 'node' && has(peer.labels, point.labels);
    case 'entity':
      if (peer.entity === 'all') return point.kind !== 'name';
      if (point.kind === 'reserved') return peer.entity === point.name || (peer.entity === 'cluster' && point.name !== 'world');
      return peer.entity === 'cluster' && (point.kind === 'pod' || point.kind === 'node');
    case 'cidr':
      return point.kind === 'address' && isInside(point.text, peer.cidr) && !peer.except.some((gap) => isInside(point.text, gap));
    case 'cidr-group':
      return point.kind === 'group' && point.name === peer.name;
    case 'service':
      return point.kind === 'service' && point.key === `${peer.namespace}/${peer.name}`;
    case 'fqdn':
      return point.kind === 'name' && point.name === peer.name;
  }
}

function isInside(address: string, cidr: string): boolean {
  const [start = '', length] = cidr.split('/');
  const number = (text: string) => text.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
  const size = 2 ** (32 - Number(length));
  return Math.floor(number(address) / size) === Math.floor(number(start) / size);
}

interface Request {
  readonly method: string;
  readonly path: string;
  readonly header: boolean;
}

/** Things that could be tried at an open port, among them what no rule of the tests names. */
const requests: readonly Request[] = [...methods, 'PUT'].flatMap((method) =>
  [...paths, '/c'].flatMap((path) => [true, false].map((header) => ({ method, path, header }))),
);
const asked = ['a.example.com', 'b.example.com', 'x.example.org', 'db.apps.svc.cluster.local'];

/** What passes a limit, each as a text; `raw` is what no proxy reads. */
export function passagesOf(l7: L7 | undefined): string[] {
  const http = requests.filter((request) => l7 === undefined || (l7.kind === 'http' && l7.rules.some((rule) => fits(rule, request))));
  const named = (kind: 'dns' | 'server-names') =>
    asked.filter((name) => l7 === undefined || (l7.kind === kind && l7.names.some((pattern) => matches(pattern, name))));
  return [
    ...(l7 === undefined ? ['raw'] : []),
    ...http.map((request) => `http ${JSON.stringify(request)}`),
    ...named('dns').map((name) => `dns ${name}`),
    ...named('server-names').map((name) => `tls ${name}`),
  ];
}

function fits(rule: HttpRule, request: Request): boolean {
  return (
    (rule.method === undefined || rule.method === request.method) &&
    (rule.path === undefined || rule.path === request.path) &&
    (rule.headers === undefined || rule.headers.length === 0 || request.header)
  );
}

function matches(pattern: string, name: string): boolean {
  if (pattern === '*') return true;
  const text = pattern
    .replaceAll('.', '[.]')
    .replace(/^\*\*\[\.\]/, '.+[.]')
    .replace(/(?<![.+])\*/g, '[^.]*');
  return new RegExp(`^${text}$`).test(name);
}

/** What the allowances let pass, as texts of point, port and passage. */
export function relationOf(allowances: readonly Pick<Allowance, 'peer' | 'ports' | 'l7'>[]): Set<string> {
  const relation = new Set<string>();
  for (const { peer, ports, l7 } of allowances) {
    const passages = passagesOf(l7);
    for (const point of points.filter((p) => isAt(peer, p))) {
      for (const { port, protocol } of ports)
        for (const passage of passages) relation.add(`${JSON.stringify(point)} ${protocol}/${port} ${passage}`);
    }
  }
  return relation;
}
