// Writes the pages of docs/ that are made from code: `npm run docs`.
const { writeFileSync } = require('node:fs');
const { join } = require('node:path');

const { versionsPage } = require('./versions.cjs');

const root = join(__dirname, '..', '..');

/** A reference page for each path: from the registry of ids and how each of them shows, and from the tables of releases. */
exports.pages = ({ registry, shown, tables }) => ({
  'docs/checks.md': checks(registry, shown()),
  'docs/versions.md': versionsPage(tables),
});

const severities = {
  error: "stops a synth, and nothing is written; it can't be accepted",
  warning: 'is for a person to judge; `accept` silences it with a reason',
  info: 'explains; `accept` silences it too',
};

/** What the ids of a concern are about, by their letters. */
const concerns = {
  ACC: 'Acceptances',
  ASK: 'Questions to `explain`',
  CLU: 'Several clusters',
  CON: 'Recipes of cdk8s constructs',
  DEF: 'The shape of a definition',
  EXP: 'What is published',
  FLO: 'Flows and their limits',
  GIT: 'Flux and Argo CD',
  GWY: 'Gateways',
  HLM: 'Helm values',
  HUB: 'Hubble',
  IMG: 'Images',
  INP: 'What is read',
  INV: 'What has to agree across layers',
  LBP: 'Pools of addresses',
  NAM: 'Names',
  NET: 'The network',
  NOD: 'Nodes',
  NSP: 'Namespaces',
  OBJ: 'Objects',
  OUT: 'What is written',
  PLT: 'The platform',
  POL: 'Policies',
  RES: 'Resources',
  RUL: 'Rules of your own',
  SEC: 'Secrets in the open',
  STO: 'Storage',
  TAL: 'Talos',
  VER: 'Versions',
  WRK: 'Workloads',
};

function checks(registry, shown) {
  const ids = Object.keys(registry);
  const letters = [...new Set(ids.map((id) => id.slice(0, 3)))].sort();
  const unnamed = letters.filter((of) => concerns[of] === undefined);
  if (unnamed.length > 0) throw new Error(`tools/docs/generate.cjs doesn't say what ${unnamed.join(', ')} are about`);
  return [
    '# Checks',
    '',
    'Everything that Ichor can find wrong, by its id, with how it shows: where, what is wrong and why, and what to write',
    'instead. Ids never change their meaning, and their numbers have gaps. The examples are those of the tests, which hold each',
    'of them to its very words.',
    '',
    ...Object.entries(severities).map(([severity, meaning]) => `- **${severity}** ${meaning}.`),
    '',
    ...letters.map((of) => `- [${of}](#${of.toLowerCase()}): ${concerns[of]}`),
    '',
    'What no file says can only be asked of a live cluster, and has no id here: `ichor verify` looks at it, and',
    '[verify.md](verify.md) lists what.',
    '',
    '<!-- Made by npm run docs from lib/base/registry.ts and test/refusals/. -->',
    '',
    ...letters.flatMap((of) => [
      `## ${of}`,
      '',
      `${concerns[of]}.`,
      '',
      ...ids.filter((id) => id.startsWith(of)).flatMap((id) => check(id, registry[id], shown.get(id))),
    ]),
  ].join('\n');
}

function check(id, { severity, title, source }, example) {
  return [
    `### ${id}`,
    '',
    `**${severity}**: ${title}.${source === undefined ? '' : ` Source: ${from(source)}.`}`,
    '',
    ...(example === undefined ? [] : ['```text', example.trimEnd(), '```', '']),
  ];
}

function from(source) {
  return source.startsWith('https://')
    ? `[${source
        .replace(/^https:\/\//, '')
        .replace(/[#?].*$/, '')
        .replace(/\/$/, '')}](${source})`
    : source;
}

if (require.main === module) {
  const sources = require('../from-source.cjs').run(join(__dirname, 'sources.ts'));
  for (const [path, text] of Object.entries(exports.pages(sources))) writeFileSync(join(root, path), text);
}
