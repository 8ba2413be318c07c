import type { Finding, Severity } from '../base';
import { findingsText, listText, type Palette, plain, summary } from './text';
import { decided, templatesText, undecidedRules } from './undecided';

const width = 118;

const titles: readonly (readonly [Severity, string])[] = [
  ['error', 'errors'],
  ['warning', 'warnings'],
  ['info', 'notes'],
];

/**
 * What was found in somebody's files, by severity where there are several, which files weren't read, and then, by the reason,
 * which rules couldn't decide.
 */
export function treeText(findings: readonly Finding[], shown: string, palette: Palette = plain): string {
  const found = decided(findings);
  const templates = templatesText(findings);
  const undecided = undecidedRules(findings);
  const head = found.length === 0 ? `${shown}: nothing found\n` : grouped(found, palette);
  const beside = [
    ...(templates === undefined ? [] : ['not read', ...indented(templates)]),
    ...(undecided.length === 0 ? [] : ['not decided', ...undecided.flatMap(({ why, ids }) => indented(`since ${why}: ${ids.join(', ')}`))]),
  ];
  return beside.length === 0 ? head : `${head}${palette.dim(beside.join('\n'))}\n`;
}

function grouped(found: readonly Finding[], palette: Palette): string {
  const groups = titles
    .map(([severity, title]) => ({ title, own: found.filter((f) => f.severity === severity) }))
    .filter(({ own }) => own.length > 0);
  if (groups.length < 2) return findingsText(found, palette);
  const texts = groups.map(({ title, own }) => `${palette.bold(title)}\n${listText(own, palette)}`);
  return `${texts.join('')}${summary(found, palette)}\n`;
}

function indented(text: string): string[] {
  return wrapped(text).map((line, i) => `${i === 0 ? '  ' : '    '}${line}`);
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
