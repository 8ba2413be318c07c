import type { Command, Variable } from '../../plans';
import { shellWord } from '../base';

/**
 * A command as a line of shell.
 *
 * @param variable how a variable is written, ready for the shell
 */
export function commandText({ program, args }: Command, variable: (name: Variable['variable']) => string): string {
  const part = (given: string | Variable) => (typeof given === 'string' ? shellWord(given) : variable(given.variable));
  return [program, ...args.map((word) => (typeof word === 'object' && !('variable' in word) ? word.map(part).join('') : part(word)))].join(
    ' ',
  );
}
