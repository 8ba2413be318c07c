import { registry } from '../../lib/base';
import type { Finding } from '../../testing';
import { small } from './support/definitions';
import { board, box, onMetal, rack } from './support/metal';
import { found, type Refusal } from './support/refusal';

const old = (patch: unknown, changes: object = {}) => small({ talos: { patch }, ...changes });
const at14 = { versions: { talos: '1.14.2', kubernetes: '1.36.3' } };
const at12 = { versions: { talos: '1.12.7', kubernetes: '1.35.0' } };
const documents = (patch: unknown, changes: object = {}) => small({ ...at14, talos: { patch }, ...changes });
const workers = (workerPatch: unknown, changes: object = {}) => onMetal({ talos: { workerPatch }, ...changes });
const document = (kind: string, fields: object = {}) => ({ apiVersion: 'v1alpha1', kind, ...fields });
/** A breach of INV007 that Talos takes: the machine runs. */
const mild = (id: 'INV007', path: string, message: string, repair: string): Finding => ({
  id,
  severity: 'warning',
  status: 'found',
  at: { in: 'definition', file: 'clusters/small.ts', path },
  also: [],
  message,
  repair,
  source: registry[id].source,
});
const gone = { $patch: 'delete' };

/** Patches that Talos refuses, or takes and drops, in both forms of the configuration. */
export const machineConfig: readonly Refusal[] = [
  {
    title: 'a misspelt field',
    given: old({ machine: { sysctl: { 'vm.max_map_count': '262144' } } }),
    finds: [found('TAL004', 'talos.patch.machine.sysctl', "unknown field 'sysctl' in 'machine'", "write 'sysctls'")],
    twin: old({ machine: { sysctls: { 'vm.max_map_count': '262144' } } }),
  },
  {
    title: 'misspelt fields of documents, in a list too',
    given: onMetal({
      talos: {
        patch: [
          document('LinkConfig', { name: 'end1', adresses: [{ address: '10.9.0.2/24' }] }),
          document('NetworkRuleConfig', {
            name: 'own',
            portSelector: { ports: [80], protocol: 'tcp' },
            ingress: [{ subnets: '10.0.0.0/8' }],
          }),
        ],
      },
    }),
    finds: [
      found('TAL004', 'talos.patch[0].adresses', "unknown field 'adresses' in LinkConfig", "write 'addresses'"),
      found('TAL004', 'talos.patch[1].ingress[0].subnets', "unknown field 'subnets' in 'ingress'", "write 'subnet'"),
    ],
    twin: onMetal({
      talos: {
        patch: [
          document('LinkConfig', { name: 'end1', addresses: [{ address: '10.9.0.2/24' }] }),
          document('NetworkRuleConfig', {
            name: 'own',
            portSelector: { ports: [80], protocol: 'tcp' },
            ingress: [{ subnet: '10.0.0.0/8' }],
          }),
        ],
      },
    }),
  },
  {
    title: 'fields that came later',
    given: old([
      document('DHCPv4Config', { name: 'eth1', ignoreRoutes: true }),
      document('ResolverConfig', { hostDNS: { enabled: true } }),
    ]),
    finds: [
      found(
        'TAL004',
        'talos.patch[0].ignoreRoutes',
        "Talos 1.13 knows no 'ignoreRoutes' in DHCPv4Config, which came with Talos 1.14",
        "leave it out, or write versions: { talos: '1.14.…' }",
      ),
      found(
        'TAL004',
        'talos.patch[1].hostDNS',
        "Talos 1.13 knows no 'hostDNS' in ResolverConfig, which came with Talos 1.14",
        "leave it out, or write versions: { talos: '1.14.…' }",
      ),
    ],
    twin: documents([
      document('DHCPv4Config', { name: 'eth1', ignoreRoutes: true }),
      document('ResolverConfig', { hostDNS: { enabled: true } }),
    ]),
  },
  {
    title: 'a misspelt field, beside an error that keeps everything from being emitted',
    given: old({ machine: { sysctl: {} } }, { talos: { patch: { machine: { sysctl: {} } }, kubePrismPort: 0 } }),
    finds: [
      found('TAL001', 'talos.kubePrismPort', '0 is not a port', "write a number of 1 to 65535; Talos' own is 7445"),
      found('TAL004', 'talos.patch.machine.sysctl', "unknown field 'sysctl' in 'machine'", "write 'sysctls'"),
    ],
    twin: old({ machine: { sysctls: {} } }),
  },
  {
    title: 'values of the wrong kind',
    given: old({
      machine: {
        features: { kubePrism: { enabled: 'yes', port: '7445' } },
        certSANs: 'cluster.example.com',
        sysctls: ['vm.max_map_count=262144'],
        install: { image: { name: 'a' } },
      },
    }),
    finds: [
      found('TAL005', 'talos.patch.machine.certSANs', "'cluster.example.com' is not a list", "write ['cluster.example.com']"),
      found('TAL005', 'talos.patch.machine.features.kubePrism.enabled', "'yes' is not true or false", 'write true or false'),
      found('TAL005', 'talos.patch.machine.features.kubePrism.port', "'7445' is not a whole number", 'write 7445, without quotes'),
      found('TAL005', 'talos.patch.machine.install.image', 'a map is not a text', 'write a text'),
      found('TAL005', 'talos.patch.machine.sysctls', 'a list is not a map', 'write { … }'),
    ],
    twin: old({
      machine: {
        features: { kubePrism: { enabled: true, port: 7445 } },
        certSANs: ['cluster.example.com'],
        sysctls: { 'vm.max_map_count': 262144 },
        install: { image: 'a' },
      },
    }),
  },
  {
    title: 'words that Talos does not know, and an address without its length',
    given: onMetal({
      talos: {
        patch: [
          document('NetworkDefaultActionConfig', { ingress: 'deny' }),
          document('NetworkRuleConfig', { name: 'own', portSelector: { ports: [80], protocol: 'tpc' }, ingress: [{ subnet: '10.0.0.1' }] }),
        ],
      },
    }),
    finds: [
      found('TAL005', 'talos.patch[0].ingress', "'deny' is not 'accept' or 'block'", "write 'accept' or 'block'"),
      found('TAL005', 'talos.patch[1].ingress[0].subnet', "'10.0.0.1' is no address with the length of its prefix", "write '10.0.0.1/24'"),
      found('TAL005', 'talos.patch[1].portSelector.protocol', "'tpc' is not 'tcp', 'udp', 'icmp' or 'icmpv6'", "write 'tcp'"),
    ],
    twin: onMetal({
      talos: {
        patch: [
          document('NetworkDefaultActionConfig', { ingress: 'accept' }),
          document('NetworkRuleConfig', {
            name: 'own',
            portSelector: { ports: [80], protocol: 'TCP' },
            ingress: [{ subnet: '10.0.0.1/32' }],
          }),
        ],
      },
    }),
  },
  {
    title: 'another way of patching than deleting',
    given: old({ machine: { sysctls: { $patch: 'replace', a: '1' } } }),
    finds: [
      found(
        'TAL005',
        'talos.patch.machine.sysctls["$patch"]',
        "'replace' is no way of patching: Talos knows 'delete' alone",
        'leave it out: maps merge, and lists grow, but for a few that are replaced',
      ),
    ],
    twin: old({ machine: { sysctls: { a: '1' } } }),
  },
  {
    title: 'the whole document of machine and cluster deleted',
    given: old(gone),
    finds: [
      found('INV003', 'network.values.k8sServicePort', 'Cilium looks for the API server at KubePrism, which is off', 'leave KubePrism on', [
        'talos.patch',
      ]),
      found(
        'INV001',
        'network.values.kubeProxyReplacement',
        'kube-proxy runs beside its replacement, and both would answer node ports',
        "leave out the patch that turns Talos' kube-proxy on",
        ['talos.patch'],
      ),
      found(
        'INV002',
        'talos.patch',
        "Talos brings 'flannel' beside Cilium, and both would write the node's CNI configuration",
        "leave out the patch, so that Talos' own network stays off",
        ['network.values'],
      ),
      found(
        'INV012',
        'talos.patch',
        'in a container Talos refuses config whose host DNS is off or does not forward',
        'leave out the patch that says so',
      ),
      found(
        'TAL005',
        'talos.patch["$patch"]',
        'the document of machine and cluster can not be deleted',
        "delete what is in it, as { machine: { sysctls: { $patch: 'delete' } } }",
      ),
    ],
    twin: old({ machine: { sysctls: gone } }),
  },
  {
    title: 'documents of no kind, of none without its apiVersion, and of another version',
    given: old([
      document('HostNameConfig', { hostname: 'a' }),
      { kind: 'TimeSyncConfig' },
      { ...document('TimeSyncConfig'), apiVersion: 'v1' },
    ]),
    finds: [
      found('TAL006', 'talos.patch[0].kind', "Talos knows no document 'HostNameConfig'", "write 'HostnameConfig'"),
      found(
        'TAL005',
        'talos.patch[1]',
        "'TimeSyncConfig' has no apiVersion, and Talos reads no such document",
        "write apiVersion: 'v1alpha1'",
      ),
      found('TAL005', 'talos.patch[2].apiVersion', "'v1' is no version of Talos' documents", "write apiVersion: 'v1alpha1'"),
    ],
    twin: old([document('TimeSyncConfig', { enabled: true })]),
  },
  {
    title: 'documents that came with Talos 1.14',
    given: old([
      document('KubeProxyConfig', { enabled: false }),
      document('SysctlConfig', { params: { a: '1' } }),
      document('FilesystemTrimConfig'),
    ]),
    finds: [
      found(
        'TAL006',
        'talos.patch[0].kind',
        "Talos 1.13 knows no document 'KubeProxyConfig', which came with Talos 1.14",
        'write cluster.proxy in the document of machine and cluster instead',
      ),
      found(
        'TAL006',
        'talos.patch[1].kind',
        "Talos 1.13 knows no document 'SysctlConfig', which came with Talos 1.14",
        'write machine.sysctls in the document of machine and cluster instead',
      ),
      found(
        'TAL006',
        'talos.patch[2].kind',
        "Talos 1.13 knows no document 'FilesystemTrimConfig', which came with Talos 1.14",
        'leave it out',
      ),
    ],
    twin: documents([
      document('KubeProxyConfig', { enabled: false }),
      document('SysctlConfig', { params: { a: '1' } }),
      document('FilesystemTrimConfig'),
    ]),
  },
  {
    title: 'a deletion beside what is set anew',
    given: old({ machine: { sysctls: { $patch: 'delete', 'vm.max_map_count': '262144', 'fs.file-max': '1' } } }),
    finds: [
      found(
        'TAL007',
        'talos.patch.machine.sysctls',
        "$patch: 'delete' takes 'vm.max_map_count' and 'fs.file-max' beside it as well",
        "leave $patch out, or write it at each key that is to go: { key: { $patch: 'delete' } }",
      ),
    ],
    twin: old({ machine: { sysctls: { 'vm.max_map_count': '262144' } } }),
  },
  {
    title: 'Flannel set up where Cilium is, which takes out its document',
    given: documents(document('KubeFlannelCNIConfig', { backendMTU: 1400 })),
    finds: [
      found(
        'TAL007',
        'talos.patch',
        "Ichor's own patch deletes 'KubeFlannelCNIConfig', and with it everything that this says of it",
        'leave it out, or write network: flannel() in place of cilium({ … })',
      ),
    ],
    twin: documents(document('KubeFlannelCNIConfig', gone)),
  },
  {
    title: 'keys deleted that there are not',
    given: old({ machine: { sysctls: { 'vm.max_map_count': gone }, nodeLabels: { tier: gone }, time: { servers: gone } } }),
    finds: [
      found('TAL008', 'talos.patch.machine.nodeLabels.tier', "there is no 'tier' to delete, and Talos refuses the patch", 'leave it out'),
      found(
        'TAL008',
        'talos.patch.machine.sysctls["vm.max_map_count"]',
        "there is no 'vm.max_map_count' to delete, and Talos refuses the patch",
        'leave it out',
      ),
      found('TAL008', 'talos.patch.machine.time.servers', "there is no 'servers' to delete, and Talos refuses the patch", 'leave it out'),
    ],
    twin: old({ machine: { nodeLabels: { 'node.kubernetes.io/exclude-from-external-load-balancers': gone } } }),
  },
  {
    title: 'a label deleted on a worker, which never had it',
    given: workers(document('KubeNodeConfig', { labels: { 'node.kubernetes.io/exclude-from-external-load-balancers': gone } }), at14),
    finds: [
      found(
        'TAL008',
        'talos.workerPatch.labels["node.kubernetes.io/exclude-from-external-load-balancers"]',
        "there is no 'node.kubernetes.io/exclude-from-external-load-balancers' to delete, and Talos refuses the patch",
        'leave it out',
      ),
    ],
    twin: workers(document('KubeNodeConfig', { labels: { tier: 'one' } }), at14),
  },
  {
    title: 'documents deleted that there are not',
    given: documents([document('DiscoveryServiceConfig', gone), document('WatchdogTimerConfig', gone)]),
    finds: [
      found(
        'INV009',
        'talos.patch[0]["$patch"]',
        "there is no document 'DiscoveryServiceConfig' to delete, and Talos says nothing of it",
        "write its name: 'default'",
      ),
      found(
        'INV009',
        'talos.patch[1]["$patch"]',
        "there is no document 'WatchdogTimerConfig' to delete, and Talos says nothing of it",
        'leave it out',
      ),
    ],
    twin: documents([document('DiscoveryServiceConfig', { name: 'default', ...gone }), document('KubeCoreDNSConfig', gone)]),
  },
  {
    title: 'fields of the older form on config of 1.14',
    given: documents({
      machine: {
        nodeLabels: { tier: 'one' },
        kubelet: { nodeIP: { validSubnets: ['10.5.0.0/24'] } },
        features: { hostDNS: { enabled: true } },
      },
      cluster: { proxy: { disabled: true }, network: { cni: { name: 'none' } }, apiServer: { certSANs: ['a.example.com'] } },
    }),
    finds: [
      found(
        'INV006',
        'talos.patch.cluster.apiServer',
        "config of Talos 1.14 has 'KubeAPIServerConfig' for this, and Talos refuses both",
        "write it in { apiVersion: 'v1alpha1', kind: 'KubeAPIServerConfig', … }: apiPort, certExtraSANs, env, extraArgs, image, resources, startupProbes",
      ),
      found(
        'INV006',
        'talos.patch.cluster.network',
        "config of Talos 1.14 has 'KubeNetworkConfig' for this, and Talos refuses both",
        "leave it out: Talos brings no network where 'KubeFlannelCNIConfig' is deleted",
      ),
      found(
        'INV006',
        'talos.patch.cluster.proxy',
        "config of Talos 1.14 has 'KubeProxyConfig' for this, and Talos refuses both",
        "write it in { apiVersion: 'v1alpha1', kind: 'KubeProxyConfig', … }: config, enabled, extraArgs, image, mode, resources",
      ),
      found(
        'INV006',
        'talos.patch.machine.features.hostDNS',
        "config of Talos 1.14 has 'ResolverConfig' for this, and Talos refuses both",
        "write it in { apiVersion: 'v1alpha1', kind: 'ResolverConfig', … }: hostDNS, nameservers, searchDomains",
      ),
      found(
        'INV006',
        'talos.patch.machine.kubelet.nodeIP',
        "config of Talos 1.14 has 'KubeNodeConfig' for this, and Talos refuses both",
        "write it in { apiVersion: 'v1alpha1', kind: 'KubeNodeConfig', … }: annotations, labels, nodeIP, registerWithFQDN, skipNodeRegistration, taints",
      ),
      found(
        'INV006',
        'talos.patch.machine.nodeLabels',
        "config of Talos 1.14 has 'KubeNodeConfig' for this, and Talos refuses both",
        "write it in { apiVersion: 'v1alpha1', kind: 'KubeNodeConfig', … }: annotations, labels, nodeIP, registerWithFQDN, skipNodeRegistration, taints",
      ),
    ],
    twin: documents({
      machine: { sysctls: { a: '1' }, certSANs: ['a.example.com'] },
      cluster: { etcd: { advertisedSubnets: ['10.5.0.0/24'] } },
    }),
  },
  {
    title: 'where Talos is installed, in the older form',
    given: onMetal({ ...at14, talos: { patch: { machine: { install: { wipe: true } } } } }),
    finds: [
      found(
        'INV006',
        'talos.patch.machine.install',
        "config of Talos 1.14 has 'UnattendedInstallConfig' for this, and Talos refuses both",
        "write it in { apiVersion: 'v1alpha1', kind: 'UnattendedInstallConfig', … }: installer, provisioning, reboot",
      ),
    ],
    twin: onMetal({ talos: { patch: { machine: { install: { wipe: true } } } } }),
  },
  {
    title: 'documents of the newer form on config of 1.13, which Talos 1.14 runs with',
    given: onMetal({
      versions: { talos: '1.14.2', kubernetes: '1.36.3', talosContract: '1.13' },
      talos: { patch: [document('KubeProxyConfig', { enabled: false }), document('KubePrismConfig', { port: 7445 })] },
    }),
    finds: [
      found(
        'INV006',
        'talos.patch[0]',
        "'KubeProxyConfig' says what cluster.proxy says in config of Talos 1.13, and Talos refuses both",
        'write cluster.proxy instead',
      ),
      found(
        'INV006',
        'talos.patch[1]',
        "'KubePrismConfig' says what machine.features.kubePrism says in config of Talos 1.13, and Talos refuses both",
        'write machine.features.kubePrism instead',
      ),
    ],
    twin: onMetal({
      versions: { talos: '1.14.2', kubernetes: '1.36.3', talosContract: '1.13' },
      talos: { patch: { machine: { nodeLabels: { tier: 'one' } }, cluster: { proxy: { disabled: true } } } },
    }),
  },
  {
    title: 'a name of the node said twice',
    given: old({ machine: { network: { hostname: 'a' } } }),
    finds: [
      found(
        'INV006',
        'talos.patch.machine.network.hostname',
        "config of Talos 1.13 has 'HostnameConfig' for this, and Talos refuses both",
        "write it in { apiVersion: 'v1alpha1', kind: 'HostnameConfig', … }: auto, hostname",
      ),
    ],
    twin: old(document('HostnameConfig', { auto: 'off', hostname: 'a' })),
  },
  {
    title: 'what is for control planes on workers',
    given: workers(
      [document('KubeAPIServerConfig', { extraArgs: { v: '2' } }), document('Layer2VIPConfig', { name: '192.168.1.30', link: 'end0' })],
      at14,
    ),
    finds: [
      found(
        'INV007',
        'talos.workerPatch[0].kind',
        "'KubeAPIServerConfig' is for control planes alone, and Talos refuses it on workers",
        'write it in the patch of control planes',
      ),
      found(
        'INV007',
        'talos.workerPatch[1].kind',
        'a worker would claim the address of the API server, which only control planes serve, and Talos lets it',
        'write it in the patch of control planes',
      ),
    ],
    twin: workers(document('KubeletConfig', { extraArgs: { v: '2' } }), at14),
  },
  {
    title: "etcd, a shared address and the scheduler's settings on a worker, in the older form",
    given: onMetal({
      platform: rack({
        nodes: [
          board(),
          box({
            patch: {
              machine: { network: { interfaces: [{ interface: 'end0', vip: { ip: '192.168.1.30' } }] } },
              cluster: { etcd: { advertisedSubnets: ['192.168.1.0/24'] }, scheduler: { extraArgs: { v: '2' } } },
            },
          }),
        ],
      }),
    }),
    finds: [
      found(
        'INV007',
        'platform.nodes.w-1.patch.cluster.etcd',
        'etcd runs on control planes alone, and Talos refuses its settings on workers',
        'write them in the patch of control planes',
      ),
      found(
        'INV007',
        'platform.nodes.w-1.patch.machine.network.interfaces[0].vip',
        'control planes alone share an address, and Talos refuses it on workers',
        'write it in the patch of control planes',
      ),
      mild(
        'INV007',
        'platform.nodes.w-1.patch.cluster.scheduler',
        'Talos takes cluster.scheduler on a worker, and does nothing with it',
        'write it in the patch of control planes, or leave it out',
      ),
    ],
    twin: onMetal({
      platform: rack({
        nodes: [board({ patch: { cluster: { scheduler: { extraArgs: { v: '2' } } } } }), box({ patch: { machine: { env: { a: 'b' } } } })],
      }),
    }),
  },
  {
    title: 'a patch for workers that there are none of',
    given: small({ talos: { workerPatch: { machine: { sysctls: { a: '1' } } } } }),
    finds: [
      found(
        'TAL003',
        'talos.workerPatch',
        'there are no workers, so nobody would get it',
        'write it as patch, which is for control planes, or leave it out',
      ),
    ],
    twin: small({ talos: { patch: { machine: { sysctls: { a: '1' } } } } }),
  },
  {
    title: 'a JSON patch',
    given: old([
      { op: 'add', path: '/machine/sysctls/vm.max_map_count', value: '262144' },
      { op: 'remove', path: '/machine/features/kubePrism' },
    ]),
    finds: [
      found(
        'INV008',
        'talos.patch[0]',
        "a JSON patch ('add' at '/machine/sysctls/vm.max_map_count') works on config of a single document, and there are several since Talos 1.12",
        "write { machine: { sysctls: { 'vm.max_map_count': '262144' } } }",
      ),
      found(
        'INV008',
        'talos.patch[1]',
        "a JSON patch ('remove' at '/machine/features/kubePrism') works on config of a single document, and there are several since Talos 1.12",
        "write { machine: { features: { kubePrism: { $patch: 'delete' } } } }",
      ),
    ],
    twin: old({ machine: { sysctls: { 'vm.max_map_count': '262144' } } }),
  },
  {
    title: 'lists that say again what they have',
    given: onMetal({
      talos: {
        patch: [
          { machine: { certSANs: ['a.example.com', 'a.example.com'], kernel: { modules: [{ name: 'br_netfilter' }] } } },
          { machine: { kernel: { modules: [{ name: 'br_netfilter' }] } }, cluster: { network: { podSubnets: ['10.244.0.0/16'] } } },
        ],
      },
    }),
    finds: [
      found(
        'INV010',
        'talos.patch[0].machine.certSANs[1]',
        "the list has 'a.example.com' already: Talos appends to lists, so it would be there twice",
        'leave it out',
      ),
      found(
        'INV010',
        'talos.patch[1].machine.kernel.modules[0]',
        'the list has this already: Talos appends to lists, so it would be there twice',
        'leave it out',
      ),
    ],
    twin: onMetal({ talos: { patch: { machine: { certSANs: ['a.example.com', 'b.example.com'] } } } }),
  },
  {
    title: 'an argument as a list, before Talos takes one',
    given: onMetal({ ...at12, talos: { patch: { cluster: { apiServer: { extraArgs: { 'feature-gates': ['A=true', 'B=true'] } } } } } }),
    finds: [
      found(
        'INV011',
        'talos.patch.cluster.apiServer.extraArgs.feature-gates',
        'Talos 1.12 takes one text for an argument, and no list, which Talos 1.13 began with',
        "write 'A=true,B=true'",
      ),
    ],
    twin: old({ cluster: { apiServer: { extraArgs: { 'feature-gates': ['A=true', 'B=true'] } } } }),
  },
  {
    title: 'an argument as a map',
    given: old({ machine: { kubelet: { extraArgs: { 'feature-gates': { A: true } } } } }),
    finds: [
      found(
        'INV011',
        'talos.patch.machine.kubelet.extraArgs.feature-gates',
        'a map is neither a text nor a list of texts',
        "write 'a text' or ['a', 'list']",
      ),
    ],
    twin: old({ machine: { kubelet: { extraArgs: { 'feature-gates': 'A=true', v: 2 } } } }),
  },
  {
    title: 'KubePrism off on workers, and moved on one of them',
    given: onMetal({
      talos: { workerPatch: { machine: { features: { kubePrism: { enabled: false } } } } },
    }),
    finds: [
      found('INV003', 'network.values.k8sServicePort', 'Cilium looks for the API server at KubePrism, which is off', 'leave KubePrism on', [
        'talos.workerPatch.machine.features.kubePrism.enabled',
      ]),
    ],
    twin: workers({ machine: { features: { kubePrism: { port: 7445 } } } }),
  },
  {
    title: 'a patch of one node: misspelt, and more pods than it has addresses',
    given: onMetal({
      platform: rack({ nodes: [board(), box({ patch: [{ machine: { kubelet: { extraConfig: { maxPods: 300 } } } }, { machines: {} }] })] }),
    }),
    finds: [
      found('TAL004', 'platform.nodes.w-1.patch[1].machines', "unknown field 'machines' in the configuration", "write 'machine'"),
      found(
        'INV033',
        'platform.nodes.w-1.patch[0].machine.kubelet.extraConfig.maxPods',
        'the kubelet takes 300 pods, and a node has a /24 of addresses for them: those beyond 254 would get none',
        'write 254 or less',
      ),
    ],
    twin: onMetal({ platform: rack({ nodes: [board(), box({ patch: [{ machine: { kubelet: { extraConfig: { maxPods: 200 } } } }] })] }) }),
  },
];
