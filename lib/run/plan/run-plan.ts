import { setTimeout as sleep } from 'node:timers/promises';
import type { Command, Plan, Probe, Step } from '../../../plans';
import { allHold, carryOut, holds, isDone, type Surroundings, unmet } from './commands';
import { hushed } from './hushed';
import { type Identity, identify, stranger } from './identity';
import { isLeft, keptBySomeone } from './keeper';
import { recall, remember } from './memory';
import { prepare } from './state-folder';

/** Whom a run tells how it goes, as it goes. */
export interface Witness {
  begins(step: Step, number: number, of: number): void;
  /** What a command prints. */
  prints(line: string): void;
  runs(command: Command): void;
  byHand(text: string): void;
  /** A question whose answer is still another. */
  waits(question: Command): void;
  notes(text: string): void;
  /** A step that is `left` is done by whoever keeps the cluster. */
  ends(step: Step, how: 'done' | 'already' | 'left'): void;
}

/** How a run ended. */
export type PlanEnd =
  | {
      readonly how: 'done';
      /** How many steps weren't done before. */
      readonly changed: number;
    }
  | { readonly how: 'stopped'; readonly step: string; readonly why: string };

/** How to run a plan. */
export interface RunOptions extends Surroundings {
  readonly witness: Witness;
  /** Asks before what can't be undone. */
  confirm(question: string): Promise<boolean>;
  /** How long to wait between two questions, in milliseconds. @default 5000 */
  readonly pause?: number;
  /** How long a person who has to do something has for it, in seconds. @default 86400 */
  readonly handTime?: number;
}

/** Why a run can't go on. */
class Stop extends Error {}

/**
 * Carries a plan out, step by step. A step that shows that it is done is left alone; one that was run has to show it afterwards. The
 * first that fails stops the run, and the next run goes on there, since nothing but the live system says what is done.
 */
export async function runPlan(plan: Plan, options: RunOptions): Promise<PlanEnd> {
  const run = new Run(plan, options);
  let current = plan.steps[0]?.id ?? '';
  try {
    const why = await prepare(options);
    if (why !== undefined) throw new Stop(why);
    const instead = await keptBySomeone(plan, options);
    if (instead !== undefined) throw new Stop(`${instead}; nothing was changed`);
    for (const [i, step] of plan.steps.entries()) {
      current = step.id;
      options.witness.begins(step, i + 1, plan.steps.length);
      options.witness.ends(step, await run.step(step));
    }
    return { how: 'done', changed: run.changed };
  } catch (error) {
    if (!(error instanceof Stop)) throw error;
    return { how: 'stopped', step: current, why: hushed(options.places)(error.message) };
  }
}

class Run {
  changed = 0;
  private known = false;
  private isNew = false;

  constructor(
    private readonly plan: Plan,
    private readonly options: RunOptions,
  ) {}

  async step(step: Step): Promise<'done' | 'already' | 'left'> {
    const { witness } = this.options;
    if (await isLeft(this.plan, step, this.options)) return 'left';
    const already = await isDone(step, this.options);
    if (!already) await this.work(step);
    for (const notice of step.notices) {
      const why = await unmet(notice, this.options);
      if (why !== undefined) witness.notes(hushed(this.options.places)(why));
    }
    return already ? 'already' : 'done';
  }

  private async work({ needs, byHand, preview, confirm, run, done, within, founds = false }: Step): Promise<void> {
    const { witness, handTime = 86_400 } = this.options;
    for (const need of needs) {
      const why = await unmet(need, this.options);
      if (why !== undefined) throw new Stop(why);
    }
    if (byHand !== undefined && !(await holds(byHand.until, this.options))) {
      witness.byHand(byHand.text);
      if (!(await this.await([byHand.until], handTime))) throw new Stop('what has to be done by hand was not done');
    }
    if (run.some(({ program }) => program === 'kubectl' || program === 'helm')) await this.know();
    if (preview !== undefined) await this.carryOut(preview);
    if (confirm !== undefined && !(await this.options.confirm(confirm))) throw new Stop('it was not confirmed, and nothing of it was run');
    for (const command of run) {
      witness.runs(command);
      await this.carryOut(command);
    }
    if (done.length > 0 && run.length > 0) this.changed += 1;
    if (founds) this.isNew = true;
    if (done.length > 0 && !(await this.await(done, within))) {
      throw new Stop(`it ran, and ${within === 0 ? '' : `after ${within} s `}nothing shows that it is done`);
    }
  }

  private async carryOut(command: Command): Promise<void> {
    const hush = hushed(this.options.places);
    const failure = await carryOut(command, this.options, (line) => this.options.witness.prints(hush(line)));
    if (failure !== undefined) throw new Stop(failure.why);
  }

  /** Before anything is written to a cluster, it says who it is, and that is compared with the definition and the last run. */
  private async know(): Promise<void> {
    if (this.known) return;
    const { state } = this.options.places;
    const identity = await identify(this.options);
    if (typeof identity === 'string') throw new Stop(`the cluster does not say who it is: ${identity}`);
    const why = stranger(this.plan, identity) ?? this.otherThanBefore(identity);
    if (why !== undefined) throw new Stop(`${why}; nothing was changed`);
    remember(state, { uid: identity.uid });
    this.known = true;
  }

  private otherThanBefore({ uid }: Identity): string | undefined {
    const { state } = this.options.places;
    const before = recall(state);
    if (before === undefined || before.uid === uid || this.isNew) return undefined;
    return `it is another cluster than the one of the last run (kube-system has UID ${uid}, and had ${before.uid}); if that is meant, delete ${state}/cluster.json`;
  }

  private async await(probes: readonly Probe[], seconds: number): Promise<boolean> {
    const { pause = 5000, witness } = this.options;
    for (let left = seconds * 1000; ; left -= pause) {
      if (await allHold(probes, this.options)) return true;
      if (left <= 0) return false;
      if (probes[0] !== undefined) witness.waits(probes[0].command);
      await sleep(pause);
    }
  }
}
