import type { FlowChange } from '../compare';
import {
  type ComparedCluster,
  causeText,
  comingAndGoing,
  countText,
  existingSections,
  flowWords,
  groupText,
  portsText,
  postureLines,
} from './diff';

/** How long a page may be: GitHub takes comments of 65 536 characters. */
const longest = 60_000;

/**
 * Changes for a comment on a pull request: tables of what has changed between those who were there and still are, and the rest
 * folded. At most 60 000 characters; what doesn't fit is left out from the end, and counted.
 */
export function diffMarkdown(clusters: readonly ComparedCluster[]): string {
  const page = new Page();
  for (const cluster of clusters) addCluster(page, cluster);
  return page.text();
}

function addCluster(page: Page, { name, before, after, changes }: ComparedCluster): void {
  const { connectivity } = changes;
  page.add(`### ${name === undefined ? 'Who reaches whom' : `${escaped(name)}: who reaches whom`}\n\n`);
  page.add(`${code(before)} → ${code(after)}: **${countText(changes)}**\n\n`);
  page.table({
    before: '**Selectors that no longer match**\n\n',
    head: ['', 'what', 'instead'],
    rows: changes.relabelled.map(({ finding: { id, message, repair = '' } }) => [id, message, repair]),
    after: '\n',
  });
  for (const { title, flows } of existingSections(changes)) {
    page.table({ before: `**${capital(title)}**\n\n`, head: flowHead, rows: flows.map(flowCells), after: '\n' });
  }
  const isolation = postureLines(connectivity.postures);
  page.folded(
    `Isolation: ${isolation.length}`,
    ['who', 'how'],
    isolation.map(({ who, how }) => [who, how]),
  );
  for (const { title, flows } of comingAndGoing(changes)) {
    if (flows.length === 0) page.add(`${capital(escaped(title))}\n\n`);
    else page.folded(capital(title), flowHead, flows.map(flowCells));
  }
  const { existing } = connectivity.flows;
  page.folded('All ports, before and after', ['from', 'to', 'before', 'after'], beforeAndAfter(existing));
}

const flowHead = ['', 'from', 'to', 'ports', 'by'];

function flowCells(flow: FlowChange): readonly string[] {
  const { sign, word } = flowWords[flow.kind];
  return [`${sign} ${word}`, groupText(flow.from), groupText(flow.to), portsText(flow), flow.causes.map(causeText).join(', ')];
}

/** A row for each pair of groups, however much has changed between them. */
function beforeAndAfter(flows: readonly FlowChange[]): readonly (readonly string[])[] {
  const rows = flows.map(({ from, to, before, after }) => [groupText(from), groupText(to), before.text, after.text]);
  return [...new Map(rows.map((row) => [row.join('\n'), row])).values()];
}

interface Table {
  readonly before: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly after: string;
}

/** A page that doesn't get longer than it may. */
class Page {
  #text = '';
  #left = 0;

  add(text: string): void {
    if (this.fits(text)) this.#text += text;
    else this.#left += 1;
  }

  folded(title: string, head: readonly string[], rows: readonly (readonly string[])[]): void {
    if (rows.length === 0) return;
    this.table({ before: `<details><summary>${escaped(title)}</summary>\n\n`, head, rows, after: '\n</details>\n\n' });
  }

  table({ before, head, rows, after }: Table): void {
    if (rows.length === 0) return;
    const opening = `${before}${line(head)}${line(head.map(() => '---'))}`;
    const [first, ...rest] = rows.map((row) => line(row.map(escaped)));
    if (first === undefined || !this.fits(opening + first + after)) {
      this.#left += rows.length;
      return;
    }
    this.#text += opening + first;
    rest.forEach((row) => {
      if (this.fits(row + after)) this.#text += row;
      else this.#left += 1;
    });
    this.#text += after;
  }

  text(): string {
    if (this.#left === 0) return this.#text;
    const lines = this.#left === 1 ? 'line is' : 'lines are';
    return `${this.#text}_${this.#left} ${lines} left out, since a comment can't be longer; \`ichor diff\` on a terminal shows all._\n`;
  }

  private fits(text: string): boolean {
    return this.#left === 0 && this.#text.length + text.length + 200 <= longest;
  }
}

function line(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |\n`;
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

function code(text: string): string {
  return text.includes('`') ? escaped(text) : `\`${text}\``;
}

/** Text that Markdown shows as it is. */
function escaped(text: string): string {
  return text
    .replace(/[\\`*_[\]|~]/g, '\\$&')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('@', '&#64;')
    .replace(/[\r\n]+/g, ' ');
}
