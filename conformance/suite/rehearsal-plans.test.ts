import { setTimeout as sleep } from 'node:timers/promises';
import joelclaw from '../../clusters/joelclaw';
import joelclawPi from '../../clusters/joelclaw-pi';
import type { JsonObject } from '../../lib/base';
import { probePod } from '../../lib/run/verify/probe-pod';
import { referenceOf } from '../rehearsal/api';
import { emittedBy } from '../rehearsal/emitted';
import { type Stage, stage } from '../rehearsal/plan';
import { liveObjects, written } from '../rehearsal/rehearse';
import { objectIn } from '../rehearsal/yaml';

/** What a cluster without containers can't show: what agents say and do, what Talos runs on control planes, and ways in. */
const unseen = /cilium-dbg|kubectl gave no answer|range of node ports|is not managed by Cilium|answers at|no answer at|was not tried/;

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
      expect.arrayContaining(['ok       The cluster', 'ok       Nodes', 'ok       Workloads']),
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

  test('takes the pod that tries connections, which no controller takes for its own', async () => {
    // GIVEN
    const { api } = there.cluster;
    const [namespace, labels] = ['default', { app: 'client' }];
    const { metadata } = await api.get({ apiVersion: 'v1', kind: 'Namespace', name: namespace });
    const client = { key: 'default/client', namespace, labels };
    const attempts = [{ from: client, to: client, address: '10.244.0.9', port: 6379, expected: 'open' as const }];
    const image = 'quay.io/cilium/cilium:v1.20.2';
    const probe = probePod({ name: 'ichor-probe-1', client, attempts, image, cluster: name, namespaceUid: String(metadata.uid) });
    const { ownerReferences: _, ...others } = probe.metadata as JsonObject;
    const template = { metadata: { labels }, spec: { containers: [{ name: 'client', image }] } };
    await api.create({
      apiVersion: 'apps/v1',
      kind: 'ReplicaSet',
      metadata: { name: 'client', namespace },
      spec: { replicas: 0, selector: { matchLabels: labels }, template },
    });
    // WHEN
    await api.create(probe);
    await api.create({ ...probe, metadata: { ...others, name: 'adopted' } });
    // THEN
    const pods = async () => (await api.list({ apiVersion: 'v1', kind: 'Pod', namespace })).map((pod) => pod.metadata.name);
    while ((await pods()).includes('adopted')) await sleep(200);
    expect(await pods()).toContain('ichor-probe-1');
  });

  test('keeps nothing of connections that are tried, even where that is killed', async () => {
    // GIVEN
    const probes = async () =>
      (await there.cluster.api.list({ apiVersion: 'v1', kind: 'Pod', namespace: 'joelclaw' }))
        .map((pod) => pod.metadata.name)
        .filter((pod) => pod.startsWith('ichor-probe-'));
    await there.ichor(['verify', name, '--probe'], /waits for pod/);
    const left = await probes();
    // WHEN
    await there.ichor(['verify', name, '--probe'], /waits for pod/);
    // THEN
    expect(left).not.toEqual([]);
    expect((await probes()).filter((pod) => left.includes(pod))).toEqual([]);
  });

  test('is left alone by a definition of another cluster', async () => {
    const other = name === 'joelclaw' ? 'joelclaw-pi' : 'joelclaw';
    await there.ichor(['synth', other]);
    const { status, stderr } = await there.ichor(['apply', other, '--kubeconfig', `.ichor/${name}/kubeconfig`]);
    expect(status).toBe(1);
    expect(stderr.join('\n')).toMatch(/nothing was changed|upgrade it first|bring it there first/);
  });
});
