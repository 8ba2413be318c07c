import type { Entry } from '../entry';
import { parserOf } from '../l7';
import type { SelectorIndex } from './selector-index';

/** An entry with numbers in place of what is equal in several. */
export interface Clause {
  readonly entry: Entry;
  /** The number of the subject's selector. */
  readonly subject: number;
  /** The numbers of the peers' selectors. */
  readonly peers: readonly number[];
  /** The numbers of the selectors that mean those peers whose own ports the names in it stand for. */
  readonly owners: readonly number[];
  /** Equal for entries of the same verdict, tier, priority and ports. */
  readonly shape: number;
  /** Whether it allows connections that a proxy looks at. */
  readonly redirects: boolean;
  /** The ports that it knows by their names. */
  readonly named: readonly NamedRange[];
}

/** A port by its name. */
export type NamedRange = Exclude<Exclude<Entry['ports'], 'all'>[number], { readonly name?: undefined }>;

/** The entries with their selectors interned, in their order. */
export function clausesOf(entries: readonly Entry[], selectors: SelectorIndex): Clause[] {
  const shapes = new Map<string, number>();
  const texts = new Map<Entry['ports'], string>();
  return entries.map((entry) => {
    const { verdict, tier, priority, ports } = entry;
    const portsText = texts.get(ports) ?? JSON.stringify(ports);
    texts.set(ports, portsText);
    const text = `${verdict} ${tier} ${priority} ${portsText}`;
    const shape = shapes.get(text) ?? shapes.size;
    shapes.set(text, shape);
    const ranges = ports === 'all' ? [] : ports;
    return {
      entry,
      subject: selectors.intern(entry.subject),
      peers: entry.peers.map((peer) => selectors.internPeer(peer)),
      owners:
        entry.direction === 'egress' && ranges.some(({ name }) => name !== undefined)
          ? entry.peers.map((peer) => selectors.intern(peer))
          : [],
      shape,
      redirects: verdict === 'allow' && ranges.some(({ l7 }) => parserOf(l7) !== undefined),
      named: ranges.filter((range): range is NamedRange => range.name !== undefined),
    };
  });
}
