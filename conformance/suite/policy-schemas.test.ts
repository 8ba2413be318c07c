import { policySchemas as cilium119 } from '../../imports/policy-schemas-1.19';
import { policySchemas as cilium120 } from '../../imports/policy-schemas-1.20';
import { policySchemas as kubernetes } from '../../imports/policy-schemas-kubernetes-1.36';
import type { Schema } from '../../imports/schema';
import { isObject, type Json, type JsonObject } from '../../lib/base';
import { checkNetworkPolicy } from '../../lib/policy/read/network-policy-validation';
import { checkSchema } from '../../lib/policy/read/schema';
import { type CiliumMinor, pins } from '../pins';
import { validate } from './support/validate';

const schemas: Readonly<Record<CiliumMinor, Readonly<Record<string, Schema>>>> = { '1.19': cilium119, '1.20': cilium120 };

const labels: JsonObject = { app: 'a', 'example.org/b': 'c' };
const selector: JsonObject = {
  matchLabels: labels,
  matchExpressions: [
    { key: 'a', operator: 'In', values: ['b', 'c'] },
    { key: 'd', operator: 'Exists' },
  ],
};
const secret: JsonObject = { name: 'a', namespace: 'b' };
const tls: JsonObject = { secret, trustedCA: 'a', certificate: 'b', privateKey: 'c' };
const groups: Json = [{ aws: { labels, region: 'a', securityGroupsIds: ['b'], securityGroupsNames: ['c'] } }];
const icmps: Json = [{ fields: [{ family: 'IPv6', type: 128 }, { type: 'EchoRequest' }] }];
const cidrSet: Json = [{ cidr: '10.0.0.0/8', except: ['10.1.0.0/16'] }, { cidrGroupRef: 'a' }, { cidrGroupSelector: selector }];
const rules = (minor: CiliumMinor): JsonObject[] => [
  {
    http: [{ method: 'GET', path: '/', host: 'a', headers: ['A: b'], headerMatches: [{ name: 'a', value: 'b', mismatch: 'LOG', secret }] }],
  },
  { dns: [{ matchName: 'a.example.org' }, { matchPattern: '*.example.org' }] },
  ...(minor === '1.19'
    ? [{ kafka: [{ apiKey: 'produce', apiVersion: '1', clientID: 'a', role: 'produce', topic: 'b' }] }, { l7proto: 'a', l7: [{ b: 'c' }] }]
    : []),
];
const service: JsonObject = { serviceName: 'a', namespace: 'b' };
const toPorts = (minor: CiliumMinor): JsonObject[] =>
  rules(minor).map((rule) => ({
    ports: [{ port: '80', protocol: 'TCP', endPort: 90 }, { port: 'http' }],
    listener: { envoyConfig: { kind: 'CiliumEnvoyConfig', name: 'a' }, name: 'b', priority: 1 },
    originatingTLS: tls,
    terminatingTLS: tls,
    serverNames: ['a.example.org', 'b.example.org'],
    rules: rule,
  }));

const cilium = (version: string, kind: string, parts: JsonObject): JsonObject => ({
  apiVersion: `cilium.io/${version}`,
  kind,
  metadata: { name: 'a' },
  ...parts,
});

