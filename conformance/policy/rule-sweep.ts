import type { Json, JsonObject } from '../../lib/base';
import { refused, taken } from '../../test/lib/policy/read/refused/patterns';

const label63 = 'a'.repeat(63);
const keys = [
  ...['', 'a', 'a.b', 'A_b', 'a b', '-', '_a', 'a/b', 'a/b/c', 'A.b/c', 'k8s.io/x', 'a:b', 'a:b:c', ':a', 'my-src:foo', 'k8s:foo'],
  ...['reserved:host', 'any:x', '$host', label63, `${label63}a`, 'a'.repeat(59), 'a'.repeat(60), `x.y/${label63}`, `k8s:${label63}`],
];
const cidrs = [
  ...['10.0.0.0', '10.0.0.0/8', '10.1.2.3/8', '10.1.0.0/16', '10.0.0.0/08', '010.0.0.0/8', '0.0.0.0/0', '::/0', '::1', '00001::/64'],
  ...['::ffff:10.0.0.0/104', '::1.2.3.4/128', '1:2:3:4:5:6:7::/64', 'FE80::/10', '1.2.3.4/32'],
];
const portTexts = [
  ...['0', '1', '80', '65535', '65536', '0x10', '010', '08', '0o17', '1_0', '80-90', 'http', 'HTTP', 'a-b', 'a--b', '-a', 'a-', '1a', ''],
  ...['123456789012345', '1234567890abcde', '1234567890abcdef'],
];
const protocols = [undefined, 'TCP', 'UDP', 'SCTP', 'ANY', 'VRRP', 'GRE'];
const names = ['a.b', '*', '**', '**.a', 'a_b', 'A.B.', '-', 'a*', 'x'.repeat(255)];
const requests: readonly (JsonObject | undefined)[] = [
  undefined,
  { http: [] },
  { http: [{}] },
  { dns: [] },
  { dns: [{ matchPattern: '*' }] },
];
const ingressFields: JsonObject = {
  fromEndpoints: [{}],
  fromCIDR: ['10.0.0.0/8'],
  fromCIDRSet: [{ cidr: '10.0.0.0/8' }],
  fromEntities: ['all'],
  fromNodes: [{}],
  toPorts: [{ ports: [{ port: '80' }] }],
  icmps: [{ fields: [{ type: 8 }] }],
};
const egressFields: JsonObject = {
  toEndpoints: [{}],
  toCIDR: ['10.0.0.0/8'],
  toCIDRSet: [{ cidr: '10.0.0.0/8' }],
  toEntities: ['all'],
  toNodes: [{}],
  toServices: [{ k8sService: { serviceName: 'a' } }],
  toFQDNs: [{ matchName: 'a.b' }],
  toPorts: [{ ports: [{ port: '80' }] }],
  icmps: [{ fields: [{ type: 8 }] }],
};

/**
 * Policies with every sort of value in each place where Cilium looks at values, right ones and wrong ones. Groups of clouds are
 * left out: their rules are the operator's to look at.
 */
export function ruleSweep(): readonly JsonObject[] {
  return [...ofSelectors(), ...ofAddresses(), ...ofPorts(), ...ofRequests(), ...ofNames(), ...ofFields(), ...ofWholes()];
}

const policy = (parts: JsonObject, kind = 'CiliumNetworkPolicy'): JsonObject => ({
  apiVersion: 'cilium.io/v2',
  kind,
  metadata: { name: 'p', ...(kind === 'CiliumNetworkPolicy' ? { namespace: 'n' } : {}) },
  ...parts,
});
const spec = (section: string, item: JsonObject, subject = 'endpointSelector'): JsonObject =>
  policy({ spec: { [subject]: {}, [section]: [item] } }, subject === 'nodeSelector' ? 'CiliumClusterwideNetworkPolicy' : undefined);

function ofSelectors(): JsonObject[] {
  const selectors: JsonObject[] = [
    ...keys.flatMap((key) => [{ matchLabels: { [key]: 'v' } }, { matchExpressions: [{ key, operator: 'Exists' }] }]),
    ...keys.map((value) => ({ matchExpressions: [{ key: 'a', operator: 'In', values: [value] }] })),
    { matchExpressions: [{ key: 'a', operator: 'NotIn' }] },
    { matchExpressions: [{ key: 'a', operator: 'DoesNotExist', values: ['x'] }] },
    { matchLabels: null },
  ];
  return selectors.flatMap((selector) => [
    policy({ spec: { endpointSelector: selector, ingress: [{}] } }),
    policy({ spec: { nodeSelector: selector, ingress: [{}] } }, 'CiliumClusterwideNetworkPolicy'),
    spec('ingress', { fromEndpoints: [selector] }),
    spec('egressDeny', { toEndpoints: [selector] }),
    spec('ingress', { fromCIDRSet: [{ cidrGroupSelector: selector }] }),
    spec('egress', { toServices: [{ k8sServiceSelector: { selector } }] }),
    spec('ingress', { fromNodes: [selector] }),
  ]);
}

