import { policySchemas as cilium119 } from '../../imports/policy-schemas-1.19';
import { policySchemas as cilium120 } from '../../imports/policy-schemas-1.20';
import { policySchemas as kubernetes } from '../../imports/policy-schemas-kubernetes-1.36';
import type { Schema } from '../../imports/schema';
import type { Json, JsonObject } from '../../lib/base';
import { checkNetworkPolicy } from '../../lib/policy/read/network-policy-validation';
import { checkSchema } from '../../lib/policy/read/schema';
import { type CiliumMinor, pins } from '../pins';
import { hasLimits, type Mutation, mutations } from './support/spoilt';
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
