import { defaultProfile, type Profile, parseLabel } from '../../../lib/policy';
import { meansPeer } from '../../../lib/policy/aggregate';
import { labelSelector, type Requirement, requirement } from '../../../lib/policy/selector';

const pod = (...labels: string[]) => ({ labels: ['k8s:io.cilium.k8s.policy.cluster=default', ...labels].map(parseLabel) });
const without = (key: string) => labelSelector([requirement(key, 'DoesNotExist')]);
const means = (requirements: readonly Requirement[], of: { labels: ReturnType<typeof parseLabel>[] }, profile: Partial<Profile> = {}) =>
  meansPeer(labelSelector(requirements), of, { ...defaultProfile, ...profile });

describe('a selector that asks only for labels not to be there', () => {
  test('means all pods of a cluster since 1.20, also those that have the label', () => {
    const wanted = [requirement('app', 'DoesNotExist')];
    expect(means(wanted, pod('k8s:app=a'))).toBe(true);
    expect(means(wanted, pod('k8s:app=a'), { cilium: '1.19' })).toBe(false);
  });

  test('means what it says of nodes and the world, which stand alone', () => {
    for (const text of ['reserved:host', 'reserved:world', 'reserved:remote-node', 'reserved:health']) {
      expect(meansPeer(without(text), { labels: [parseLabel(text)] }, defaultProfile)).toBe(false);
    }
  });

  test('means nodes that are known by their labels or addresses', () => {
    const node = { labels: ['reserved:remote-node', 'reserved:kube-apiserver'].map(parseLabel) };
    expect(meansPeer(without('reserved:kube-apiserver'), node, defaultProfile)).toBe(false);
    expect(meansPeer(without('reserved:kube-apiserver'), node, { ...defaultProfile, nodeSelectorLabels: true })).toBe(true);
    expect(meansPeer(without('reserved:kube-apiserver'), node, { ...defaultProfile, cidrMatch: ['nodes'] })).toBe(true);
  });
});

test('a selector that asks for a label means those who have it, in all releases', () => {
  const wanted = [requirement('app', 'In', ['a']), requirement('tier', 'DoesNotExist')];
  for (const cilium of ['1.19', '1.20'] as const) {
    expect(means(wanted, pod('k8s:app=a'), { cilium })).toBe(true);
    expect(means(wanted, pod('k8s:app=a', 'k8s:tier=back'), { cilium })).toBe(false);
  }
});
