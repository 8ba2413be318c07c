import { pins, type TalosctlMinor } from '../pins';

/** The commands of talosctl: by the words of each, its flags with what their values are; nothing for flags that take none. */
export type Reference = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** What is recorded of talosctl: a reference, and which page of which release says so. */
export type TalosctlRecord = Readonly<Record<TalosctlMinor, { readonly source: string; readonly commands: Reference }>>;

/** Where the reference of a minor stands: upstream makes it of the program itself, at each release. */
export function sourceOf(minor: TalosctlMinor): string {
  return `github.com/siderolabs/talos@v${pins.talosctl[minor]} website/content/v${minor}/reference/cli.md`;
}

/**
 * Reads upstream's reference of talosctl: a heading for each command, and below it its own flags and those of its parents, as cobra
 * prints them.
 *
 * @see talos v1.13.9 cmd/talosctl/cmd/docs.go
 */
export function readReference(page: string): Reference {
  const commands: Record<string, Record<string, string>> = {};
  for (const section of page.split(/^## (?=talosctl\b)/m).slice(1)) {
    const [command = ''] = section.split('\n', 1);
    const flags = commands[command.trim()] ?? {};
    commands[command.trim()] = flags;
    for (const [, block = ''] of section.matchAll(/^### Options.*\n+```\n([\s\S]*?)^```/gm)) {
      for (const line of block.split('\n')) {
        const [, short, long, value = ''] = /^ +(?:-(\w), )?--([\w-]+)(?:\[=.*?\])?(?: (\S(?:.*?\S)?))?(?: {3,}|$)/.exec(line) ?? [];
        if (long === undefined) continue;
        flags[`--${long}`] = value;
        if (short !== undefined) flags[`-${short}`] = value;
      }
    }
  }
  return commands;
}

/** What talosctl would say against a call; nothing where it is well. The words come without the program's name. */
export function faultsOf(words: readonly string[], commands: Reference): string[] {
  const takesValue = (flag: string) => Object.values(commands).some((flags) => (flags[flag] ?? '') !== '');
  const names: string[] = [];
  const flags: (readonly [flag: string, value: string | undefined])[] = [];
  for (let i = 0; i < words.length && words[i] !== '--'; i += 1) {
    const word = words[i] as string;
    const [, flag, value] = /^(--?[\w-]+)(?:=([\s\S]*))?$/.exec(word) ?? [];
    if (flag === undefined) names.push(word);
    else if (value !== undefined || !takesValue(flag)) flags.push([flag, value]);
    else {
      i += 1;
      flags.push([flag, words[i]]);
    }
  }
  let depth = 0;
  names.forEach((_, i) => {
    if (commands[['talosctl', ...names.slice(0, i + 1)].join(' ')] !== undefined) depth = i + 1;
  });
  const command = ['talosctl', ...names.slice(0, depth)].join(' ');
  const known = commands[command];
  if (depth === 0 || known === undefined) return [`there is no command 'talosctl ${names[0] ?? ''}'`];
  return flags.flatMap(([flag, value]) => {
    const kind = known[flag];
    if (kind === undefined) return [`'${command}' has no flag ${flag}`];
    if (kind !== '' && value === undefined) return [`${flag} of '${command}' wants a value`];
    const choices = kind.includes(', ') ? kind.split(', ') : undefined;
    return choices === undefined || choices.includes(value ?? '') ? [] : [`${flag} of '${command}' is one of ${kind}, and not ${value}`];
  });
}