function ofAddresses(): JsonObject[] {
  return cidrs.flatMap((cidr) => [
    spec('ingress', { fromCIDR: [cidr] }),
    spec('ingressDeny', { fromCIDRSet: [{ cidr }] }),
    ...cidrs.map((except) => spec('egress', { toCIDRSet: [{ cidr, except: [except] }] })),
  ]);
}

function ofPorts(): JsonObject[] {
  const ports = portTexts.flatMap((port) =>
    protocols.flatMap((protocol) =>
      [undefined, 0, 90].map((endPort) => ({ port, ...(protocol && { protocol }), ...(endPort !== undefined && { endPort }) })),
    ),
  );
  return ports.flatMap((port) =>
    ['ingress', 'egress', 'egressDeny'].flatMap((section) =>
      (section === 'egressDeny' ? [undefined] : requests).map((rules) =>
        spec(section, { toPorts: [{ ports: [port], ...(rules && { rules }) }] }),
      ),
    ),
  );
}

function ofRequests(): JsonObject[] {
  const listener: Json = { envoyConfig: { name: 'a' }, name: 'b' };
  const parts: JsonObject[] = requests.flatMap((rules) =>
    [[], [{ port: '80', protocol: 'TCP' }], [{ port: '53' }]].flatMap((ports) =>
      [{}, { serverNames: ['a.b'] }, { serverNames: ['a.b'], terminatingTLS: { secret: { name: 'a' } } }, { listener }].map((more) => ({
        ports,
        ...(rules && { rules }),
        ...more,
      })),
    ),
  );
  const patterns = [...taken, ...refused].flatMap((pattern) => [{ path: pattern }, { method: pattern }, { host: pattern }]);
  return [
    ...parts.flatMap((part) =>
      ['endpointSelector', 'nodeSelector'].flatMap((subject) =>
        ['ingress', 'egress'].map((section) => spec(section, { toPorts: [part] }, subject)),
      ),
    ),
    ...patterns.map((request) => spec('egress', { toPorts: [{ ports: [{ port: '80', protocol: 'TCP' }], rules: { http: [request] } }] })),
  ];
}

function ofNames(): JsonObject[] {
  return names.flatMap((name) =>
    ['matchName', 'matchPattern'].flatMap((field) => [
      spec('egress', { toFQDNs: [{ [field]: name }] }),
      spec('egress', { toPorts: [{ ports: [{ port: '53' }], rules: { dns: [{ [field]: name }] } }] }),
    ]),
  );
}

function ofFields(): JsonObject[] {
  const pairs = (fields: JsonObject, sections: readonly string[]) =>
    sections.flatMap((section) =>
      Object.entries(fields).flatMap(([a, first]) =>
        Object.entries(fields).flatMap(([b, second]) =>
          a === b ? [spec(section, { [a]: first })] : [spec(section, { [a]: first, [b]: second }), spec(section, { [a]: first, [b]: [] })],
        ),
      ),
    );
  return [...pairs(ingressFields, ['ingress', 'ingressDeny']), ...pairs(egressFields, ['egress', 'egressDeny'])];
}

function ofWholes(): JsonObject[] {
  const rule: JsonObject = { endpointSelector: {}, ingress: [{}] };
  const wholes: JsonObject[] = [
    { specs: [] },
    { spec: rule, specs: [{ endpointSelector: {}, egress: [] }] },
    { specs: [rule, { nodeSelector: {}, ingress: [{}] }] },
    { spec: { nodeSelector: {}, ingress: [{}] } },
    { spec: { endpointSelector: {}, ingress: [], egress: [{}] } },
    { spec: { ...rule, enableDefaultDeny: {} } },
  ];
  return ['CiliumNetworkPolicy', 'CiliumClusterwideNetworkPolicy'].flatMap((kind) => wholes.map((whole) => policy(whole, kind)));
}
