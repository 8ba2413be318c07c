import { flannel } from 'ichor';
import { variant } from '../support/joelclaw';
import { type Answers, runScript as runOf } from './support/run-script';

const runScript = (args: readonly string[], answers: Answers = {}, changes = {}) => runOf(variant(changes), args, answers);

const apply = (layer: string, flags = '') =>
  `kubectl --context admin@joelclaw apply ${flags}--server-side --field-manager ichor --filename /kubernetes/${layer}`;

test('applies the layers in order, with Cilium between storage and policies, always in the named context', () => {
  const { status, stderr, calls, writes } = runScript(['admin@joelclaw']);
  expect([status, stderr]).toEqual([0, '']);
  expect(calls.every((call) => / --(kube-)?context admin@joelclaw /.test(call))).toBe(true);
  expect(writes).toEqual([
    apply('00-namespaces'),
    apply('20-storage'),
    expect.stringMatching(
      /^helm --kube-context admin@joelclaw --namespace kube-system upgrade --install cilium cilium --repo https:\/\/helm\.cilium\.io --version 1\.20\.2 --values \/cilium\/values\.yaml --description ichor [0-9a-f]{16} --wait --timeout 10m$/,
    ),
    apply('30-policies'),
    apply('40-workloads'),
  ]);
});

test('never guesses the context', () => {
  const { status, stderr, calls } = runScript([]);
  expect(status).not.toBe(0);
  expect(stderr).toContain('usage: ./apply.sh CONTEXT, e.g. ./apply.sh admin@joelclaw');
  expect(calls).toEqual([]);
});

const stopped = 'stopped at look; what is done is left alone when this runs again\n';

test.each([
  [
    'a cluster that still runs Flannel',
    { kubectl: 'case "$*" in *kube-flannel*) echo daemonset.apps/kube-flannel ;; esac' },
    `kube-flannel runs there, which the definition does not have: it is another cluster, or one to migrate first\n${stopped}`,
  ],
  [
    'another release of Cilium',
    { helm: 'case "$*" in *list*) echo \'[{"name":"cilium","chart":"cilium-1.19.6"}]\'; exit ;; esac' },
    `Cilium is there in another release than 1.20.2: upgrade it first, one minor at a time\n${stopped}`,
  ],
  ['an API server that does not answer', { kubectl: 'exit 1' }, `kubectl gave no answer\n${stopped}`],
  ['a Helm that fails', { helm: 'exit 1' }, `helm gave no answer\n${stopped}`],
])('%s stops it before the first change', (_, answers, message) => {
  const { status, stderr, writes } = runScript(['admin@joelclaw'], answers);
  expect(status).toBe(1);
  expect(stderr).toBe(message);
  expect(writes).toEqual([]);
});

test('a layer that fails stops it there', () => {
  const { status, stderr, writes } = runScript(['admin@joelclaw'], { kubectl: 'case "$*" in *" apply "*20-storage*) exit 1 ;; esac' });
  expect(status).toBe(1);
  expect(stderr).toBe('stopped at storage; what is done is left alone when this runs again\n');
  expect(writes).toEqual([apply('00-namespaces'), apply('20-storage')]);
});

test('what shows that it is done already is left alone', () => {
  const { status, stdout, writes } = runScript(['admin@joelclaw'], {
    kubectl: 'case "$*" in *" diff "*00-namespaces | *" diff "*20-storage) exit 0 ;; esac',
  });
  expect(status).toBe(0);
  expect(stdout).toContain('== 2/7 Apply 00-namespaces\n   done already\n== 3/7 Apply 20-storage\n   done already\n');
  expect(writes).toHaveLength(3);
});

test('a layer that is applied and still differs stops it', () => {
  const { status, stderr } = runScript(['admin@joelclaw'], { kubectl: 'case "$*" in *" diff "*) exit 1 ;; esac' });
  expect(status).toBe(1);
  expect(stderr).toBe(
    'it ran, and after 60 s nothing shows that it is done\nstopped at namespaces; what is done is left alone when this runs again\n',
  );
});

test('a dry run passes its flag on and leaves Cilium alone', () => {
  const { status, stdout, writes } = runScript(['admin@joelclaw', '--dry-run=server']);
  expect(status).toBe(0);
  expect(stdout).toContain('== 4/7 Install Cilium 1.20.2\n   left out of a dry run\n');
  expect(writes).toEqual(['00-namespaces', '20-storage', '30-policies', '40-workloads'].map((layer) => apply(layer, '--dry-run=server ')));
});

test('further flags go to kubectl apply, word by word', () => {
  const { writes } = runScript(['admin@joelclaw', '--force-conflicts', '--selector', 'a in (b, c)']);
  expect(writes[0]).toBe(apply('00-namespaces', '--force-conflicts --selector a in (b, c) '));
  expect(writes).toHaveLength(5);
});

test('says which Secrets are missing, and goes on: their pods wait', () => {
  const { status, stdout, writes } = runScript(['admin@joelclaw'], { kubectl: 'case "$*" in *"get secret"*) exit 1 ;; esac' });
  expect(status).toBe(0);
  expect(stdout).toContain('\n   secret joelclaw/system-bus-env is missing: its pods wait until kubectl create secret makes it\n');
  expect(writes).toHaveLength(5);
});

test('with Flannel it needs no Helm, and stops where Cilium runs', () => {
  const changes = { network: flannel() };
  expect(runScript(['admin@joelclaw'], { helm: 'exit 1' }, changes).writes).toEqual([
    apply('00-namespaces'),
    apply('20-storage'),
    apply('40-workloads'),
  ]);
  const { status, writes } = runScript(
    ['admin@joelclaw'],
    { kubectl: 'case "$*" in *daemonset*) echo daemonset.apps/cilium ;; esac' },
    changes,
  );
  expect(status).toBe(1);
  expect(writes).toEqual([]);
});
