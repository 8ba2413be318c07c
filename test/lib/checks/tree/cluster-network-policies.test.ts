import { checked, found, goodTalos, goodValues, helmRelease, undecided } from './support/tree';

const good = { 'talos/controlplane.yaml': goodTalos };
const policy = (head = 'apiVersion: policy.networking.k8s.io/v1alpha2\nkind: ClusterNetworkPolicy') => `${head}
metadata: { name: guard }
spec:
  tier: Admin
  priority: 1
  subject: { namespaces: {} }
  ingress: [{ action: Deny }]
`;
const on = `${goodValues}k8sClusterNetworkPolicy: { enabled: true }\n`;
const byFlag = `${goodValues}extraConfig: { enable-k8s-cluster-network-policy: "true" }\n`;
const ours = (lines: readonly string[]) => lines.filter((line) => line.startsWith('POL'));
const admin = 'apiVersion: policy.networking.k8s.io/v1alpha1\nkind: AdminNetworkPolicy';
const why = "since ClusterNetworkPolicy 'guard', which Cilium reads here, comes before or after all other policies and isn't worked out";

describe('where nobody reads it, it isolates nobody', () => {
  test.each<[string, string, string, string]>([
    ['without the flag', helmRelease(goodValues), policy(), 'POL061 policies/guard.yaml:2:1 kind'],
    ['in an older Cilium', helmRelease(on).replace('1.20.2', '1.19.6'), policy(), 'POL061 policies/guard.yaml:2:1 kind'],
    ['in an earlier form', helmRelease(on), policy(admin), 'POL061 policies/guard.yaml:1:1 apiVersion'],
  ])('%s', async (_, release, guard, line) => {
    const result = await checked({ ...good, 'apps/cilium.yaml': release, 'policies/guard.yaml': guard });
    expect(ours(found(result))).toEqual([line]);
    expect(undecided(result, 'POL009', 'POL015', 'POL061')).toEqual([]);
  });
});

describe('where agents read it, rules that ask who reaches whom are undecided', () => {
  test.each([
    ['by a value', on],
    ['by a flag', byFlag],
  ])('%s', async (_, values) => {
    const result = await checked({ ...good, 'apps/cilium.yaml': helmRelease(values), 'policies/guard.yaml': policy() });
    expect(ours(found(result))).toEqual([]);
    expect(undecided(result, 'POL009', 'POL015', 'POL061')).toEqual([`POL009 ${why}`, `POL015 ${why}`]);
  });
});

test('where values are not known, neither is known', async () => {
  const result = await checked({ ...good, 'policies/guard.yaml': policy() });
  expect(ours(found(result))).toEqual([]);
  expect(undecided(result, 'POL015', 'POL061')).toEqual([
    'POL061 since no Helm values for Cilium are here',
    "POL015 since it isn't known whether Cilium reads ClusterNetworkPolicy 'guard': no Helm values for Cilium are here",
  ]);
});

test('a policy of another group that has the name is none', async () => {
  const antrea = 'apiVersion: crd.antrea.io/v1beta1\nkind: ClusterNetworkPolicy';
  const result = await checked({ ...good, 'apps/cilium.yaml': helmRelease(on), 'policies/guard.yaml': policy(antrea) });
  expect(ours(found(result))).toEqual([]);
  expect(undecided(result, 'POL015')).toEqual([]);
});
