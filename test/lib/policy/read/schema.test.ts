import { performance } from 'node:perf_hooks';
import { policySchemas as cilium119 } from '../../../../imports/policy-schemas-1.19';
import { policySchemas as cilium120 } from '../../../../imports/policy-schemas-1.20';
import { policySchemas as kubernetes } from '../../../../imports/policy-schemas-kubernetes-1.36';
import type { Schema } from '../../../../imports/schema';
import { checkSchema } from '../../../../lib/policy/read/schema';

const policy = (spec: object, schema: Schema = cilium120['cilium.io/v2/CiliumNetworkPolicy']) =>
  checkSchema({ apiVersion: 'cilium.io/v2', kind: 'CiliumNetworkPolicy', metadata: { name: 'a' }, spec }, schema);
const ingress = (...rules: object[]) => policy({ endpointSelector: {}, ingress: rules });

test('what is right has no faults', () => {
  expect(ingress({ fromEndpoints: [{ matchLabels: { app: 'a' } }], toPorts: [{ ports: [{ port: '80', protocol: 'TCP' }] }] })).toEqual([]);
});

test('all faults come at once, in the order of the object', () => {
  // GIVEN
  const spec = {
    ingress: [
      { toPort: [], fromEntities: ['World', 'all'], fromCIDR: ['10.0.0.0'] },
      { toPorts: [{ ports: [{ port: 80, protocol: 'tcp', endPort: 70000 }], rules: {} }] },
    ],
    egress: {},
  };
  // THEN
  expect(policy(spec, cilium119['cilium.io/v2/CiliumNetworkPolicy'])).toEqual([
    { path: 'spec', message: "'endpointSelector' or 'nodeSelector' is missing", repair: 'write one of them' },
    { path: 'spec.ingress[0].toPort', message: "unknown field 'toPort'", repair: "write 'toPorts'" },
    {
      path: 'spec.ingress[0].fromEntities[0]',
      message:
        "'World' is not one of 'all', 'world', 'cluster', 'host', 'init', 'ingress', 'unmanaged', 'remote-node', 'health', 'none' or 'kube-apiserver'",
      repair: "write 'world'",
    },
    { path: 'spec.ingress[0].fromCIDR[0]', message: "'10.0.0.0' is no CIDR", repair: "write '10.0.0.0/32'" },
    { path: 'spec.ingress[1].toPorts[0].ports[0].port', message: '80 is not a text', repair: "write '80'" },
    {
      path: 'spec.ingress[1].toPorts[0].ports[0].protocol',
      message: "'tcp' is not one of 'TCP', 'UDP', 'SCTP', 'VRRP', 'IGMP' or 'ANY'",
      repair: "write 'TCP'",
    },
    { path: 'spec.ingress[1].toPorts[0].ports[0].endPort', message: '70000 is not between 0 and 65535' },
    { path: 'spec.ingress[1].toPorts[0].rules', message: "'http', 'kafka', 'dns' or 'l7proto' is missing", repair: 'write one of them' },
    { path: 'spec.egress', message: 'an object is not a list', repair: 'write it in [ ]' },
  ]);
});

describe('an unknown field', () => {
  test.each([
    ['endpointSelektor', "write 'endpointSelector'"],
    ['EndpointSelector', "write 'endpointSelector'"],
    ['podSelector', "write 'endpointSelector'"],
    ['constructor', expect.stringMatching(/^leave it out, or write 'description', 'egress'/)],
    ['__proto__', expect.stringMatching(/^leave it out, or write 'description', 'egress'/)],
  ])('%s', (field, repair) => {
    const spec = { endpointSelector: {}, ingress: [], ...JSON.parse(`{"${field}":null}`) };
    expect(policy(spec)).toEqual([{ path: `spec.${field}`, message: `unknown field '${field}'`, repair }]);
  });

  test('of a NetworkPolicy is translated from the words of Cilium', () => {
    const spec = { podSelector: {}, ingress: [{ fromEndpoints: [], toPorts: [] }] };
    expect(checkSchema({ metadata: {}, spec }, kubernetes['networking.k8s.io/v1/NetworkPolicy'])).toEqual([
      { path: 'spec.ingress[0].fromEndpoints', message: "unknown field 'fromEndpoints'", repair: "write 'from'" },
      { path: 'spec.ingress[0].toPorts', message: "unknown field 'toPorts'", repair: "write 'ports'" },
    ]);
  });

  test('of an object that has no fields at all is to be left out', () => {
    expect(checkSchema({ a: 1 }, { type: 'object' })).toEqual([{ path: 'a', message: "unknown field 'a'", repair: 'leave it out' }]);
  });
});

