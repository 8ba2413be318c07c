import { readdirSync } from 'node:fs';
import { definitionTemplate } from '../../cli/templates/definition';
import { folder, ichor, write } from './support/ichor';

/** What synth says of a file in `clusters/`. */
async function refusal(text: string, name = 'demo') {
  const directory = folder({ [`clusters/${name}.ts`]: text });
  const ended = await ichor(directory, 'synth');
  return { ...ended, left: readdirSync(directory) };
}

const nothingWritten = { code: 1, stdout: '', left: ['clusters', 'node_modules'] };

describe('a definition that can not be used: where and why, nothing written, no stack trace', () => {
  test.concurrent.each([
    [
      'throws',
      "const memory = '6GiB';\nthrow new Error('broken on purpose');\n",
      [
        'DEF007  clusters/demo.ts:2:7  loading it failed: broken on purpose; mend it; definitions only describe, and need',
        '        nothing that can fail',
      ],
    ],
    [
      'has a syntax error',
      'export default {\n  name: ,\n};\n',
      ['DEF007  clusters/demo.ts:2:9  Unexpected ","; mend it; npx tsc --noEmit shows more'],
    ],
    [
      'exports nothing by default',
      "export const name = 'demo';\n",
      ['DEF001  clusters/demo.ts  the default export is not a cluster; write export default defineCluster({ … })'],
    ],
    [
      'has the name of another file',
      definitionTemplate('dmeo'),
      ["DEF002  clusters/demo.ts  name: 'dmeo' stands in a file named 'demo'; write 'demo', or rename the file to dmeo.ts"],
    ],
    [
      'imports a file that is not there',
      "import { redis } from './shared/redis';\nexport default redis;\n",
      ['DEF007  clusters/demo.ts:1:23  Could not resolve "./shared/redis"; mend it; npx tsc --noEmit shows more'],
    ],
  ])('%s', async (_, text, lines) => {
    const stderr = `${[...lines, '1 error', 'nothing was written'].join('\n')}\n`;
    expect(await refusal(text)).toEqual({ ...nothingWritten, stderr });
  });

  test('all that is wrong comes at once, of every cluster, and keeps the good ones from being written too', async () => {
    // GIVEN
    const directory = folder({
      'clusters/a.ts': definitionTemplate('a').replace("'4GiB'", "'4 gigs'").replace("kubernetes: '1.36.3'", "kubernetes: 'v1.36.3'"),
      'clusters/b.ts': "throw new Error('not this one either');\n",
    });
    write(directory, { 'clusters/c.ts': definitionTemplate('c') });
    // WHEN
    const { code, stdout, stderr } = await ichor(directory, 'synth');
    // THEN
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr.split('\n').filter((line) => /^[A-Z]{3}\d{3}/.test(line))).toEqual([
      "PLT001  clusters/a.ts  platform.memory: '4 gigs' is not a size as talosctl takes it; write it as '6GiB'",
      "VER001  clusters/a.ts  versions.kubernetes: 'v1.36.3' is not a release; write '1.36.3'",
      expect.stringMatching(/^DEF007 {2}clusters\/b\.ts:1:7 {2}loading it failed: not this one either; /),
    ]);
    expect(stderr.endsWith('3 errors\nnothing was written\n')).toBe(true);
    expect(readdirSync(directory)).not.toContain('dist');
  });

  test('no definition at all, and none of that name', async () => {
    expect(await ichor(folder(), 'synth')).toEqual({
      code: 1,
      stdout: '',
      stderr: [
        'DEF008  clusters  there is no definition in this folder; run ichor init NAME, or change to the folder that has',
        '        clusters/',
        '1 error',
        'nothing was written',
        '',
      ].join('\n'),
    });
    expect((await ichor(folder({ 'clusters/demo.ts': definitionTemplate('demo') }), 'check dmo')).stdout).toBe(
      "DEF008  clusters/dmo.ts  there is no cluster 'dmo'; write 'demo'\n1 error\n",
    );
  });
});
