import { cpSync, mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { hasErrors, outputFolder } from '../lib/base';
import { changesText, findingsJson, findingsText } from '../lib/report';
import { run } from '../main';
import { failed } from './check';
import type { SynthFlags } from './main';
import type { Terminal } from './terminal';

/** `ichor synth`: writes `dist/`, or with `--check` says whether it is stale. */
export async function synth(names: readonly string[], flags: SynthFlags, terminal: Terminal): Promise<void> {
  const { clusters, findings, changes } = await run({ directory: terminal.directory, names, check: flags.check ?? false });
  if (flags.output === 'json')
    terminal.out(findingsJson('synth', findings, { clusters, files: changes.map(({ path, change }) => ({ path, change })) }));
  else {
    terminal.err(findingsText(findings, terminal.errColours));
    if (hasErrors(findings)) terminal.err(flags.check ? 'dist/ was not compared\n' : 'nothing was written\n');
    else terminal.out(changesText(changes, { palette: terminal.outColours, all: !flags.watch }));
  }
  if (failed(findings, flags.failOn)) return terminal.exit(1);
  const stale = changes.some((c) => c.change !== 'unchanged');
  if (flags.check && stale) {
    terminal.err('dist/ is stale: run npx cdk8s synth, and commit what it writes\n');
    return terminal.exit(2);
  }
  const scratch = process.env.CDK8S_OUTDIR;
  if (scratch !== undefined && !flags.check) showOutput(resolve(terminal.directory, scratch), join(terminal.directory, outputFolder));
}

/**
 * Gives the cdk8s CLI what it looks for after the app: its output folder, as a link to `dist/`. The CLI deletes that folder
 * before each run, which is why it never gets `dist/` itself.
 */
function showOutput(scratch: string, dist: string): void {
  if (scratch === dist) return;
  rmSync(scratch, { recursive: true, force: true });
  mkdirSync(join(scratch, '..'), { recursive: true });
  try {
    symlinkSync(relative(join(scratch, '..'), dist), scratch, 'dir');
  } catch {
    cpSync(dist, scratch, { recursive: true });
  }
}
