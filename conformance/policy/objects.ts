import type { JsonObject } from '../../lib/base';
import type { Profile } from '../../lib/policy';
import type { Random } from './random';
import { vocabulary } from './vocabulary';

/** Policies at random, with a liking for what is easily got wrong. */
export class PolicyMaker {
  constructor(
    private readonly random: Random,
    private readonly profile: Profile,
  ) {}

  /** A policy of any kind. */
  policy(name: string): JsonObject {
    const kind = this.random.next();
    if (kind < 0.6) return this.ciliumPolicy(name, this.random.pick(vocabulary.namespaces));
    return kind < 0.8 ? this.ciliumPolicy(name) : this.networkPolicy(name);
  }

  /** A policy of Cilium: of a namespace, or without one, of the cluster. */
  private ciliumPolicy(name: string, namespace?: string): JsonObject {
    const { random } = this;
    const rule = () => this.rule(namespace === undefined);
    return {
      apiVersion: 'cilium.io/v2',
      kind: namespace === undefined ? 'CiliumClusterwideNetworkPolicy' : 'CiliumNetworkPolicy',
      metadata: { name, ...(namespace === undefined ? {} : { namespace }) },
      ...(random.chance(0.9) ? { spec: rule() } : { specs: random.list(1, 2, rule) }),
    };
  }

  private rule(clusterwide: boolean): JsonObject {
    const { random } = this;
    const node = clusterwide && random.chance(0.2);
    const ingress = random.chance(0.7);
    const egress = !ingress || random.chance(0.5);
    const list = (make: () => JsonObject) => random.list(1, 3, make);
    return {
      ...(node ? { nodeSelector: random.chance(0.7) ? {} : this.labels() } : { endpointSelector: this.subject() }),
      ...(random.chance(0.2) ? { enableDefaultDeny: this.defaultDeny() } : {}),
      ...(ingress && random.chance(0.9) ? { ingress: list(() => this.item('from', false)) } : {}),
      ...(ingress && random.chance(0.2) ? { ingressDeny: list(() => this.item('from', true)) } : {}),
      ...(egress && random.chance(0.9) ? { egress: list(() => this.item('to', false)) } : {}),
      ...(egress && random.chance(0.2) ? { egressDeny: list(() => this.item('to', true)) } : {}),
    };
  }

  private defaultDeny(): JsonObject {
    const { random } = this;
    return {
      ...(random.chance(0.7) ? { ingress: random.chance(0.3) } : {}),
      ...(random.chance(0.7) ? { egress: random.chance(0.3) } : {}),
    };
  }

  private subject(): JsonObject {
    const { random } = this;
    if (random.chance(0.4)) return {};
    return random.chance(0.08)
      ? { matchLabels: { [random.pick(['reserved:init', 'reserved:health', 'reserved:ingress'])]: '' } }
      : this.labels();
  }

  private item(direction: 'from' | 'to', deny: boolean): JsonObject {
    const { random } = this;
    const peers = this.peers(direction, deny);
    if (random.chance(0.12)) return { ...peers, icmps: random.list(1, 2, () => this.icmp()) };
    if (random.chance(0.25)) return random.chance(0.8) ? peers : { ...peers, toPorts: [] };
    return { ...peers, toPorts: random.list(1, 2, () => this.portRule(direction, deny)) };
  }

  private peers(direction: 'from' | 'to', deny: boolean): JsonObject {
    const { random } = this;
    const few = <T>(make: () => T) => random.list(random.chance(0.06) ? 0 : 1, 2, make);
    const kinds: [string, () => unknown][] = [
      ['Endpoints', () => few(() => this.endpoints())],
      ['Endpoints', () => few(() => this.endpoints())],
      ['Endpoints', () => few(() => this.endpoints())],
      ['Entities', () => few(() => random.pick(vocabulary.entities))],
      ['Entities', () => few(() => random.pick(vocabulary.entities))],
      ['CIDR', () => few(() => random.pick(vocabulary.cidrs))],
      ['CIDRSet', () => few(() => this.cidrRule())],
      ['CIDRSet', () => few(() => this.cidrRule())],
      ...(this.profile.nodeSelectorLabels ? [['Nodes', () => few(() => this.labels())] as [string, () => unknown]] : []),
      ...(direction === 'to' && !deny ? [['FQDNs', () => few(() => this.name())] as [string, () => unknown]] : []),
      ...(direction === 'to' && !deny ? [['Services', () => few(() => this.service())] as [string, () => unknown]] : []),
    ];
    if (random.chance(0.12)) return {};
    const [kind, make] = random.pick(kinds);
    if (random.chance(0.02)) return { [`${direction}${kind}`]: make(), [`${direction}Entities`]: ['world'] } as JsonObject;
    return { [`${direction}${kind}`]: make() } as JsonObject;
  }

