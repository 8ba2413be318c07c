/** A place that is known when a plan runs, and not when it is written. */
export interface Variable {
  /**
   * - `output`: the folder `dist/<cluster>/`
   * - `state`: where secrets and what can't be observed are kept, `.ichor/<cluster>/`
   * - `kubeconfig`, `talosconfig`: the files by which the cluster is reached
   */
  readonly variable: 'output' | 'state' | 'kubeconfig' | 'talosconfig';
}

/** A word of a command line: text, a variable, or several of them one behind the other. */
export type Word = string | Variable | readonly (string | Variable)[];

/** A program and its arguments; no shell reads them. */
export interface Command {
  readonly program: string;
  readonly args: readonly Word[];
}

/**
 * A question to the live system, which changes nothing. Where nothing is asked of what the command prints, the answer is whether it
 * ends well; otherwise it has to end well to be an answer at all.
 */
export interface Probe {
  readonly command: Command;
  /**
   * Expressions of which each has to match a line, of the kind that POSIX calls extended and JavaScript reads alike.
   *
   * @default nothing is asked of what it prints
   */
  readonly shows?: readonly string[];
  /** Whether it has to print nothing at all. @default false */
  readonly printsNothing?: boolean;
}

/** A probe, and what to do where the answer is another. */
export interface Requirement extends Probe {
  readonly otherwise: string;
}

/** What a person has to do, and where nothing else can. */
export interface ByHand {
  readonly text: string;
  /** What shows that it was done. */
  readonly until: Probe;
}

/** One step of a plan. */
export interface Step {
  /** Kebab-case, and no other step of the plan has it: `cilium`. */
  readonly id: string;
  /** What it does: `Install Cilium 1.20.2`. */
  readonly title: string;
  readonly why: string;
  /** What has to be so before anything is run; the first that isn't stops the plan. */
  readonly needs: readonly Requirement[];
  /** What shows that it is done, all of it; without any the step only looks, or is run each time. */
  readonly done: readonly Probe[];
  /** What shows by itself that there is nothing to do, before anything is run. @default nothing does */
  readonly spared?: Probe;
  readonly run: readonly Command[];
  /** What shows the difference that it would make, and changes nothing; it is shown before the question and the first command. */
  readonly preview?: Command;
  readonly byHand?: ByHand;
  /** How long it may take after the last command until it shows that it is done, in seconds. */
  readonly within: number;
  /** What is worth saying where it is otherwise, and stops nothing. */
  readonly notices: readonly Requirement[];
  readonly undo: string;
  /** Who is cut off, and for how long: `none`. */
  readonly outage: string;
  /** What is gone afterwards: `nothing`. */
  readonly loses: string;
  /** Whether it is left to whoever keeps the cluster as its output in git, once there is one. @default false */
  readonly left?: boolean;
  /** Whether there is a new cluster afterwards. @default false */
  readonly founds?: boolean;
  /** The question that is asked before the first command, where that can't be undone. */
  readonly confirm?: string;
}

/** Flux or Argo CD, where the definition asks for one. */
export interface Keeper {
  /** As people call it. */
  readonly name: string;
  /** What shows that it keeps the cluster. */
  readonly acts: Probe;
  /** What to do then in place of the plan, which stops before its first step; without it, just the steps that are left to it are. */
  readonly otherwise?: string;
}

/** What a cluster says of itself, by which it is known. */
export interface Target {
  /** Names of nodes that it may have. */
  readonly nodes: readonly string[];
  /** Hosts at which its API server answers. */
  readonly hosts: readonly string[];
}

/** Steps in their order, for one purpose. */
export interface Plan {
  readonly name: string;
  readonly cluster: string;
  readonly target: Target;
  /** The name under which it applies objects. */
  readonly fieldManager: string;
  /** Who keeps the cluster, once there is such a one. @default nobody */
  readonly keeper?: Keeper;
  /** What it comes to: `Create joelclaw`. */
  readonly title: string;
  /** What to know before, a paragraph each. */
  readonly before: readonly string[];
  /** Programs that its steps start, beside those that every system has. */
  readonly programs: readonly string[];
  /** Whether it only looks, and so goes on after what isn't so, to name everything at once. */
  readonly looksOnly: boolean;
  readonly steps: readonly Step[];
}

export const output: Variable = { variable: 'output' };
export const state: Variable = { variable: 'state' };
export const kubeconfig: Variable = { variable: 'kubeconfig' };
export const talosconfig: Variable = { variable: 'talosconfig' };

type Given = Pick<Step, 'id' | 'title' | 'why'> & Partial<Step>;

/** A step that loses nothing, cuts nobody off and needs no undoing, but for what is given. */
export function step(given: Given): Step {
  return { needs: [], done: [], run: [], within: 0, notices: [], undo: 'nothing to undo', outage: 'none', loses: 'nothing', ...given };
}

/** Text as an expression that matches just it, in both kinds. */
export function literally(text: string): string {
  return text.replace(/[.*+?^$|()[\]{}\\/]/g, (character) => (character === '/' ? '/' : `\\${character}`));
}
