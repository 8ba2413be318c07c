// Writes the pages of docs/ that are made from code: `npm run docs`.
const { writeFileSync } = require('node:fs');
const { join } = require('node:path');

const root = join(__dirname, '..', '..');

/** A reference page for each path. */
exports.pages = (registry) => ({ 'docs/findings.md': findings(registry) });

const severities = {
  error: "stops a synth, and nothing is written; it can't be accepted",
  warning: 'is for a person to judge; `accept` silences it with a reason',
  info: 'explains; `accept` silences it too',
};

function findings(registry) {
  const rows = Object.entries(registry).map(
    ([id, { severity, title, source }]) => `| ${id} | ${severity} | ${cell(title)} | ${from(source)} |`,
  );
  return [
    '# Findings',
    '',
    'Everything that Ichor itself can find wrong, by its id. Ids never change their meaning, and their numbers have gaps. A',
    'finding also says where it is, what is wrong with the values that stand there, and what to write instead.',
    '',
    ...Object.entries(severities).map(([severity, meaning]) => `- **${severity}** ${meaning}.`),
    '',
    '<!-- Made by npm run docs from lib/base/registry.ts. -->',
    '',
    '| id | severity | what is wrong | upstream |',
    '| --- | --- | --- | --- |',
    ...rows,
    '',
  ].join('\n');
}

function from(source) {
  if (source === undefined) return '';
  return source.startsWith('https://')
    ? `[${cell(
        source
          .replace(/^https:\/\//, '')
          .replace(/[#?].*$/, '')
          .replace(/\/$/, ''),
      )}](${source})`
    : cell(source);
}

function cell(text) {
  return text.replace(/\|/g, '\\|');
}

if (require.main === module) {
  const { registry } = require('../from-source.cjs').run(join(root, 'lib', 'base', 'registry.ts'));
  for (const [path, text] of Object.entries(exports.pages(registry))) writeFileSync(join(root, path), text);
}