  private endpoints(): JsonObject {
    const { random } = this;
    const roll = random.next();
    if (roll < 0.12) return {};
    if (roll < 0.2) return { matchLabels: { 'k8s:io.kubernetes.pod.namespace': random.pick(vocabulary.namespaces) } };
    if (roll < 0.27)
      return { matchExpressions: [{ key: 'io.kubernetes.pod.namespace', operator: random.pick(['Exists', 'DoesNotExist']) }] };
    if (roll < 0.35) {
      const key = `${random.chance(0.5) ? 'k8s:' : ''}io.cilium.k8s.namespace.labels.team`;
      return {
        matchLabels: {
          [key]: random.pick(vocabulary.namespaceLabels.team),
          ...(random.chance(0.5) ? (this.labels().matchLabels as object) : {}),
        },
      };
    }
    if (roll < 0.4)
      return { matchLabels: { [`reserved:${random.pick(['host', 'world', 'ingress', 'kube-apiserver', 'remote-node'])}`]: '' } };
    if (roll < 0.44) return { matchExpressions: [{ key: 'reserved:host', operator: random.pick(['Exists', 'DoesNotExist']) }] };
    if (roll < 0.49) return { matchLabels: { 'io.cilium.k8s.policy.cluster': random.pick(['default', 'other']) } };
    if (roll < 0.54) return { matchLabels: { 'io.cilium.k8s.policy.serviceaccount': random.pick(vocabulary.serviceAccounts) } };
    return this.labels();
  }

  private labels(): JsonObject {
    const { random } = this;
    const keys = Object.keys(vocabulary.labels) as (keyof typeof vocabulary.labels)[];
    const key = random.pick(keys);
    const source = random.chance(0.15) ? random.pick(['k8s:', 'any:', 'reserved:']) : '';
    if (random.chance(0.6))
      return { matchLabels: { [`${source === 'reserved:' ? '' : source}${key}`]: random.pick(vocabulary.labels[key]) } };
    const operator = random.pick(['In', 'NotIn', 'Exists', 'DoesNotExist']);
    const values =
      operator === 'In' || operator === 'NotIn' ? { values: random.list(1, 2, () => random.pick(vocabulary.labels[key])) } : {};
    return { matchExpressions: [{ key: `${source === 'reserved:' ? '' : source}${key}`, operator, ...values }] };
  }

  private cidrRule(): JsonObject {
    const { random } = this;
    const except = (of: readonly string[]) => (random.chance(0.4) ? { except: random.list(1, 2, () => random.pick(of)) } : {});
    const roll = random.next();
    if (roll < 0.12) return { cidrGroupRef: random.pick(vocabulary.groups), ...except(['10.1.2.0/24', '10.1.2.3/32']) };
    if (roll < 0.24) {
      const operator = random.pick(['In', 'NotIn', 'Exists', 'DoesNotExist']);
      const values = operator === 'In' || operator === 'NotIn' ? { values: [random.pick(['near', 'far'])] } : {};
      const selector = random.chance(0.5)
        ? { matchLabels: { place: random.pick(['near', 'far']) } }
        : { matchExpressions: [{ key: 'place', operator, ...values }] };
      return { cidrGroupSelector: selector, ...except(['10.1.2.0/24']) };
    }
    const cidr = random.pick(vocabulary.cidrs);
    return {
      cidr,
      ...except(vocabulary.cidrs.filter((c) => c.includes(':') === cidr.includes(':') && (random.chance(0.02) || this.within(c, cidr)))),
    };
  }

  private within(inner: string, outer: string): boolean {
    const bits = (c: string) => Number(c.split('/')[1]);
    const start = (c: string) => c.split('/')[0]?.replace(/(\.0)+$|::$/, '') ?? '';
    return bits(inner) >= bits(outer) && (bits(outer) === 0 || start(inner).startsWith(start(outer)));
  }

  private name(): JsonObject {
    const { random } = this;
    return random.chance(0.6) ? { matchName: random.pick(vocabulary.names) } : { matchPattern: random.pick(vocabulary.patterns) };
  }

  private service(): JsonObject {
    const { random } = this;
    const namespace = random.chance(0.7) ? { namespace: random.pick(vocabulary.namespaces) } : {};
    if (random.chance(0.7)) return { k8sService: { serviceName: random.pick(['web', 'legacy']), ...namespace } };
    return { k8sServiceSelector: { selector: { matchLabels: { kind: random.pick(['web', 'old']) } }, ...namespace } };
  }

  private icmp(): JsonObject {
    const { random } = this;
    const family = random.chance(0.4) ? { family: 'IPv6' } : random.chance(0.5) ? { family: 'IPv4' } : {};
    const type = random.pick(family.family === 'IPv6' ? [128, 'EchoRequest', 0, 1] : [8, 'EchoRequest', 0, 'EchoReply', 3]);
    return { fields: [{ type, ...family }] };
  }

