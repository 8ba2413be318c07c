import { distance } from 'fastest-levenshtein';

/** The candidate that the word was probably meant to be, or `undefined` where none is near. */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
  const far = (candidate: string) => distance(word.toLowerCase(), candidate.toLowerCase());
  const [best] = [...candidates].sort((a, b) => far(a) - far(b));
  return best !== undefined && far(best) <= Math.max(2, Math.ceil(Math.max(word.length, best.length) / 3)) ? best : undefined;
}

/** `'a', 'b' or 'c'`: values as a sentence lists them, quoted. */
export function oneOf(values: readonly string[]): string {
  const quoted = values.map((v) => `'${v}'`);
  return quoted.length < 2 ? quoted.join('') : `${quoted.slice(0, -1).join(', ')} or ${quoted[quoted.length - 1]}`;
}
