import { describePlace, type Finding } from '../base';
import { code, plural, prose } from './markdown';
import { summary } from './text';
import { decided, templatesText, undecidedRules } from './undecided';

/** What a comment on a pull request may hold, with room to spare: GitHub takes 65 536 characters. */
const most = 60_000;

/** Findings as a comment on a pull request: a table, errors first, and what rules couldn't decide folded below. */
export function findingsMarkdown(findings: readonly Finding[], shown: readonly string[]): string {
  const found = decided(findings);
  const undecided = undecidedRules(findings);
  const title = `### ichor check ${shown.map(code).join(', ')}`;
  const counted = found.length === 0 ? 'Nothing found.' : `${summary(found)}.`;
  const templates = templatesText(findings, code);
  const unread = templates === undefined ? [] : [`Not read: ${templates}.`, ''];
  const folded =
    undecided.length === 0
      ? []
      : [
          '<details><summary>Not decided</summary>',
          '',
          ...undecided.map(({ why, ids }) => `- since ${prose(why)}: ${ids.join(', ')}`),
          '',
          '</details>',
          '',
        ];
  const rest = [title, '', counted, '', ...unread, ...folded].join('\n').length;
  const rows: string[] = [];
  let length = rest + 200;
  for (const each of found) {
    const line = row(each);
    if (length + line.length + 1 > most) break;
    length += line.length + 1;
    rows.push(line);
  }
  const left = found.length - rows.length;
  const table = rows.length === 0 ? [] : ['| | where | what is wrong | instead |', '| --- | --- | --- | --- |', ...rows, ''];
  const more = left === 0 ? [] : [`and ${plural(left, 'more finding', 'more findings')}, which \`ichor check\` shows`, ''];
  return [title, '', counted, '', ...table, ...more, ...unread, ...folded].join('\n');
}

const marks = { error: '**error**', warning: 'warning', info: 'note' };

function row({ id, severity, at, message, repair, source }: Finding): string {
  const { file, inside } = describePlace(at);
  const link = source?.startsWith('https://') ? `[${id}](${source})` : id;
  const where = inside === '' ? code(file) : `${code(file)}<br>${code(inside)}`;
  return `| ${marks[severity]} ${link} | ${where} | ${prose(message)} | ${prose(repair ?? '')} |`;
}
