import { relative } from 'node:path';
import process from 'node:process';
import { createInterface } from 'node:readline/promises';
import { type ProductFile, shellWord, valueAt } from '../lib/base';
import { commandText } from '../lib/report';
import { dryRun, goneObjects, groupOf, isPrunable, type ObjectName, prune, runPlan, type Surroundings, type Witness } from '../lib/run';
import type { Command } from '../plans';
import { type Chosen, choose, isCurrent, placesOf } from './chosen-plan';
import type { ApplyFlags } from './main';
import { isReadyFor } from './preflight';
import type { Terminal } from './terminal';

/** `ichor apply`: carries a plan out, or with `--dry-run` says what that would do. */
export async function apply(words: readonly string[], flags: ApplyFlags, terminal: Terminal): Promise<void> {
  const chosen = await choose(words, 'apply', terminal);
  if (chosen === undefined || !isCurrent(chosen, terminal)) return;
  const { plan } = chosen;
  if (flags.prune && plan.keeper !== undefined) {
    terminal.err(`--prune is not for a cluster that ${plan.keeper.name} keeps: it deletes what goes from git\n`);
    return terminal.exit(1);
  }
  if (!(await isReadyFor(chosen, terminal))) return;
  const surroundings = { places: placesOf(chosen, flags, terminal) };
  if (flags.dryRun) return preview(chosen, surroundings, terminal);
  const end = await runPlan(plan, {
    ...surroundings,
    witness: witness(terminal, surroundings),
    confirm: (question) => confirm(question, flags, terminal),
  });
  if (end.how === 'stopped') {
    terminal.err(`${terminal.errColours.red('stopped')} at ${end.step}: ${end.why}\n`);
    terminal.err(`What is done is left alone when this runs again; PLAN.md says how ${end.step} is undone.\n`);
    return terminal.exit(1);
  }
  if (plan.name === 'apply' && plan.keeper === undefined) await tidy(chosen, surroundings, flags, terminal);
  terminal.out(end.changed === 0 ? 'nothing to do\n' : `done: ${plan.title}\n`);
}

async function preview({ plan }: Chosen, surroundings: Surroundings, terminal: Terminal): Promise<void> {
  const { red, yellow, dim } = terminal.outColours;
  const previews = await dryRun(plan, surroundings);
  for (const { title, state, lines } of previews) {
    const mark = { same: dim('='), changes: yellow('~'), problem: red('!') }[state];
    terminal.out(`${mark} ${title}\n${lines.map((line) => `    ${line}\n`).join('')}`);
  }
  const left = plan.steps.length - previews.length;
  if (left > 0) terminal.out(`? ${left} more ${left === 1 ? 'step' : 'steps'}, about which nothing can be asked before that\n`);
  if (previews.some(({ state }) => state === 'problem')) terminal.exit(1);
  else if (previews.some(({ state }) => state === 'changes')) terminal.exit(2);
}

/** Objects that are no longer among those of the definition are listed, and deleted where that is asked for. */
async function tidy(chosen: Chosen, surroundings: Surroundings, flags: ApplyFlags, terminal: Terminal): Promise<void> {
  const gone = await goneObjects(chosen.plan.fieldManager, objectsOf(chosen.synthesis.product.files), surroundings);
  if (typeof gone === 'string') return terminal.err(`What is no longer in the definition can't be listed: ${gone}\n`);
  const told = ({ kind, namespace, name }: ObjectName) => `${kind} ${namespace === undefined ? '' : `${namespace}/`}${name}`;
  const prunable = gone.filter(isPrunable);
  for (const object of gone) {
    const how = !isPrunable(object)
      ? 'stays, since with it goes what is in it: delete it yourself'
      : flags.prune
        ? 'goes'
        : 'stays without --prune';
    terminal.out(`- ${told(object)} is no longer in the definition: ${how}\n`);
  }
  if (!flags.prune || prunable.length === 0) return;
  if (!(await confirm(`Delete ${prunable.map(told).join(', ')}?`, flags, terminal)))
    return terminal.err('not confirmed: nothing was deleted\n');
  for (const object of prunable) {
    const why = await prune(object, surroundings);
    if (why === undefined) continue;
    terminal.err(`${told(object)} was not deleted: ${why}\n`);
    terminal.exit(1);
  }
}

function objectsOf(files: readonly ProductFile[]): ObjectName[] {
  return files.flatMap(({ path, content }) => {
    if (content.kind !== 'documents' || !path.includes('/kubernetes/')) return [];
    return content.documents.map((object) => {
      const namespace = valueAt(object, 'metadata', 'namespace');
      return {
        group: groupOf(String(valueAt(object, 'apiVersion'))),
        kind: String(valueAt(object, 'kind')),
        ...(typeof namespace === 'string' ? { namespace } : {}),
        name: String(valueAt(object, 'metadata', 'name')),
      };
    });
  });
}

function witness({ err, errColours: { bold, dim, cyan, yellow }, directory }: Terminal, { places }: Surroundings): Witness {
  let begun = 0;
  let waited = '';
  const text = (command: Command) => commandText(command, (name) => shellWord(relative(directory, places[name])));
  const seconds = () => `${Math.round((Date.now() - begun) / 1000)} s`;
  return {
    begins({ title }, number, of) {
      begun = Date.now();
      err(`${bold(`[${number}/${of}]`)} ${title}\n`);
    },
    runs: (command) =>
      err(
        dim(`      ${text(command)}
`),
      ),
    prints: (line) => err(`      ${line}\n`),
    byHand: (text) => err(`      ${cyan('by hand:')} ${text}\n`),
    waits(question) {
      const what = text(question);
      if (what !== waited)
        err(
          dim(`      waiting for an answer to ${what}
`),
        );
      waited = what;
    },
    notes: (text) => err(`      ${yellow('note:')} ${text}\n`),
    ends(_, how) {
      const said = { already: 'done already', left: 'left to whoever keeps the cluster', done: `done after ${seconds()}` };
      err(dim(`      ${said[how]}\n`));
    },
  };
}

/** Only a whole `yes` is one; without a terminal nobody can say it, and `--yes` has to. */
async function confirm(question: string, { yes }: ApplyFlags, terminal: Terminal): Promise<boolean> {
  if (yes) return true;
  if (process.stdin.isTTY !== true) {
    terminal.err(`${question} There is nobody to ask: --yes answers it.\n`);
    return false;
  }
  const asked = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await asked.question(`${question} [yes/no] `);
  asked.close();
  return answer.trim() === 'yes';
}
