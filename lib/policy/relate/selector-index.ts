import { aggregateOf } from '../aggregate';
import type { Profile } from '../profile';
import { type Labelled, matches, type Selector } from '../selector';
import { add, addAll, BitArena, type Bits, type Extent, equal, keep } from './bits';
import { RequirementIndex } from './requirement-index';

/** Whom which selector means, each worked out once. */
export class SelectorIndex {
  readonly #arena: BitArena;
  readonly #requirements: RequirementIndex;
  readonly #numbers = new Map<string, number>();
  readonly #known = new Map<Selector, number>();
  readonly #extents: Extent[] = [];
  readonly #addressed: Bits;
  /** By groups of identities: their members. */
  readonly #groups = new Map<Labelled, Bits>();
  /** By the number of a selector: that of the same as a selector of peers. */
  readonly #asPeers = new Map<number, number>();

  constructor(
    identities: readonly Labelled[],
    private readonly profile: Profile,
  ) {
    this.#arena = new BitArena(identities.length);
    this.#requirements = new RequirementIndex(identities, profile, this.#arena);
    this.#addressed = this.#arena.take();
    const anyAddress: Selector = { kind: 'cidr', requirements: [], key: '' };
    identities.forEach((identity, i) => {
      if (matches(anyAddress, identity, profile) === true) add(this.#addressed, i);
      const group = aggregateOf(identity, profile);
      if (group === undefined) return;
      const members = this.#groups.get(group) ?? this.#arena.take();
      this.#groups.set(group, members);
      add(members, i);
    });
  }

  /** The number of a selector; selectors that require the same have the same. */
  intern(selector: Selector): number {
    const known = this.#known.get(selector);
    if (known !== undefined) return known;
    const requirements = selector.requirements.map((r) => this.#requirements.intern(r, selector));
    const text = `${selector.kind === 'cidr'} ${requirements.sort((a, b) => a - b).join()}`;
    const number = this.#numbers.get(text) ?? this.#extents.length;
    if (number === this.#extents.length) {
      this.#extents.push(this.meant(selector, requirements));
      this.#numbers.set(text, number);
    }
    this.#known.set(selector, number);
    return number;
  }

  /** The number of a selector of peers, which means whole groups of identities beside those that it means itself. */
  internPeer(selector: Selector): number {
    const number = this.intern(selector);
    const known = this.#asPeers.get(number);
    if (known !== undefined) return known;
    const truths = [...this.#groups].map(([group, members]) => ({ members, truth: matches(selector, group, this.profile) }));
    const meant = truths.filter(({ truth }) => truth !== false);
    const asPeer = meant.length === 0 ? number : this.#extents.length;
    if (asPeer !== number) {
      const { certain, possible } = this.#extents[number] as Extent;
      const extent = { certain: this.#arena.copy(certain), possible: this.#arena.copy(possible) };
      for (const { members, truth } of meant) {
        addAll(extent.possible, members);
        if (truth === true) addAll(extent.certain, members);
      }
      this.#extents.push(equal(extent.certain, extent.possible) ? { certain: extent.certain, possible: extent.certain } : extent);
    }
    this.#asPeers.set(number, asPeer);
    return asPeer;
  }

  /** Whom the selectors mean, by their numbers. */
  get extents(): readonly Extent[] {
    return this.#extents;
  }

  private meant({ kind }: Selector, requirements: readonly number[]): Extent {
    const extents = requirements.map((r) => this.#requirements.extent(r));
    const [only] = extents;
    if (kind !== 'cidr' && only !== undefined && extents.length === 1) return only;
    const certain = this.#arena.copy(kind === 'cidr' ? this.#addressed : this.#arena.all);
    const possible = this.#arena.copy(certain);
    for (const extent of extents) {
      keep(certain, extent.certain);
      keep(possible, extent.possible);
    }
    return { certain, possible: equal(certain, possible) ? certain : possible };
  }
}
