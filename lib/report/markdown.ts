/** Text that Markdown takes as it is, in a paragraph, a list or a cell of a table. */
export function prose(text: string): string {
  return oneLine(text).replace(/[\\`*_{}[\]<>|#~]/g, (character) => `\\${character}`);
}

/** Text as code, also in a cell of a table; what it has of backticks stays. */
export function code(text: string): string {
  const line = oneLine(text).replace(/\|/g, '\\|');
  const longest = Math.max(0, ...[...line.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return longest === 0 ? `${fence}${line}${fence}` : `${fence} ${line} ${fence}`;
}

/** `1 flow`, `2 flows`. */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ');
}
