import { cpSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { definitionTemplate } from '../../cli/templates/definition';
import { demo, demoWithWarning, filesBelow, folder, ichor, program, repository, timesBelow, write } from './support/ichor';

describe('synth', () => {
  const directory = folder(demo());

  test('writes every file once, says so on stdout, and again has nothing to do; the cdk8s CLI finds a link', async () => {
    // WHEN
    const first = await ichor(directory, 'synth');
    const written = timesBelow(join(directory, 'dist'));
    const second = await ichor(directory, 'synth', { CDK8S_OUTDIR: '.scratch/out' });
    // THEN
    const paths = Object.keys(written);
    const list = (sign: string, count: string) => `${[...paths.map((p) => `${sign} dist/${p}`), `${paths.length} ${count}`].join('\n')}\n`;
    expect(paths).toContain('demo/manifest.json');
    expect(first).toEqual({ code: 0, stdout: list('+', 'added'), stderr: '' });
    expect(second).toEqual({ code: 0, stdout: list('=', 'unchanged'), stderr: '' });
    expect(timesBelow(join(directory, 'dist'))).toEqual(written);
    expect(readlinkSync(join(directory, '.scratch/out'))).toBe('../dist');
    expect(readdirSync(join(directory, '.scratch/out'))).toEqual(['demo']);
  });

  test('--check changes nothing, and exits with 2 where dist/ is stale, 1 where there is an error, 0 otherwise', async () => {
    // GIVEN
    const good = definitionTemplate('demo');
    const copies = [good, good.replace("'64Mi'", "'96Mi'"), good.replace("'64Mi'", "'64MB'")].map((text) => {
      const copy = folder({ 'clusters/demo.ts': text });
      cpSync(join(directory, 'dist'), join(copy, 'dist'), { recursive: true });
      return copy;
    });
    const before = copies.map((copy) => timesBelow(copy));
    // WHEN
    const [same, stale, wrong] = await Promise.all(copies.map((copy) => ichor(copy, 'synth --check')));
    // THEN
    expect(same).toMatchObject({ code: 0, stderr: '' });
    expect(stale).toMatchObject({ code: 2, stderr: 'dist/ is stale: run npx cdk8s synth, and commit what it writes\n' });
    expect(stale?.stdout.split('\n').filter((line) => /^[~+-]/.test(line))).toEqual([
      '~ dist/demo/BUDGET.md',
      '~ dist/demo/kubernetes/40-workloads/Deployment-web.apps.yaml',
      '~ dist/demo/manifest.json',
    ]);
    expect(wrong).toMatchObject({ code: 1, stdout: '' });
    expect(wrong?.stderr).toMatch(/^WRK006 .*\n1 error\ndist\/ was not compared\n$/s);
    expect(copies.map((copy) => timesBelow(copy))).toEqual(before);
  });

  test('an error leaves dist/ as it was', async () => {
    // GIVEN
    const before = timesBelow(join(directory, 'dist'));
    write(directory, { 'clusters/other.ts': "throw new Error('broken on purpose');\n" });
    // WHEN
    const { code } = await ichor(directory, 'synth');
    rmSync(join(directory, 'clusters/other.ts'));
    // THEN
    expect(code).toBe(1);
    expect(timesBelow(join(directory, 'dist'))).toEqual(before);
  });

  test('two clusters with one number in a mesh are refused together, and neither is written', async () => {
    // GIVEN
    const numbered = (name: string, id: number) => ({
      [`clusters/${name}.ts`]: definitionTemplate(name).replace('cilium({', `cilium({ id: ${id},`),
    });
    const [same, different] = [folder({ ...numbered('a', 7), ...numbered('b', 7) }), folder({ ...numbered('a', 7), ...numbered('b', 8) })];
    // WHEN
    const [refused, written] = await Promise.all([ichor(same, 'synth'), ichor(different, 'synth')]);
    // THEN
    expect(refused).toMatchObject({ code: 1, stdout: '' });
    expect(refused.stderr.replace(/\s+/g, ' ')).toMatch(/^CLU002 clusters\/b\.ts network\.id: 7 is the number of the cluster 'a' already;/);
    expect(readdirSync(same)).not.toContain('dist');
    expect(written.code).toBe(0);
  });

  test('writes the same bytes under any environment', async () => {
    // GIVEN
    const expected = filesBelow(join(directory, 'dist'));
    const environments = [
      { CDK8S_LEGACY_HASH: '1', CDK8S_DISABLE_SORT: '1', TZ: 'Pacific/Kiritimati', FORCE_COLOR: '1' },
      { CDK8S_RECORD_CONSTRUCT_METADATA: 'true', TZ: 'America/St_Johns', LC_ALL: 'tr_TR.UTF-8', LANG: 'tr_TR.UTF-8' },
    ];
    // WHEN
    const found = await Promise.all(
      environments.map(async (env) => {
        const copy = folder(demo());
        const { stdout } = await ichor(copy, 'synth', env);
        expect(stdout).not.toContain('\u001b');
        return filesBelow(join(copy, 'dist'));
      }),
    );
    // THEN
    expect(found).toEqual([expected, expected]);
  });

  test('a warning is written beside the results; --fail-on warning makes it a failure', async () => {
    // GIVEN
    const [lenient, strict] = [folder(demoWithWarning()), folder(demoWithWarning())];
    // WHEN
    const ended = await Promise.all([ichor(lenient, 'synth'), ichor(strict, 'synth --fail-on warning')]);
    // THEN
    expect(ended.map(({ code }) => code)).toEqual([0, 1]);
    for (const { stdout, stderr } of ended) {
      expect(stdout).toMatch(/^\+ dist\/demo\/BUDGET\.md\n/);
      expect(stderr).toMatch(/^PLT005 {2}clusters\/demo\.ts {2}platform\.hostIp: '0\.0\.0\.0' publishes .*\n1 warning\n$/s);
      expect(stdout + stderr).not.toContain('\u001b');
    }
  });

  test('does not mind a reader that stops before the end', async () => {
    const script = `{ "${process.execPath}" "${join(repository, 'ichor')}" synth --check; echo "code $?" >&2; } | :`;
    expect(await program('sh', directory, ['-c', script])).toEqual({ code: 0, stdout: '', stderr: 'code 0\n' });
  });

  test('one cluster by name leaves the others alone', async () => {
    // GIVEN
    const copy = folder({ ...demo('a'), ...demo('b') });
    // WHEN
    await ichor(copy, 'synth');
    write(copy, { 'clusters/a.ts': definitionTemplate('a').replace("'64Mi'", "'96Mi'"), 'clusters/b.ts': 'throw 1;' });
    const { code, stdout } = await ichor(copy, 'synth a');
    // THEN
    expect(code).toBe(0);
    expect(stdout).not.toContain('dist/b/');
    expect(readFileSync(join(copy, 'dist/a/kubernetes/40-workloads/Deployment-web.apps.yaml'), 'utf8')).toContain('memory: 96Mi');
    expect(readdirSync(join(copy, 'dist'))).toEqual(['a', 'b']);
  });
});

describe('check', () => {
  test('says what it found on stdout, and writes nothing', async () => {
    // GIVEN
    const [good, doubtful] = [folder(demo()), folder(demoWithWarning())];
    // WHEN
    const [nothing, warned, strict] = await Promise.all([
      ichor(good, 'check'),
      ichor(doubtful, 'check'),
      ichor(doubtful, 'check --fail-on warning'),
    ]);
    // THEN
    expect(nothing).toEqual({ code: 0, stdout: 'demo: nothing found\n', stderr: '' });
    expect(warned).toMatchObject({ code: 0, stderr: '', stdout: expect.stringMatching(/^PLT005 .*\n1 warning\n$/s) });
    expect(strict).toMatchObject({ code: 1, stdout: warned?.stdout });
    expect([...readdirSync(good), ...readdirSync(doubtful)]).not.toContain('dist');
  });
});
