import { compareMinors, type JsonObject, keysOf, valueAt } from '../../base';

/** A Helm value that Cilium's chart had once. */
export interface RetiredValue {
  /** Its path: `hubble.redact.kafka`. */
  readonly path: string;
  /** The first minor whose chart doesn't have it. */
  readonly gone: string;
  /** The value that says the same now. */
  readonly now?: string;
  /** What to do where no other value says the same. */
  readonly repair?: string;
  /** The only words that are meant, where the value is still there and has lost some of those that it took. */
  readonly words?: readonly string[];
  /** Whether the chart refuses to be rendered with it; otherwise Helm takes it, and nothing comes of it. */
  readonly refused?: true;
  /** Where upstream says so. */
  readonly source: string;
}

const notes = (minor: string) => `https://docs.cilium.io/en/v${minor}/operations/upgrade/`;
const pull = (number: number) => `https://github.com/cilium/cilium/pull/${number}`;
const validate = 'cilium 1.20.2 install/kubernetes/cilium/templates/validate.yaml';
const notesOf120 = 'cilium 1.20.2 Documentation/operations/upgrade-current.inc';
const changes = (before: string, after: string) =>
  `cilium ${before} and ${after} install/kubernetes/cilium/values.yaml, of which only the former has it`;
const alwaysOn = 'leave it out: Cilium does so always';
const nothing = 'leave it out: there is nothing to take its place';
const replacement = 'leave it out: kubeProxyReplacement: true includes it';
const ownSecrets = 'make the Secret yourself, or leave it out and write clustermesh.apiserver.tls.auto.enabled: true';

