import type { FindingId } from '../../base';

/**
 * What to write where there is no definition: the repairs of rules that name options of one, in words of the files that other
 * programs read.
 */
export const repairsOfFiles: Partial<Readonly<Record<FindingId, string>>> = {
  INV001: "write cluster.proxy.disabled: true into Talos' config and kubeProxyReplacement: true into Cilium's values, or neither",
  INV002: "write cluster.network.cni.name: none into Talos' config where Cilium is the network, and leave it out where it isn't",
  INV003: "write the same port as k8sServicePort of the values and as machine.features.kubePrism.port of Talos' config, 7445 by default",
  INV012: "write hostDNS: { enabled: true, forwardKubeDNSToHost: true } into machine.features of Talos' config",
  INV020: "write cluster.allowSchedulingOnControlPlanes: true into Talos' config, or add workers",
  INV034: "write ipv4NativeRoutingCIDR with the pods' addresses and autoDirectNodeRoutes: true, or leave out routingMode: native",
  INV035: 'leave out autoDirectNodeRoutes, or write routingMode: native',
  INV036: 'write loadBalancer.mode: snat, or with a tunnel tunnelProtocol: geneve and loadBalancer.dsrDispatch: geneve',
  INV039: 'write encryption.type: wireguard, and turn off KubeSpan',
  INV052: 'write true',
  INV053: 'write interfaces that the nodes have, and devices that contain them',
  INV054: 'leave out externalTrafficPolicy, or announce the addresses by BGP',
  INV059: 'write labels that a node has',
  INV060: "write node.kubernetes.io/exclude-from-external-load-balancers: { $patch: delete } into machine.nodeLabels of Talos' config",
  INV062: 'write routingMode: native, or leave out PodCIDR',
  INV077: 'write a policy that lets it reach the app, or leave out the URL where the app connects by itself',
  INV087: 'write pod-security.kubernetes.io/enforce: privileged as a label of the Namespace',
  STO002: 'leave out the annotation of all but one',
  STO003: 'use a StorageClass that keeps copies, or accept it in ichor.yaml',
  EXP003: 'write another nodePort for one of them',
  INV021: 'write a nodePort of the range, or none',
  WRK013: 'write an image of its own',
  TAL002: 'turn discovery on, or KubeSpan off',
};