describe('null', () => {
  test('for a field is as if it were missing', () => {
    expect(ingress({ fromEndpoints: null, toPorts: [{ ports: [{ port: '80', protocol: null }], rules: null }] })).toEqual([]);
    expect(policy({ endpointSelector: null, nodeSelector: {}, ingress: [{}] })).toEqual([]);
    expect(ingress({ authentication: { mode: null } })).toEqual([
      { path: 'spec.ingress[0].authentication.mode', message: "'mode' is missing", repair: 'write mode: …' },
    ]);
  });

  test('in a list is refused by definitions, and taken by types of Go', () => {
    expect(ingress({ fromEndpoints: [null] })).toEqual([
      { path: 'spec.ingress[0].fromEndpoints[0]', message: 'null is no item of this list', repair: 'leave it out' },
    ]);
    expect(checkSchema({ metadata: {}, spec: { ingress: [null] } }, kubernetes['networking.k8s.io/v1/NetworkPolicy'])).toEqual([]);
  });

  test('is written over where there is a default', () => {
    const schema: Schema = { type: 'object', properties: { a: { type: 'string', default: 'b' } }, required: ['a'] };
    expect([{}, { a: null }].map((value) => checkSchema(value, schema))).toEqual([[], []]);
  });

  test('is no object', () => {
    expect(checkSchema(null, { type: 'object' })).toEqual([{ path: '', message: 'null is not an object', repair: 'write an object' }]);
  });
});

describe('fields that belong together', () => {
  test.each<[string, object, string, string]>([
    ['none of those of which one has to be there', {}, "'cidr', 'cidrGroupRef' or 'cidrGroupSelector' is missing", 'write one of them'],
    ['two of them', { cidr: '::/0', cidrGroupRef: 'a' }, "'cidr' and 'cidrGroupRef' exclude each other", 'write one of them'],
  ])('%s', (_, block, message, repair) => {
    expect(ingress({ fromCIDRSet: [block] })).toEqual([{ path: 'spec.ingress[0].fromCIDRSet[0]', message, repair }]);
  });

  test('none of those of which one or more have to be there', () => {
    expect(policy({ endpointSelector: {} })).toEqual([
      { path: 'spec', message: "'ingress', 'ingressDeny', 'egress' or 'egressDeny' is missing", repair: 'write at least one of them' },
    ]);
  });

  test('a rule of Cilium 1.20', () => {
    const [without, old] = [cilium120, cilium119].map((schemas) =>
      checkSchema({ metadata: {}, spec: null }, schemas['cilium.io/v2/CiliumClusterwideNetworkPolicy']),
    );
    expect(without).toEqual([{ path: '', message: "'spec' or 'specs' is missing", repair: 'write one of them' }]);
    expect(old).toEqual([]);
  });
});

describe('a text', () => {
  const port = (text: unknown) => ingress({ toPorts: [{ ports: [{ port: text }] }] });
  const name = (matchName: string) => policy({ endpointSelector: {}, egress: [{ toFQDNs: [{ matchName }] }] });

  /** Upstream's pattern has an end on neither side. */
  test.each(['80', '99999', '1-', 'http', 'a_b', '-a'])('%s passes for a port', (text) => expect(port(text)).toEqual([]));

  test.each(['', '-', 'a-', '_'])("'%s' is no port", (text) => {
    expect(port(text)).toEqual([
      { path: 'spec.ingress[0].toPorts[0].ports[0].port', message: `'${text}' is not the number or the name of a port` },
    ]);
  });

  test.each(['a', 'a.b.', 'A_b.c-d'])('%s is a DNS name', (text) => expect(name(text)).toEqual([]));

  test.each(['', '.', 'a..b', 'a b', '*.b', 'a\n'])('%j is none', (text) => {
    expect(name(text)).toEqual([{ path: 'spec.egress[0].toFQDNs[0].matchName', message: `'${text}' is not a DNS name` }]);
  });

  test('that no pattern takes is refused as quickly as others', () => {
    const begun = performance.now();
    expect(name(`${'a'.repeat(254)}!`)).toHaveLength(1);
    expect(port(`${'a'.repeat(2000)}!`)).toHaveLength(1);
    expect(performance.now() - begun).toBeLessThan(1000);
  });

  test('is measured in code points', () => {
    const log = (value: string) => policy({ endpointSelector: {}, ingress: [], log: { value } });
    expect(log('😀'.repeat(32))).toEqual([]);
    expect(log('é'.repeat(33))).toEqual([{ path: 'spec.log.value', message: `'${'é'.repeat(33)}' has 33 characters; the limit is 32` }]);
    expect(log('a\u0000')).toEqual([{ path: 'spec.log.value', message: "'a\u0000' is not a text without control characters" }]);
  });

  test('that is too long to show is cut', () => {
    expect(name('a'.repeat(300))[0]?.message).toBe(`'${'a'.repeat(79)}…' has 300 characters; the limit is 255`);
  });

  test.each(['10.0.0.0/8', '10.1.2.3/8', '010.0.0.0/08', '::/0', 'FE80::/10', '::ffff:1.2.3.4/120', '1:2:3:4:5:6:7::/64', '00001::/64'])(
    '%s is a CIDR',
    (cidr) => expect(ingress({ fromCIDR: [cidr] })).toEqual([]),
  );

  test.each([
    ['', "write it as in '10.0.0.0/8'"],
    ['10.0.0.0/33', "write it as in '10.0.0.0/8'"],
    ['1.2.3/8', "write it as in '10.0.0.0/8'"],
    ['fe80::1%eth0/64', "write it as in '10.0.0.0/8'"],
    ['2001:db8::1', "write '2001:db8::1/128'"],
  ])("'%s' is no CIDR", (cidr, repair) => {
    expect(ingress({ fromCIDR: [cidr] })).toEqual([{ path: 'spec.ingress[0].fromCIDR[0]', message: `'${cidr}' is no CIDR`, repair }]);
  });

  /** The API server doesn't look, and Cilium couldn't read it. */
  test('a list is no CIDR', () => expect(ingress({ fromCIDR: [[]] })).toHaveLength(1));
});

