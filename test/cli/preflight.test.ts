import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { world } from '../support/world';
import { demo, ichor } from './support/ichor';

/** A machine on which everything is played, with a definition and its output. */
async function machine() {
  const definition = demo()['clusters/demo.ts'] as string;
  const there = world({ 'clusters/demo.ts': definition.replace('onHost(8080,', 'onHost(28419,') });
  const run = (args: string) => ichor(there.folder, args, there.env);
  expect(await run('synth')).toMatchObject({ code: 0 });
  return { ...there, run };
}

const nothing = 'Nothing was run. ichor doctor looks at everything else as well.\n';

describe('apply looks for what a plan needs before its first step', () => {
  test('a program that is missing', async () => {
    const { run, folder, writes } = await machine();
    rmSync(join(folder, 'bin/helm'));
    const { code, stdout, stderr } = await run('apply create');
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(/^missing {2}helm {2}not on PATH; .*helm.*\n1 missing\n/);
    expect(stderr.endsWith(nothing)).toBe(true);
    expect(writes()).toEqual([]);
    expect(existsSync(join(folder, '.ichor'))).toBe(false);
  });

  test('one that is too old', async () => {
    const { run, folder, writes } = await machine();
    rmSync(join(folder, 'bin/kubectl'));
    const old = JSON.stringify({ clientVersion: { gitVersion: 'v1.30.0' } });
    writeFileSync(join(folder, 'bin/kubectl'), `#!/bin/sh\necho '${old}'\n`, { mode: 0o755 });
    const { code, stderr } = await run('apply');
    expect(code).toBe(1);
    expect(stderr).toMatch(/^old {6}kubectl {2}1\.30\.0, and Kubernetes 1\.36 needs 1\.35\.0 or newer; .*\n1 old\n/);
    expect(writes()).toEqual([]);
  });

  test('the place of a cluster that is to be made, and not of one that is there', async () => {
    const { run, folder, writes } = await machine();
    const played = join(folder, 'bin/docker');
    rmSync(played);
    writeFileSync(played, '#!/bin/sh\necho "no daemon" >&2\nexit 1\n', { mode: 0o755 });
    const made = await run('apply create');
    const applied = await run('apply');
    expect(made).toMatchObject({ code: 1, stderr: expect.stringMatching(/^missing {2}docker daemon {2}no daemon; /) });
    expect(writes()).toEqual([]);
    expect(applied.stderr).not.toContain('docker');
  });
});
