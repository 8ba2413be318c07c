import { namespaceLabel } from '../../../../lib/policy';

/** A rule of a compiled policy, of either direction. */
type Rule = Readonly<Record<string, unknown>>;

interface ToPorts {
  readonly ports?: readonly { readonly port: string; readonly protocol?: string }[];
  readonly rules?: unknown;
}

/**
 * What the rules of one direction open, as `peer port` pairs: the product of the peers and the ports of each rule, as Cilium
 * reads it. `namespace` is the policy's own, which selectors of peers leave out.
 */
export function opened(rules: readonly Rule[], namespace: string): Set<string> {
  return new Set(rules.flatMap((rule) => peersOf(rule, namespace).flatMap((peer) => portsOf(rule).map((port) => `${peer} ${port}`))));
}

/** The peers of a rule, each by a text of its own. */
export function peersOf(rule: Rule, namespace: string): string[] {
  return Object.entries(rule).flatMap(([key, value]) => {
    const kind = key.replace(/^(from|to)/, '');
    if (kind === 'Ports') return [];
    const list = value as readonly never[];
    switch (kind) {
      case 'Endpoints':
        return list.map((selector: { matchLabels?: Readonly<Record<string, string>> }) => {
          const { [namespaceLabel]: other = namespace, ...labels } = selector.matchLabels ?? {};
          return podsText(other, labels);
        });
      case 'Entities':
        return list.map((entity: string) => `entity ${entity}`);
      case 'CIDR':
        return list.map((cidr: string) => `cidr ${cidr}`);
      case 'CIDRSet':
        return list.map(
          ({ cidr, except }: { cidr: string; except: readonly string[] }) => `cidr ${cidr} without ${[...except].sort().join()}`,
        );
      case 'FQDNs':
        return list.map(({ matchName }: { matchName: string }) => `fqdn ${matchName}`);
      default:
        throw new Error(`a rule has ${key}`);
    }
  });
}

/** Pods by a text of their own. */
export function podsText(namespace: string, labels: Readonly<Record<string, string>>): string {
  return `pods ${namespace} ${JSON.stringify(Object.entries(labels).sort())}`;
}

/** The ports of a rule, as `TCP/80`. */
export function portsOf(rule: Rule): string[] {
  return ((rule.toPorts ?? []) as readonly ToPorts[]).flatMap(({ ports = [] }) => ports.map(({ port, protocol }) => `${protocol}/${port}`));
}
