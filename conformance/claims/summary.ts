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
  /** Names of volumes below `/var/mnt`. */
  readonly userVolumes: readonly string[];
  readonly allowSchedulingOnControlPlanes: boolean | null;
  readonly nodeLabels: Readonly<Record<string, string>>;
  readonly nodeTaints: Readonly<Record<string, string>>;
  /** Absent in a container. */
  readonly metal?: MetalSummary;
}

/**
 * What only a machine of one's own has; what is absent or empty isn't said.
 *
 * @see conformance/talos/judge/metal.go
 */
export interface MetalSummary {
  readonly hostname?: string;
  readonly autoHostname: string;
  readonly defaultDHCP: boolean;
  readonly links?: Readonly<Record<string, LinkSummary>>;
  readonly vips?: readonly { readonly address: string; readonly link: string }[];
  readonly nameservers?: readonly string[];
  readonly timeServers?: readonly string[];
  readonly install?: {
    /** Those of the sample on which Talos may be installed. */
    readonly disks?: readonly string[];
    readonly disk?: string;
    readonly selector?: string;
    readonly image?: string;
    readonly wipe: boolean;
  };
  readonly nodeIPSubnets?: readonly string[];
  readonly nodeAnnotations?: Readonly<Record<string, string>>;
  readonly etcdAdvertisedSubnets?: readonly string[];
  readonly etcdListenSubnets?: readonly string[];
  readonly machineCertSANs?: readonly string[];
  readonly apiServerCertSANs?: readonly string[];
  readonly discovery: boolean;
  readonly kubeSpan?: { readonly advertiseKubernetesNetworks: boolean; readonly mtu: number };
  readonly firewall: FirewallSummary;
  readonly kernelModules?: readonly string[];
  readonly sysctls?: Readonly<Record<string, string>>;
  /** What is said that only control planes can do anything with. */
  readonly controlPlaneOnly?: readonly string[];
}

/** A link, with the addresses and routes that are written down for it. */
export interface LinkSummary {
  /** Absent where that is left to Talos. */
  readonly up?: boolean;
  readonly mtu?: number;
  readonly addresses?: readonly string[];
  readonly routes?: readonly { readonly destination?: string; readonly gateway?: string; readonly metric?: number }[];
  readonly dhcp: boolean;
  /** Absent for Talos' own, 1024. */
  readonly dhcpRouteMetric?: number;
  readonly features?: Readonly<Record<string, boolean>>;
}

/** Talos' ingress firewall. */
export interface FirewallSummary {
  readonly defaultAction: string;
  readonly rules?: readonly {
    readonly name: string;
    readonly protocol: string;
    readonly ports: readonly string[];
    readonly subnets: readonly string[];
    readonly except?: readonly string[];
  }[];
}