test.each<[string, unknown, string, string | undefined]>([
  ['endpointSelector', [], 'a list is not an object', 'write an object'],
  ['endpointSelector', { matchLabels: { a: true } }, 'true is not a text', "write 'true'"],
  ['description', { a: 1 }, 'an object is not a text', 'write a text'],
  ['enableDefaultDeny', { ingress: 'true' }, "'true' is not true or false", 'write true'],
  ['enableDefaultDeny', { ingress: 0 }, '0 is not true or false', 'write true or false'],
  ['ingress', [{ toPorts: [{ ports: [{ port: 'a', endPort: '80' }] }] }], "'80' is not a whole number", 'write 80'],
  ['ingress', [{ toPorts: [{ ports: [{ port: 'a', endPort: 1.5 }] }] }], '1.5 is not a whole number', 'write a whole number'],
  ['ingress', [{ icmps: [{ fields: [{ type: 1.5 }] }] }], '1.5 is not a whole number or a text', 'write a whole number or a text'],
  ['ingress', [{ icmps: [{ fields: [{ type: 'ping' }] }] }], "'ping' is not the number or the name of a type of ICMP", undefined],
  [
    'ingress',
    [{ icmps: [{ fields: new Array(41).fill({ type: 8 }) }] }],
    'this list has 41 items; the limit is 40',
    'leave 40 here, and write the others in a list of their own',
  ],
  ['ingress', [{ fromRequires: [{}] }], 'this list has 1 item; it has to be empty', 'leave it out'],
  ['ingress', [{ toPorts: [{ serverNames: [] }] }], 'this list has 0 items; at least 1 is needed', 'leave it out, or write one'],
  ['ingress', [{ toPorts: [{ serverNames: ['a', 'b', 'a'] }] }], "'a' is there twice", 'leave it out'],
  [
    'ingress',
    [{ toPorts: [{ rules: { http: [{ headerMatches: [{ name: '' }] }] } }] }],
    "'' has 0 characters; at least 1 is needed",
    undefined,
  ],
])('%s: %j', (field, value, message, repair) => {
  const faults = policy({ endpointSelector: {}, ingress: [], [field]: value });
  expect(faults.map((fault) => [fault.message, fault.repair])).toEqual([[message, repair]]);
});

describe('metadata', () => {
  const fault = (metadata: unknown) =>
    checkSchema({ metadata, spec: { podSelector: {} } }, kubernetes['networking.k8s.io/v1/NetworkPolicy']);

  test('as a cluster gives it out is right', () => {
    const managedFields = [{ manager: 'kubectl', operation: 'Update', fieldsV1: { 'f:spec': {} }, time: '2024-02-29T23:59:59Z' }];
    expect(fault({ name: 'A_b', labels: { a: 'b' }, creationTimestamp: null, generation: 1, uid: 'x', managedFields })).toEqual([]);
  });

  test.each(['2023-02-29T00:00:00Z', '2024-02-29T24:00:00Z', '2024-02-29', '2024-13-01T00:00:00Z'])(
    '%s is no time',
    (creationTimestamp) => {
      expect(fault({ creationTimestamp })).toEqual([
        {
          path: 'metadata.creationTimestamp',
          message: `'${creationTimestamp}' is no time`,
          repair: "write it as in '2006-01-02T15:04:05Z'",
        },
      ]);
    },
  );
});

test('of a status nothing is said where the API server drops it, and it is unknown where there is none', () => {
  const status = { anything: [1] };
  const [cnp, group] = [
    checkSchema({ metadata: {}, spec: { nodeSelector: {}, egress: [] }, status }, cilium120['cilium.io/v2/CiliumClusterwideNetworkPolicy']),
    checkSchema({ metadata: {}, spec: { externalCIDRs: [] }, status }, cilium120['cilium.io/v2alpha1/CiliumCIDRGroup']),
  ];
  expect(cnp).toEqual([]);
  expect(group.map(({ message }) => message)).toEqual(["unknown field 'status'"]);
});
