import { parseCidr } from '../lib/base';
import type { Entry, PortRange } from '../lib/policy/entry';
import type { Identity } from '../lib/policy/identity';
import { cidrLabel, clusterKey, label, namespaceKey, namespaceLabelsKey } from '../lib/policy/label';
import { defaultProfile } from '../lib/policy/profile';
import { cidrSelector, labelSelector, requirement, type Selector, wildcard } from '../lib/policy/selector';
import type { World } from '../lib/policy/world';
import { Random } from './random';

const tiers = ['web', 'api', 'worker', 'cache', 'db'];
const environments = ['live', 'staging', 'test'];
const [inNamespace, ofCluster] = [`k8s:${namespaceKey}`, `k8s:${clusterKey}`];
const cidr = (text: string) => parseCidr(text) as NonNullable<ReturnType<typeof parseCidr>>;
const block = (n: number, length: number) => cidr(`10.${(n >>> 8) & 255}.${n & 255}.0/${length}`);

interface Workload {
  readonly app: string;
  readonly namespace: string;
}

/**
 * A cluster made up at random: workloads in namespaces of twenty, each with an identity of its own, some blocks of addresses,
 * and policies with two rules each, as people write them. The same sizes give the same cluster.
 */
export function randomCluster(identities: number, policies: number): World {
  const random = new Random(identities * 31 + policies);
  const others = outside(Math.ceil(identities / 50));
  const workloads = Array.from({ length: identities - others.length }, (_, i) => ({
    app: `app-${i}`,
    namespace: `ns-${Math.floor(i / 20)}`,
  }));
  const teams = Array.from({ length: Math.max(4, Math.ceil(identities / 100)) }, (_, i) => `team-${i}`);
  const entries = Array.from({ length: policies }, (_, i) => new Policy(random, i, workloads, teams).entries()).flat();
  return { identities: [...workloads.map((w) => podsOf(w, teams, random)), ...others], entries, profile: defaultProfile };
}

function podsOf({ app, namespace }: Workload, teams: readonly string[], random: Random): Identity {
  const number = Number(namespace.slice(3));
  return {
    kind: 'pods',
    name: `${namespace}/${app}`,
    namespace,
    endpoint: true,
    ports: [
      { name: 'http', protocol: 'TCP', port: random.one([80, 8080, 3000]) },
      { name: 'metrics', protocol: 'TCP', port: random.one([9090, 9100]) },
    ],
    labels: [
      label('k8s', 'app', app),
      label('k8s', 'tier', random.one(tiers)),
      label('k8s', 'team', random.one(teams)),
      label('k8s', namespaceKey, namespace),
      label('k8s', clusterKey, 'default'),
      label('k8s', `${namespaceLabelsKey}.environment`, environments[number % environments.length] as string),
      label('k8s', 'io.cilium.k8s.policy.serviceaccount', app),
    ],
  };
}

function outside(blocks: number): Identity[] {
  const of = (kind: Identity['kind'], endpoint: boolean, labels: Identity['labels']): Identity => {
    return { kind, name: kind, namespace: '', endpoint, ports: [], labels };
  };
  const world = label('reserved', 'world');
  return [
    of('host', false, [label('reserved', 'host')]),
    of('remote-node', false, [label('reserved', 'remote-node')]),
    of('kube-apiserver', false, [label('reserved', 'kube-apiserver'), label('reserved', 'remote-node')]),
    of('health', true, [label('reserved', 'health')]),
    of('ingress', true, [label('reserved', 'ingress')]),
    of('world', false, [world]),
    ...Array.from({ length: blocks }, (_, i) => of('cidr', false, [cidrLabel(block(i * 7, 24)), world])),
  ];
}

/** One policy, while it is made up. */
class Policy {
  readonly #home: Workload;
  /** Whether it belongs to no namespace. */
  readonly #wide: boolean;

  constructor(
    private readonly random: Random,
    private readonly number: number,
    private readonly workloads: readonly Workload[],
    private readonly teams: readonly string[],
  ) {
    this.#home = random.one(workloads);
    this.#wide = random.chance(0.1);
  }

  entries(): Entry[] {
    const subject = this.subject();
    const defaultDeny = !this.random.chance(0.05);
    return [0, 1].map((rule) => {
      const direction = this.random.weighted([
        [3, 'ingress' as const],
        [2, 'egress' as const],
      ]);
      const deny = this.random.chance(0.08);
      const namespace = this.#wide ? '' : this.#home.namespace;
      return {
        direction,
        subject,
        node: false,
        namespace,
        peers: this.peers(),
        ports: this.ports(deny),
        verdict: deny ? 'deny' : 'allow',
        defaultDeny,
        tier: 1,
        priority: 0,
        origin: { kind: 'CiliumNetworkPolicy', namespace, name: `policy-${this.number}`, path: `spec.${direction}[${rule}]` },
      };
    });
  }

