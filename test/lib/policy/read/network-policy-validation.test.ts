import { checkNetworkPolicy } from '../../../../lib/policy/read/network-policy-validation';

const faults = (spec: object) => checkNetworkPolicy({ spec }).map(({ path, message, repair }) => [path, message, repair]);
const port = (value: object) => faults({ ingress: [{ ports: [value] }] });
const peer = (value: object) => faults({ egress: [{ to: [value] }] });
const selector = (value: object) => faults({ podSelector: value });
const block = (cidr: string, ...except: string[]) => peer({ ipBlock: { cidr, except } });

test('what is right has no faults', () => {
  const from = [{ podSelector: {}, namespaceSelector: { matchLabels: { 'example.org/a': 'b' } } }, { ipBlock: { cidr: '10.0.0.0/8' } }];
  const ports = [{ port: 80, endPort: 90 }, { port: 'http', protocol: 'SCTP' }, {}, null];
  expect(faults({ podSelector: {}, ingress: [{ from, ports }, {}, null], policyTypes: ['Ingress', 'Egress'] })).toEqual([]);
});

test('all faults come at once, in the order of the object', () => {
  const spec = {
    policyTypes: ['ingress'],
    egress: [{ to: [{}], ports: [{ protocol: 'tcp' }] }],
    podSelector: { matchLabels: { '-': 'a' } },
  };
  expect(faults(spec).map(([path]) => path)).toEqual([
    'spec.policyTypes[0]',
    'spec.egress[0].to[0]',
    'spec.egress[0].ports[0].protocol',
    'spec.podSelector.matchLabels.-',
  ]);
});

test('values of a wrong type are passed over', () => {
  const spec = {
    podSelector: [],
    ingress: [{ from: [5, { ipBlock: { cidr: 5 } }], ports: [{ port: true, endPort: '5', protocol: 5 }] }, 'x'],
    egress: 5,
    policyTypes: [5],
  };
  expect([spec, null, 'x'].map((value) => checkNetworkPolicy({ spec: value }))).toEqual([[], [], []]);
  expect([null, 'x', []].map(checkNetworkPolicy)).toEqual([[], [], []]);
});

describe('a port', () => {
  const at = (field: string) => `spec.ingress[0].ports[0].${field}`;
  const range = (number: number) => `${number} is no port: must be between 1 and 65535, inclusive`;
  const letters = 'must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)';
  const letter = 'must contain at least one letter (a-z)';

  test.each<[object, string, string, string | undefined]>([
    [{ protocol: 'tcp' }, 'protocol', "'tcp' is not one of 'TCP', 'UDP' or 'SCTP'", "write 'TCP'"],
    [{ protocol: 'ICMP' }, 'protocol', "'ICMP' is not one of 'TCP', 'UDP' or 'SCTP'", 'write one of them'],
    [{ port: 0 }, 'port', range(0), undefined],
    [{ port: 65536 }, 'port', range(65536), undefined],
    [{ port: 80, endPort: 65536 }, 'endPort', range(65536), undefined],
    [{ port: 80, endPort: 0 }, 'endPort', range(0), undefined],
    [
      { port: 90, endPort: 80 },
      'endPort',
      'endPort 80 comes before port 90: must be greater than or equal to port',
      'write 80 as port and 90 as endPort',
    ],
    [{ endPort: 80 }, 'endPort', 'endPort 80 has no number to start from: may not be specified when port is not specified', undefined],
    [
      { port: 'http', endPort: 80 },
      'endPort',
      'endPort 80 has no number to start from: may not be specified when port is non-numeric',
      undefined,
    ],
    [{ port: '80' }, 'port', `'80' is no name of a port: ${letter}`, 'write 80 without quotes'],
    [{ port: '' }, 'port', `'' is no name of a port: ${letters}, ${letter}`, undefined],
    [{ port: 'Http' }, 'port', `'Http' is no name of a port: ${letters}`, undefined],
    [{ port: 'a--b' }, 'port', "'a--b' is no name of a port: must not contain consecutive hyphens", undefined],
    [{ port: 'a-' }, 'port', "'a-' is no name of a port: must not begin or end with a hyphen", undefined],
    [{ port: 'a'.repeat(16) }, 'port', `'${'a'.repeat(16)}' is no name of a port: must be no more than 15 characters`, undefined],
  ])('%j', (value, field, message, repair) => expect(port(value)).toEqual([[at(field), message, repair]]));
});

