import { flannel } from 'ichor';
import { variant } from '../support/joelclaw';
import { type Answers, runScript as runOf } from './support/run-script';

const runScript = (args: readonly string[], answers: Answers = {}, changes = {}) => runOf(variant(changes), args, answers);

const apply = (layer: string) => `kubectl --context admin@joelclaw apply --server-side --field-manager ichor -f kubernetes/${layer}`;

test('applies the layers in order, with Cilium between storage and policies, always in the named context', () => {
  const { status, calls, writes } = runScript(['admin@joelclaw']);
  expect(status).toBe(0);
  expect(calls.every((call) => / --(kube-)?context admin@joelclaw /.test(call))).toBe(true);
  expect(writes).toEqual([
    apply('00-namespaces'),
    apply('20-storage'),
    'helm --kube-context admin@joelclaw --namespace kube-system upgrade --install cilium cilium --repo https://helm.cilium.io --version 1.20.2 --values cilium/values.yaml --wait --timeout 10m',
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

test.each([
  [
    'a cluster that still runs Flannel',
    { kubectl: 'case "$*" in *kube-flannel*) echo daemonset.apps/kube-flannel ;; esac' },
    'kube-flannel runs in admin@joelclaw',
  ],
  [
    'another release of Cilium',
    { helm: 'case "$*" in *list*) echo "- app_version: 1.19.6"; echo "  chart: cilium-1.19.6" ;; esac' },
    'Cilium 1.19.6 runs in admin@joelclaw, and the definition says 1.20.2',
  ],
  ['an API server that does not answer', { kubectl: 'exit 1' }, ''],
  ['a Helm that fails', { helm: 'exit 1' }, ''],
])('%s stops it before the first change', (_, answers, message) => {
  const { status, stderr, writes } = runScript(['admin@joelclaw'], answers);
  expect(status).toBe(1);
  expect(stderr).toContain(message);
  expect(writes).toEqual([]);
});

test('a layer that fails stops it there', () => {
  const { status, writes } = runScript(['admin@joelclaw'], { kubectl: 'case "$*" in *20-storage*) exit 1 ;; esac' });
  expect(status).toBe(1);
  expect(writes).toEqual([apply('00-namespaces'), apply('20-storage')]);
});

test('a dry run passes its flag on and leaves Cilium alone', () => {
  const { status, stdout, writes } = runScript(['admin@joelclaw', '--dry-run=server']);
  expect(status).toBe(0);
  expect(stdout).toContain('Cilium is left out of a dry run');
  expect(writes).toHaveLength(4);
  expect(writes.every((call) => call.includes(' --dry-run=server '))).toBe(true);
});

test('says which Secrets are missing, and goes on: their pods wait', () => {
  const { status, stderr, writes } = runScript(['admin@joelclaw'], { kubectl: 'case "$*" in *"get secret"*) exit 1 ;; esac' });
  expect(status).toBe(0);
  expect(stderr).toBe('secret joelclaw/system-bus-env is missing: its pods wait until kubectl create secret makes it\n');
  expect(writes).toHaveLength(5);
});

test('with Flannel it needs no Helm, and stops where Cilium runs', () => {
  const changes = { network: flannel() };
  expect(runScript(['admin@joelclaw'], {}, changes).writes).toEqual([apply('00-namespaces'), apply('20-storage'), apply('40-workloads')]);
  const { status, writes } = runScript(
    ['admin@joelclaw'],
    { kubectl: 'case "$*" in *daemonset*) echo daemonset.apps/cilium ;; esac' },
    changes,
  );
  expect(status).toBe(1);
  expect(writes).toEqual([]);
});
