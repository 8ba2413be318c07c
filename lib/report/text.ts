import { describePlace, type Finding, type Severity } from '../base';

/** How text is coloured; each function returns its text, changed or not. */
export interface Palette {
  readonly red: (text: string) => string;
  readonly yellow: (text: string) => string;
  readonly green: (text: string) => string;
  readonly cyan: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly bold: (text: string) => string;
}

const same = (text: string) => text;

/** No colours: for files, pipes and tests. */
export const plain: Palette = { red: same, yellow: same, green: same, cyan: same, dim: same, bold: same };

/** Columns at which lines of a report wrap. */
const width = 118;

/**
 * Findings as people read them: id, file, place, what is wrong and what to write instead, wrapped under the place, and a
 * count at the end. No findings give no text.
 */
export function findingsText(findings: readonly Finding[], palette: Palette = plain): string {
  return findings.length === 0 ? '' : `${listText(findings, palette)}${summary(findings, palette)}\n`;
}

/** The same without the count. */
export function listText(findings: readonly Finding[], palette: Palette = plain): string {
  return findings.map((f) => `${findingText(f, palette)}\n`).join('');
}

function findingText(finding: Finding, palette: Palette): string {
  const colour = { error: palette.red, warning: palette.yellow, info: palette.cyan }[finding.severity];
  const { file, inside } = describePlace(finding.at);
  const head = `${finding.id}  ${file}  `;
  const indent = ' '.repeat(8);
  const words = `${inside === '' ? '' : `${inside}: `}${finding.message}${finding.repair === undefined ? '' : `; ${finding.repair}`}`.split(
    ' ',
  );
  const lines: string[] = [];
  let line = '';
  for (const word of words) {
    const room = width - (lines.length === 0 ? head.length : indent.length);
    if (line !== '' && line.length + 1 + word.length > room) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  lines.push(line);
  const also = finding.also.map((place) => {
    const other = describePlace(place);
    return palette.dim(
      `${indent}see also ${[other.file === file ? '' : other.file, other.inside].filter((part) => part !== '').join('  ')}`,
    );
  });
  return [`${colour(finding.id)}  ${file}  ${lines[0]}`, ...lines.slice(1).map((l) => indent + l), ...also].join('\n');
}

/** `2 errors, 1 warning`, without the severities that have none. */
export function summary(findings: readonly Finding[], palette: Palette = plain): string {
  const part = (severity: Severity, one: string, many: string, colour: (text: string) => string) => {
    const count = findings.filter((f) => f.severity === severity).length;
    return count === 0 ? [] : [colour(`${count} ${count === 1 ? one : many}`)];
  };
  return [
    ...part('error', 'error', 'errors', palette.red),
    ...part('warning', 'warning', 'warnings', palette.yellow),
    ...part('info', 'note', 'notes', palette.cyan),
  ].join(', ');
}