  private portRule(direction: 'from' | 'to', deny: boolean): JsonObject {
    const { random } = this;
    if (random.chance(0.04)) return random.chance(0.5) ? {} : { ports: [] };
    const ports = random.list(1, 2, () => this.port());
    if (deny || random.chance(0.65)) return { ports };
    const roll = random.next();
    const tcp = [{ port: String(random.pick(vocabulary.ports)), protocol: 'TCP', ...(random.chance(0.15) ? { endPort: 90 } : {}) }];
    if (roll < 0.5) return { ports: random.chance(0.9) ? tcp : ports, rules: { http: random.list(1, 2, () => this.request()) } };
    if (roll < 0.75) {
      const dns = [{ port: '53', protocol: random.pick(['ANY', 'UDP', 'TCP']) }];
      return direction === 'to' || random.chance(0.05) ? { ports: dns, rules: { dns: random.list(1, 2, () => this.name()) } } : { ports };
    }
    return { ports: tcp, serverNames: [random.pick(vocabulary.names)] };
  }

  private request(): JsonObject {
    const { random } = this;
    if (random.chance(0.1)) return {};
    return {
      ...(random.chance(0.7) ? { method: random.pick(['GET', 'POST']) } : {}),
      ...(random.chance(0.6) ? { path: random.pick(['/public', '/a/.*']) } : {}),
      ...(random.chance(0.1) ? { host: 'api\\.example\\.com' } : {}),
      ...(random.chance(0.1) ? { headers: ['X-Token: 1'] } : {}),
    };
  }

  private port(): JsonObject {
    const { random } = this;
    const protocol = random.chance(0.75) ? { protocol: random.pick(['TCP', 'TCP', 'UDP', 'SCTP', 'ANY']) } : {};
    const roll = random.next();
    if (roll < 0.12) return { port: random.pick(vocabulary.portNames), ...protocol };
    if (roll < 0.2) return { port: '0', ...protocol };
    const port = random.pick(vocabulary.ports);
    if (roll < 0.4) return { port: String(port), endPort: port + random.int(-1, 10), ...protocol };
    return { port: String(port), ...protocol };
  }

  private networkPolicy(name: string): JsonObject {
    const { random } = this;
    const types = random.chance(0.7) ? { policyTypes: random.some(['Ingress', 'Egress'], 0.7) } : {};
    const item = (list: 'from' | 'to') => ({
      ...(random.chance(0.85) ? { [list]: random.list(0, 2, () => this.networkPeer()) } : {}),
      ...(random.chance(0.6) ? { ports: random.list(0, 2, () => this.networkPort()) } : {}),
    });
    return {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata: { name, namespace: random.pick(vocabulary.namespaces) },
      spec: {
        podSelector: random.chance(0.5) ? {} : this.plainLabels(),
        ...types,
        ...(random.chance(0.7) ? { ingress: random.list(0, 2, () => item('from')) } : {}),
        ...(random.chance(0.5) ? { egress: random.list(0, 2, () => item('to')) } : {}),
      },
    };
  }

  private networkPeer(): JsonObject {
    const { random } = this;
    if (random.chance(0.3)) {
      const cidr = random.pick(vocabulary.cidrs.filter((c) => !c.endsWith('/0') || random.chance(0.3)));
      const inner = vocabulary.cidrs.filter((c) => c !== cidr && c.includes(':') === cidr.includes(':') && this.within(c, cidr));
      return { ipBlock: { cidr, ...(inner.length > 0 && random.chance(0.4) ? { except: [random.pick(inner)] } : {}) } };
    }
    const pods = random.chance(0.6) ? { podSelector: random.chance(0.3) ? {} : this.plainLabels() } : {};
    const team = { matchLabels: { team: random.pick(vocabulary.namespaceLabels.team) } };
    const namespaces = !('podSelector' in pods) || random.chance(0.5) ? { namespaceSelector: random.chance(0.4) ? {} : team } : {};
    return { ...pods, ...namespaces };
  }

  private plainLabels(): JsonObject {
    const labels = this.labels();
    const strip = (key: string) => key.replace(/^\w+:/, '');
    const { matchLabels, matchExpressions } = labels as { matchLabels?: Record<string, string>; matchExpressions?: { key: string }[] };
    return matchLabels === undefined
      ? { matchExpressions: (matchExpressions ?? []).map((e) => ({ ...e, key: strip(e.key) })) }
      : { matchLabels: Object.fromEntries(Object.entries(matchLabels).map(([k, v]) => [strip(k), v])) };
  }

  private networkPort(): JsonObject {
    const { random } = this;
    const protocol = random.chance(0.6) ? { protocol: random.pick(['TCP', 'UDP', 'SCTP']) } : {};
    if (random.chance(0.1)) return protocol;
    if (random.chance(0.15)) return { port: random.pick(vocabulary.portNames), ...protocol };
    const port = random.pick(vocabulary.ports);
    return { port, ...(random.chance(0.3) ? { endPort: port + random.int(0, 10) } : {}), ...protocol };
  }
}
