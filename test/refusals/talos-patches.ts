import { flannel } from 'ichor';
import { small } from './support/definitions';
import { found, inValues, type Refusal, undecided } from './support/refusal';

const old = (patch: unknown, changes: object = {}) => small({ talos: { patch }, ...changes });
const documents = (patch: unknown, changes: object = {}) =>
  small({ versions: { talos: '1.14.2', kubernetes: '1.36.3' }, talos: { patch }, ...changes });
const document = (kind: string, fields: object) => ({ apiVersion: 'v1alpha1', kind, ...fields });

/** Patches of the user's own that contradict the rest of the definition, in both forms of the config. */
export const talosPatches: readonly Refusal[] = [
  {
    title: 'a secret in a patch',
    given: old({ machine: { registries: { config: { 'mirror.lan': { auth: { username: 'me', password: 'hunter2' } } } } } }),
    finds: [
      found(
        'TAL009',
        'talos.patch.machine.registries.config["mirror.lan"].auth.password',
        'a secret stands in a patch, and so it would in dist/, which is committed',
        'leave it out: what secrets.yaml has comes from there, and the rest is for a patch of your own that git does not see',
      ),
    ],
    twin: old({ machine: { registries: { config: { 'mirror.lan': { tls: { insecureSkipVerify: true } } } } } }),
  },
  {
    title: 'Flannel beside Cilium',
    given: old({ cluster: { network: { cni: { name: 'flannel' } } } }),
    finds: [
      found(
        'INV002',
        'talos.patch.cluster.network.cni.name',
        "Talos brings 'flannel' beside Cilium, and both would write the node's CNI configuration",
        "leave out the patch, so that Talos' own network stays off",
        [inValues('')],
      ),
    ],
    twin: old({ cluster: { network: { cni: { name: 'none' } } } }),
  },
  {
    title: 'Flannel beside Cilium, in its own document',
    given: documents(document('KubeFlannelCNIConfig', { $patch: 'replace' })),
    finds: [
      found(
        'INV002',
        'talos.patch',
        "Talos brings 'flannel' beside Cilium, and both would write the node's CNI configuration",
        "leave out the patch, so that Talos' own network stays off",
        [inValues('')],
      ),
      found(
        'TAL005',
        'talos.patch["$patch"]',
        "'replace' is no way of patching: Talos knows 'delete' alone",
        'leave it out: maps merge, and lists grow, but for a few that are replaced',
      ),
    ],
    twin: documents(document('KubeFlannelCNIConfig', { $patch: 'delete' })),
  },
  {
    title: 'no network at all',
    given: old({ cluster: { network: { cni: { name: 'none' } } } }, { network: flannel() }),
    finds: [
      found(
        'INV002',
        'talos.patch.cluster.network.cni.name',
        'Talos is told to bring no network, and Cilium is not there',
        'write network: cilium({ … }), or leave out the patch',
      ),
    ],
    twin: old({ cluster: { network: { cni: { name: 'flannel' } } } }, { network: flannel() }),
  },
  {
    title: 'a CNI that Talos does not know',
    given: old({ cluster: { network: { cni: { name: 'calico' } } } }),
    finds: [
      undecided(
        'INV002',
        'talos.patch.cluster.network.cni.name',
        "one network, and only one: not decided, since Talos has no CNI 'calico'",
      ),
    ],
    twin: old({ cluster: { network: { cni: { name: 'none' } } } }),
  },
  {
    title: 'kube-proxy beside its replacement',
    given: old({ cluster: { proxy: { disabled: false } } }),
    finds: [
      found(
        'INV001',
        inValues('kubeProxyReplacement'),
        'kube-proxy runs beside its replacement, and both would answer node ports',
        "leave out the patch that turns Talos' kube-proxy on",
        ['talos.patch.cluster.proxy.disabled'],
      ),
    ],
    twin: old({ cluster: { proxy: { disabled: true } } }),
  },
  {
    title: 'kube-proxy beside its replacement, in its own document',
    given: documents(document('KubeProxyConfig', { enabled: true })),
    finds: [
      found(
        'INV001',
        inValues('kubeProxyReplacement'),
        'kube-proxy runs beside its replacement, and both would answer node ports',
        "leave out the patch that turns Talos' kube-proxy on",
        ['talos.patch.enabled'],
      ),
    ],
    twin: documents(document('KubeProxyConfig', { enabled: false })),
  },
  {
    title: 'neither kube-proxy nor a replacement',
    given: old({ cluster: { proxy: { disabled: true } } }, { network: flannel() }),
    finds: [
      found(
        'INV001',
        'talos.patch.cluster.proxy.disabled',
        'nobody carries Services: kube-proxy is off and Cilium does not replace it',
        "leave out the patch that turns Talos' kube-proxy off",
      ),
    ],
    twin: old({ cluster: { proxy: { disabled: false } } }, { network: flannel() }),
  },
  {
    title: 'KubePrism off',
    given: old({ machine: { features: { kubePrism: { enabled: false } } } }),
    finds: [
      found('INV003', inValues('k8sServicePort'), 'Cilium looks for the API server at KubePrism, which is off', 'leave KubePrism on', [
        'talos.patch.machine.features.kubePrism.enabled',
      ]),
    ],
    twin: old({ machine: { features: { kubePrism: { enabled: true } } } }),
  },
  {
    title: 'KubePrism off, in its own document',
    given: documents(document('KubePrismConfig', { $patch: 'delete' })),
    finds: [
      found('INV003', inValues('k8sServicePort'), 'Cilium looks for the API server at KubePrism, which is off', 'leave KubePrism on', [
        'talos.patch',
      ]),
    ],
    twin: documents(document('KubePrismConfig', { port: 7445 })),
  },
  {
    title: 'KubePrism on another port than the one that the definition says',
    given: old({ machine: { features: { kubePrism: { port: 7446 } } } }),
    finds: [
      found(
        'INV003',
        inValues('k8sServicePort'),
        'Cilium looks for the API server at port 7445, and KubePrism listens on 7446',
        'say the port in talos: { kubePrismPort: … } alone, from which both follow',
        ['talos.patch.machine.features.kubePrism.port'],
      ),
    ],
    twin: small({ talos: { kubePrismPort: 7446 } }),
  },
  {
    title: 'host DNS off',
    given: old({ machine: { features: { hostDNS: { enabled: false } } } }),
    finds: [
      found(
        'INV012',
        'talos.patch.machine.features.hostDNS',
        'in a container Talos refuses config whose host DNS is off or does not forward',
        'leave out the patch that says so',
      ),
    ],
    twin: old({ machine: { features: { hostDNS: { enabled: true } } } }),
  },
  {
    title: 'host DNS that does not forward, in its own document',
    given: documents(document('ResolverConfig', { hostDNS: { forwardKubeDNSToHost: false } })),
    finds: [
      found(
        'INV012',
        'talos.patch.hostDNS',
        'in a container Talos refuses config whose host DNS is off or does not forward',
        'leave out the patch that says so',
      ),
    ],
    twin: documents(document('ResolverConfig', { hostDNS: { forwardKubeDNSToHost: true } })),
  },
  {
    title: 'host DNS taken out',
    given: old({ machine: { features: { hostDNS: { $patch: 'delete' } } } }),
    finds: [
      found(
        'INV012',
        'talos.patch.machine.features.hostDNS',
        'in a container Talos refuses config whose host DNS is off or does not forward',
        'leave out the patch that says so',
      ),
    ],
    twin: old({ machine: { features: { hostDNS: { resolveMemberNames: false } } } }),
  },
  {
    title: "parts of Talos' own taken out: KubePrism, and what says that there is no kube-proxy and no network",
    given: old({
      machine: { features: { kubePrism: { $patch: 'delete' } } },
      cluster: { proxy: { $patch: 'delete' }, network: { cni: { $patch: 'delete' } } },
    }),
    finds: [
      found('INV003', inValues('k8sServicePort'), 'Cilium looks for the API server at KubePrism, which is off', 'leave KubePrism on', [
        'talos.patch.machine.features.kubePrism',
      ]),
      found(
        'INV001',
        inValues('kubeProxyReplacement'),
        'kube-proxy runs beside its replacement, and both would answer node ports',
        "leave out the patch that turns Talos' kube-proxy on",
        ['talos.patch.cluster.proxy'],
      ),
      found(
        'INV002',
        'talos.patch.cluster.network.cni',
        "Talos brings 'flannel' beside Cilium, and both would write the node's CNI configuration",
        "leave out the patch, so that Talos' own network stays off",
        [inValues('')],
      ),
    ],
    twin: old({ machine: { features: { kubePrism: {} } }, cluster: { proxy: {}, network: { cni: {} } } }),
  },
  {
    title: 'host DNS taken out, in its own document',
    given: documents(document('ResolverConfig', { hostDNS: { $patch: 'delete' } })),
    finds: [
      found(
        'INV012',
        'talos.patch.hostDNS',
        'in a container Talos refuses config whose host DNS is off or does not forward',
        'leave out the patch that says so',
      ),
    ],
    twin: documents(document('ResolverConfig', { nameservers: [] })),
  },
  {
    title: 'nowhere to schedule',
    given: old({ cluster: { allowSchedulingOnControlPlanes: false } }),
    finds: [
      found(
        'INV020',
        'talos.patch.cluster.allowSchedulingOnControlPlanes',
        'control planes take no workloads, and there are no other nodes',
        'leave out the patch that says so',
        ['platform.nodes'],
      ),
    ],
    twin: old({ cluster: { allowSchedulingOnControlPlanes: true } }),
  },
  {
    title: 'nowhere to schedule, in its own document',
    given: documents(document('KubeNodeConfig', { taints: { 'node-role.kubernetes.io/control-plane': 'NoSchedule' } })),
    finds: [
      found(
        'INV020',
        'talos.patch.taints',
        'control planes take no workloads, and there are no other nodes',
        'leave out the patch that says so',
        ['platform.nodes'],
      ),
    ],
    twin: documents(document('KubeNodeConfig', { labels: { tier: 'one' } })),
  },
  {
    title: 'another range of node ports for the API server alone',
    given: old({ cluster: { apiServer: { extraArgs: { 'service-node-port-range': '20000-32767' } } } }),
    finds: [
      found(
        'INV022',
        inValues('nodePort.range'),
        "Cilium is told node ports '30000,32767', and the API server hands out 20000-32767: those in only one of them are reached from some places and not from others",
        "write '20000,32767'",
        ['talos.patch.cluster.apiServer.extraArgs.service-node-port-range'],
      ),
    ],
    twin: old({ cluster: { apiServer: { extraArgs: { 'service-node-port-range': '30000-32767' } } } }),
  },
  {
    title: 'no range of node ports for the API server, in its own document',
    given: documents(document('KubeAPIServerConfig', { extraArgs: { 'service-node-port-range': 'all' } })),
    finds: [
      undecided(
        'INV021',
        'talos.patch.extraArgs.service-node-port-range',
        "node ports inside of the range: not decided, since 'all' is not a range of ports",
      ),
      undecided(
        'INV022',
        'talos.patch.extraArgs.service-node-port-range',
        "one node-port range for API server and Cilium: not decided, since 'all' is not a range of ports",
      ),
      undecided(
        'INV023',
        'talos.patch.extraArgs.service-node-port-range',
        "room for source ports: not decided, since 'all' is not a range of ports",
      ),
      undecided(
        'INV025',
        'talos.patch.extraArgs.service-node-port-range',
        "hostPorts outside of the node-port range: not decided, since 'all' is not a range of ports",
      ),
    ],
    twin: documents(document('KubeAPIServerConfig', { extraArgs: { 'service-node-port-range': '30000-32767' } })),
  },
  {
    title: 'several contradictions in several documents',
    given: documents([document('KubeProxyConfig', { enabled: true }), document('KubePrismConfig', { port: 7446 })]),
    finds: [
      found(
        'INV003',
        inValues('k8sServicePort'),
        'Cilium looks for the API server at port 7445, and KubePrism listens on 7446',
        'say the port in talos: { kubePrismPort: … } alone, from which both follow',
        ['talos.patch[1].port'],
      ),
      found(
        'INV001',
        inValues('kubeProxyReplacement'),
        'kube-proxy runs beside its replacement, and both would answer node ports',
        "leave out the patch that turns Talos' kube-proxy on",
        ['talos.patch[0].enabled'],
      ),
    ],
    twin: documents([document('KubeProxyConfig', { enabled: false }), { machine: { sysctls: { 'net.core.somaxconn': '1024' } } }]),
  },
];
