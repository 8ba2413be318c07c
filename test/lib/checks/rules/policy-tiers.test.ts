import { defaultProfile } from '../../../../lib/policy';
import { breachesOf, factOf } from './support/policies';

const inNamespace = (name: string) => ({ matchLabels: { 'kubernetes.io/metadata.name': name } });
const pods = (app: string, namespace = 'n') => ({
  pods: { namespaceSelector: inNamespace(namespace), podSelector: { matchLabels: { app } } },
});
const tcp = (start: number, end = start) => ({ protocols: [{ tcp: { destinationPort: { range: { start, end } } } }] });
const rule = (action: string, app: string, more: object = tcp(80)) => ({ action, from: [pods(app)], ...more });

function kcnp(name: string, ingress: readonly object[], spec: object = {}) {
  return {
    apiVersion: 'policy.networking.k8s.io/v1alpha2',
    kind: 'ClusterNetworkPolicy',
    metadata: { name },
    spec: { tier: 'Admin', priority: 5, subject: pods('a'), ingress, ...spec },
  };
}

const deployment = (name: string, namespace = 'n') => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name, namespace },
  spec: { template: { metadata: { labels: { app: name } }, spec: { containers: [{ name, ports: [{ containerPort: 80 }] }] } } },
});
const world = [
  ...['n', 'm'].map((name) => ({
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name, labels: { 'kubernetes.io/metadata.name': name, team: 'x' } },
  })),
  deployment('a'),
  deployment('b'),
  deployment('c', 'm'),
];
const cnp = (ingress: readonly object[], more: object = {}) => ({
  apiVersion: 'cilium.io/v2',
  kind: 'CiliumNetworkPolicy',
  metadata: { name: 'own', namespace: 'n' },
  spec: { endpointSelector: { matchLabels: { app: 'a' } }, ingress, ...more },
});
const knp = (spec: object) => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'NetworkPolicy',
  metadata: { name: 'own', namespace: 'n' },
  spec: { podSelector: { matchLabels: { app: 'a' } }, policyTypes: ['Ingress'], ...spec },
});
const fromB = (port = '80') => ({ fromEndpoints: [{ matchLabels: { app: 'b' } }], toPorts: [{ ports: [{ port, protocol: 'TCP' }] }] });

function messages(id: string, objects: readonly object[], isRead = true): readonly string[] {
  const profile = { ...defaultProfile, clusterNetworkPolicies: isRead };
  return breachesOf(id, factOf([...world, ...objects], {}, profile), { 'cilium.version': '1.20.2' }).map(({ message }) => message);
}

describe('POL047: of one tier and priority', () => {
  const denies = kcnp('denies', [rule('Deny', 'b')]);
  const accepts = (ingress = [rule('Accept', 'b')], spec: object = {}) => kcnp('accepts', ingress, spec);

  test('rules that contradict each other about a connection', () => {
    expect(messages('POL047', [denies, accepts()])).toEqual([
      "ClusterNetworkPolicy 'denies' denies 'n/b' → 'n/a' TCP 80, which 'accepts' accepts, and both are of tier Admin with priority 5: nobody says which of them counts",
    ]);
    expect(
      messages('POL047', [denies, kcnp('passes', [{ action: 'Pass', from: [{ namespaces: { matchLabels: { team: 'x' } } }] }])]),
    ).toEqual([
      "ClusterNetworkPolicy 'denies' denies 'n/b' → 'n/a' TCP 80, which 'passes' passes on, and both are of tier Admin with priority 5: nobody says which of them counts",
    ]);
  });

  test.each<[string, readonly object[]]>([
    ['another priority', [denies, accepts(undefined, { priority: 6 })]],
    ['another tier', [denies, accepts(undefined, { tier: 'Baseline' })]],
    ['the same action', [denies, accepts([rule('Deny', 'b')])]],
    ['other ports', [denies, accepts([rule('Accept', 'b', tcp(81, 90))])]],
    ['other peers', [denies, kcnp('accepts', [{ action: 'Accept', from: [pods('c', 'm')], ...tcp(80) }])]],
    ['other subjects', [denies, accepts(undefined, { subject: pods('c', 'm') })]],
    ['a rule that comes first in one of them', [denies, accepts([rule('Deny', 'b'), rule('Accept', 'b')])]],
    ['a rule that decides before both', [kcnp('first', [rule('Deny', 'b')], { priority: 1 }), denies, accepts()]],
    ['peers that no pod is', [denies, accepts([rule('Accept', 'nobody')])]],
    [
      'a baseline to which nothing is left',
      [kcnp('denies', [rule('Deny', 'b')], { tier: 'Baseline' }), accepts(undefined, { tier: 'Baseline' }), cnp([fromB()])],
    ],
  ])('nothing: %s', (_, objects) => {
    expect(messages('POL047', objects)).toEqual([]);
  });

  test('nothing, where agents are not told to read them', () => {
    expect(messages('POL047', [denies, accepts()], false)).toEqual([]);
  });
});

