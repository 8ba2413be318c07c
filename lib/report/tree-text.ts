import type { Finding } from '../base';
import { findingsText, type Palette, plain } from './text';
import { decided, undecidedRules } from './undecided';

const width = 118;

/** What was found in somebody's files, and then, by the reason, which rules couldn't decide. */
export function treeText(findings: readonly Finding[], shown: string, palette: Palette = plain): string {
  const found = decided(findings);
  const undecided = undecidedRules(findings);
  const head = found.length === 0 ? `${shown}: nothing found\n` : findingsText(found, palette);
  if (undecided.length === 0) return head;
  const lines = undecided.flatMap(({ why, ids }) =>
    wrapped(`since ${why}: ${ids.join(', ')}`).map((line, i) => `${i === 0 ? '  ' : '    '}${line}`),
  );
  return `${head}${palette.dim(['not decided', ...lines].join('\n'))}\n`;
}

function wrapped(text: string): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width - 4) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
