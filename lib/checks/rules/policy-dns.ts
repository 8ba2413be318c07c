import type { Entry, Identity, Selector } from '../../policy';
import { calledPolicy } from '../policies/items';
import { ownRequirements } from '../policies/meant';
import { speaksOfPort } from '../policies/ports';
import { placeOfEntry, type Reading } from '../policies/reading';
import type { Breach } from '../rule';
import { reachRule } from './policy-rule';

/** How pods that may not connect to everybody ask for names. */
export const policyDnsRules = [
  reachRule('POL009', (reading) =>
    closed(reading).flatMap(({ name, entries }): Breach[] => {
      const allowing = entries.filter(isAllowing);
      if (allowing.some((entry) => asks(entry, 'UDP') || asks(entry, 'TCP'))) return [];
      const [named] = allowing.filter((entry) => !reading.isMade(entry) && entry.peers.some(isOfService));
      if (named === undefined) return [];
      return [
        {
          at: placeOfEntry(named),
          message: `${name} may connect to others, but no policy lets it ask DNS for their names: ${name} → kube-dns UDP 53 is denied`,
          repair: 'allow ports 53 over UDP and TCP to kube-dns',
        },
      ];
    }),
  ),
  reachRule('POL010', (reading) => {
    const found = new Map<string, Breach>();
    for (const { name, entries } of closed(reading)) {
      const allowing = entries.filter(isAllowing);
      const [asked, lacking] = asksBy(allowing, 'UDP') ? ['UDP', 'TCP'] : ['TCP', 'UDP'];
      const entry = allowing.find((e) => asks(e, asked) && e.ports !== 'all' && !reading.isMade(e));
      if (entry === undefined || asksBy(allowing, lacking)) continue;
      const why = lacking === 'TCP' ? 'answers that are too long for UDP get lost' : 'nearly every question is asked over UDP';
      found.set(`${calledPolicy(entry.origin)} ${entry.origin.path}`, {
        at: placeOfEntry(entry),
        message: `${calledPolicy(entry.origin)} lets ${name} ask DNS over ${asked} alone: ${name} → kube-dns ${lacking} 53 is denied, and ${why}`,
        repair: `add port 53 over ${lacking}`,
      });
    }
    return [...found.values()];
  }),
];

/** Whether a selector means pods that clients call by the name of a Service. */
function isOfService(selector: Selector): boolean {
  return selector.kind === 'labels' && ownRequirements(selector).length > 0;
}

/** Pods that may not connect to everybody, with what policies say of where they connect to. */
function closed(reading: Reading): { readonly name: string; readonly entries: readonly Entry[] }[] {
  return reading
    .podsIn(reading.pods)
    .filter((i) => reading.isIsolated(i, 'egress') && reading.world.unsettled?.has(reading.world.identities[i] as Identity) !== true)
    .map((i) => ({ name: reading.named(i), entries: reading.about(i, 'egress') }));
}

function isAllowing({ verdict, peers, unknownPeers }: Entry): boolean {
  return verdict === 'allow' && (peers.length > 0 || unknownPeers !== undefined);
}

function asks(entry: Entry, protocol: string): boolean {
  return speaksOfPort(entry, protocol, 53);
}

const asksBy = (entries: readonly Entry[], protocol: string) => entries.some((entry) => asks(entry, protocol));