describe('POL048: a baseline that accepts', () => {
  const baseline = kcnp('base', [rule('Accept', 'b')], { tier: 'Baseline' });

  test('what a NetworkPolicy isolates without a word', () => {
    expect(messages('POL048', [baseline, knp({})])).toEqual([
      "ClusterNetworkPolicy 'base' accepts 'n/b' → 'n/a' TCP 80 in tier Baseline, and NetworkPolicy 'n/own' isolates 'n/a' without a rule for it: Kubernetes leaves that to the NetworkPolicy and denies it, while Cilium lets it through, a question that is open upstream",
    ]);
  });

  test.each<[string, readonly object[]]>([
    ['pods that no NetworkPolicy selects', [baseline]],
    ['another direction', [baseline, knp({ policyTypes: ['Egress'] })]],
    ['what the NetworkPolicy allows', [baseline, knp({ ingress: [{ from: [{ podSelector: {} }] }] })]],
    ['what a policy of Cilium denies', [baseline, knp({}), cnp([], { ingress: undefined, ingressDeny: [fromB()] })]],
    ['what only a policy of Cilium isolates', [baseline, cnp([{}])]],
    ['what an administrator decides', [baseline, knp({}), kcnp('admin', [rule('Deny', 'b')])]],
    ['a baseline that denies', [kcnp('base', [rule('Deny', 'b')], { tier: 'Baseline' }), knp({})]],
  ])('nothing: %s', (_, objects) => {
    expect(messages('POL048', objects)).toEqual([]);
  });
});

describe('POL049: an administrator decides before', () => {
  test.each<[string, object, object, string]>([
    ['denies the same', kcnp('admin', [rule('Deny', 'b')]), cnp([fromB()]), 'denied'],
    [
      'accepts more',
      kcnp('admin', [{ action: 'Accept', from: [{ namespaces: { matchLabels: { team: 'x' } } }] }]),
      cnp([fromB()]),
      'accepted',
    ],
    ['everybody', kcnp('admin', [{ action: 'Deny' }], { subject: { namespaces: {} } }), cnp([fromB()]), 'denied'],
  ])('%s', (_, admin, own, verdict) => {
    expect(messages('POL049', [admin, own])).toEqual([
      `ClusterNetworkPolicy 'admin' of tier Admin decides first about all that CiliumNetworkPolicy 'n/own' says here: 'n/b' → 'n/a' TCP 80 is ${verdict} with this rule and without`,
    ]);
  });

  test("a rule of Kubernetes' own policies", () => {
    const own = knp({ ingress: [{ from: [{ podSelector: { matchLabels: { app: 'b' } } }], ports: [{ port: 80, protocol: 'TCP' }] }] });
    expect(messages('POL049', [kcnp('admin', [rule('Deny', 'b')]), own])).toEqual([
      "ClusterNetworkPolicy 'admin' of tier Admin decides first about all that NetworkPolicy 'n/own' says here: 'n/b' → 'n/a' TCP 80 is denied with this rule and without",
    ]);
  });

  test.each<[string, readonly object[]]>([
    ['some of its ports', [kcnp('admin', [rule('Deny', 'b', tcp(80))]), cnp([{ fromEndpoints: [{ matchLabels: { app: 'b' } }] }])]],
    ['some of its peers', [kcnp('admin', [rule('Deny', 'b')]), cnp([{ ...fromB(), fromEndpoints: [{}] }])]],
    [
      'its pods by chance: others of the selector may come',
      [
        kcnp('admin', [rule('Deny', 'b')]),
        cnp([{ ...fromB(), fromEndpoints: [{ matchExpressions: [{ key: 'app', operator: 'NotIn', values: ['a'] }] }] }]),
      ],
    ],
    ['what it passes on', [kcnp('admin', [rule('Pass', 'b'), rule('Deny', 'b')]), cnp([fromB()])]],
    [
      'what another passes on before',
      [kcnp('first', [rule('Pass', 'b')], { priority: 0 }), kcnp('admin', [rule('Deny', 'b')]), cnp([fromB()])],
    ],
    ['the last tier', [kcnp('base', [rule('Deny', 'b')], { tier: 'Baseline' }), cnp([fromB()])]],
    ['the other direction', [kcnp('admin', [], { egress: [{ action: 'Deny' }] }), cnp([fromB()])]],
    ['nobody: a rule that only isolates', [kcnp('admin', [{ action: 'Deny' }]), cnp([{}])]],
    ['peers that are not worked out', [kcnp('admin', [{ action: 'Deny', from: [{ pods: 'all' }] }]), cnp([fromB()])]],
  ])('nothing: %s', (_, objects) => {
    expect(messages('POL049', objects)).toEqual([]);
  });
});
