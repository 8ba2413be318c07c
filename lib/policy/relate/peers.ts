import type { Direction } from '../entry';
import type { Identity } from '../identity';
import type { Truth } from '../truth';
import { isHost, type World } from '../world';
import { add, addAll, type BitArena, type Bits, type Extent, equal, has } from './bits';
import type { Clause, NamedRange } from './clauses';
import type { NamedNumber, NamedPorts } from './named-ports';
import type { Row } from './rows';

/** Whom clauses mean at the other end, by classes. */
export class Peers {
  readonly #hosts: Bits;
  readonly #groups = new Map<string, Extent>();
  readonly #holders = new Map<string, readonly Bits[]>();

  /**
   * @param samples an identity of each class
   * @param extents whom the selectors mean, by their numbers
   */
  constructor(
    private readonly world: World,
    private readonly samples: readonly Identity[],
    private readonly extents: readonly Extent[],
    private readonly named: NamedPorts,
    private readonly arena: BitArena,
  ) {
    this.#hosts = arena.of(samples.flatMap((identity, c) => (isHost(identity) ? [c] : [])));
  }

  /** Whom any of the clause's selectors means; unknown where it depends on more than selectors. */
  meantBy({ peers, entry }: Clause): Extent {
    if (entry.unknownPeers !== undefined) return { certain: this.arena.none, possible: this.arena.all };
    if (peers.length === 1) return this.extents[peers[0] as number] as Extent;
    const text = peers.join();
    const known = this.#groups.get(text) ?? this.union(peers);
    this.#groups.set(text, known);
    return known;
  }

  /** Whether names of ports in the clause stand for ports of the peer, which has to be meant itself for that. */
  names({ owners, entry }: Clause, peer: number): Truth {
    if (entry.direction === 'ingress') return true;
    if (entry.unknownPeers !== undefined) return undefined;
    const extents = owners.map((owner) => this.extents[owner] as Extent);
    if (extents.some(({ certain }) => has(certain, peer))) return true;
    return extents.some(({ possible }) => has(possible, peer)) ? undefined : false;
  }

  /** Whom the selector of that number means, or may mean. */
  possiblyMeantBy(selector: number): Bits {
    return (this.extents[selector] as Extent).possible;
  }

  /** Sets of peers, such that what the row says of two peers is the same if they are in the same of them. */
  distinguishedBy(row: Row, direction: Direction): Bits[] {
    const sets = new Set<Bits>();
    const redirects = row.clauses.some(({ clause }) => clause.redirects);
    for (const { clause } of row.clauses) {
      const { certain, possible } = this.meantBy(clause);
      sets.add(possible).add(certain);
      if (redirects && clause.entry.verdict === 'allow') for (const peer of clause.peers) sets.add(this.possiblyMeantBy(peer));
      if (direction === 'ingress' || this.named.isGlobal(direction)) continue;
      for (const range of clause.named) for (const holders of this.holdersOf(range)) sets.add(holders);
      for (const owner of clause.owners) sets.add(this.possiblyMeantBy(owner));
    }
    if (this.mayBeLocal(row, direction)) sets.add(this.#hosts);
    return [...sets].filter((set) => !this.isConstant(set));
  }

  /** Whether the peer being the subject's own node may matter. */
  private mayBeLocal({ subject, kindly, harshly }: Row, direction: Direction): boolean {
    return direction === 'ingress' && this.world.profile.allowLocalhost && !isHost(subject) && (kindly.closed || harshly.closed);
  }

  /** The peers with the name, a set for each number that it has. */
  private holdersOf(range: NamedRange): readonly Bits[] {
    const text = `${range.protocol} ${range.name}`;
    const known = this.#holders.get(text);
    if (known !== undefined) return known;
    const byNumber = new Map<NamedNumber, Bits>();
    this.samples.forEach((peer, c) => {
      const number = this.named.numberOf(range, 'egress', peer, peer);
      if (number === undefined) return;
      const holders = byNumber.get(number) ?? this.arena.take();
      byNumber.set(number, holders);
      add(holders, c);
    });
    const holders = [...byNumber.values()];
    this.#holders.set(text, holders);
    return holders;
  }

  private union(selectors: readonly number[]): Extent {
    const certain = this.arena.take();
    for (const selector of selectors) addAll(certain, (this.extents[selector] as Extent).certain);
    if (selectors.every((s) => this.extents[s]?.certain === this.extents[s]?.possible)) return { certain, possible: certain };
    const possible = this.arena.take();
    for (const selector of selectors) addAll(possible, (this.extents[selector] as Extent).possible);
    return { certain, possible };
  }

  private isConstant(set: Bits): boolean {
    return equal(set, this.arena.none) || equal(set, this.arena.all);
  }
}
