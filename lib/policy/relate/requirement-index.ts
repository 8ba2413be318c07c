import type { Profile } from '../profile';
import { fulfils, type Labelled, type Requirement, type Selector } from '../selector';
import { add, addAll, type BitArena, type Bits, type Extent, remove } from './bits';
import { LabelIndex } from './label-index';

/** Who fulfils which requirement, each worked out once. */
export class RequirementIndex {
  readonly #labels: LabelIndex;
  readonly #numbers = new Map<string, number>();
  readonly #extents: Extent[] = [];

  constructor(
    private readonly identities: readonly Labelled[],
    private readonly profile: Profile,
    private readonly arena: BitArena,
  ) {
    this.#labels = new LabelIndex(identities);
  }

  /** The number of the requirement as part of a selector of this kind; equal ones have the same. */
  intern(wanted: Requirement, of: Selector): number {
    const special = this.isSpecial(wanted, of);
    const text = [
      special ? `${of.kind} ${of.encoded === true}` : '',
      wanted.source,
      wanted.key,
      wanted.operator,
      wanted.prefix?.canonical ?? '',
      ...wanted.values,
    ].join('\n');
    const known = this.#numbers.get(text);
    if (known !== undefined) return known;
    this.#extents.push(special ? this.oneByOne(wanted, of) : this.byIndex(wanted));
    this.#numbers.set(text, this.#extents.length - 1);
    return this.#extents.length - 1;
  }

  /** Who fulfils the requirement of that number. */
  extent(number: number): Extent {
    return this.#extents[number] as Extent;
  }

  /** Whether more than the first label of a key counts. */
  private isSpecial({ source, operator }: Requirement, { kind, encoded }: Selector): boolean {
    const ofValues = operator === 'In' || operator === 'NotIn';
    return (ofValues && (encoded === true || source === 'cidr')) || (kind === 'cidr' && source === 'reserved');
  }

  private oneByOne(wanted: Requirement, of: Selector): Extent {
    const [certain, possible] = [this.arena.take(), this.arena.take()];
    this.identities.forEach((identity, i) => {
      const truth = fulfils(identity, wanted, of, this.profile);
      if (truth === true) add(certain, i);
      if (truth !== false) add(possible, i);
    });
    return { certain, possible };
  }

  private byIndex({ operator, ...wanted }: Requirement): Extent {
    const unknown = this.unknownOf({ operator, ...wanted });
    const holders = this.holders(wanted);
    if (operator === 'Exists') return this.extentOf(holders, unknown);
    if (operator === 'DoesNotExist') return this.opposite(this.extentOf(holders, unknown));
    const posting = this.#labels.withKey(wanted.source, wanted.key);
    const having = this.arena.take();
    for (const value of wanted.values) for (const i of posting?.byValue.get(value) ?? []) add(having, i);
    if (unknown !== undefined) remove(unknown, holders);
    return operator === 'In' ? this.extentOf(having, unknown) : this.opposite(this.extentOf(having, unknown));
  }

  private holders({ source, key, prefix }: Omit<Requirement, 'operator'>): Bits {
    if (source !== 'cidr') return this.arena.of(this.#labels.withKey(source, key)?.holders ?? []);
    const holders = this.arena.take();
    if (prefix !== undefined) this.#labels.inside(prefix, (i) => add(holders, i));
    return holders;
  }

  private extentOf(certain: Bits, unknown: Bits | undefined): Extent {
    if (unknown === undefined) return { certain, possible: certain };
    addAll(unknown, certain);
    return { certain, possible: unknown };
  }

  private opposite({ certain, possible }: Extent): Extent {
    const certainly = this.arena.not(possible);
    return { certain: certainly, possible: certain === possible ? certainly : this.arena.not(certain) };
  }

  /** Who may or may not have the label. */
  private unknownOf(wanted: Requirement): Bits | undefined {
    let unknown: Bits | undefined;
    for (const { labels, holders } of this.#labels.unknown()) {
      const bare: Selector = { kind: 'labels', requirements: [], key: '' };
      const truth = fulfils({ labels: [], unknown: [labels] }, { ...wanted, operator: 'Exists' }, bare, this.profile);
      if (truth === false) continue;
      unknown ??= this.arena.take();
      for (const i of holders) add(unknown, i);
    }
    return unknown;
  }
}
