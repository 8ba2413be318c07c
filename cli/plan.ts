import { plansMarkdown } from '../lib/report';
import { choose } from './chosen-plan';
import type { PlanFlags } from './main';
import type { Terminal } from './terminal';

/** `ichor plan`: the plans of a cluster, or one of them, in words; runs nothing. */
export async function plan(words: readonly string[], flags: PlanFlags, terminal: Terminal): Promise<void> {
  const chosen = await choose(words, 'apply', terminal);
  if (chosen === undefined) return;
  const isNamed = words.includes(chosen.plan.name);
  const plans = isNamed ? [chosen.plan] : chosen.plans;
  if (flags.output === 'json')
    terminal.out(`${JSON.stringify({ schema: 'ichor/plan/v1', cluster: chosen.plan.cluster, plans }, null, 2)}\n`);
  else terminal.out(plansMarkdown(chosen.plan.cluster, plans));
}