/** The values that went since Cilium 1.15, by the minor that they went with. */
export const retiredValues: readonly RetiredValue[] = [
  {
    path: 'tunnel',
    gone: '1.15',
    refused: true,
    repair: "write routingMode: 'native' for 'disabled', else routingMode: 'tunnel' and the protocol as tunnelProtocol",
    source: notes('1.15'),
  },
  { path: 'clustermesh.apiserver.tls.ca.cert', gone: '1.15', refused: true, now: 'tls.ca.cert', source: notes('1.15') },
  { path: 'clustermesh.apiserver.tls.ca.key', gone: '1.15', refused: true, now: 'tls.ca.key', source: notes('1.15') },
  { path: 'enableCnpStatusUpdates', gone: '1.15', refused: true, repair: nothing, source: notes('1.15') },
  { path: 'enableK8sEventHandover', gone: '1.15', refused: true, repair: nothing, source: notes('1.15') },
  {
    path: 'kubeProxyReplacement',
    words: ['strict', 'partial', 'probe', 'disabled'],
    gone: '1.16',
    refused: true,
    repair: "write true for 'strict', and false for the others",
    source: 'cilium 1.20.2 install/kubernetes/cilium/templates/cilium-configmap.yaml, and https://github.com/cilium/cilium/pull/26036',
  },
  { path: 'containerRuntime.integration', gone: '1.16', refused: true, repair: nothing, source: validate },
  { path: 'encryption.interface', gone: '1.16', refused: true, repair: nothing, source: validate },
  { path: 'encryption.keyFile', gone: '1.16', refused: true, now: 'encryption.ipsec.keyFile', source: validate },
  { path: 'encryption.mountPath', gone: '1.16', refused: true, now: 'encryption.ipsec.mountPath', source: validate },
  { path: 'encryption.secretName', gone: '1.16', refused: true, now: 'encryption.ipsec.secretName', source: validate },
  { path: 'endpointStatus', gone: '1.16', refused: true, repair: nothing, source: validate },
  {
    path: 'etcd.managed',
    gone: '1.16',
    refused: true,
    repair: 'leave it out: Cilium no longer runs an etcd of its own; identities in CRDs need none',
    source: validate,
  },
  { path: 'proxy.prometheus.enabled', gone: '1.16', refused: true, now: 'envoy.prometheus.enabled', source: validate },
  { path: 'proxy.prometheus.port', gone: '1.16', refused: true, now: 'envoy.prometheus.port', source: validate },
  { path: 'remoteNodeIdentity', gone: '1.16', refused: true, repair: alwaysOn, source: validate },
  {
    path: 'bgp',
    gone: '1.17',
    repair:
      'write bgpControlPlane.enabled: true, and objects of kind CiliumBGPClusterConfig, CiliumBGPPeerConfig and CiliumBGPAdvertisement',
    source: changes('1.16.0', '1.17.0'),
  },
  {
    path: 'encryption.wireguard.userspaceFallback',
    gone: '1.17',
    repair: "leave it out: WireGuard is the kernel's own, or none",
    source: notes('1.17'),
  },
  { path: 'ciliumEndpointSlice.sliceMode', gone: '1.18', refused: true, repair: nothing, source: validate },
  { path: 'enableCiliumEndpointSlice', gone: '1.18', refused: true, now: 'ciliumEndpointSlice.enabled', source: validate },
  { path: 'enableK8sTerminatingEndpoint', gone: '1.18', repair: alwaysOn, source: notes('1.18') },
  { path: 'enableRuntimeDeviceDetection', gone: '1.18', repair: alwaysOn, source: notes('1.18') },
  { path: 'externalIPs', gone: '1.18', repair: replacement, source: 'https://github.com/cilium/cilium/issues/41043' },
  { path: 'externalWorkloads', gone: '1.18', repair: nothing, source: pull(37418) },
  { path: 'highScaleIPcache', gone: '1.18', repair: nothing, source: pull(36373) },
  { path: 'hostPort', gone: '1.18', repair: replacement, source: notes('1.18') },
  { path: 'hubble.relay.dialTimeout', gone: '1.18', repair: nothing, source: notes('1.18') },
  { path: 'l2NeighDiscovery.refreshPeriod', gone: '1.18', repair: nothing, source: notes('1.18') },
  { path: 'loadBalancer.experimental', gone: '1.18', repair: alwaysOn, source: notes('1.18') },
  { path: 'customCalls', gone: '1.19', repair: nothing, source: notes('1.19') },
  { path: 'l2podAnnouncements.interface', gone: '1.19', now: 'l2podAnnouncements.interfacePattern', source: notes('1.19') },
  { path: 'nodePort.enabled', gone: '1.19', repair: replacement, source: notes('1.19') },
  { path: 'svcSourceRangeCheck', gone: '1.19', repair: alwaysOn, source: notes('1.19') },
  { path: 'clustermesh.apiserver.tls.admin.cert', gone: '1.20', refused: true, repair: ownSecrets, source: notesOf120 },
  { path: 'clustermesh.apiserver.tls.admin.key', gone: '1.20', repair: ownSecrets, source: notesOf120 },
  { path: 'clustermesh.apiserver.tls.enableSecrets', gone: '1.20', repair: ownSecrets, source: notesOf120 },
  { path: 'clustermesh.apiserver.tls.remote.cert', gone: '1.20', refused: true, repair: ownSecrets, source: notesOf120 },
  { path: 'clustermesh.apiserver.tls.remote.key', gone: '1.20', repair: ownSecrets, source: notesOf120 },
  { path: 'clustermesh.apiserver.tls.server.cert', gone: '1.20', refused: true, repair: ownSecrets, source: notesOf120 },
  { path: 'clustermesh.apiserver.tls.server.key', gone: '1.20', repair: ownSecrets, source: notesOf120 },
  { path: 'clustermesh.enableMCSAPISupport', gone: '1.20', now: 'clustermesh.mcsapi.enabled', source: notesOf120 },
  {
    path: 'encryption.ipsec.encryptedOverlay',
    gone: '1.20',
    repair: 'leave it out: since Cilium 1.18 IPsec encrypts what goes through the tunnel, and it does nothing',
    source: notesOf120,
  },
  {
    path: 'encryption.strictMode.allowRemoteNodeIdentities',
    gone: '1.20',
    now: 'encryption.strictMode.egress.allowRemoteNodeIdentities',
    source: notesOf120,
  },
  { path: 'encryption.strictMode.cidr', gone: '1.20', now: 'encryption.strictMode.egress.cidr', source: notesOf120 },
  { path: 'encryption.strictMode.enabled', gone: '1.20', now: 'encryption.strictMode.egress.enabled', source: notesOf120 },
  {
    path: 'hubble.redact.kafka',
    gone: '1.20',
    repair: "leave it out: Cilium no longer reads Kafka's requests",
    source: notesOf120,
  },
  { path: 'hubble.ui.backend.livenessProbe', gone: '1.20', repair: nothing, source: changes('1.19.6', '1.20.2') },
  { path: 'hubble.ui.backend.readinessProbe', gone: '1.20', repair: nothing, source: changes('1.19.6', '1.20.2') },
  { path: 'preflight.tofqdnsPreCache', gone: '1.20', repair: nothing, source: notesOf120 },
];

/** The values among these that the chart of a minor no longer has. */
export function retiredIn(values: JsonObject, minor: string): RetiredValue[] {
  return retiredValues.filter(({ path, gone, words }) => {
    const value = valueAt(values, ...keysOf(path).map(String));
    return value !== undefined && compareMinors(minor, gone) >= 0 && (words === undefined || words.includes(String(value)));
  });
}
