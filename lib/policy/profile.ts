/** What of the agent's configuration changes who can reach whom, with the release whose semantics count. */
export interface Profile {
  /** The minor release of Cilium whose semantics count. */
  readonly cilium: '1.19' | '1.20';
  /** The name of the cluster, which every pod's identity carries; `cluster.name` of the Helm values. */
  readonly clusterName: string;
  /** Whether a selector that names no cluster means this one alone; `clustermesh.policyDefaultLocalCluster`. */
  readonly defaultLocalCluster: boolean;
  /** Whether pods that no policy selects are open (`default`), closed (`always`), or all policies are ignored (`never`). */
  readonly enforcement: 'default' | 'always' | 'never';
  /** Whether a node always reaches its own pods; agent option `allow-localhost`. */
  readonly allowLocalhost: boolean;
  /** Whom rules with addresses meet beyond the outside world; `policyCIDRMatchMode`. `pods` exists since 1.20. */
  readonly cidrMatch: readonly ('nodes' | 'pods')[];
  /** Whether policies with a nodeSelector are enforced; `hostFirewall.enabled`. */
  readonly hostFirewall: boolean;
  /** Whether `enableDefaultDeny` is heeded; `enableNonDefaultDenyPolicies`. */
  readonly nonDefaultDeny: boolean;
  /** Whether rules may need a proxy; `l7Proxy`. */
  readonly l7Proxy: boolean;
  /** Whether rules may select nodes by their labels; `nodeSelectorLabels`. */
  readonly nodeSelectorLabels: boolean;
  /** Whether agents read ClusterNetworkPolicy; `k8sClusterNetworkPolicy.enabled`, which exists since 1.20. */
  readonly clusterNetworkPolicies: boolean;
  /** Whether rules may name IP protocols without ports, such as GRE; agent option `enable-extended-ip-protocols`. */
  readonly extendedProtocols: boolean;
  readonly ipv4: boolean;
  readonly ipv6: boolean;
  /** What the agent adds to its list of labels that are part of an identity; `labels`, split at spaces. */
  readonly labelPrefixes: readonly string[];
}

/**
 * Cilium as its chart configures it when nothing is said.
 *
 * @see cilium 1.20.2 install/kubernetes/cilium/values.yaml and pkg/option/config.go
 */
export const defaultProfile: Profile = {
  cilium: '1.20',
  clusterName: 'default',
  defaultLocalCluster: true,
  enforcement: 'default',
  allowLocalhost: true,
  cidrMatch: [],
  hostFirewall: false,
  nonDefaultDeny: true,
  l7Proxy: true,
  nodeSelectorLabels: false,
  clusterNetworkPolicies: false,
  extendedProtocols: false,
  ipv4: true,
  ipv6: false,
  labelPrefixes: [],
};
