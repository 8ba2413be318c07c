import { type JsonObject, parseCidr } from '../../../lib/base';
import { type Direction, defaultProfile, type Entry } from '../../../lib/policy';
import { cidrSelector, labelSelector, requirement, type Selector } from '../../../lib/policy/selector';
import { app, cnp, networkPolicy, ports, type Tricky } from './tricky';

/** A rule of a ClusterNetworkPolicy, and the same as an entry: both are about the pods `a` of namespace `n`. */
interface Rule {
  readonly action: 'Accept' | 'Deny' | 'Pass';
  /** Pods of an app, or a block of addresses. */
  readonly peer: string;
  /** TCP ports, both included; every port of every protocol where there are none. */
  readonly range?: readonly [number, number];
  /** Whether the app is asked for by an expression. */
  readonly byExpression?: boolean;
}

function clusterPolicy(
  name: string,
  tier: 'Admin' | 'Baseline',
  priority: number,
  direction: Direction,
  rules: readonly Rule[],
): JsonObject {
  const list = rules.map(({ action, peer, range, byExpression }) => ({
    action,
    [direction === 'ingress' ? 'from' : 'to']: [
      peer.includes('/')
        ? { networks: [peer] }
        : {
            pods: {
              namespaceSelector: {},
              podSelector: byExpression ? { matchExpressions: [{ key: 'app', operator: 'In', values: [peer] }] } : app(peer),
            },
          },
    ],
    ...(range === undefined ? {} : { protocols: [{ tcp: { destinationPort: { range: { start: range[0], end: range[1] } } } }] }),
  }));
  return {
    apiVersion: 'policy.networking.k8s.io/v1alpha2',
    kind: 'ClusterNetworkPolicy',
    metadata: { name },
    spec: {
      tier,
      priority,
      subject: {
        pods: {
          namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'n' } },
          podSelector: { matchLabels: { app: 'a' } },
        },
      },
      [direction]: list,
    },
  };
}

const pods = (name: string, namespace?: string) =>
  labelSelector([
    requirement('k8s:app', 'In', [name]),
    ...(namespace === undefined ? [] : [requirement('k8s:io.kubernetes.pod.namespace', 'In', [namespace])]),
  ]);

function peerOf(peer: string): Selector {
  const block = parseCidr(peer);
  return block === undefined ? pods(peer) : cidrSelector(block, [], defaultProfile);
}

function entriesOf(name: string, tier: 'Admin' | 'Baseline', priority: number, direction: Direction, rules: readonly Rule[]): Entry[] {
  const verdicts = { Accept: 'allow', Deny: 'deny', Pass: 'pass' } as const;
  return rules.map(({ action, peer, range }, i) => ({
    direction,
    subject: pods('a', 'n'),
    node: false,
    namespace: '',
    peers: [peerOf(peer)],
    ports: range === undefined ? 'all' : [{ protocol: 'TCP', low: range[0], high: range[1], key: range.join('-') }],
    verdict: verdicts[action],
    defaultDeny: false,
    tier: tier === 'Admin' ? 0 : 2,
    priority: priority + i / 100,
    origin: { kind: 'ClusterNetworkPolicy', namespace: '', name, path: `spec.${direction}[${i}]` },
  }));
}

type Given = Parameters<typeof clusterPolicy>;

function withTiers(title: string, policies: readonly Given[], others: readonly JsonObject[], verdicts: Tricky['verdicts']): Tricky {
  return {
    title,
    given: [...policies.map((policy) => clusterPolicy(...policy)), ...others],
    entries: policies.flatMap((policy) => entriesOf(...policy)),
    verdicts,
    only: '1.20',
  };
}

const one = '192.0.2.1/32';
const all = '0.0.0.0/0';

