/**
 * Ports of a node that belong to the system. A Service on one of them would take its traffic: node ports answer on
 * 127.0.0.1 too under Cilium's kube-proxy replacement.
 *
 * @see https://docs.siderolabs.com/talos/v1.13/learn-more/talos-network-connectivity
 * @see https://docs.cilium.io/en/v1.20/operations/system_requirements/#firewall-rules
 */
export const systemPorts: readonly { readonly from: number; readonly to: number; readonly owner: string }[] = [
  { from: 179, to: 179, owner: 'BGP' },
  { from: 2379, to: 2381, owner: 'etcd' },
  { from: 4240, to: 4240, owner: "Cilium's health check" },
  { from: 4244, to: 4245, owner: 'Hubble' },
  { from: 6443, to: 6443, owner: 'the API server' },
  { from: 9878, to: 9879, owner: "Cilium's and Envoy's health endpoints" },
  { from: 9962, to: 9965, owner: "Cilium's metrics" },
  { from: 10250, to: 10250, owner: 'the kubelet' },
  { from: 10256, to: 10259, owner: 'kube-proxy, controller manager and scheduler' },
  { from: 50000, to: 50001, owner: "Talos' own API" },
];

/** Who owns the port on every node, or `undefined` where it is free. */
export function systemPortOwner(port: number, kubePrismPort: number): string | undefined {
  if (port === kubePrismPort) return 'KubePrism';
  return systemPorts.find(({ from, to }) => port >= from && port <= to)?.owner;
}