/** Policies which together have every field that there is, so that each can be spoilt; many small ones are judged the quickest. */
const ciliumPolicies = (minor: CiliumMinor): JsonObject[] => {
  const rest: JsonObject = {
    description: 'a',
    enableDefaultDeny: { ingress: true, egress: false },
    labels: [{ key: 'a', source: 'k8s', value: 'b' }],
    log: { value: 'a' },
  };
  const specs: JsonObject[] = [
    { ...rest, endpointSelector: selector, ingress: [{ fromEndpoints: [selector, {}], authentication: { mode: 'required' } }] },
    ...toPorts(minor).map((ports) => ({ endpointSelector: {}, ingress: [{ toPorts: [ports] }] })),
    {
      endpointSelector: {},
      ingress: [{ fromCIDR: ['10.0.0.0/8', '2001:db8::/32'], fromCIDRSet: cidrSet, fromEntities: ['world', 'host'] }],
    },
    { endpointSelector: {}, ingress: [{ fromGroups: groups, fromNodes: [selector], fromRequires: [], icmps }] },
    { endpointSelector: {}, ingressDeny: [{ fromEndpoints: [selector], toPorts: [{ ports: [{ port: '80', protocol: 'TCP' }] }] }] },
    { endpointSelector: {}, ingressDeny: [{ fromCIDR: ['::/0'], fromCIDRSet: cidrSet, fromEntities: ['all'], fromGroups: groups, icmps }] },
    { endpointSelector: {}, egress: [{ toFQDNs: [{ matchName: 'a.example.org' }, { matchPattern: '*.example.org' }], toNodes: [{}] }] },
    { endpointSelector: {}, egress: [{ toServices: [{ k8sService: service }, { k8sServiceSelector: { selector, namespace: 'a' } }] }] },
    { endpointSelector: {}, egress: [{ toCIDR: ['0.0.0.0/0'], toCIDRSet: cidrSet, toEntities: ['kube-apiserver'], toGroups: groups }] },
    { endpointSelector: {}, egress: [{ toEndpoints: [{}], toRequires: [], icmps, toPorts: [], authentication: { mode: 'disabled' } }] },
    { endpointSelector: {}, egressDeny: [{ toServices: [{ k8sService: service }], toPorts: [{ ports: [{ port: '80' }] }] }] },
  ];
  return [
    ...specs.map((spec) => cilium('v2', 'CiliumNetworkPolicy', { spec })),
    cilium('v2', 'CiliumNetworkPolicy', { specs: [{ endpointSelector: {}, ingress: [] }] }),
    cilium('v2', 'CiliumClusterwideNetworkPolicy', { specs: [{ nodeSelector: selector, egressDeny: [{}] }] }),
    cilium('v2', 'CiliumCIDRGroup', { spec: { externalCIDRs: ['10.0.0.0/8', '2001:db8::/32'] } }),
    cilium('v2alpha1', 'CiliumCIDRGroup', { spec: { externalCIDRs: ['10.0.0.0/8'] } }),
  ];
};

const ports: Json = [{ port: 80, endPort: 90, protocol: 'TCP' }, { port: 'http' }, { protocol: 'SCTP' }];
const peers: Json = [
  { podSelector: selector, namespaceSelector: selector },
  { ipBlock: { cidr: '10.0.0.0/8', except: ['10.1.0.0/16'] } },
  { ipBlock: { cidr: '2001:db8::/32' } },
];
const networkPolicy: JsonObject = {
  apiVersion: 'networking.k8s.io/v1',
  kind: 'NetworkPolicy',
  metadata: { name: 'a', labels, annotations: labels, finalizers: ['example.org/a'], creationTimestamp: '2024-02-29T00:00:00Z', uid: 'a' },
  spec: {
    podSelector: selector,
    ingress: [{ from: peers, ports }, {}],
    egress: [{ to: [{ namespaceSelector: {} }], ports: [{ port: 1 }] }],
    policyTypes: ['Ingress', 'Egress'],
  },
};

const values: readonly Json[] = [
  null,
  true,
  -1,
  1.5,
  80,
  65536,
  2 ** 31,
  2 ** 63,
  '',
  'a',
  'A_b',
  [],
  [[]],
  ['a'],
  {},
  { a: 'b' },
  { a: null },
];

