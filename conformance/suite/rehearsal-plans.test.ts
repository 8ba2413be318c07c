import joelclaw from '../../clusters/joelclaw';
import joelclawPi from '../../clusters/joelclaw-pi';
import { referenceOf } from '../rehearsal/api';
import { emittedBy } from '../rehearsal/emitted';
import { type Stage, stage } from '../rehearsal/plan';
import { liveObjects, written } from '../rehearsal/rehearse';
import { objectIn } from '../rehearsal/yaml';

/** What a cluster without containers can't show: what an agent says, and what Talos runs on control planes. */
const unseen = /cilium-dbg|kubectl gave no answer|range of node ports/;

describe.each([
  ['joelclaw', joelclaw],
  ['joelclaw-pi', joelclawPi],
])('%s', (name, definition) => {
  let there: Stage;
  const emitted = emittedBy(definition);
  const references = emitted.objects.map(({ text }) => referenceOf(objectIn(text)));

  beforeAll(async () => {
    there = await stage(emitted, `${name} by its plan`);
  });

  afterAll(() => there?.stop());

  const asWritten = async () => (await liveObjects({ cluster: there.cluster, references })).map(written);

  test('says before what it would do', async () => {
    const { status, stdout } = await there.ichor(['apply', 'create', name, '--dry-run']);
    expect(stdout.at(-1)).toMatch(/^\? \d+ more steps, about which nothing can be asked before that$/);
    expect(status).toBe(2);
  });

  test('is made by ichor apply create, which was killed on the way and goes on there', async () => {
    // WHEN
    const killed = await there.ichor(['apply', 'create', name, '--yes'], /Apply 20-storage/);
    const [made] = await Promise.all([there.ichor(['apply', 'create', name, '--yes']), there.operator]);
    // THEN
    expect(killed.status).toBeUndefined();
    expect(made.stderr.filter((line) => /stopped/.test(line))).toEqual([]);
    expect(made).toMatchObject({ status: 0, stdout: [expect.stringMatching(/^done: /)] });
    expect(await liveObjects({ cluster: there.cluster, references })).toHaveLength(references.length);
  });

  test('is changed by nothing of a second time', async () => {
    const before = await asWritten();
    const again = await there.ichor(['apply', name]);
    expect(again).toMatchObject({ status: 0, stdout: ['nothing to do'] });
    expect(await asWritten()).toEqual(before);
    expect(await there.ichor(['apply', name, '--dry-run'])).toMatchObject({ status: 0 });
  });

  test('is as it should be, as far as it can show', async () => {
    const { stdout } = await there.ichor(['verify', name]);
    expect(stdout.filter((line) => line.startsWith('ok'))).toEqual(
      expect.arrayContaining(['ok     The cluster', 'ok     Nodes', 'ok     Workloads']),
    );
    expect(stdout.filter((line) => line.startsWith('       ') && !unseen.test(line))).toEqual([]);
  });

  test('lists an object that is no longer in the definition, and deletes it when asked', async () => {
    // GIVEN
    const { api } = there.cluster;
    const settings = { apiVersion: 'v1', kind: 'ConfigMap', name: 'left-over', namespace: 'default' };
    const { name: left, namespace } = settings;
    await api.apply({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: left, namespace }, data: { any: 'thing' } });
    // THEN
    const listed = await there.ichor(['apply', name]);
    expect(listed.stdout).toContain('- ConfigMap default/left-over is no longer in the definition: stays without --prune');
    const pruned = await there.ichor(['apply', name, '--prune', '--yes']);
    expect(pruned.stdout).toContain('- ConfigMap default/left-over is no longer in the definition: goes');
    await expect(api.get(settings)).rejects.toThrow(/not found|404/);
  });

  test('is left alone by a definition of another cluster', async () => {
    const other = name === 'joelclaw' ? 'joelclaw-pi' : 'joelclaw';
    await there.ichor(['synth', other]);
    const { status, stderr } = await there.ichor(['apply', other, '--kubeconfig', `.ichor/${name}/kubeconfig`]);
    expect(status).toBe(1);
    expect(stderr.join('\n')).toMatch(/nothing was changed|upgrade it first|bring it there first/);
  });
});