  private subject(): Selector {
    const { app, namespace } = this.#home;
    if (this.#wide)
      return this.pods([
        ['k8s:team', this.random.one(this.teams)],
        ['k8s:tier', this.random.one(tiers)],
      ]);
    const own: [string, string] = [inNamespace, namespace];
    return this.random.weighted([
      [12, this.pods([['k8s:app', app], own])],
      [5, this.pods([['k8s:tier', this.random.one(tiers)], own])],
      [3, this.pods([own])],
    ]);
  }

  private peers(): readonly Selector[] {
    const { random } = this;
    const neighbour = this.neighbour();
    const other = random.one(this.workloads);
    const apps = [0, 1, 2].map(() => this.neighbour().app);
    const size = random.one([12, 16, 20]);
    const addresses = block(random.below(2 ** 14), size);
    const inner = [cidr(addresses.canonical.replace(/\/\d+$/, '/24'))];
    return random.weighted<() => readonly Selector[]>([
      [
        8,
        () => [
          this.pods([
            ['app', neighbour.app],
            [inNamespace, neighbour.namespace],
          ]),
        ],
      ],
      [3, () => [labelSelector([requirement('app', 'In', apps), requirement(inNamespace, 'In', [this.#home.namespace])])]],
      [
        3,
        () => [
          this.pods([
            ['k8s:tier', random.one(tiers)],
            ['k8s:team', random.one(this.teams)],
          ]),
        ],
      ],
      [
        2,
        () => [
          this.pods([
            [`k8s:${namespaceLabelsKey}.environment`, random.one(environments)],
            ['tier', random.one(tiers)],
          ]),
        ],
      ],
      [
        2,
        () => [
          this.pods([[inNamespace, other.namespace]]),
          this.pods([
            ['app', other.app],
            [inNamespace, other.namespace],
          ]),
        ],
      ],
      [1, () => [labelSelector([requirement('tier', 'NotIn', ['db', 'cache']), requirement(inNamespace, 'In', [this.#home.namespace])])]],
      [2, () => [cidrSelector(addresses, random.chance(0.5) ? inner : [], defaultProfile)]],
      [1, () => [cidrSelector(cidr('0.0.0.0/0'), [cidr('10.0.0.0/8')], defaultProfile)]],
      [1, () => [this.entity('host'), this.entity('remote-node')]],
      [1, () => [this.entity('world')]],
      [1, () => [this.entity('kube-apiserver'), this.pods([])]],
      [1, () => [wildcard]],
    ])();
  }

  private ports(deny: boolean): Entry['ports'] {
    const { random } = this;
    const port = random.one([80, 443, 3000, 5432, 6379, 8080, 8443, 9090, 9092, 9200]);
    const tcp = (low: number, high = low): PortRange => ({ protocol: 'TCP', low, high, key: `${low}-${high === low ? 0 : high}` });
    const name = random.one(['http', 'metrics']);
    const http = [{ method: 'GET', path: random.one(['/metrics', '/api/.*', '/healthz']) }];
    return random.weighted<() => Entry['ports']>([
      [10, () => [tcp(port)]],
      [4, () => [tcp(port), tcp(random.one([81, 444, 9091]))]],
      [2, () => [tcp(8000, 8000 + random.one([10, 99, 500]))]],
      [2, () => [{ protocol: 'TCP', name, key: name }]],
      [2, () => ['UDP' as const, 'TCP' as const].map((protocol) => ({ ...tcp(53), protocol }))],
      [2, () => [{ ...tcp(random.one([80, 8080])), ...(deny ? {} : { l7: { http } }) }]],
      [1, () => [{ protocol: 'ICMP', low: 8, high: 8, key: '8' }]],
      [2, () => 'all'],
    ])();
  }

  /** A workload of the policy's own namespace, most of the time. */
  private neighbour(): Workload {
    if (this.random.chance(0.3)) return this.random.one(this.workloads);
    const first = Number(this.#home.namespace.slice(3)) * 20;
    return this.workloads[Math.min(first + this.random.below(20), this.workloads.length - 1)] as Workload;
  }

  private pods(labels: readonly (readonly [string, string])[]): Selector {
    return labelSelector([...labels, [ofCluster, 'default'] as const].map(([key, value]) => requirement(key, 'In', [value])));
  }

  private entity(name: string): Selector {
    return labelSelector([requirement(`reserved:${name}`, 'In', [''])], `reserved:${name}=`);
  }
}
