/** A step of an upgrade of everything, and why it comes where it does. */
export interface UpgradeStep {
  readonly step: string;
  readonly why: string;
  readonly source: string;
}

/** In which order releases are raised, one minor at a time. */
export const upgradeOrder: readonly UpgradeStep[] = [
  {
    step: 'The newest patch of the minor that runs, of each part',
    why: 'Upstream tests steps from there. The first release of a minor is left out.',
    source: 'https://docs.cilium.io/en/v1.20/operations/upgrade/',
  },
  {
    step: 'Talos, one minor at a time, one node at a time',
    why: 'Only steps between neighbouring minors are tested. Config keeps the form of its contract, and Kubernetes stays as it is.',
    source: 'https://docs.siderolabs.com/talos/v1.13/configure-your-talos-cluster/lifecycle-management/upgrading-talos',
  },
  {
    step: "Gateway API's kinds, where gateways are",
    why: "Cilium's operator looks for them when it starts, and leaves gateways alone without those of its release.",
    source: 'https://docs.cilium.io/en/v1.20/network/servicemesh/gateway-api/gateway-api/#prerequisites',
  },
  {
    step: 'Cilium, one minor at a time',
    why: 'Only steps from the minor before are tested, and its notes say which values are other ones now.',
    source: 'https://docs.cilium.io/en/v1.20/operations/upgrade/#upgrading-minor-versions',
  },
  {
    step: 'Kubernetes, one minor at a time, up to what Talos supports and Cilium is tested with',
    why: 'Both have to know it before it comes.',
    source: 'https://docs.siderolabs.com/kubernetes-guides/advanced-guides/upgrading-kubernetes',
  },
];