describe('a peer', () => {
  test.each([{}, { podSelector: null }, null])('%j is nobody', (value) => {
    expect(peer(value as object)).toEqual([
      ['spec.egress[0].to[0]', 'this peer is nobody: must specify a peer', "write 'podSelector', 'namespaceSelector' or 'ipBlock'"],
    ]);
  });

  test('is a block of addresses or selected by labels', () => {
    expect(peer({ ipBlock: { cidr: '::/0' }, podSelector: {} })).toEqual([
      ['spec.egress[0].to[0]', "'ipBlock' stands beside 'podSelector': may not specify both ipBlock and another peer", 'write two peers'],
    ]);
  });
});

describe('a block of addresses', () => {
  const at = (field: string) => `spec.egress[0].to[0].ipBlock.${field}`;
  const valid = 'must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)';

  test.each<[string, string, string | undefined]>([
    ['', valid, undefined],
    ['10.0.0.0/33', valid, undefined],
    ['10.0.0.1', valid, "write '10.0.0.1/32'"],
    ['::1', valid, "write '::1/128'"],
    ['10.0.0.1/8', 'must not have bits set beyond the prefix length', "write '10.0.0.0/8'"],
    ['010.0.0.0/8', 'must not have leading 0s in IP or prefix length', "write '10.0.0.0/8'"],
    ['10.0.0.0/08', 'must not have leading 0s in IP or prefix length', "write '10.0.0.0/8'"],
    ['::ffff:10.0.0.0/104', 'must not have an IPv4-mapped IPv6 address', undefined],
  ])("'%s'", (cidr, reason, repair) => expect(block(cidr)).toEqual([[at('cidr'), `'${cidr}' is no CIDR: ${reason}`, repair]]));

  test.each(['2001:0DB8::/32', '0.0.0.0/0'])('%s needs no canonical form', (cidr) => expect(block(cidr)).toEqual([]));

  test('excepts what is inside of it', () => {
    const outside = (text: string) => `'${text}' is not a part of '10.0.0.0/8': must be a strict subset of cidr`;
    expect(block('10.0.0.0/8', '10.1.0.0/16', '11.0.0.0/16', '10.0.0.0/8', '::/96')).toEqual([
      [at('except[1]'), outside('11.0.0.0/16'), undefined],
      [at('except[2]'), outside('10.0.0.0/8'), undefined],
      [at('except[3]'), outside('::/96'), undefined],
    ]);
  });
});

describe('a selector', () => {
  const at = (field: string) => `spec.podSelector.matchExpressions[0].${field}`;

  test.each<[object, string, string, string]>([
    [{ key: 'a', operator: 'In' }, 'values', "'In' has no values: must be specified when operator is 'In' or 'NotIn'", 'write values: […]'],
    [
      { key: 'a', operator: 'Exists', values: ['b'] },
      'values',
      "'Exists' has values: may not be specified when operator is 'Exists' or 'DoesNotExist'",
      'leave them out',
    ],
    [
      { key: 'a', operator: 'Equals' },
      'operator',
      "'Equals' is not one of 'In', 'NotIn', 'Exists' or 'DoesNotExist': not a valid selector operator",
      'write one of them',
    ],
  ])('%j', (expression, field, message, repair) => {
    expect(selector({ matchExpressions: [expression] })).toEqual([[at(field), message, repair]]);
  });

  test('has labels as objects have them', () => {
    expect(
      selector({ matchLabels: { 'a/b/c': 'x', d: '-' }, matchExpressions: [{ key: '', operator: 'In', values: ['a b', null] }] }),
    ).toEqual([
      ['spec.podSelector.matchLabels.a/b/c', "'a/b/c' is no key of a label: has a prefix that is not a DNS subdomain", undefined],
      ['spec.podSelector.matchLabels.d', expect.stringMatching(/^'-' is no value of a label: must be at most 63/), undefined],
      [at('key'), expect.stringMatching(/^'' is no key of a label: must be at most 63/), undefined],
      [at('values[0]'), expect.stringMatching(/^'a b' is no value of a label: must be at most 63/), undefined],
    ]);
  });
});

test.each<[readonly string[], string, string, string]>([
  [['ingress'], '[0]', "'ingress' is not one of 'Ingress' or 'Egress'", "write 'Ingress'"],
  [['Both'], '[0]', "'Both' is not one of 'Ingress' or 'Egress'", 'write one of them'],
  [
    ['Ingress', 'Egress', 'Egress'],
    '',
    'this list has 3 items: may not specify more than two policyTypes',
    'leave out what is there twice',
  ],
])('the policy types %j', (policyTypes, at, message, repair) => {
  expect(faults({ policyTypes })).toEqual([[`spec.policyTypes${at}`, message, repair]]);
});
