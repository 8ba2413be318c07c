import type { Entry, PortRange } from '../../policy';
import { isNamePattern, meansName, namesOf } from '../../policy/fqdn';
import type { DnsRule } from '../../policy/l7';
import type { FqdnRule } from '../../policy/read/cilium-rule';
import { matches } from '../../policy/selector';
import type { PlacedItem } from '../policies/items';
import { leastMeant } from '../policies/meant';
import { numbersIn, placeIn, type Reading } from '../policies/reading';
import type { Breach } from '../rule';
import { policyRule } from './policy-rule';

/** Host names, which agents learn from answers of DNS alone. */
export const policyNameRules = [
  policyRule('POL007', (reading) =>
    named(reading).flatMap(({ item, subjects }): Breach[] => {
      const [first] = subjects.filter(({ dns }) => dns.length === 0);
      if (first === undefined) return [];
      const name = nameText((item.item.toFQDNs as readonly FqdnRule[])[0]);
      return [
        {
          at: placeIn(item.policy, `${item.path}.toFQDNs`),
          message: `${item.policy.called}: no rule lets ${first.name} ask DNS through the proxy, so that Cilium never learns addresses of '${name}' and ${first.name} → ${name} stays denied`,
          repair: "allow port 53 to kube-dns with rules: { dns: [{ matchPattern: '*' }] }",
        },
      ];
    }),
  ),
  policyRule('POL008', (reading) =>
    named(reading).flatMap(({ item, subjects }): Breach[] =>
      (item.item.toFQDNs ?? []).flatMap((wanted, i) => {
        const text = nameText(wanted);
        const [first] = subjects.filter(({ dns }) => dns.length > 0 && !dns.some((rule) => admits(rule, text)));
        if (first === undefined) return [];
        return [
          {
            at: placeIn(item.policy, `${item.path}.toFQDNs[${i}]`),
            message: `${item.policy.called}: ${first.name} may ask DNS for ${first.dns.map((rule) => `'${nameText(rule)}'`).join(', ')} alone, and ${first.name} → ${text} stays denied`,
            repair: `add '${text}' to the names that may be asked for`,
          },
        ];
      }),
    ),
  ),
  policyRule('POL056', (reading) =>
    reading.items
      .filter(({ item, denies }) => !denies && (item.toFQDNs ?? []).length > 0)
      .flatMap(({ policy, item, path }): Breach[] => {
        const at = placeIn(policy, `${path}.toFQDNs`);
        const names = (item.toFQDNs ?? []).map(nameText);
        if ((item.toPorts ?? []).length === 0)
          return [
            {
              at,
              message: `${policy.called}: every port of the addresses of '${names[0]}' is open, also for other names that share them`,
              repair: "write toPorts, such as port '443' over TCP",
            },
          ];
        const shared = names.find((name) => sharing.some((suffix) => name.endsWith(suffix)));
        if (shared === undefined || (item.toPorts ?? []).every(({ serverNames }) => (serverNames ?? []).length > 0)) return [];
        return [
          {
            at,
            severity: 'info',
            message: `${policy.called}: '${shared}' shares its addresses with names of others, which are open too`,
            repair: 'write serverNames beside the ports',
          },
        ];
      }),
  ),
];

/** Ends of names behind which addresses serve many customers. */
const sharing: readonly string[] = [
  ...['.cloudfront.net', '.fastly.net', '.akamaiedge.net', '.akamai.net', '.edgekey.net', '.azureedge.net'],
  ...['.amazonaws.com', '.githubusercontent.com', '.github.io', '.googleusercontent.com', '.pages.dev', '.workers.dev'],
];

interface Asking {
  /** The pods, quoted. */
  readonly name: string;
  readonly dns: readonly DnsRule[];
}

const known = new WeakMap<Reading, { readonly item: PlacedItem; readonly subjects: readonly Asking[] }[]>();

/** Items that allow names, each with those whom they are about and the names that these may ask DNS for. */
function named(reading: Reading) {
  const found =
    known.get(reading) ??
    reading.items
      .filter(({ item, denies }) => !denies && (item.toFQDNs ?? []).length > 0)
      .flatMap((item) => {
        const entry = reading.entryOf(item);
        return entry === undefined ? [] : [{ item, subjects: askingOf(reading, entry) }];
      });
  known.set(reading, found);
  return found;
}

function askingOf(reading: Reading, entry: Entry): Asking[] {
  const subjects = numbersIn(reading.subjects(entry).certain);
  const pods = subjects.filter((i) => reading.world.identities[i]?.kind === 'pods');
  const about = pods.length > 0 ? pods : subjects.slice(0, 1);
  if (about.length > 0) return about.map((i) => ({ name: reading.named(i), dns: dnsOf(reading.about(i, 'egress')) }));
  const pod = leastMeant(entry.subject, entry.namespace, reading.profile);
  const alike = reading.world.entries.filter(
    ({ direction, subject, namespace, node }) =>
      direction === 'egress' && !node && [entry.namespace, ''].includes(namespace) && matches(subject, pod, reading.profile) === true,
  );
  return [{ name: 'its pods', dns: dnsOf(alike) }];
}

function dnsOf(entries: readonly Entry[]): DnsRule[] {
  const rules = entries
    .filter(({ verdict, ports }) => verdict === 'allow' && ports !== 'all')
    .flatMap(({ ports }) => (ports as readonly PortRange[]).flatMap(({ l7 }) => l7?.dns ?? []));
  return [...new Map(rules.map((rule) => [nameText(rule), rule])).values()];
}

function nameText(rule: FqdnRule | DnsRule | undefined): string {
  return rule?.matchName ?? rule?.matchPattern ?? '';
}

/** Whether a name, or every name that a pattern means, may be asked for. */
function admits(rule: DnsRule, text: string): boolean {
  const pattern = nameText(rule);
  if (pattern === text) return true;
  const names = isNamePattern(text) ? ['x', 'some-name'].flatMap((filler) => namesOf(text, filler)) : [text];
  return names.every((name) => meansName(pattern, name));
}
