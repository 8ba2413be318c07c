/**
 * Cilium as a release of Helm, by the names that whoever installs it first and whoever keeps it have to share: with another name
 * or namespace it would be there twice.
 *
 * @see https://docs.cilium.io/en/v1.20/installation/k8s-install-helm/
 */
export const ciliumRelease = {
  name: 'cilium',
  namespace: 'kube-system',
  chart: 'cilium',
  /** Where the chart is published. */
  repository: 'https://helm.cilium.io',
  /** Where the same chart is published as an OCI artifact. */
  artifact: 'oci://quay.io/cilium/charts/cilium',
} as const;
