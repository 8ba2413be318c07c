import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import joelclaw from '../../../../clusters/joelclaw';
import { dryRun, type RunOptions, runPlan } from '../../../../lib/run';
import type { Plan, Step } from '../../../../plans';
import { synthesize } from '../../../../synthesize';

const { plans } = synthesize(joelclaw, 'clusters/joelclaw.ts');
const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** A folder with a program `tell`, in which a plan of one step is run. */
function place(given: Partial<Step>, told = 'echo "  token: abcdef"; echo "this is a-secret-of-the-bundle"') {
  const folder = mkdtempSync(join(tmpdir(), 'ichor-state-'));
  folders.push(folder);
  mkdirSync(join(folder, 'bin'));
  writeFileSync(join(folder, 'bin/tell'), `#!/bin/sh\n${told}\n`);
  chmodSync(join(folder, 'bin/tell'), 0o755);
  const state = join(folder, '.ichor/joelclaw');
  const places = { state, output: folder, kubeconfig: join(state, 'kubeconfig'), talosconfig: join(state, 'talosconfig') };
  const env = { PATH: `${join(folder, 'bin')}:/usr/bin:/bin`, GIT_CEILING_DIRECTORIES: tmpdir() };
  const printed: string[] = [];
  const asked: string[] = [];
  const options: RunOptions = {
    places,
    env,
    pause: 1,
    confirm: async (question) => {
      asked.push([...printed, question].join('; '));
      return true;
    },
    witness: {
      begins: () => undefined,
      runs: () => undefined,
      prints: (line) => void printed.push(line),
      byHand: () => undefined,
      waits: () => undefined,
      notes: (text) => void printed.push(`note: ${text}`),
      ends: () => undefined,
    },
  };
  const usual = { id: 'one', title: 'One', why: '', needs: [], done: [], run: [], within: 0, notices: [], undo: '', outage: '', loses: '' };
  const plan: Plan = { ...(plans[0] as Plan), steps: [{ ...usual, ...given }] };
  return { folder, state, printed, asked, run: () => runPlan(plan, options), dryRun: () => dryRun(plan, { places, env }) };
}

const tell = { program: 'tell', args: [] };

describe('a state folder that git would commit', () => {
  test('is refused before anything is run', async () => {
    const { folder, state, printed, run } = place({ run: [tell] });
    spawnSync('git', ['init', '--quiet', folder]);
    expect(await run()).toEqual({
      how: 'stopped',
      step: 'one',
      why: `git would commit ${state}/secrets.yaml: write .ichor/ in .gitignore; nothing was run`,
    });
    expect(printed).toEqual([]);
  });

  test('is taken when git ignores it', async () => {
    const { folder, run } = place({ run: [tell] });
    spawnSync('git', ['init', '--quiet', folder]);
    writeFileSync(join(folder, '.gitignore'), '.ichor/\n');
    expect(await run()).toMatchObject({ how: 'done' });
  });

  test('where only some of the secrets are ignored, the others are named', async () => {
    const { folder, state, run } = place({ run: [tell] });
    spawnSync('git', ['init', '--quiet', folder]);
    writeFileSync(join(folder, '.gitignore'), 'secrets.yaml\nkubeconfig\n');
    expect(await run()).toMatchObject({ why: expect.stringContaining(`git would commit ${state}/talosconfig`) });
  });

  test('is not made by a dry run', async () => {
    const { state, dryRun: tryIt } = place({ done: [{ command: { program: 'test', args: ['-e', 'absent'] } }], run: [tell] });
    await tryIt();
    expect(existsSync(state)).toBe(false);
  });
});

describe('what programs print', () => {
  const keep = (state: string) => {
    mkdirSync(state, { recursive: true });
    writeFileSync(join(state, 'secrets.yaml'), 'cluster:\n    secret: a-secret-of-the-bundle\n');
  };

  test('is shown without the secrets of the cluster', async () => {
    const { state, printed, run } = place({ run: [tell] });
    keep(state);
    await run();
    expect(printed).toEqual(['  token: (left out)', 'this is (left out)']);
  });

  test('is shown without them where it is why a run stops, or what is noted', async () => {
    const question = { command: tell, shows: ['^never'], otherwise: 'unused' };
    const program = 'echo "no: a-secret-of-the-bundle" >&2; exit 1';
    const [stops, notes] = [place({ needs: [question], run: [tell] }, program), place({ notices: [question] }, program)];
    keep(stops.state);
    keep(notes.state);
    await notes.run();
    expect(await stops.run()).toMatchObject({ why: 'tell gave no answer: no: (left out)' });
    expect(notes.printed).toEqual(['note: tell gave no answer: no: (left out)']);
  });

  test('of a preview comes before the question, and in a dry run', async () => {
    const absent = [{ command: { program: 'test', args: ['-e', 'absent'] } }];
    const { state, asked, run, dryRun: tryIt } = place({ preview: tell, confirm: 'Sure?', done: absent, run: [tell] });
    keep(state);
    expect(await tryIt()).toEqual([{ step: 'one', title: 'One', state: 'changes', lines: ['  token: (left out)', 'this is (left out)'] }]);
    await run();
    expect(asked).toEqual(['  token: (left out); this is (left out); Sure?']);
  });
});
