import type { JsonObject } from '../../../base';

/**
 * The chart's own values that conditions below read, without those that are empty or switched off: the same in each minor that
 * is known.
 *
 * @see cilium 1.20.2 install/kubernetes/cilium/values.yaml
 */
export const chartDefaults: JsonObject = {
  agent: true,
  bpf: { datapathMode: 'veth' },
  clustermesh: {
    apiserver: {
      kvstoremesh: { enabled: true, kvstoreMode: 'internal' },
      replicas: 1,
      tls: { authMode: 'migration', auto: { enabled: true, method: 'helm' } },
    },
    maxConnectedClusters: 255,
  },
  cluster: { name: 'default' },
  envoy: { prometheus: { enabled: true } },
  gatewayAPI: { externalTrafficPolicy: 'Cluster' },
  hubble: { enabled: true, tls: { enabled: true, auto: { enabled: true, method: 'helm' } } },
  identityAllocationMode: 'crd',
  ingressController: { service: { type: 'LoadBalancer', externalTrafficPolicy: 'Cluster' } },
  ipam: { mode: 'cluster-pool', operator: { clusterPoolIPv4PodCIDRList: ['10.0.0.0/8'], clusterPoolIPv6PodCIDRList: ['fd00::/104'] } },
  ipv4: { enabled: true },
  enableIPv6Masquerade: true,
  k8sClientExponentialBackoff: { enabled: true },
  kubeProxyReplacement: 'false',
  l7Proxy: true,
  loadBalancer: { l7: { backend: 'disabled' } },
  operator: { prometheus: { enabled: true }, removeNodeTaints: true },
};
