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
