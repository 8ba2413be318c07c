import { connectivityTest } from '../../../../lib/run/verify/connectivity-test';
import { playedCluster, type Said } from '../../../support/played-cluster';

const names = ['cilium-test-1', 'cilium-test-ccnp1', 'cilium-test-ccnp2'];
const usual: Record<string, Said> = {
  'kubectl get namespace cilium-test-*': '',
  'kubectl create --filename -': 'created',
  'kubectl delete namespace *': 'deleted',
};
const passes = [
  '[=] [cilium-test-1] Test [no-policies] [1/62]',
  '[=] [cilium-test-1] Skipping test [no-policies-extra] [2/62] (skipped by condition)',
  '[=] [cilium-test-1] Skipping test [pod-to-node-cidrpolicy] [3/62] (Feature cidr-match-nodes is disabled)',
  '✅ [cilium-test-1] All 60 tests (250 actions) successful, 2 tests skipped, 1 scenarios skipped.',
].join('\n');

async function tested(answers: Record<string, Said>, nodes = 3) {
  const there = playedCluster({ ...answers, ...usual }, ['kubectl', 'cilium']);
  const told: string[] = [];
  const { state, remarks } = await connectivityTest(there.surroundings, { nodes, tell: (line) => void told.push(line) });
  return { there, told, state, remarks: remarks.map(({ kind, text }) => `${kind}: ${text}`) };
}

test('the namespaces are made, let privileged pods through, and go; what was left out is listed', async () => {
  const { there, state, remarks } = await tested({ 'cilium connectivity *': `${passes}\n` });
  expect(state).toBe('ok');
  expect(remarks).toEqual([
    'note: ✅ [cilium-test-1] All 60 tests (250 actions) successful, 2 tests skipped, 1 scenarios skipped.',
    'note: left out by Ichor: check-log-errors, which looks for errors in logs that Talos has anyway',
    'note: left out: no-policies-extra (skipped by condition), pod-to-node-cidrpolicy (Feature cidr-match-nodes is disabled)',
  ]);
  expect(there.inputs()).toEqual(
    names.map((name) => ({
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name, labels: { 'pod-security.kubernetes.io/enforce': 'privileged' } },
    })),
  );
  expect(there.calls().filter((call) => !call.startsWith('kubectl get') && !call.startsWith('kubectl create'))).toEqual([
    'cilium connectivity test --namespace kube-system --test !check-log-errors --external-target google.com --timeout 30m',
    ...names.map((name) => `kubectl delete namespace ${name} --ignore-not-found --wait=false`),
  ]);
});

test('it is told which cluster by the environment, which every release of it reads', async () => {
  const there = playedCluster({ 'cilium connectivity *': { script: 'echo "it is $KUBECONFIG"; exit 1' }, ...usual }, ['kubectl', 'cilium']);
  const told: string[] = [];
  await connectivityTest(there.surroundings, { nodes: 1, tell: (line) => void told.push(line) });
  expect(told).toContain(`it is ${there.surroundings.places.kubeconfig}`);
});

test('on one node, what needs two is left out', async () => {
  const { there } = await tested({ 'cilium connectivity *': passes }, 1);
  expect(there.calls().find((call) => call.startsWith('cilium'))).toMatch(/ --timeout 30m --single-node$/);
});

test('what failed is wrong, and the namespaces go', async () => {
  const said = '📋 Test Report\n❌ 1/60 tests failed (2/250 actions), 2 tests skipped, 1 scenarios skipped:';
  const { state, remarks, there } = await tested({ 'cilium connectivity *': { script: `printf '%s\\n' '${said}'; exit 1` } });
  expect(state).toBe('wrong');
  expect(remarks[0]).toBe(
    'wrong: ❌ 1/60 tests failed (2/250 actions), 2 tests skipped, 1 scenarios skipped:; the lines above say of each what it tried',
  );
  expect(there.calls().at(-1)).toMatch(/delete namespace cilium-test-ccnp2/);
});

test('who has had enough ends it, and the namespaces go', async () => {
  const there = playedCluster({ ...usual, 'cilium connectivity *': { script: 'exec sleep 30' } }, ['kubectl', 'cilium']);
  const enough = new AbortController();
  setTimeout(() => enough.abort(), 1000);
  const { state } = await connectivityTest(there.surroundings, { nodes: 1, tell: () => undefined, signal: enough.signal });
  expect(state).toBe('unknown');
  expect(there.calls().filter((call) => call.includes(' delete '))).toHaveLength(3);
});

test('a program that is not there is named', async () => {
  const there = playedCluster(usual);
  const { state, remarks } = await connectivityTest(there.surroundings, { nodes: 1, tell: () => undefined });
  expect([state, remarks[0]?.text]).toEqual([
    'unknown',
    'the test did not run to its end (env ended with code 127): is the program cilium of cilium-cli on PATH?',
  ]);
  expect(there.calls().filter((call) => call.includes(' delete '))).toHaveLength(3);
});

test('a namespace of another test is left alone', async () => {
  const { there, remarks } = await tested({ 'kubectl get namespace cilium-test-ccnp1 *': 'namespace/cilium-test-ccnp1' });
  expect(remarks).toEqual([
    'unknown: namespace cilium-test-ccnp1 is there already: another test runs, or left it; kubectl delete namespace cilium-test-ccnp1',
  ]);
  expect(there.calls().filter((call) => call.includes(' delete '))).toEqual([
    'kubectl delete namespace cilium-test-1 --ignore-not-found --wait=false',
  ]);
});
