import { outputFolder } from '../base';
import { type Palette, plain } from './text';

/** A file of the output and what a synth does to it. */
export interface FileChange {
  readonly path: string;
  readonly change: 'added' | 'changed' | 'removed' | 'unchanged';
}

const signs = { added: '+', changed: '~', removed: '-', unchanged: '=' } as const;

/** A line a file, `+ ~ - =`, and a count; unchanged files are only counted unless `all` is set. */
export function changesText(
  changes: readonly FileChange[],
  options: { readonly palette?: Palette; readonly all?: boolean; readonly folder?: string } = {},
): string {
  const { palette = plain, all = false, folder = outputFolder } = options;
  const colours = { added: palette.green, changed: palette.yellow, removed: palette.red, unchanged: palette.dim };
  const shown = changes
    .filter((c) => all || c.change !== 'unchanged')
    .map(({ path, change }) => colours[change](`${signs[change]} ${folder}/${path}`));
  const count = (change: FileChange['change'], word: string) => {
    const n = changes.filter((c) => c.change === change).length;
    return n === 0 ? [] : [`${n} ${word}`];
  };
  const counts = [
    ...count('added', 'added'),
    ...count('changed', 'changed'),
    ...count('removed', 'removed'),
    ...count('unchanged', 'unchanged'),
  ];
  return `${[...shown, counts.length === 0 ? 'no files' : counts.join(', ')].join('\n')}\n`;
}
