import { join } from 'node:path';
import { type Finding, hasErrors, outputFolder } from '../lib/base';
import { clusterFiles } from '../lib/input';
import { compareWithDisk } from '../lib/output';
import { findingsText } from '../lib/report';
import type { Places } from '../lib/run';
import { synthesizeAll } from '../main';
import type { Plan } from '../plans';
import type { Synthesis } from '../synthesize';
import type { Terminal } from './terminal';

/** What `plan`, `apply` and `verify` are about. */
export interface Chosen {
  readonly synthesis: Synthesis;
  readonly plans: readonly Plan[];
  readonly plan: Plan;
}

/** Flags of verbs that reach a cluster. */
export interface ReachFlags {
  readonly kubeconfig?: string;
  readonly talosconfig?: string;
}

/**
 * The cluster and the plan that words of a command line mean: the name of a plan, of a cluster, or of both. What is wrong is said, and
 * nothing is returned.
 *
 * @param usual the plan where none is named
 */
export async function choose(words: readonly string[], usual: string, terminal: Terminal): Promise<Chosen | undefined> {
  const defined = clusterFiles(terminal.directory);
  const clusters = words.filter((word) => defined.includes(word));
  const names = words.filter((word) => !defined.includes(word));
  const name = clusters[0] ?? (defined.length === 1 ? defined[0] : undefined);
  if (clusters.length > 1 || names.length > 1) return refused(terminal, `'${words.join(' ')}' is more than one plan and one cluster`);
  if (name === undefined) {
    return refused(
      terminal,
      defined.length === 0 ? 'there is no definition in clusters/' : `name the cluster: one of ${defined.join(', ')}`,
    );
  }
  const { syntheses, findings } = await synthesizeAll({ directory: terminal.directory, names: [name] });
  if (hasErrors(findings)) {
    terminal.err(findingsText(findings, terminal.errColours));
    return refused(terminal, 'a definition with errors has no plans');
  }
  const synthesis = syntheses[0] as Synthesis;
  const plan = synthesis.plans.find((p) => p.name === (names[0] ?? usual));
  if (plan === undefined) {
    const known = synthesis.plans.map((p) => p.name).join(', ');
    return refused(terminal, `${name} has no plan '${names[0]}', and there is no such cluster; its plans are ${known}`);
  }
  return { synthesis, plans: synthesis.plans, plan };
}

function refused(terminal: Terminal, why: string): undefined {
  terminal.err(`${why}\n`);
  terminal.exit(1);
  return undefined;
}

/** Whether `dist/` has what the definition gives; where it hasn't, that is said. Plans apply files, and people review those. */
export function isCurrent({ synthesis: { product } }: Chosen, terminal: Terminal): boolean {
  const { changes, findings } = compareWithDisk(join(terminal.directory, outputFolder), [product], { all: false });
  const stale = changes.filter(({ change }) => change !== 'unchanged').map(({ path }) => path);
  const errors = findings.filter((finding: Finding) => finding.severity === 'error');
  if (stale.length === 0 && errors.length === 0) return true;
  terminal.err(
    `${findingsText(errors, terminal.errColours)}dist/ is stale (${stale.slice(0, 3).join(', ')}${stale.length > 3 ? ', …' : ''}):`,
  );
  terminal.err(' run ichor synth, review and commit what it writes, and then this again\n');
  terminal.exit(1);
  return false;
}

/** Where the output of a cluster, its state and the files by which it is reached are. */
export function placesOf({ plan }: Chosen, flags: ReachFlags, terminal: Terminal): Places {
  const state = join(terminal.directory, '.ichor', plan.cluster);
  return {
    output: join(terminal.directory, outputFolder, plan.cluster),
    state,
    kubeconfig: flags.kubeconfig ?? join(state, 'kubeconfig'),
    talosconfig: flags.talosconfig ?? join(state, 'talosconfig'),
  };
}
