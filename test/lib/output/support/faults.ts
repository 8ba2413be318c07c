type Fs = typeof import('node:fs');
type Call = (...args: unknown[]) => unknown;

/** A call that is about to change the disk. */
export interface Mutation {
  /** Counted from 1. */
  readonly number: number;
  readonly name: string;
  readonly args: readonly unknown[];
  /** Carries it out, with other arguments if need be. */
  readonly call: Call;
}

const mutating = [
  'chmodSync',
  'mkdirSync',
  'openSync',
  'renameSync',
  'rmSync',
  'rmdirSync',
  'truncateSync',
  'unlinkSync',
  'writeFileSync',
  'writeSync',
] as const;

/** Shows every call that changes the disk to `before`, which may throw or end the process; returns what undoes that. */
export function watchMutations(fs: Fs, before: (mutation: Mutation) => void): () => void {
  const table = fs as unknown as Record<string, Call>;
  const originals = mutating.map((name) => [name, table[name] as Call] as const);
  let number = 0;
  let nested = false;
  for (const [name, call] of originals) {
    table[name] = (...args) => {
      const reads = name === 'openSync' && (args[1] === undefined || args[1] === 'r' || args[1] === 0);
      if (nested || reads) return call(...args);
      number++;
      nested = true;
      try {
        before({ number, name, args, call });
        return call(...args);
      } finally {
        nested = false;
      }
    };
  }
  return () => {
    for (const [name, call] of originals) table[name] = call;
  };
}
