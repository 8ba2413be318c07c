import type { World } from '../../lib/policy';
import { type Answers, differences } from './answers';
import type { Probe } from './ask';

/** How two sets of answers differ where files tell. */
export interface KnownDifferences {
  readonly differences: readonly string[];
  /** How many questions were compared. */
  readonly compared: number;
  /** How many were not: of these we say that files don't tell, while the engine only knows what it is given. */
  readonly unknown: number;
}

/** The questions on which we and the engine differ, but for those that we leave open. */
export function knownDifferences(
  world: World,
  probes: readonly Probe[],
  ours: readonly Answers[],
  engine: readonly Answers[],
): KnownDifferences {
  let unknown = 0;
  let compared = 0;
  const settled = ours.map((side, i) => ({
    ...side,
    words: side.words.map((word, n) => {
      if (word !== '?') {
        compared += 1;
        return word;
      }
      unknown += 1;
      return engine[i]?.words[n] ?? word;
    }),
  }));
  return { differences: differences(world, probes, settled, engine), compared, unknown };
}
