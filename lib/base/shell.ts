/** A word as a POSIX shell reads it back: plain where nothing in it is special, in single quotes otherwise. */
export function shellWord(word: string): string {
  return /^[A-Za-z0-9_./:=,@%+-]+$/.test(word) ? word : `'${word.replace(/'/g, `'\\''`)}'`;
}
