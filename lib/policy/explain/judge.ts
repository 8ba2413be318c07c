import { isAbout } from '../decide/applied';
import { type Decision, decide } from '../decide/decide';
import { type Direction, directions, type Entry } from '../entry';
import type { Identity } from '../identity';
import type { Asked } from './near-miss';
import type { AskedWorld } from './peer';
import { explainSide, type Side } from './side';

/** Decides about connections by the entries that are about a subject, which it looks for once. */
export class Judge {
  readonly #numbers: ReadonlyMap<Entry, number>;
  readonly #about = new Map<Direction, Map<Identity, readonly Entry[]>>(directions.map((direction) => [direction, new Map()]));

  constructor(readonly world: AskedWorld) {
    this.#numbers = new Map(world.entries.map((entry, i) => [entry, i]));
  }

  /** The entries that are about a subject, or may be: everything that decides about it. */
  about(subject: Identity, direction: Direction): readonly Entry[] {
    const known = this.#about.get(direction) as Map<Identity, readonly Entry[]>;
    let about = known.get(subject);
    if (about === undefined) {
      about = this.world.entries.filter((entry) => isAbout(entry, subject, direction, this.world) !== false);
      known.set(subject, about);
    }
    return about;
  }

  /** The verdict of one side. */
  decide(asked: Asked): Decision {
    return decide(asked, { ...this.world, entries: this.about(asked.subject, asked.direction) });
  }

  /** The verdict of one side with what it rests on. */
  side(asked: Asked): Side {
    return explainSide(asked, this.decide(asked), this.about(asked.subject, asked.direction), this.world);
  }

  /** What connections have in common that are decided alike, for the same reasons. */
  keyOf({ verdict, ground, restriction, entries }: Pick<Decision, 'verdict' | 'ground' | 'restriction' | 'entries'>): unknown {
    return [verdict, ground, restriction ?? null, entries.map((entry) => this.#numbers.get(entry))];
  }

  /** The same of sides that are explained already. */
  keyOfSide({ verdict, ground, passes, rules }: Side): unknown {
    return this.keyOf({ verdict, ground, restriction: passes, entries: rules.map(({ entry }) => entry) });
  }
}

/** What both sides come to. */
export function verdictOf(sides: readonly Pick<Side, 'verdict'>[]): Side['verdict'] {
  return (['denied', 'unknown'] as const).find((verdict) => sides.some((side) => side.verdict === verdict)) ?? 'allowed';
}
