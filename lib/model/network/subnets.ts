/** Address ranges and names that every network has, whoever carries its packets. */
export interface SubnetOptions {
  /** Pod addresses, in prefix notation. @default '10.244.0.0/16', Talos' own */
  readonly pods?: string;
  /** Service addresses, in prefix notation. @default '10.96.0.0/12', Talos' own */
  readonly services?: string;
  /**
   * Ports that Services of type NodePort get. API server and Cilium are told the same.
   *
   * @default '30000-32767', both their own: the SNAT of Cilium's kube-proxy replacement takes the ports above it
   * @see https://docs.cilium.io/en/v1.20/network/kubernetes/kubeproxy-free/#nodeport-xdp-acceleration
   */
  readonly nodePorts?: string;
  /** The cluster's DNS domain. @default 'cluster.local', Talos' own */
  readonly dnsDomain?: string;
}