/** For texts that have to be something in particular: the ends of patterns and lengths, blocks of addresses, times. */
const texts: readonly string[] = [
  ...[
    'a..b',
    'a.b.',
    '.',
    'a b',
    '*',
    '**.a.b',
    '*.a',
    '*a',
    '-',
    '--',
    'a-',
    '-a',
    '1a',
    '80',
    '0',
    '99999',
    '1-',
    '_',
    'é',
    'a\n',
    'a/b',
  ],
  ...['\u0000', '\u200b', '😀'.repeat(32), 'é'.repeat(33), ...[15, 16, 63, 64, 253, 254, 255, 256].map((length) => 'a'.repeat(length))],
  ...['tcp', 'UDP', 'ANY', 'GRE', 'world', 'world-ipv6', 'cluster-mesh', 'ingress', 'Egress', 'In', 'exists', 'IPv4', 'DELETE', 'consume'],
  ...['0', '255', '256', 'EchoReply', 'ExtendedEchoReply', 'ExtendedEcho Reply', 'echo', 'a--b', 'HTTP', 'a/b/c', '/a', 'A.b/c', 'a.b/C_d'],
  ...[
    '10.0.0.0',
    '10.0.0.0/8',
    '10.0.0.1/8',
    '010.0.0.0/8',
    '10.0.0.0/08',
    '10.0.0.0/33',
    '10.2.0.0/16',
    '0.0.0.0/0',
    '1.2.3/8',
    '10.0.0.0/-1',
  ],
  ...[
    '10.0.0.0/8/8',
    ' 10.0.0.0/8',
    '::/0',
    '::ffff:10.0.0.0/104',
    '::1.2.3.4/128',
    '1:2:3:4:5:6:7::/64',
    '1:2:3:4:5:6:7:8::/64',
    '1::2::3/64',
  ],
  ...['00001::/64', '12345::/16', 'fe80::1%eth0/64', 'FE80::/10', '2001:DB8:1::/48', '2001:0db8:0001::/48', ':::/1', '1::1.2.3.4:5/64'],
  ...['2024-02-29T23:59:59.5+02:00', '2023-02-29T00:00:00Z', '2024-02-29T24:00:00Z', '2024-02-29T00:00:00', '2024-02-29t00:00:00z'],
];

interface Mutation {
  readonly what: string;
  readonly object: JsonObject;
}

/**
 * The policy, and with each of its parts spoilt in every way. Parts with one key count as the same, and only the first of
 * them is spoilt; a part that is `particular` is tried with all texts.
 */
function mutations(
  policy: JsonObject,
  schema: Schema,
  { keyOf, particular, seen }: { keyOf(schema: Schema, path: string): unknown; particular(schema: Schema): boolean; seen: Set<unknown> },
): Mutation[] {
  const found: Mutation[] = [{ what: 'as it is', object: policy }];

  const visit = (value: Json, at: Schema, path: string, put: (value: Json | undefined) => JsonObject): void => {
    const key = keyOf(at, path);
    const add = (what: string, changed: Json | undefined) => {
      if (!seen.has(key)) found.push({ what: `${path} ${what}`, object: put(changed) });
    };
    const inside: (() => void)[] = [];

    for (const other of values) add(`is ${JSON.stringify(other)}`, other);
    if (particular(at)) for (const other of texts) add(`is ${JSON.stringify(other)}`, other);
    if (Array.isArray(value) && at.items !== undefined) {
      const { items } = at;
      const first: Json = value[0] ?? {};
      add('has null', [...value, null]);
      for (const times of [2, 3, 40, 41]) add(`has ${times} of the first`, new Array(times).fill(first));
      for (const [i, item] of value.entries()) {
        inside.push(() =>
          visit(item, items, `${path}[${i}]`, (changed) => put(value.map((other, k) => (k === i ? (changed ?? null) : other)))),
        );
      }
    } else if (isObject(value)) {
      for (const other of (at.oneOf ?? []).flatMap(({ required }) => required)) {
        const type = at.properties?.[other]?.type;
        add(`has '${other}' too`, { ...value, [other]: type === 'array' ? [] : type === 'object' ? {} : 'a' });
      }
      for (const unknown of ['unknown', 'constructor', 'kind', '']) add(`has '${unknown}'`, { ...value, [unknown]: null });
      for (const [name, below] of Object.entries(value)) {
        const schemaBelow = at.properties?.[name] ?? at.additionalProperties;
        const { [name]: _, ...others } = value;
        add(`without ${name}`, others);
        if (below === undefined || schemaBelow === undefined) continue;
        inside.push(() => visit(below, schemaBelow, `${path}.${name}`, (changed) => put({ ...value, [name]: changed })));
      }
    }
    seen.add(key);
    for (const go of inside) go();
  };

  for (const [name, below] of Object.entries(policy)) {
    const schemaBelow = schema.properties?.[name];
    if (schemaBelow === undefined || below === undefined || name === 'apiVersion' || name === 'kind') continue;
    const { [name]: _, ...others } = policy;
    found.push({ what: `without ${name}`, object: others });
    visit(below, schemaBelow, name, (changed) => ({ ...policy, [name]: changed }));
  }
  found.push({ what: 'with a field too many', object: { ...policy, rules: [] } });
  return found;
}

