import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { shellWord } from '../../lib/base';

/** A program under a name of its own, that is given other words for some: addresses that are served somewhere else. */
export interface StandIn {
  readonly name: string;
  readonly command: readonly string[];
  readonly instead: ReadonlyMap<string, string>;
}

/** Writes a script that runs the program, into a folder for PATH. */
export function writeStandIn(folder: string, { name, command, instead }: StandIn): void {
  const file = join(folder, name);
  const cases = [...instead].map(([word, other]) => `    ${shellWord(word)}) word=${shellWord(other)} ;;`);
  const lines = [
    '#!/bin/sh',
    'for word do',
    '  shift',
    '  case "$word" in',
    ...cases,
    '  esac',
    '  set -- "$@" "$word"',
    'done',
    `exec ${command.map(shellWord).join(' ')} "$@"`,
  ];
  writeFileSync(file, `${lines.join('\n')}\n`);
  chmodSync(file, 0o755);
}
