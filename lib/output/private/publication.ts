import { accessSync, constants, existsSync, readdirSync, renameSync, rmdirSync, unlinkSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Comparison } from '../change';
import { manifestName } from '../manifest';
import { makeFolders } from './disk';
import { failure, type Step } from './failure';
import type { Plan } from './plan';
import { Staging } from './staging';
import type { ClusterPlan, Wanted } from './survey';

/** A file or folder that waits in the staging folder, and where it goes. */
interface Move {
  readonly from: string;
  readonly to: string;
}

interface StagedCluster {
  readonly plan: ClusterPlan;
  /** What announces the new hashes; for a new cluster it is the folder with its first manifest. */
  readonly opening: Move | undefined;
  readonly files: readonly Move[];
  readonly closing: Move | undefined;
}

/**
 * Carries out a plan, once.
 *
 * All files of all clusters are complete in the staging folder before the first one is renamed into place, and from then on
 * each manifest lists the old hashes and the new: a run that dies leaves every file old or new, and the next run knows both.
 */
export class Publication {
  private readonly staging: Staging;
  private readonly made: string[] = [];
  private readonly done = new Set<string>();
  private begun = false;
  private step: Step = 'written';
  private at: string;

  constructor(
    private readonly plan: Plan,
    private readonly clusters: readonly ClusterPlan[],
  ) {
    this.at = plan.dist;
    this.staging = new Staging(plan.dist);
  }

  /** Does everything, or as much as the system allows, and says what was done. */
  run(): Comparison {
    const { changes, findings } = this.plan;
    try {
      this.replace(this.stage());
      return { changes, findings };
    } catch (error) {
      const consequence = this.begun ? 'what was written before it stays, and the next synth does the rest' : 'nothing was changed';
      const refusal = failure(error, this.at, this.step, consequence);
      const held = changes.filter(({ path, change }) => change === 'unchanged' || this.done.has(path));
      return { changes: this.begun ? held : [], findings: [...findings, refusal] };
    } finally {
      this.staging.close();
      if (!this.begun) this.unmakeOutputFolder();
    }
  }

  private stage(): StagedCluster[] {
    makeFolders(this.plan.dist, this.made);
    this.staging.open();
    const staged = this.clusters.map((plan) => this.stageCluster(plan));
    const files = this.clusters.flatMap((plan) => [
      this.manifestOf(plan),
      ...plan.writes.map((file) => this.pathOf(file.path)),
      ...plan.removals.map((path) => this.pathOf(path)),
    ]);
    for (const folder of new Set(files.map(dirname))) this.checkWritable(folder);
    return staged;
  }

  private stageCluster(plan: ClusterPlan): StagedCluster {
    const files = plan.writes.map(({ path, bytes, executable }) => {
      this.at = this.pathOf(path);
      return { from: this.staging.add(bytes, executable), to: this.at };
    });
    this.at = this.manifestOf(plan);
    const { publishing, manifest, isNew, cluster } = plan;
    const first = isNew ? (publishing ?? manifest) : publishing;
    const last = manifest === first ? undefined : manifest;
    return {
      plan,
      files,
      opening: isNew && first ? { from: this.staging.addFolder(manifestName, first), to: this.pathOf(cluster) } : this.stageManifest(first),
      closing: this.stageManifest(last),
    };
  }

  private stageManifest(text: string | undefined): Move | undefined {
    return text === undefined ? undefined : { from: this.staging.add(text), to: this.at };
  }

  private replace(staged: readonly StagedCluster[]): void {
    for (const { opening } of staged) this.put(opening);
    for (const { plan, files } of staged) {
      if (plan.removeFirst) this.removeOrphans(plan);
      files.forEach((file, index) => {
        this.at = file.to;
        this.step = 'written';
        makeFolders(dirname(file.to));
        this.put(file);
        this.done.add((plan.writes[index] as Wanted).path);
      });
      if (!plan.removeFirst) this.removeOrphans(plan);
    }
    for (const { plan, closing } of staged) {
      this.put(closing);
      if (plan.gone) this.retire(plan);
      this.done.add(`${plan.cluster}/${manifestName}`);
    }
  }

  private put(move: Move | undefined): void {
    if (move === undefined) return;
    this.at = move.to;
    this.step = 'written';
    renameSync(move.from, move.to);
    this.begun = true;
  }

  private removeOrphans({ removals, emptied }: ClusterPlan): void {
    for (const path of removals) {
      this.remove(path);
      this.done.add(path);
    }
    for (const folder of emptied) {
      this.at = this.pathOf(folder);
      ignoring(['ENOENT', 'ENOTEMPTY', 'EEXIST'], () => rmdirSync(this.at));
    }
  }

  private remove(path: string): void {
    this.at = this.pathOf(path);
    this.step = 'removed';
    ignoring(['ENOENT'], () => unlinkSync(this.at));
    this.begun = true;
  }

  /** Removes the last of a cluster that is gone; manifest and folder go at once, since a folder without one is nobody's. */
  private retire({ cluster }: ClusterPlan): void {
    if (readdirSync(this.pathOf(cluster)).length > 1) {
      this.remove(`${cluster}/${manifestName}`);
      return;
    }
    this.at = this.pathOf(cluster);
    this.step = 'removed';
    renameSync(this.at, this.staging.freeName());
    this.begun = true;
  }

  private unmakeOutputFolder(): void {
    for (const folder of this.made.reverse()) {
      try {
        rmdirSync(folder);
      } catch {
        // An empty folder that stays is harmless: git does not see it.
      }
    }
  }

  /** Asks early what would otherwise be refused when half of the files are in place. */
  private checkWritable(folder: string): void {
    this.at = folder;
    while (this.at !== this.plan.dist && !existsSync(this.at)) this.at = dirname(this.at);
    accessSync(this.at, constants.W_OK);
  }

  private manifestOf({ cluster }: ClusterPlan): string {
    return this.pathOf(`${cluster}/${manifestName}`);
  }

  private pathOf(path: string): string {
    return `${this.plan.dist}/${path}`;
  }
}

function ignoring(codes: readonly string[], act: () => void): void {
  try {
    act();
  } catch (error) {
    if (!codes.includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
  }
}