/** Whether not every text will do. */
function hasLimits({ type, pattern, format, enum: names, minLength, maxLength, ...rest }: Schema): boolean {
  const limited = [pattern, format, names, minLength, maxLength].some((limit) => limit !== undefined);
  return (type === 'string' && limited) || rest['x-kubernetes-int-or-string'] === true;
}

/** A list where a CIDR belongs, which upstream takes: it looks at the type of nothing that has a format and is a list. */
const isListForCidr = (what: string) => /(cidr|CIDR|CIDRs?\[\d\]|except\[\d\]) is \[|(CIDR|CIDRs|except) is \[\[/.test(what);

/** The parts of a schema that there are values for; metadata has rules of its own, and of a status nothing is judged. */
function partsOf({ properties = {}, additionalProperties, items, maxItems }: Schema, root = true): Schema[] {
  const fields = Object.entries(properties).filter(([name]) => !root || name.startsWith('spec'));
  const below = [...fields.map(([, field]) => field), additionalProperties, maxItems === 0 ? undefined : items].filter(
    (part) => part !== undefined,
  );
  return [...new Set(below.flatMap((part) => [part, ...partsOf(part, false)]))];
}

function differences(minor: CiliumMinor, list: readonly Mutation[], faultsOf: (object: JsonObject) => readonly unknown[]) {
  const verdicts = validate(
    minor,
    list.map(({ object }) => object),
  );
  const taken = verdicts.filter(({ accepted }) => accepted).length;
  const different = list.flatMap(({ what, object }, i) => {
    const faults = faultsOf(object);
    const errors = verdicts[i]?.errors ?? [];
    if ((faults.length === 0) === (errors.length === 0)) return [];
    // Names, labels and owners have rules beyond the schema.
    if (faults.length === 0 && what.startsWith('metadata')) return [];
    return isListForCidr(what) ? [] : [{ what, faults, errors }];
  });
  return { taken, refused: list.length - taken, different };
}

describe.each(Object.keys(pins.cilium) as CiliumMinor[])('with the definitions of Cilium %s', (minor) => {
  test.each(Object.keys(schemas[minor]))('the schema of %s takes what the API server takes', (kind) => {
    const schema = schemas[minor][kind] as Schema;
    const seen = new Set<unknown>();
    const how = { keyOf: (part: Schema) => part, particular: hasLimits, seen };
    const policies = ciliumPolicies(minor).filter((policy) => `${policy.apiVersion}/${policy.kind}` === kind);
    const list = policies.flatMap((policy) => mutations(policy, schema, how));
    const { taken, refused, different } = differences(minor, list, (object) => checkSchema(object, schema));
    expect(different).toEqual([]);
    expect(Math.min(taken, refused)).toBeGreaterThan(10);
    if (kind.endsWith('/CiliumNetworkPolicy')) expect(partsOf(schema).filter((part) => !seen.has(part))).toEqual([]);
  });
});

test('the schema and the rules of NetworkPolicy take what the API server takes', () => {
  const schema = kubernetes['networking.k8s.io/v1/NetworkPolicy'];
  const list = mutations(networkPolicy, schema, {
    keyOf: (_, path) => path.replace(/\d+/g, ''),
    particular: (part) => part.type === 'string' || hasLimits(part),
    seen: new Set(),
  });
  const { taken, refused, different } = differences('1.20', list, (object) => [
    ...checkSchema(object, schema),
    ...checkNetworkPolicy(object),
  ]);
  expect(different).toEqual([]);
  expect(Math.min(taken, refused)).toBeGreaterThan(100);
});
