import type { InputDocument } from '../../input';
import { wordsOf } from './commands';
import type { HelmfileRelease, HelmfileValues } from './helmfile';

/** A release that a call of helm in a script makes, or renders alone. */
export interface HelmCommand extends HelmfileRelease {
  readonly renders: 'helm' | 'template';
  /** Why not all of its values are known. */
  readonly why?: string;
}

const verbs = new Set(['install', 'upgrade', 'template']);

/** Flags that stand alone. */
const alone = new Set([
  ...['--install', '-i', '--wait', '--wait-for-jobs', '--atomic', '--rollback-on-failure', '--create-namespace', '--reuse-values'],
  ...['--reset-values', '--reset-then-reuse-values', '--debug', '--dry-run', '--devel', '--force', '--no-hooks', '--skip-crds'],
  ...['--include-crds', '--dependency-update', '--take-ownership', '--hide-notes', '--generate-name', '-g', '--disable-openapi-validation'],
]);

const kept = new Set(['--reuse-values', '--reset-then-reuse-values']);
const unread = new Set(['--set-file', '--set-json', '--set-literal', '--post-renderer']);

/** What a call of helm in a script makes of a chart. */
export function helmCommand(document: InputDocument): HelmCommand | undefined {
  const words = document.at.file.endsWith('.sh') ? wordsOf(document) : [];
  const start = words.findIndex((word) => verbs.has(word));
  if (!/(^|\/)helm$/.test(words[0] ?? '') || start < 0) return undefined;
  const [flags, places] = [flagsOf(words), positional(words, start + 1)];
  const [name, chart] = places;
  if (name === undefined || chart === undefined) return undefined;
  const last = (...names: readonly string[]) => flags.filter((flag) => names.includes(flag.name)).at(-1);
  const version = last('--version');
  const values = flags.flatMap(({ name: flag, value, i }): HelmfileValues[] => {
    if (flag === '--values' || flag === '-f') return value.split(',').map((file) => ({ file }));
    const at = document.place(['command', i]);
    if (flag !== '--set' && flag !== '--set-string') return [];
    return settings(value).map(([key, set]) => ({ name: key, set, at }));
  });
  const odd = words.find((word) => kept.has(word)) ?? flags.find((flag) => unread.has(flag.name))?.name;
  return {
    ...{ name, chart, namespace: last('--namespace', '-n')?.value, version: version?.value, values },
    ...{ at: document.at, versionAt: document.place(['command', version?.i ?? 0]) },
    renders: words[start] === 'template' ? 'template' : 'helm',
    ...(odd === undefined ? {} : { why: `${odd} takes some from elsewhere` }),
  };
}

interface Flag {
  readonly name: string;
  readonly value: string;
  readonly i: number;
}

function flagsOf(words: readonly string[]): Flag[] {
  return words.flatMap((word, i): Flag[] => {
    if (!word.startsWith('-') || alone.has(word)) return [];
    const at = word.startsWith('--') ? word.indexOf('=') : -1;
    if (at >= 0) return [{ name: word.slice(0, at), value: word.slice(at + 1), i }];
    const next = words[i + 1];
    return next === undefined ? [] : [{ name: word, value: next, i: i + 1 }];
  });
}

function positional(words: readonly string[], start: number): string[] {
  return words.slice(start).filter((word, i) => {
    const before = words[start + i - 1] ?? '';
    const isValue = before.startsWith('-') && !before.includes('=') && !alone.has(before);
    return !word.startsWith('-') && !isValue;
  });
}

/** The settings of one flag: `a.b=c,d={e,f}`. */
function settings(text: string): [string, string][] {
  const parts = text.match(/(?:\\.|\{[^}]*\}|[^,\\])+/g) ?? [];
  return parts.map((part) => {
    const at = part.indexOf('=');
    return at < 0 ? [part, ''] : [part.slice(0, at), part.slice(at + 1).replace(/\\(.)/g, '$1')];
  });
}
