import { createColors } from 'picocolors';
import type { Palette } from '../lib/report';

/** Where a verb writes, and where it works. */
export interface Terminal {
  readonly directory: string;
  /** Results. */
  out(text: string): void;
  /** Progress, findings beside results, and what went wrong. */
  err(text: string): void;
  readonly outColours: Palette;
  readonly errColours: Palette;
  exit(code: number): void;
}

/** The process' own streams: coloured only where they are terminals and `NO_COLOR` is unset. */
export function terminal(): Terminal {
  const colours = (stream: { isTTY?: boolean }): Palette => createColors(stream.isTTY === true && !process.env.NO_COLOR);
  return {
    directory: process.cwd(),
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
    outColours: colours(process.stdout),
    errColours: colours(process.stderr),
    exit: (code) => {
      process.exitCode = code;
    },
  };
}
