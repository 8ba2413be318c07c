import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import joelclaw from '../../clusters/joelclaw';
import { render } from '../../lib/output';
import { synthesize } from '../../synthesize';
import { type World, world } from '../support/world';

const { product } = synthesize(joelclaw, 'clusters/joelclaw.ts');
const files = Object.fromEntries(product.files.map((file) => [`dist/${file.path}`, render(file)]));

/** A machine with the output of joelclaw, and nothing else yet. */
const clone = () => world(files);

function script(there: World, name: string) {
  const path = join(there.folder, `dist/joelclaw/plans/${name}.sh`);
  const { status, stdout, stderr } = spawnSync('sh', [path], { env: there.env, encoding: 'utf8' });
  return { status, out: stdout.split('\n'), err: stderr.trimEnd().split('\n') };
}

const calls = ({ writes, folder }: World) => writes().map((call) => call.replaceAll(folder, ''));

test('create.sh makes the cluster, and a second time changes nothing', () => {
  // GIVEN
  const there = clone();
  // WHEN
  const first = script(there, 'create');
  const writes = calls(there);
  const second = script(there, 'create');
  // THEN
  expect(first).toMatchObject({ status: 0, err: [''] });
  expect(first.out.filter((line) => line.startsWith('== '))).toEqual([
    '== 1/11 Create the container joelclaw-controlplane-1',
    '== 2/11 Fetch the kubeconfig',
    '== 3/11 Look at the cluster',
    '== 4/11 Apply 00-namespaces',
    '== 5/11 Apply 20-storage',
    '== 6/11 Install Cilium 1.20.2',
    "== 7/11 Wait for Cilium's kinds",
    '== 8/11 Apply 30-policies',
    '== 9/11 Apply 40-workloads',
    '== 10/11 Wait for the nodes',
    '== 11/11 Wait for the workloads',
    '== done',
  ]);
  expect(first.out).toContain('   secret joelclaw/system-bus-env is missing: its pods wait until kubectl create secret makes it');
  expect(writes[0]).toBe(
    'talosctl cluster create docker --name joelclaw --image ghcr.io/siderolabs/talos:v1.13.9 --kubernetes-version 1.36.3 --subnet 10.5.0.0/24 --workers 0 --memory-controlplanes 6GiB --cpus-controlplanes 4.0 --host-ip 127.0.0.1 --config-patch-controlplanes @controlplane-patch.yaml -p 6333:30333/tcp,6334:30334/tcp,6379:30379/tcp,8288:30288/tcp,8289:30289/tcp --talosconfig-destination /.ichor/joelclaw/talosconfig',
  );
  expect(writes).toHaveLength(6);
  expect(second.status).toBe(0);
  expect(calls(there)).toEqual(writes);
});

test.each(['*cluster create docker*', '* apply *20-storage', '*upgrade --install*', '* apply *40-workloads'])(
  'create.sh stops where %s fails, says where, and goes on there',
  (pattern) => {
    // GIVEN
    const [there, whole] = [clone(), clone()];
    script(whole, 'create');
    there.fail(pattern);
    // WHEN
    const stopped = script(there, 'create');
    const before = calls(there).length;
    const next = script(there, 'create');
    // THEN
    expect(stopped.status).toBe(1);
    expect(stopped.err).toEqual([
      expect.stringMatching(/^\w+ was told to fail$/),
      expect.stringMatching(/^stopped at [a-z]+; what is done is left alone when this runs again$/),
    ]);
    expect(next.status).toBe(0);
    expect(calls(there).filter((_, i) => i !== before - 1)).toEqual(calls(whole));
  },
);

test('create.sh stops at a cluster that has Flannel', () => {
  const there = clone();
  there.has('container');
  there.has('flannel');
  expect(script(there, 'create')).toMatchObject({
    status: 1,
    err: [
      'kube-flannel runs there, which the definition does not have: it is another cluster, or one to migrate first',
      'stopped at look; what is done is left alone when this runs again',
    ],
  });
  expect(there.writes()).toEqual([]);
});

test('verify.sh names all that is wrong, and fails', () => {
  const there = clone();
  there.has('flannel');
  const { status, out } = script(there, 'verify');
  expect(status).toBe(1);
  expect(out).toContain('   Flannel runs beside Cilium: pods get addresses of either');
  expect(out).toContain('   the operator is not ready: kubectl --namespace kube-system logs deployment/cilium-operator');
});

test('a missing program is named before anything is run', () => {
  const there = clone();
  spawnSync('rm', [join(there.folder, 'bin/helm')]);
  expect(script(there, 'create')).toMatchObject({ status: 1, err: ['helm is missing'] });
  expect(there.writes()).toEqual([]);
});
