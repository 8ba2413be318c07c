/** What may be said in the document of `machine` and `cluster`, or in one of its own, and not in both. */
export interface Twofold {
  /** In the `v1alpha1` document. */
  readonly older: readonly string[];
  readonly kind: string;
  /** What in that document says it; without it any such document does. */
  readonly field?: string;
  /** The name of that document; without it those of every name do. */
  readonly name?: string;
}

const of =
  (kind: string, field?: string) =>
  (older: string): Twofold => ({ older: older.split('.'), kind, ...(field === undefined ? {} : { field }) });

/**
 * Everything that Talos refuses to have twice. The more special of two stands first.
 *
 * @see talos v1.14.1 pkg/machinery/config/types (V1Alpha1ConflictValidate)
 */
export const twofold: readonly Twofold[] = [
  ...['machine.network.hostname', 'machine.features.stableHostname'].map(of('HostnameConfig')),
  ...['machine.network.nameservers', 'machine.network.searchDomains', 'machine.network.disableSearchDomain'].map(of('ResolverConfig')),
  of('ResolverConfig', 'hostDNS')('machine.features.hostDNS'),
  ...['machine.time.disabled', 'machine.time.servers', 'machine.time.bootTimeout'].map(of('TimeSyncConfig')),
  of('KubeSpanConfig')('machine.network.kubespan'),
  of('UnattendedInstallConfig')('machine.install'),
  ...[
    { older: 'state', name: 'STATE' },
    { older: 'ephemeral', name: 'EPHEMERAL' },
  ].map(({ older, name }) => ({ ...of('VolumeConfig', 'encryption')(`machine.systemDiskEncryption.${older}`), name })),
  ...['machine.kubelet.nodeIP', 'machine.kubelet.registerWithFQDN', 'machine.kubelet.skipNodeRegistration'].map(of('KubeNodeConfig')),
  ...['machine.nodeLabels', 'machine.nodeAnnotations', 'machine.nodeTaints'].map(of('KubeNodeConfig')),
  ...['cluster.allowSchedulingOnControlPlanes', 'cluster.allowSchedulingOnMasters'].map(of('KubeNodeConfig')),
  of('KubeletConfig')('machine.kubelet'),
  of('KubeCredentialProviderConfig')('machine.kubelet'),
  of('KubePrismConfig')('machine.features.kubePrism'),
  of('KubeTalosAPIAccessConfig')('machine.features.kubernetesTalosAPIAccess'),
  of('ImageCacheConfig')('machine.features.imageCache'),
  of('CRIBaseRuntimeSpecConfig')('machine.baseRuntimeSpecOverrides'),
  of('KubeControllerManagerConfig')('machine.controlPlane.controllerManager'),
  of('KubeSchedulerConfig')('machine.controlPlane.scheduler'),
  of('KubeNetworkConfig')('cluster.network'),
  of('KubeFlannelCNIConfig')('cluster.network'),
  of('KubeProxyConfig')('cluster.proxy'),
  of('KubeAdmissionControlConfig')('cluster.apiServer.admissionControl'),
  // Of the authorizers Talos lets both stand, and asks for the plugins instead.
  of('KubeAuthorizerConfig')('cluster.apiServer.admissionControl'),
  of('KubeAuditPolicyConfig')('cluster.apiServer.auditPolicy'),
  of('KubeAPIServerConfig')('cluster.apiServer'),
  of('KubeAPIServerConfig')('cluster.controlPlane.localAPIServerPort'),
  of('KubeClusterConfig')('cluster.controlPlane.endpoint'),
  of('KubeClusterConfig')('cluster.clusterName'),
  of('KubeControllerManagerConfig')('cluster.controllerManager'),
  of('KubeSchedulerConfig')('cluster.scheduler'),
  of('KubeCoreDNSConfig')('cluster.coreDNS'),
  of('KubeAggregatorCAConfig')('cluster.aggregatorCA'),
  of('KubeAPIServerCAConfig')('cluster.ca'),
  of('KubeServiceAccountConfig')('cluster.serviceAccount'),
  ...['cluster.secretboxEncryptionSecret', 'cluster.aescbcEncryptionSecret'].map(of('KubeEtcdEncryptionConfig')),
  ...['cluster.id', 'cluster.secret'].map(of('DiscoveryIdentityConfig')),
  of('DiscoveryServiceConfig')('cluster.discovery'),
];

/** Where config without documents of its own has what a document of this kind says: `cluster.proxy`. */
export function olderPlace(kind: string): string | undefined {
  return alike[kind] ?? twofold.find((entry) => entry.kind === kind)?.older.join('.');
}

/** Kinds that Talos lets stand beside the field that says the same. */
const alike: Readonly<Record<string, string>> = {
  KubeNodeConfig: 'machine.nodeLabels, machine.nodeTaints or cluster.allowSchedulingOnControlPlanes',
  KubeFlannelCNIConfig: 'cluster.network.cni',
  SysctlConfig: 'machine.sysctls',
  SysfsConfig: 'machine.sysfs',
  KernelModuleConfig: 'machine.kernel.modules',
  KubeInlineManifestConfig: 'cluster.inlineManifests',
  KubeExternalManifestConfig: 'cluster.extraManifests',
  UdevRulesConfig: 'machine.udev.rules',
};

/**
 * Documents that Talos refuses on workers.
 *
 * @see talos v1.14.1 pkg/machinery/config/container/validate.go
 */
export const controlPlaneKinds: ReadonlySet<string> = new Set([
  ...['KubeAPIServerConfig', 'KubeControllerManagerConfig', 'KubeSchedulerConfig', 'KubeProxyConfig', 'KubeCoreDNSConfig'],
  ...['KubeFlannelCNIConfig', 'KubeAdmissionControlConfig', 'KubeAuditPolicyConfig', 'KubeAuthenticationConfig', 'KubeAuthorizerConfig'],
  ...['KubeAggregatorCAConfig', 'KubeEtcdEncryptionConfig', 'KubeServiceAccountConfig', 'KubeTalosAPIAccessConfig'],
]);
