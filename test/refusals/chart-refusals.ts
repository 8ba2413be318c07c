import { accept } from 'ichor';
import { network, small } from './support/definitions';
import { type Found, found, inPatch, inValues, type Refusal } from './support/refusal';

/** Values that a template of Cilium's chart refuses. */
export interface RefusedByChart {
  /** What the template says, as it stands there. */
  readonly upstream: string;
  readonly values: object;
  /** Nearly the same, which the chart renders. */
  readonly twin: object;
  /** Which value is wrong, why, and what to write instead. */
  readonly finds: readonly [path: string, what: string, repair: string];
  /** What else is found. */
  readonly also?: readonly Found[];
  /** The minor whose chart says so. @default '1.20' */
  readonly minor?: '1.19';
  /** Tells apart what one text is said of. */
  readonly title?: string;
  readonly severity?: 'warning';
}

const byHand = { tls: { auto: { enabled: false } } };
const pair = { cert: 'Yw==', key: 'aw==' };
const external = { useAPIServer: true, apiserver: { kvstoremesh: { kvstoreMode: 'external' }, tls: { auto: { method: 'cronJob' } } } };
const mesh = { useAPIServer: true, apiserver: { tls: { auto: { method: 'cronJob' } } } };
const noIpam = found(
  'INV005',
  inValues('ipam.mode'),
  "with 'cluster-pool' Cilium hands out addresses of its own, by default of 10.0.0.0/8, and ignores those that Kubernetes gives to nodes",
  "write 'kubernetes'",
);

const noProxy = found(
  'INV001',
  inValues('kubeProxyReplacement'),
  'nobody carries Services: kube-proxy is off and Cilium does not replace it',
  'write kubeProxyReplacement: true',
  [inPatch('cluster.proxy.disabled')],
);

const nobodyMakes = (part: 'certificate' | 'key') =>
  `nobody makes certificates while tls.auto.enabled is off there, and no ${part} is given`;

/** Certificates of one of Hubble's parts, which have to be given where nobody makes them. */
function ofHubble(path: string, values: object, given: (certificate: object) => object): RefusedByChart[] {
  return (['cert', 'key'] as const).map((part) => ({
    upstream: `missing hubble.${path}.${part}`,
    values: { hubble: { ...values, ...given(part === 'cert' ? { key: 'aw==' } : { cert: 'Yw==' }) } },
    twin: { hubble: { ...values, ...given(pair) } },
    finds: [
      `hubble.${path}.${part}`,
      nobodyMakes(part === 'cert' ? 'certificate' : 'key'),
      `write hubble.tls.auto: { enabled: true }, or the name of a Secret as hubble.${path}.existingSecret`,
    ] as const,
  }));
}

/** Certificates of the API server of a mesh. */
function ofMesh(path: 'admin' | 'remote' | 'server'): RefusedByChart[] {
  const all = { admin: pair, remote: pair, server: pair };
  const values = (given: object) => ({
    clustermesh: { useAPIServer: true, apiserver: { tls: { auto: { enabled: false }, ...all, [path]: given } } },
  });
  return (['cert', 'key'] as const).map((part) => ({
    minor: '1.19' as const,
    upstream: `missing clustermesh.apiserver.tls.${path}.${part}`,
    values: values(part === 'cert' ? { key: 'aw==' } : { cert: 'Yw==' }),
    twin: values(pair),
    finds: [
      `clustermesh.apiserver.tls.${path}.${part}`,
      nobodyMakes(part === 'cert' ? 'certificate' : 'key'),
      'write clustermesh.apiserver.tls.auto: { enabled: true }, or enableSecrets: false with Secrets of your own',
    ] as const,
  }));
}

