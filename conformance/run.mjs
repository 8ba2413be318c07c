// Runs the conformance suite: builds the judges, then lets them judge.
//
//   node conformance/run.mjs --help

import { spawn } from 'node:child_process';
import { join } from 'node:path';
import process, { env, stderr, stdout } from 'node:process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { judges } from './build.mjs';

/** The suites, and which judges each needs. */
const suites = {
  crds: ['cilium', 'kubernetes'],
  dist: [],
  gitops: ['cilium', 'gitops', 'helm', 'kubernetes'],
  helm: ['cilium', 'helm', 'kubernetes'],
  'helm-keys': ['cilium', 'helm'],
  'helm-refusals': ['cilium', 'helm'],
  'plan-commands': ['commands', 'helm', 'rehearsal'],
  'policy-examples': ['cilium', 'engine', 'kubernetes'],
  'policy-refusals': ['cilium', 'engine', 'kubernetes'],
  'policy-schemas': ['cilium', 'kubernetes'],
  'policy-tricky': ['engine'],
  'policy-worlds': ['engine'],
  rehearsal: ['cilium', 'gitops', 'helm', 'rehearsal'],
  schemas: ['cilium', 'kubernetes'],
  sarif: ['sarif'],
  schematic: ['schematic'],
  talos: ['talos'],
};

const help = `npm run conformance -- [--record] [suite…] [-- Jest's arguments]

Lets upstream's own code judge what Ichor emits for the cases in conformance/cases.ts.

  crds             objects of Cilium's kinds and the Gateway API's are refused where the API server refuses them
  dist             dist/ is what was judged
  gitops           Flux and Argo CD take what they are told, and it is what would be applied without them
  helm             Cilium's chart takes the values, and renders what the definition asks for
  helm-keys        Cilium's chart knows the values that we know, in the same types, and no others
  helm-refusals    what Cilium's chart refuses we refuse before, for the same reason
  plan-commands    every command of every plan and script is one that its program knows, with those flags
  policy-examples  Cilium's own examples are taken, and mean to us what they mean to Cilium
  policy-refusals  wrong policies are refused for the reason that upstream gives
  policy-schemas   policies that Ichor reads are refused where the API server refuses them
  policy-tricky    what is easily got wrong means to Cilium what the table says
  policy-worlds    Cilium's engine and ours say the same of worlds at random
  rehearsal        a cluster, real but for its containers, takes what is applied to it and becomes ready
  sarif            what is found is written as the schema of SARIF has it
  schemas          the API server takes every object
  schematic        Image Factory gives a schematic the id that we work out
  talos            Talos takes the patches, and they mean what the definition asks for

Without a name, all of them.

  --record  write the answers to conformance/recorded/, from where npm test replays them;
            without it, an answer that differs from the record is a failure
  --help    this text

Needs Go. Without it the suite is skipped with a notice, and in CI (where the variable CI is set) it fails.
`;

const root = join(fileURLToPath(import.meta.url), '..', '..');

async function main() {
  const { values, positionals, tokens } = parseArgs({
    options: { record: { type: 'boolean' }, help: { type: 'boolean' } },
    allowPositionals: true,
    tokens: true,
  });
  if (values.help) {
    stdout.write(help);
    return 0;
  }
  const terminator = tokens.find((token) => token.kind === 'option-terminator')?.index ?? Number.POSITIVE_INFINITY;
  const names = tokens.filter((token) => token.kind === 'positional' && token.index < terminator).map((token) => token.value);
  const forJest = positionals.slice(names.length);
  const unknown = names.filter((name) => !(name in suites));
  if (unknown.length > 0) throw new Error(`no such suite: ${unknown.join(', ')} (there are ${Object.keys(suites).join(', ')})`);

  const chosen = names.length > 0 ? names : Object.keys(suites);
  const only = [...new Set(chosen.flatMap((name) => suites[name]))];
  const built = only.length > 0 ? await judges({ only }) : {};
  return jest(chosen, forJest, {
    CONFORMANCE_JUDGES: JSON.stringify(built),
    ...(values.record ? { CONFORMANCE_RECORD: '1' } : {}),
  });
}

function jest(chosen, args, settings) {
  const program = join(root, 'node_modules', 'jest', 'bin', 'jest.js');
  const files = `/conformance/suite/(${chosen.join('|')})(-[a-z]+)?\\.test\\.ts$`;
  const all = [program, '--config', join(root, 'conformance', 'jest.config.js'), '--testPathPatterns', files, ...args];
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, all, { cwd: root, env: { ...env, ...settings }, stdio: ['ignore', 'inherit', 'inherit'] });
    child.on('error', reject);
    child.on('close', (code) => resolve(code ?? 1));
  });
}

main().then(
  (code) => {
    process.exitCode = code;
  },
  (error) => {
    const skipped = error.code === 'NO_GO' && !env.CI;
    stderr.write(`${skipped ? 'The conformance suite was skipped: ' : ''}${error.message}\n`);
    process.exitCode = skipped ? 0 : 1;
  },
);
