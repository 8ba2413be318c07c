import { defaultProfile, profileOfValues } from '../../../lib/policy';

test('without values, agents are as the chart has them', () => {
  expect(profileOfValues(undefined)).toEqual(defaultProfile);
  expect(profileOfValues({}, '1.20.2')).toEqual(defaultProfile);
});

test('every value that changes who reaches whom is heeded', () => {
  const values = {
    cluster: { name: 'home' },
    clustermesh: { policyDefaultLocalCluster: false },
    policyEnforcementMode: 'Always',
    extraConfig: { 'allow-localhost': 'policy', 'enable-extended-ip-protocols': 'true' },
    policyCIDRMatchMode: ['nodes'],
    hostFirewall: { enabled: true },
    enableNonDefaultDenyPolicies: false,
    l7Proxy: false,
    nodeSelectorLabels: true,
    k8sClusterNetworkPolicy: { enabled: true },
    ipv4: { enabled: false },
    ipv6: { enabled: true },
    labels: 'k8s:app  !k8s:tier',
  };
  expect(profileOfValues(values, '1.19.6')).toEqual({
    cilium: '1.19',
    clusterName: 'home',
    defaultLocalCluster: false,
    enforcement: 'always',
    allowLocalhost: false,
    cidrMatch: ['nodes'],
    hostFirewall: true,
    nonDefaultDeny: false,
    l7Proxy: false,
    nodeSelectorLabels: true,
    clusterNetworkPolicies: false,
    extendedProtocols: true,
    ipv4: false,
    ipv6: true,
    labelPrefixes: ['k8s:app', '!k8s:tier'],
  });
});

test('a value that no agent takes is as if it were not there', () => {
  const values = {
    policyEnforcementMode: 'strict',
    policyCIDRMatchMode: 'everything',
    hostFirewall: { enabled: 'maybe' },
    labels: 7,
    cluster: null,
  };
  expect(profileOfValues(values)).toEqual(defaultProfile);
});

test.each([
  ['1.20.2', {}, false],
  ['1.20.2', { k8sClusterNetworkPolicy: { enabled: true } }, true],
  ['1.20.2', { extraConfig: { 'enable-k8s-cluster-network-policy': 'true' } }, true],
  // extraConfig stands at the end of the ConfigMap, and overrides what comes before.
  ['1.20.2', { k8sClusterNetworkPolicy: { enabled: true }, extraConfig: { 'enable-k8s-cluster-network-policy': 'false' } }, false],
  ['1.19.6', { k8sClusterNetworkPolicy: { enabled: true } }, false],
])('policies of administrators are read since 1.20, where values say so: %s %j', (release, values, isRead) => {
  expect(profileOfValues(values, release).clusterNetworkPolicies).toBe(isRead);
});
