import { type Allowance, type HttpRule, type L4Port, type L7, namespaceLabel, type PolicyPeer } from '../../../../../lib/policy';

/** A rule of a compiled policy, of either direction. */
export type Rule = Readonly<Record<string, unknown>>;

interface ToPorts {
  readonly ports: readonly { readonly port: string; readonly protocol: L4Port['protocol'] }[];
  readonly rules?: { readonly http?: readonly HttpRule[]; readonly dns?: readonly Name[] };
  readonly serverNames?: readonly string[];
}

interface Name {
  readonly matchName?: string;
  readonly matchPattern?: string;
}

/** What a rule allows, one entry for each peer: every one of its ports to every one of them, as Cilium reads it. */
export function allowancesOf(rule: Rule, namespace: string): Pick<Allowance, 'peer' | 'ports' | 'l7'>[] {
  const peers = peersOf(rule, namespace);
  return ((rule.toPorts ?? []) as readonly ToPorts[]).flatMap((toPorts) => {
    const ports = toPorts.ports.map(({ port, protocol }) => ({ port: Number(port), protocol }));
    const l7 = limitOf(toPorts);
    return peers.map((peer) => ({ peer, ports, ...(l7 === undefined ? {} : { l7 }) }));
  });
}

/** The fields of a rule that say who the peers are. */
export function peerFieldsOf(rule: Rule): string[] {
  return Object.keys(rule).filter((key) => key !== 'toPorts');
}

function limitOf({ rules, serverNames }: ToPorts): L7 | undefined {
  if (rules?.http !== undefined) return { kind: 'http', rules: rules.http };
  if (rules?.dns !== undefined) return { kind: 'dns', names: rules.dns.map(nameOf) };
  return serverNames === undefined ? undefined : { kind: 'server-names', names: serverNames };
}

function nameOf({ matchName, matchPattern }: Name): string {
  const name = matchName ?? matchPattern ?? '';
  if ((matchPattern !== undefined) !== name.includes('*')) throw new Error(`${name} is in the wrong field`);
  return name;
}

function peersOf(rule: Rule, namespace: string): PolicyPeer[] {
  return peerFieldsOf(rule).flatMap((key) => {
    const list = rule[key] as readonly never[];
    switch (key.replace(/^(from|to)/, '')) {
      case 'Endpoints':
        return list.map(({ matchLabels = {} }: { matchLabels?: Readonly<Record<string, string>> }): PolicyPeer => {
          const { [namespaceLabel]: other = namespace, ...labels } = matchLabels;
          return { kind: 'pods', namespace: other, labels };
        });
      case 'Nodes':
        return list.map(({ matchLabels = {} }: { matchLabels?: Readonly<Record<string, string>> }) => ({
          kind: 'nodes',
          labels: matchLabels,
        }));
      case 'Entities':
        return list.map((entity: string) => ({ kind: 'entity', entity }));
      case 'CIDR':
        return list.map((cidr: string) => ({ kind: 'cidr', cidr, except: [] }));
      case 'CIDRSet':
        return list.map(
          ({ cidr, except = [], cidrGroupRef }: { cidr?: string; except?: readonly string[]; cidrGroupRef?: string }): PolicyPeer =>
            cidrGroupRef === undefined ? { kind: 'cidr', cidr: String(cidr), except } : { kind: 'cidr-group', name: cidrGroupRef },
        );
      case 'Services':
        return list.map(({ k8sService }: { k8sService: { serviceName: string; namespace: string } }) => ({
          kind: 'service',
          namespace: k8sService.namespace,
          name: k8sService.serviceName,
        }));
      case 'FQDNs':
        return list.map((name: Name) => ({ kind: 'fqdn', name: nameOf(name) }));
      default:
        throw new Error(`a rule has ${key}`);
    }
  });
}