/** Policies that come before or after all others. */
export const tiers: readonly Tricky[] = [
  withTiers(
    'what an administrator accepts no policy of a namespace denies',
    [['admin', 'Admin', 0, 'ingress', [{ action: 'Accept', peer: 'b' }]]],
    [cnp({ endpointSelector: app('a'), ingressDeny: [{ fromEndpoints: [{}] }] })],
    { 'n/a ← n/b TCP/80': 'allowed', 'n/a ← n/a TCP/80': 'denied' },
  ),
  withTiers(
    'what an administrator passes on, and nobody speaks of, the baseline decides',
    [
      ['admin', 'Admin', 0, 'ingress', [{ action: 'Pass', peer: 'b' }]],
      ['baseline', 'Baseline', 0, 'ingress', [{ action: 'Deny', peer: 'b' }]],
    ],
    [],
    { 'n/a ← n/b TCP/80': 'denied', 'n/a ← n/a TCP/80': 'allowed', 'n/a ← world TCP/80': 'allowed' },
  ),
  withTiers(
    'what is passed on is not denied by a later rule of the same tier',
    [
      ['first', 'Admin', 0, 'egress', [{ action: 'Pass', peer: one }]],
      ['second', 'Admin', 1, 'egress', [{ action: 'Deny', peer: all }]],
    ],
    [cnp({ endpointSelector: app('a'), egress: [{ toCIDR: [one] }] })],
    { [`n/a → ${one} TCP/80`]: 'allowed', 'n/a → world TCP/80': 'denied', 'n/a → n/b TCP/80': 'denied' },
  ),
  withTiers(
    'rules of one policy count in their order, each at its ports',
    [
      [
        'admin',
        'Admin',
        0,
        'egress',
        [
          { action: 'Accept', peer: one, range: [80, 81] },
          { action: 'Deny', peer: all, range: [80, 90] },
          { action: 'Accept', peer: one },
        ],
      ],
    ],
    [],
    {
      [`n/a → ${one} TCP/80`]: 'allowed',
      [`n/a → ${one} TCP/81`]: 'allowed',
      [`n/a → ${one} TCP/82`]: 'denied',
      [`n/a → ${one} TCP/90`]: 'denied',
      [`n/a → ${one} TCP/91`]: 'allowed',
      'n/a → world TCP/80': 'denied',
      'n/a → world TCP/91': 'allowed',
    },
  ),
  withTiers(
    'of two rules of one priority the one that denies counts',
    [
      ['kind', 'Admin', 5, 'egress', [{ action: 'Accept', peer: one }]],
      ['harsh', 'Admin', 5, 'egress', [{ action: 'Deny', peer: one }]],
    ],
    [],
    { [`n/a → ${one} TCP/80`]: 'denied', 'n/a → world TCP/80': 'allowed' },
  ),
  withTiers(
    'the baseline opens what a policy of Kubernetes isolates and does not speak of',
    [['baseline', 'Baseline', 0, 'ingress', [{ action: 'Accept', peer: 'b' }]]],
    [networkPolicy({ podSelector: app('a'), policyTypes: ['Ingress'] })],
    { 'n/a ← n/b TCP/80': 'allowed', 'n/a ← n/a TCP/80': 'denied', 'n/a ← world TCP/80': 'denied' },
  ),
  withTiers('tiers isolate nobody', [['admin', 'Admin', 0, 'ingress', [{ action: 'Accept', peer: 'b' }]]], [], {
    'n/a ← n/b TCP/80': 'allowed',
    'n/a ← world TCP/80': 'allowed',
  }),
  withTiers(
    'expressions mean what labels mean',
    [['admin', 'Admin', 0, 'ingress', [{ action: 'Deny', peer: 'b', byExpression: true }]]],
    [],
    { 'n/a ← n/b TCP/80': 'denied', 'n/a ← n/a TCP/80': 'allowed', 'n/a ← m/c TCP/80': 'allowed' },
  ),
  withTiers(
    'denying the host beats its exemption, with an administrator too',
    [['admin', 'Admin', 0, 'ingress', [{ action: 'Accept', peer: 'b' }]]],
    [cnp({ endpointSelector: app('a'), ingressDeny: [{ fromEntities: ['host'], ...ports('80') }] })],
    { 'n/a ← host TCP/80': 'denied', 'n/a ← host TCP/81': 'allowed' },
  ),
];