/** What the chart refuses, of which each has a rule of its own beside it or is found by this one alone. */
export const refusedByChart: readonly RefusedByChart[] = [
  {
    upstream: 'ConfigMap %s/%s not found, please create it or set k8sServiceHost to a valid value',
    values: { k8sServiceHost: 'auto' },
    twin: { k8sServiceHost: 'localhost' },
    finds: [
      'k8sServiceHost',
      "'auto' reads where the API server is from a ConfigMap of kubeadm's, which Talos doesn't make",
      "write '127.0.0.1'",
    ],
    also: [found('INV004', inValues('k8sServiceHost'), "KubePrism listens on 127.0.0.1, not on 'auto'", "write '127.0.0.1'")],
  },
  {
    upstream: 'Both k8sServiceHostRef and k8sServiceHost are set. Please set only one of them.',
    values: { k8sServiceHostRef: { name: 'api', key: 'host' } },
    twin: { k8sServiceHostRef: { name: 'api' } },
    finds: ['k8sServiceHostRef', "where the API server is stands here and in 'k8sServiceHost'", 'leave it out'],
  },
  {
    upstream: 'kubeProxyReplacement must be explicitly set to a valid value (true or false) to continue.',
    values: { kubeProxyReplacement: 'yes' },
    twin: { kubeProxyReplacement: 'true' },
    finds: ['kubeProxyReplacement', "kube-proxy is replaced or not, and 'yes' is neither", 'write true'],
    also: [noProxy],
  },
  {
    upstream:
      "Ingress/Gateway API controller and EnvoyConfig require .Values.kubeProxyReplacement to be explicitly set to 'false' or 'true'",
    values: { kubeProxyReplacement: null, upgradeCompatibility: '1.13', envoyConfig: { enabled: true } },
    twin: { upgradeCompatibility: '1.13', envoyConfig: { enabled: true } },
    finds: ['kubeProxyReplacement', "with 'upgradeCompatibility' of before 1.14, Envoy's parts need a word about kube-proxy", 'write true'],
    also: [noProxy],
  },
  {
    upstream:
      'Hubble UI in standalone with Hubble Relay server TLS enabled requires providing .Values.hubble.ui.standalone.tls.certsVolume for mounting client certificates in the backend pod',
    values: { hubble: { relay: { tls: { server: { enabled: true } } }, ui: { enabled: true, standalone: { enabled: true } } } },
    twin: {
      hubble: {
        relay: { tls: { server: { enabled: true } } },
        ui: { enabled: true, standalone: { enabled: true, tls: { certsVolume: { secret: { secretName: 'ui' } } } } },
      },
    },
    finds: [
      'hubble.ui.standalone.tls.certsVolume',
      "the relay wants a certificate of whoever asks, and Hubble's UI has none",
      'write the volume that has its certificates',
    ],
  },
  ...['backend', 'frontend'].map(
    (part): RefusedByChart => ({
      upstream: `Hubble UI requires hubble.ui.${part}.image.tag to be '>=v0.9.0'`,
      values: { hubble: { relay: { enabled: true }, ui: { enabled: true, [part]: { image: { tag: 'v0.8.5' } } } } },
      twin: { hubble: { relay: { enabled: true }, ui: { enabled: true, [part]: { image: { tag: 'v0.9.0' } } } } },
      finds: [
        `hubble.ui.${part}.image.tag`,
        "Hubble's UI of 'v0.8.5' is too old for the chart, which takes 0.9.0 and newer",
        'leave it out',
      ],
    }),
  ),
  {
    upstream: 'Only one of .Values.hubble.redact.http.headers.allow, .Values.hubble.redact.http.headers.deny can be specified',
    values: { hubble: { redact: { http: { headers: { allow: ['host'], deny: ['cookie'] } } } } },
    twin: { hubble: { redact: { http: { headers: { deny: ['cookie'] } } } } },
    finds: [
      'hubble.redact.http.headers.deny',
      'headers are either those that are shown or those that are not, and both are listed',
      "leave out 'allow' or 'deny'",
    ],
  },
  ...ofHubble('tls.server', {}, (server) => ({ relay: { enabled: false }, tls: { ...byHand.tls, server } })),
  ...ofHubble('relay.tls.client', { tls: { ...byHand.tls, server: pair } }, (client) => ({ relay: { enabled: true, tls: { client } } })),
  ...ofHubble('relay.tls.server', { tls: { ...byHand.tls, server: pair } }, (server) => ({
    relay: { enabled: true, tls: { client: pair, server: { enabled: true, ...server } } },
  })),
  ...ofHubble(
    'ui.tls.client',
    { tls: { ...byHand.tls, server: pair }, relay: { enabled: true, tls: { client: pair, server: { enabled: true, ...pair } } } },
    (client) => ({ ui: { enabled: true, tls: { client } } }),
  ),
  ...ofHubble('metrics.tls.server', { relay: { enabled: false }, tls: { ...byHand.tls, server: pair } }, (server) => ({
    metrics: { enabled: ['drop'], tls: { enabled: true, server } },
  })),
  ...ofMesh('admin'),
  ...ofMesh('remote'),
  ...ofMesh('server'),
  {
    upstream:
      'Service Monitor requires monitoring.coreos.com/v1 CRDs. Please refer to https://github.com/prometheus-operator/prometheus-operator/blob/main/example/prometheus-operator-crd/monitoring.coreos.com_servicemonitors.yaml or set .Values.prometheus.serviceMonitor.trustCRDsExist=true',
    values: { prometheus: { enabled: true, serviceMonitor: { enabled: true } } },
    twin: { prometheus: { enabled: true, serviceMonitor: { enabled: true, trustCRDsExist: true } } },
    finds: [
      'prometheus.serviceMonitor.trustCRDsExist',
      "the chart makes ServiceMonitors, whose kind no API server knows before the Prometheus operator's are there",
      'write true, or leave out the ServiceMonitors',
    ],
    severity: 'warning',
  },
  {
    upstream: "Ingress or Gateway API controller or Envoy L7 Load Balancer  requires .Values.l7Proxy to be set to 'true'",
    values: { ingressController: { enabled: true }, l7Proxy: false },
    twin: { ingressController: { enabled: true } },
    finds: ['l7Proxy', "Ingresses, and load balancing by requests, are Cilium's Envoy, which this switches off", 'leave it out'],
  },
  {
    upstream: "Cilium Ingress services of type 'LoadBalancer' or 'NodePort' need an externalTrafficPolicy set to 'Cluster' or 'Local'.",
    values: { ingressController: { enabled: true, service: { externalTrafficPolicy: 'local' } } },
    twin: { ingressController: { enabled: true, service: { externalTrafficPolicy: 'Local' } } },
    finds: [
      'ingressController.service.externalTrafficPolicy',
      "'local' is no policy for traffic from outside",
      "write 'Cluster' or 'Local'",
    ],
  },
  {
    upstream: "Cilium GatewayAPI needs an externalTrafficPolicy set to 'Cluster' or 'Local'.",
    values: { gatewayAPI: { enabled: true, gatewayClass: { create: 'true' }, externalTrafficPolicy: 'local' } },
    twin: { gatewayAPI: { enabled: true, gatewayClass: { create: 'true' }, externalTrafficPolicy: 'Local' } },
    finds: ['gatewayAPI.externalTrafficPolicy', "'local' is no policy for traffic from outside", "write 'Cluster' or 'Local'"],
  },
  {
    upstream: 'SPIRE integration requires .Values.authentication.enabled=true and .Values.authentication.mutual.spire.enabled=true',
    values: { authentication: { mutual: { spire: { enabled: true } } } },
    twin: { authentication: { enabled: true, mutual: { spire: { enabled: true } } } },
    finds: [
      'authentication.enabled',
      'SPIRE is asked for, and authentication is off',
      'write true, or leave out authentication.mutual.spire',
    ],
  },
  {
    upstream:
      'if Cilium Endpoint Slice is enabled (.Values.ciliumEndpointSlice.enabled=true), it requires .Values.disableEndpointCRD=false',
    values: { ciliumEndpointSlice: { enabled: true }, disableEndpointCRD: true },
    twin: { ciliumEndpointSlice: { enabled: true } },
    finds: [
      'disableEndpointCRD',
      'slices are made of CiliumEndpoints, which this switches off',
      'leave it out, or write ciliumEndpointSlice: { enabled: false }',
    ],
  },
  {
    upstream: 'The clustermesh-apiserver cannot be enabled in combination with .Values.disableEndpointCRD=true',
    values: { clustermesh: mesh, disableEndpointCRD: true },
    twin: { clustermesh: mesh },
    finds: [
      'disableEndpointCRD',
      "the mesh's API server reads CiliumEndpoints, which this switches off",
      'leave it out, or write clustermesh: { useAPIServer: false }',
    ],
  },
  {
    upstream:
      'Cilium is currently affected by a bug that causes traffic matched by network policies to be incorrectly dropped when running in either ENI mode',
    values: { cluster: { id: 130 }, cni: { chainingMode: 'aws-cni' } },
    twin: { cluster: { id: 100 }, cni: { chainingMode: 'aws-cni' } },
    finds: [
      'cluster.id',
      'with 130 and addresses of the cloud, packets that policies allow are lost (cilium#21330)',
      'write a number of 1 to 127',
    ],
  },
  {
    upstream: '.Values.clustermesh.apiserver.kvstoremesh.kvstoreMode must have the value of external or internal',
    values: { clustermesh: { apiserver: { kvstoremesh: { kvstoreMode: 'inside' } } } },
    twin: { clustermesh: { apiserver: { kvstoremesh: { kvstoreMode: 'internal' } } } },
    finds: ['clustermesh.apiserver.kvstoremesh.kvstoreMode', "'inside' is none of 'internal', 'external'", "write 'internal'"],
  },
  {
    upstream: '.Values.clustermesh.apiserver.tls.authMode must be one of legacy, migration, cluster',
    values: { clustermesh: { useAPIServer: true, apiserver: { tls: { authMode: 'old', auto: { method: 'cronJob' } } } } },
    twin: { clustermesh: { useAPIServer: true, apiserver: { tls: { authMode: 'legacy', auto: { method: 'cronJob' } } } } },
    finds: ['clustermesh.apiserver.tls.authMode', "'old' is none of 'legacy', 'migration', 'cluster'", "write 'migration'"],
  },
  {
    upstream:
      'ClusterMesh TLS certgen method=certmanager requires that user specifies .Values.clustermesh.apiserver.tls.auto.certManagerIssuerRef',
    values: { clustermesh: { useAPIServer: true, apiserver: { tls: { auto: { method: 'certmanager' } } } } },
    twin: {
      clustermesh: {
        useAPIServer: true,
        apiserver: { tls: { auto: { method: 'certmanager', certManagerIssuerRef: { kind: 'Issuer', name: 'mesh' } } } },
      },
    },
    finds: [
      'clustermesh.apiserver.tls.auto.certManagerIssuerRef',
      "'certmanager' needs an issuer, and none is named",
      "write it, or method: 'cronJob'",
    ],
  },
  {
    upstream: 'The kvstoremesh container cannot be disabled in combination with .Values.identityAllocationMode=%s.',
    values: {
      clustermesh: { ...mesh, apiserver: { ...mesh.apiserver, kvstoremesh: { enabled: false } } },
      identityAllocationMode: 'kvstore',
    },
    twin: { clustermesh: mesh, identityAllocationMode: 'kvstore' },
    finds: [
      'clustermesh.apiserver.kvstoremesh.enabled',
      "with identities in 'kvstore' the mesh's API server is nothing but the cache that this switches off",
      "leave it out, or write identityAllocationMode: 'crd'",
    ],
  },
  {
    upstream: 'kvstoremesh.kvstoreMode=external can only be used with clustermesh.useAPIServer=true',
    values: { clustermesh: { apiserver: { kvstoremesh: { kvstoreMode: 'external' } } }, identityAllocationMode: 'kvstore' },
    twin: { clustermesh: { apiserver: { kvstoremesh: { kvstoreMode: 'internal' } } }, identityAllocationMode: 'kvstore' },
    finds: [
      'clustermesh.useAPIServer',
      "an etcd of one's own is read by the mesh's API server alone",
      "write true, or kvstoreMode: 'internal'",
    ],
  },
  {
    upstream: 'kvstoremesh.kvstoreMode=external can only be used with kvstoremesh.enabled=true',
    values: {
      clustermesh: { ...external, apiserver: { ...external.apiserver, kvstoremesh: { enabled: false, kvstoreMode: 'external' } } },
      identityAllocationMode: 'doublewrite-readcrd',
    },
    twin: { clustermesh: external, identityAllocationMode: 'doublewrite-readcrd' },
    finds: [
      'clustermesh.apiserver.kvstoremesh.enabled',
      "an etcd of one's own is for the cache that this switches off",
      "leave it out, or write kvstoreMode: 'internal'",
    ],
  },
  {
    upstream: 'Only single clustermesh-apiserver replica is allowed when kvstoreMode=external',
    values: {
      clustermesh: { ...external, apiserver: { ...external.apiserver, replicas: 2 } },
      identityAllocationMode: 'doublewrite-readcrd',
    },
    twin: { clustermesh: external, identityAllocationMode: 'doublewrite-readcrd' },
    finds: ['clustermesh.apiserver.replicas', "an etcd of one's own has one cache that fills it, and 2 are asked for", 'write 1'],
  },
  {
    upstream: 'KVStoreMesh with %s etcd cannot be enabled in combination with .Values.identityAllocationMode=%s',
    values: { clustermesh: external },
    twin: { clustermesh: external, identityAllocationMode: 'doublewrite-readcrd' },
    finds: [
      'identityAllocationMode',
      "an etcd of one's own is there to hold identities, and with 'crd' it has none",
      "write kvstoreMode: 'internal'",
    ],
  },
  {
    upstream: 'missing clustermesh.apiserver.config.clusters.address',
    values: { clustermesh: { config: { enabled: true, clusters: [{ name: 'b', port: 2379 }] } } },
    twin: { clustermesh: { config: { enabled: true, clusters: [{ name: 'b', port: 2379, address: 'b.example.com' }] } } },
    finds: ['clustermesh.config.clusters', "nobody says where the cluster 'b' is", "write its 'address', or its 'ips'"],
  },
  {
    upstream: 'missing clustermesh.apiserver.config.clusters.address',
    title: 'by its name',
    values: { clustermesh: { config: { enabled: true, clusters: { b: { port: 2379 }, c: { enabled: false } } } } },
    twin: { clustermesh: { config: { enabled: true, clusters: { b: { port: 2379, ips: ['192.0.2.1'] }, c: { enabled: false } } } } },
    finds: ['clustermesh.config.clusters', "nobody says where the cluster 'b' is", "write its 'address', or its 'ips'"],
  },
  {
    upstream: 'max-connected-clusters must be set to 255 or 511',
    values: { clustermesh: { maxConnectedClusters: 300 } },
    twin: { clustermesh: { maxConnectedClusters: 511 } },
    finds: ['clustermesh.maxConnectedClusters', 'a mesh has room for 255 or 511 clusters, and not for 300', 'leave it out, or write 511'],
  },
  {
    upstream: 'envoy.baseID must be an int. Supported values 0 - 4294967295',
    values: { envoy: { baseID: -1 } },
    twin: { envoy: { baseID: 1 } },
    finds: ['envoy.baseID', '-1 is no number that Envoy can have', 'leave it out'],
  },
  {
    upstream:
      'k8sClientExponentialBackoff cannot be enabled when extraEnv contains KUBE_CLIENT_BACKOFF_BASE or KUBE_CLIENT_BACKOFF_DURATION',
    values: { extraEnv: [{ name: 'KUBE_CLIENT_BACKOFF_BASE', value: '2' }] },
    twin: { extraEnv: [{ name: 'KUBE_CLIENT_BACKOFF_BASE', value: '2' }], k8sClientExponentialBackoff: { enabled: false } },
    finds: [
      'extraEnv',
      "'KUBE_CLIENT_BACKOFF_BASE' is what k8sClientExponentialBackoff sets",
      'leave out the variable, or write k8sClientExponentialBackoff: { enabled: false }',
    ],
  },
  {
    upstream: 'standaloneDnsProxy requires dnsProxy.proxyPort to be explicitly set (e.g., 10094)',
    values: { standaloneDnsProxy: { enabled: true } },
    twin: { standaloneDnsProxy: { enabled: true }, dnsProxy: { proxyPort: 10094 } },
    finds: ['dnsProxy.proxyPort', 'a DNS proxy of its own has to be at a port that agents know', 'write 10094'],
  },
  {
    upstream: '.Values.bpf.tproxy cannot be enabled with .Values.bpf.datapathMode=netkit or .Values.bpf.datapathMode=netkit-l2',
    values: { bpf: { tproxy: true, datapathMode: 'netkit' } },
    twin: { bpf: { tproxy: true, datapathMode: 'veth' } },
    finds: ['bpf.tproxy', "with 'netkit' the proxy can't take connections over in eBPF (cilium#39892)", 'leave it out'],
  },
  {
    upstream: 'ipam.mode=eni requires eni.enabled=true',
    values: { ipam: { mode: 'eni' } },
    twin: { ipam: { mode: 'kubernetes' } },
    finds: ['eni.enabled', "addresses of Amazon's interfaces are asked for, and ENI is off", "write ipam: { mode: 'kubernetes' }"],
    also: [{ ...noIpam, message: noIpam.message.replace('cluster-pool', 'eni') }],
  },
  {
    upstream: 'RoutingMode must be set to native when gke.enabled=true',
    values: { gke: { enabled: true }, routingMode: 'tunnel' },
    twin: { gke: { enabled: true }, routingMode: '' },
    finds: ['routingMode', "GKE routes by itself, and 'tunnel' doesn't", 'leave it out'],
  },
  {
    upstream: 'RoutingMode must be set to tunnel when aksbyocni.enabled=true',
    values: { aksbyocni: { enabled: true }, routingMode: 'native', ipv4NativeRoutingCIDR: '10.244.0.0/16' },
    twin: { aksbyocni: { enabled: true }, routingMode: 'tunnel' },
    finds: ['routingMode', "AKS has no routes to pods, and 'native' needs them", 'leave it out'],
  },
  {
    upstream: ' ipv4NativeRoutingCIDR must be set when routingMode is native',
    values: { routingMode: 'native', enableIPv4Masquerade: true },
    twin: { routingMode: 'native', enableIPv4Masquerade: true, ipv4NativeRoutingCIDR: '10.244.0.0/16' },
    finds: [
      'ipv4NativeRoutingCIDR',
      'with native routing Cilium has to know which addresses keep theirs',
      'write the range that pods and nodes are in',
    ],
    also: [
      found(
        'INV034',
        inValues('ipv4NativeRoutingCIDR'),
        'with native routing Cilium has to know which addresses have routes, and refuses to start',
        "write '10.244.0.0/16'",
        ['network.pods'],
      ),
    ],
  },
  {
    upstream: 'ipv6NativeRoutingCIDR must be set when routingMode is native',
    values: { routingMode: 'native', ipv4NativeRoutingCIDR: '10.244.0.0/16', ipv6: { enabled: true } },
    twin: {
      routingMode: 'native',
      ipv4NativeRoutingCIDR: '10.244.0.0/16',
      ipv6: { enabled: true },
      ipv6NativeRoutingCIDR: 'fd00:10:244::/56',
    },
    finds: [
      'ipv6NativeRoutingCIDR',
      'with native routing Cilium has to know which IPv6 addresses keep theirs',
      'write the range that pods and nodes are in',
    ],
  },
  ...(['IPv4', 'IPv6'] as const).map((family): RefusedByChart => {
    const key = family === 'IPv4' ? 'ipv4' : 'ipv6';
    const list = family === 'IPv4' ? ['10.1.0.0/16', '10.2.0.0/16'] : ['fd00:1::/104', 'fd00:2::/104'];
    return {
      upstream: `nativeRoutingCIDRFromClusterPool requires exactly one CIDR in ipam.operator.clusterPool${family}PodCIDRList; set ${key}NativeRoutingCIDR explicitly instead`,
      values: {
        [key]: { enabled: true },
        ipam: { mode: 'cluster-pool', operator: { [`clusterPool${family}PodCIDRList`]: list } },
        nativeRoutingCIDRFromClusterPool: true,
      },
      twin: { [key]: { enabled: true }, ipam: { mode: 'kubernetes' }, nativeRoutingCIDRFromClusterPool: true },
      finds: [
        `ipam.operator.clusterPool${family}PodCIDRList`,
        'the range without a tunnel is to be that of the pool, and the pool has 2',
        `write ${key}NativeRoutingCIDR in place of nativeRoutingCIDRFromClusterPool`,
      ],
      also: [
        {
          ...noIpam,
          ...(family === 'IPv4' ? { message: noIpam.message.replace('by default of 10.0.0.0/8', 'of 10.1.0.0/16, 10.2.0.0/16') } : {}),
        },
      ],
    };
  }),
  {
    upstream: 'Cannot have operator.setNodeTaintsMaxNodes and not operator.removeNodeTaints = false',
    values: { operator: { setNodeTaints: true, removeNodeTaints: false } },
    twin: { operator: { setNodeTaints: true } },
    finds: [
      'operator.removeNodeTaints',
      'the operator is to taint nodes, and never to take the taint away',
      'leave it out, or operator.setNodeTaints',
    ],
  },
];

/** A definition with these values for the chart of that minor. */
export function withValues(values: object, minor: RefusedByChart['minor']): unknown {
  if (minor === undefined) return small({ network: network({ values }) });
  return small({
    versions: { talos: '1.13.9', kubernetes: '1.35.0' },
    network: network({ version: '1.19.6', values }),
    accept: [accept('VER005', 'network.version', 'nothing runs on the network of the host here')],
  });
}

/** What the chart refuses, which a definition can ask for. */
export const chartRefusals: readonly Refusal[] = refusedByChart.map(({ upstream, title, values, twin, finds, also, minor, severity }) => {
  const [path, what, repair] = finds;
  const own = found('HLM002', inValues(path), `${what}: Cilium's chart refuses the values`, repair);
  return {
    title: title === undefined ? upstream : `${upstream}, ${title}`,
    given: withValues(values, minor),
    finds: [severity === undefined ? own : { ...own, severity }, ...(also ?? [])].sort((a, b) => (pathOf(a) < pathOf(b) ? -1 : 0)),
    twin: withValues(twin, minor),
  };
});

function pathOf({ at }: Found): string {
  return typeof at === 'string' ? at : (at.path ?? '');
}
