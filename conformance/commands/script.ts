import { valueAt } from '../../lib/base';
import { commandsIn } from '../../lib/input/script';

interface ShellFunction {
  readonly name: string;
  readonly first: number;
  readonly last: number;
  /** How many arguments it takes away before it hands on the others. */
  readonly shifts: number;
}

/** The words of a call, and the line on which it stands. */
interface Said {
  readonly words: readonly string[];
  readonly line: number;
}

/** What stands for all arguments. */
const all = '$@';

/** A shell script as Ichor writes it: its functions begin and end at the margin. */
export class Script {
  private readonly functions: readonly ShellFunction[];

  constructor(private readonly text: string) {
    this.functions = [...text.matchAll(/^(\w+)\(\) \{\n([\s\S]*?)^\}/gm)].map(({ 1: name = '', 2: body = '', index }) => {
      const first = text.slice(0, index).split('\n').length;
      return {
        name,
        first,
        last: first + body.split('\n').length,
        shifts: body.split('\n').filter((line) => line.trim() === 'shift').length,
      };
    });
  }

  /** The calls of programs, with what functions hand on to them. */
  calls(programs: readonly string[]): string[][] {
    return this.saying([...programs, all]).flatMap((said) => this.expanded(said));
  }

  private saying(names: readonly string[]): Said[] {
    return commandsIn(this.text, '', names).map(({ object, at }) => {
      const words = (object.command as readonly unknown[]).map(String);
      // A redirection is a word to whoever reads no further.
      const end = words.findIndex((word) => /^\d?[<>]/.test(word));
      return { words: end < 0 ? words : words.slice(0, end), line: Number(valueAt({ ...at }, 'line')) };
    });
  }

  private expanded({ words, line }: Said): string[][] {
    const i = words.indexOf(all);
    if (i < 0) return [[...words]];
    const owner = this.functions.find(({ first, last }) => first <= line && line <= last);
    // What the script itself is given is for a person to know.
    if (owner === undefined) return [words.filter((word) => word !== all)];
    const callers = this.saying([owner.name]).filter((caller) => caller.line !== owner.first);
    return callers.flatMap((caller) => {
      const handed = caller.words.slice(1 + owner.shifts);
      return this.expanded({ words: [...words.slice(0, i), ...handed, ...words.slice(i + 1)], line: caller.line });
    });
  }
}
