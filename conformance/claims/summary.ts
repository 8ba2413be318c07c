/**
 * What Talos' own accessors say of a machine's config, as the Talos judge answers.
 *
 * @see conformance/talos/judge/protocol.go
 */
export interface Summary {
  readonly cni: string | null;
  readonly kubeProxyEnabled: boolean | null;
  readonly apiServerExtraArgs: Readonly<Record<string, readonly string[]>> | null;
  readonly kubePrism: { readonly enabled: boolean; readonly port?: number };
  readonly podSubnets: readonly string[];
  readonly serviceSubnets: readonly string[];
  readonly dnsDomain: string;
  readonly hostDNS: { readonly enabled: boolean; readonly forwardKubeDNSToHost: boolean; readonly resolveMemberNames: boolean };
  readonly kubeletExtraMounts: readonly string[];
  readonly allowSchedulingOnControlPlanes: boolean | null;
  readonly nodeLabels: Readonly<Record<string, string>>;
  readonly nodeTaints: Readonly<Record<string, string>>;
  readonly documentKinds: readonly string[];
}
