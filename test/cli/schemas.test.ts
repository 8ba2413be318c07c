import { definitionTemplate } from '../../cli/templates/definition';
import { demo, demoWithWarning, folder, ichor } from './support/ichor';
import { contradictions } from './support/schema';

const broken = { 'clusters/demo.ts': definitionTemplate('demo').replace("'4GiB'", "'4 gigs'").replace('8080, web', '8080.5, web') };
const throwing = { 'clusters/demo.ts': "throw new Error('broken on purpose');\n" };

describe('--output json', () => {
  test.concurrent.each([
    ['synth --fail-on warning', 'findings.schema.json', demoWithWarning(), 1],
    ['synth --check', 'findings.schema.json', demo(), 2],
    ['synth', 'findings.schema.json', throwing, 1],
    ['check', 'findings.schema.json', demo(), 0],
    ['check', 'findings.schema.json', broken, 1],
    ['doctor', 'doctor.schema.json', demo(), 1],
  ])('of %s is what %s says', async (verb, schema, files, exit) => {
    // WHEN
    const { code, stdout } = await ichor(folder(files), `${verb} --output json`, { PATH: '/nowhere' });
    const output = JSON.parse(stdout) as Record<string, unknown>;
    // THEN
    expect(code).toBe(exit);
    expect(output.schema).toBe(`ichor/${verb.split(' ')[0]}/v1`);
    expect(contradictions(schema, output)).toEqual([]);
    expect(stdout).toBe(`${JSON.stringify(output, null, 2)}\n`);
  });

  test('of synth holds findings and files as they are, and nothing stands beside it', async () => {
    const { stdout, stderr } = await ichor(folder(demoWithWarning()), 'synth --output json');
    const { clusters, files, findings } = JSON.parse(stdout);
    expect(stderr).toBe('');
    expect(clusters).toEqual(['demo']);
    expect(files).toContainEqual({ path: 'demo/manifest.json', change: 'added' });
    expect(findings).toEqual([
      {
        id: 'PLT005',
        severity: 'warning',
        status: 'found',
        at: { file: 'clusters/demo.ts', path: 'platform.hostIp' },
        also: [],
        message: expect.stringContaining("'0.0.0.0' publishes every exposed port"),
        repair: expect.any(String),
      },
    ]);
  });
});

describe('the schemas refuse', () => {
  const finding = { id: 'NET004', severity: 'error', status: 'found', at: { file: 'clusters/a.ts', path: '' }, also: [], message: 'x' };
  const check = { schema: 'ichor/check/v1', clusters: ['a'], findings: [finding] };

  test.each([
    ['another id', { ...check, findings: [{ ...finding, id: 'NET4' }] }, ['/findings/0/id does not match ^[A-Z]{3}[0-9]{3}$']],
    ['another severity', { ...check, findings: [{ ...finding, severity: 'fatal' }] }, [expect.stringMatching(/severity is none of/)]],
    ['a place without a file', { ...check, findings: [{ ...finding, at: { path: '' } }] }, ['/findings/0/at lacks file']],
    ['line 0', { ...check, findings: [{ ...finding, at: { file: 'a', path: '', line: 0 } }] }, ['/findings/0/at/line is less than 1']],
    ['files of check', { ...check, files: [] }, [' fits not exactly one']],
    ['synth without files', { ...check, schema: 'ichor/synth/v1' }, [' fits not exactly one']],
    ['a list', [], expect.arrayContaining([' is no object', ' lacks schema'])],
  ])('%s', (_, value, found) => {
    expect(contradictions('findings.schema.json', check)).toEqual([]);
    expect(contradictions('findings.schema.json', value)).toEqual(found);
  });

  test('a state that doctor does not have', () => {
    const row = { id: 'node', state: 'broken', subject: 'node', found: '' };
    const output = { schema: 'ichor/doctor/v1', ready: true, prerequisites: [row] };
    expect(contradictions('doctor.schema.json', output)).toEqual([
      '/prerequisites/0/state is none of ["ok","missing","old","unknown","note"]',
    ]);
  });
});
