import { readdirSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { demo, folder, ichor, node, repository, timesBelow, write } from './support/ichor';

const cdk8sYaml = `language: typescript\napp: node ${join(repository, 'ichor')} synth\noutput: .scratch\n`;

/** `cdk8s synth` of the real CLI. */
function cdk8s(directory: string) {
  return node(directory, [join(repository, 'node_modules/cdk8s-cli/bin/cdk8s'), 'synth', '--check-upgrade=false']);
}

describe('npx cdk8s synth', () => {
  const directory = folder({ 'cdk8s.yaml': cdk8sYaml, ...demo() });

  test('writes what ichor synth writes, and lists it', async () => {
    // WHEN
    const { code, stdout } = await cdk8s(directory);
    // THEN
    expect(code).toBe(0);
    expect(stdout).toContain('.scratch/demo/kubernetes/40-workloads/Deployment-web.apps.yaml');
    expect(readlinkSync(join(directory, '.scratch'))).toBe('dist');
    expect(await ichor(directory, 'synth --check')).toMatchObject({ code: 0, stderr: '' });
  });

  test('with a definition that throws fails, says why, and leaves dist/ whole, though the CLI empties its own folder first', async () => {
    // GIVEN
    const before = timesBelow(join(directory, 'dist'));
    write(directory, { 'clusters/other.ts': "throw new Error('broken on purpose');\n" });
    // WHEN
    const { code, stdout, stderr } = await cdk8s(directory);
    // THEN
    expect(code).not.toBe(0);
    expect(stdout + stderr).toContain('DEF007  clusters/other.ts:1:7  loading it failed: broken on purpose;');
    expect(timesBelow(join(directory, 'dist'))).toEqual(before);
    expect(readdirSync(directory)).not.toContain('.scratch');
  });
});
