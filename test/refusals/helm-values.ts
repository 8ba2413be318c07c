import { accept, cilium } from 'ichor';
import { network, platform, small } from './support/definitions';
import { type Found, found, inPatch, inValues, type Refusal, undecided } from './support/refusal';

const values = (given: object, changes: object = {}) => small({ network: network({ values: given }), ...changes });

const of119 = (given: object) =>
  small({
    versions: { talos: '1.13.9', kubernetes: '1.35.0' },
    network: network({ version: '1.19.6', values: given }),
    accept: [accept('VER005', 'network.version', 'nothing runs on the network of the host here')],
  });
const notes = (minor: string) => `https://docs.cilium.io/en/v${minor}/operations/upgrade/`;
const notesOf120 = 'cilium 1.20.2 Documentation/operations/upgrade-current.inc';
const noList = "not decided, since Ichor has lists of the values of Cilium 1.19 and 1.20, and none of '1.21.0'";
const silently = 'Helm takes it in silence, and nothing comes of it';

function unknown(path: string, repair: string, minor = '1.20'): Found {
  const at = path.startsWith('[') ? { ...inValues(''), path: `network.values${path}` } : inValues(path);
  return found('INV041', at, `Cilium's chart of ${minor} has no value '${path}': ${silently}`, repair);
}

function went(path: string, minor: string, repair: string, source: string): Found {
  return { ...found('INV042', inValues(path), `'${path}' is gone since Cilium ${minor}: ${silently}`, repair), source };
}

function refused(path: string, minor: string, repair: string, source: string): Found {
  return { ...found('INV042', inValues(path), `'${path}' is gone since Cilium ${minor}, and the chart refuses it`, repair), source };
}

function mistyped(path: string, wanted: string, shown: string, repair: string): Found {
  return found(
    'HLM001',
    inValues(path),
    `Cilium's chart of 1.20 wants ${wanted} here, and this is ${shown}: Helm refuses the values`,
    repair,
  );
}

/** Helm values that contradict the rest of the definition, or what Talos needs. */
export const helmValues: readonly Refusal[] = [
  {
    title: 'no replacement of kube-proxy',
    given: values({ kubeProxyReplacement: false }),
    finds: [
      found(
        'INV001',
        inValues('kubeProxyReplacement'),
        'nobody carries Services: kube-proxy is off and Cilium does not replace it',
        'write kubeProxyReplacement: true',
        [inPatch('cluster.proxy.disabled')],
      ),
    ],
    twin: values({ kubeProxyReplacement: true }),
  },
  {
    title: "a wrong port for KubePrism's",
    given: values({ k8sServicePort: 6443 }),
    finds: [
      found(
        'INV003',
        inValues('k8sServicePort'),
        'Cilium looks for the API server at port 6443, and KubePrism listens on 7445',
        'say the port in talos: { kubePrismPort: … } alone, from which both follow',
        [inPatch('machine.features.kubePrism.port')],
      ),
    ],
    twin: values({ k8sServicePort: '7445' }),
  },
  {
    title: 'a port that is no number',
    given: values({ k8sServicePort: '7445x' }),
    finds: [
      found(
        'INV003',
        inValues('k8sServicePort'),
        "Cilium looks for the API server at '7445x', and KubePrism listens on 7445",
        'say the port in talos: { kubePrismPort: … } alone, from which both follow',
        [inPatch('machine.features.kubePrism.port')],
      ),
    ],
    twin: values({ k8sServicePort: 7445 }),
  },
  {
    title: "KubePrism's default port after it was moved",
    given: values({ k8sServicePort: 7445 }, { talos: { kubePrismPort: 7446 } }),
    finds: [
      found(
        'INV003',
        inValues('k8sServicePort'),
        'Cilium looks for the API server at port 7445, and KubePrism listens on 7446',
        'say the port in talos: { kubePrismPort: … } alone, from which both follow',
        [inPatch('machine.features.kubePrism.port')],
      ),
    ],
    twin: small({ talos: { kubePrismPort: 7446 } }),
  },
  {
    title: 'the API server at another address',
    given: values({ k8sServiceHost: '10.5.0.2' }),
    finds: [found('INV004', inValues('k8sServiceHost'), "KubePrism listens on 127.0.0.1, not on '10.5.0.2'", "write '127.0.0.1'")],
    twin: values({ k8sServiceHost: 'localhost' }),
  },
  {
    title: 'an address of the API server beside KubePrism',
    given: values({ k8sServiceHost: '10.5.0.2', k8sServicePort: 6443 }),
    finds: [
      {
        ...found(
          'INV004',
          inValues('k8sServiceHost'),
          "Cilium finds the API server at '10.5.0.2' alone, while KubePrism on each node finds every control plane",
          "write '127.0.0.1', and k8sServicePort: 7445",
        ),
        severity: 'info',
      },
    ],
    twin: values({ k8sServiceHost: '127.0.0.1', k8sServicePort: 7445 }),
  },
  {
    title: 'no address of the API server',
    given: values({ k8sServiceHost: '' }),
    finds: [
      found(
        'INV004',
        inValues('k8sServiceHost'),
        "Cilium looks for the API server behind the Service 'kubernetes', which nobody but Cilium leads there",
        "write '127.0.0.1', and k8sServicePort: 7445",
      ),
    ],
    twin: values({ k8sServiceHost: '127.0.0.1' }),
  },
  {
    title: 'addresses of its own',
    given: values({ ipam: { mode: 'cluster-pool' } }),
    finds: [
      found(
        'INV005',
        inValues('ipam.mode'),
        "with 'cluster-pool' Cilium hands out addresses of its own, by default of 10.0.0.0/8, and ignores those that Kubernetes gives to nodes",
        "write 'kubernetes'",
      ),
    ],
    twin: values({ ipam: { mode: 'kubernetes' } }),
  },
  {
    title: 'eBPF host routing past the host DNS',
    given: values({ bpf: { hostLegacyRouting: false } }),
    finds: [
      found(
        'INV013',
        inValues('bpf.hostLegacyRouting'),
        "CoreDNS asks Talos' host DNS at 169.254.116.108, which pods can't reach past eBPF host routing: no name would resolve",
        'write hostLegacyRouting: true',
        [inPatch('machine.features.hostDNS')],
      ),
    ],
    twin: values({ bpf: { hostLegacyRouting: true } }),
  },
  {
    title: 'masquerading by iptables',
    given: values({ bpf: { masquerade: false } }),
    finds: [
      found(
        'INV014',
        inValues('bpf.masquerade'),
        'iptables would choose source ports that can collide with node ports',
        'write masquerade: true',
      ),
    ],
    twin: values({ bpf: { masquerade: true } }),
  },
  {
    title: "another place for Talos' cgroup file system, and a mount of its own",
    given: values({ cgroup: { autoMount: { enabled: true }, hostRoot: '/run/cilium/cgroupv2' } }),
    finds: [
      found(
        'INV015',
        inValues('cgroup.autoMount.enabled'),
        'Cilium mounts a cgroup file system beside that of Talos, with a container that may do so on the node',
        'write false',
      ),
      found(
        'INV015',
        inValues('cgroup.hostRoot'),
        "Talos mounts the cgroup file system at /sys/fs/cgroup, not at '/run/cilium/cgroupv2'",
        "write '/sys/fs/cgroup'",
      ),
    ],
    twin: values({ cgroup: { autoMount: { enabled: false }, hostRoot: '/sys/fs/cgroup' } }),
  },
  {
    title: 'a capability that Talos gives nobody',
    given: values({ securityContext: { capabilities: { cleanCiliumState: ['NET_ADMIN', 'SYS_MODULE', 'SYS_ADMIN', 'SYS_RESOURCE'] } } }),
    finds: [
      found(
        'INV016',
        inValues('securityContext.capabilities.cleanCiliumState'),
        "'SYS_MODULE' is a capability that Talos gives nobody, so the container doesn't start",
        'leave it out',
      ),
    ],
    twin: values({ securityContext: { capabilities: { cleanCiliumState: ['NET_ADMIN', 'SYS_ADMIN', 'SYS_RESOURCE'] } } }),
  },
  {
    title: 'an agent without the capabilities that it needs',
    given: values({ securityContext: { capabilities: { ciliumAgent: ['NET_ADMIN', 'SYS_ADMIN'] } } }),
    finds: [
      found(
        'INV016',
        inValues('securityContext.capabilities.ciliumAgent'),
        "without 'IPC_LOCK', 'NET_RAW', 'SYS_RESOURCE' the agent can't load its programs",
        'add them',
      ),
    ],
    twin: values({
      securityContext: { capabilities: { ciliumAgent: ['IPC_LOCK', 'NET_ADMIN', 'NET_RAW', 'SYS_ADMIN', 'SYS_RESOURCE', 'CHOWN'] } },
    }),
  },
  {
    title: "the chart's own list of capabilities",
    given: values({ securityContext: { capabilities: { ciliumAgent: null } } }),
    finds: [
      found(
        'INV016',
        inValues('securityContext.capabilities.ciliumAgent'),
        'the chart would ask for SYS_MODULE, which Talos gives nobody',
        'write the list without it',
      ),
    ],
    twin: values({ securityContext: { capabilities: {} } }),
  },
  {
    title: 'a container in which nobody mounts the BPF file system',
    given: values({ bpf: { autoMount: { enabled: false } }, securityContext: { privileged: true } }),
    finds: [
      found('INV017', inValues('bpf.autoMount.enabled'), 'in a container nobody else mounts the BPF file system', 'write true'),
      found(
        'INV017',
        inValues('securityContext.privileged'),
        'a privileged agent leaves out the container that mounts the BPF file system, which nobody else does here',
        'write false',
      ),
    ],
    twin: values({ bpf: { autoMount: { enabled: true } }, securityContext: { privileged: false } }),
  },
  {
    title: 'more operators than nodes',
    given: values({ operator: { replicas: 2 } }),
    finds: [
      found(
        'INV018',
        inValues('operator.replicas'),
        "2 operators don't share a node, and there is 1 for them: one would stay Pending, and helm --wait with it",
        'write 1',
        ['platform.nodes'],
      ),
    ],
    twin: values({ operator: { replicas: 1 } }),
  },
  {
    title: 'another range of node ports than the API server has',
    given: values({ nodePort: { range: '30000,31000' } }),
    finds: [
      found(
        'INV022',
        inValues('nodePort.range'),
        "Cilium is told node ports '30000,31000', and the API server hands out 30000-32767: those in only one of them are reached from some places and not from others",
        "write '30000,32767'",
        [inPatch('cluster.apiServer.extraArgs.service-node-port-range')],
      ),
    ],
    twin: small({ network: network({ nodePorts: '30000-31000', values: { nodePort: { range: '30000,31000' } } }) }),
  },
  {
    title: "a cluster's name and id that Cilium does not take",
    given: values({ cluster: { name: 'default', id: 3 } }),
    finds: [found('INV044', inValues('cluster.name'), "'default' is reserved for clusters with id 0", 'write another name')],
    twin: values({ cluster: { name: 'mesh-one', id: 3 } }),
  },
  {
    title: 'an id beyond those of a mesh',
    given: values({ cluster: { id: 512 } }),
    finds: [found('INV044', inValues('cluster.id'), '512 is not an id that Cilium takes', 'write a number of 0 to 511')],
    twin: values({ cluster: { id: 511 } }),
  },
  {
    title: 'pods that keep old settings',
    given: values({ rollOutCiliumPods: false, envoy: { rollOutPods: false } }),
    finds: [
      found('INV066', inValues('envoy.rollOutPods'), 'running pods would keep the old settings when values change', 'write true'),
      found('INV066', inValues('rollOutCiliumPods'), 'running pods would keep the old settings when values change', 'write true'),
    ],
    twin: values({ rollOutCiliumPods: true, envoy: { rollOutPods: true } }),
  },
  {
    title: 'a key that is spelt nearly right',
    given: values({ cgroup: { automount: { enabled: false } } }),
    finds: [unknown('cgroup.automount', "write 'cgroup.autoMount', or leave it out")],
    twin: values({ cgroup: { autoMount: { enabled: false } } }),
  },
  {
    title: 'keys that are spelt nearly right, with an older chart',
    given: of119({ kubeProxyReplacment: true, l2Announcements: { enabled: true } }),
    finds: [
      unknown('kubeProxyReplacment', "write 'kubeProxyReplacement', or leave it out", '1.19'),
      unknown('l2Announcements', "write 'l2announcements', or leave it out", '1.19'),
    ],
    twin: of119({ kubeProxyReplacement: true, l2announcements: { enabled: false } }),
  },
  {
    title: 'a key that has its place elsewhere',
    given: values({ hostLegacyRouting: true }),
    finds: [unknown('hostLegacyRouting', "write 'bpf.hostLegacyRouting', or leave it out")],
    twin: values({ bpf: { hostLegacyRouting: true } }),
  },
  {
    title: 'a path as a key',
    given: values({ 'bpf.masquerade': true, hubble: { 'relay.replicas': 1 } }),
    finds: [
      unknown('hubble["relay.replicas"]', "write 'hubble.relay.replicas', or leave it out"),
      unknown('["bpf.masquerade"]', "write 'bpf.masquerade', or leave it out"),
    ],
    twin: values({ bpf: { masquerade: true }, hubble: { relay: { replicas: 1 } } }),
  },
  {
    title: 'a key that is like none',
    given: values({ serviceMeshOfMyOwn: { enabled: true } }),
    finds: [unknown('serviceMeshOfMyOwn', 'leave it out')],
    twin: values({ envoyConfig: { enabled: true } }),
  },
  {
    title: 'a key in what the templates walk through',
    given: values({ extraHostPathMounts: [{ name: 'a', mountPath: '/a', hostpath: '/var/a' }] }),
    finds: [unknown('extraHostPathMounts[0].hostpath', "write 'extraHostPathMounts[0].hostPath', or leave it out")],
    twin: values({ extraHostPathMounts: [{ name: 'a', mountPath: '/a', hostPath: '/var/a' }] }),
  },
  {
    title: 'a value that came with a later chart',
    given: of119({ preferIpv6: true }),
    finds: [unknown('preferIpv6', "write 'hubble.preferIpv6', or leave it out", '1.19')],
    twin: values({ preferIpv6: false }),
  },
  {
    title: 'values that went, some of which the chart refuses',
    given: values({
      tunnel: 'vxlan',
      nodePort: { enabled: true },
      externalIPs: { enabled: true },
      proxy: { prometheus: { enabled: true } },
      clustermesh: { enableMCSAPISupport: true },
      hubble: { redact: { kafka: { apiKey: false } } },
    }),
    finds: [
      went('clustermesh.enableMCSAPISupport', '1.20', "write 'clustermesh.mcsapi.enabled'", notesOf120),
      went('externalIPs', '1.18', 'leave it out: kubeProxyReplacement: true includes it', 'https://github.com/cilium/cilium/issues/41043'),
      went('hubble.redact.kafka', '1.20', "leave it out: Cilium no longer reads Kafka's requests", notesOf120),
      went('nodePort.enabled', '1.19', 'leave it out: kubeProxyReplacement: true includes it', notes('1.19')),
      refused(
        'proxy.prometheus.enabled',
        '1.16',
        "write 'envoy.prometheus.enabled'",
        'cilium 1.20.2 install/kubernetes/cilium/templates/validate.yaml',
      ),
      refused(
        'tunnel',
        '1.15',
        "write routingMode: 'native' for 'disabled', else routingMode: 'tunnel' and the protocol as tunnelProtocol",
        notes('1.15'),
      ),
    ],
    twin: values({ routingMode: 'tunnel', tunnelProtocol: 'vxlan', envoy: { prometheus: { enabled: true } } }),
  },
  {
    title: 'values that are still there, and went with the next minor',
    given: of119({ nodePort: { enabled: true }, clustermesh: { enableMCSAPISupport: false } }),
    finds: [went('nodePort.enabled', '1.19', 'leave it out: kubeProxyReplacement: true includes it', notes('1.19'))],
    twin: of119({ clustermesh: { enableMCSAPISupport: false } }),
  },
  {
    title: 'a word that the replacement of kube-proxy took once',
    given: values({ kubeProxyReplacement: 'strict' }),
    finds: [
      found(
        'INV001',
        inValues('kubeProxyReplacement'),
        'nobody carries Services: kube-proxy is off and Cilium does not replace it',
        'write kubeProxyReplacement: true',
        [inPatch('cluster.proxy.disabled')],
      ),
      {
        ...found(
          'INV042',
          inValues('kubeProxyReplacement'),
          "'kubeProxyReplacement' takes no such word since Cilium 1.16, and the chart refuses it",
          "write true for 'strict', and false for the others",
        ),
        source: 'cilium 1.20.2 install/kubernetes/cilium/templates/cilium-configmap.yaml, and https://github.com/cilium/cilium/pull/26036',
      },
    ],
    twin: values({ kubeProxyReplacement: 'true' }),
  },
  {
    title: 'strict encryption in the words of an older chart',
    given: values({ encryption: { strictMode: { enabled: false, cidr: '10.244.0.0/16' } } }),
    finds: [
      { ...went('encryption.strictMode.cidr', '1.20', "write 'encryption.strictMode.egress.cidr'", notesOf120), id: 'INV040' },
      { ...went('encryption.strictMode.enabled', '1.20', "write 'encryption.strictMode.egress.enabled'", notesOf120), id: 'INV040' },
    ],
    twin: values({ encryption: { strictMode: { egress: { enabled: false, cidr: '10.244.0.0/16' } } } }),
  },
  {
    title: 'a chart of which no list is there',
    given: small({ network: cilium({ version: '1.21.0', values: { cgroup: { automount: {} }, customCalls: {} } as never }) }),
    finds: [
      went('customCalls', '1.19', 'leave it out: there is nothing to take its place', notes('1.19')),
      found(
        'VER003',
        'network.version',
        "Cilium '1.21.0' is newer than Ichor's tables, which end at 1.20: its settings, defaults and known faults aren't known",
        'write a release of 1.20, or accept it',
      ),
      undecided('HLM001', 'network.version', `Helm values in the types of the schema: ${noList}`),
      undecided('HLM002', 'network.version', `Helm values that the chart refuses: ${noList}`),
      undecided('INV041', 'network.version', `Helm values that the chart has: ${noList}`),
    ],
    twin: values({}),
  },
  {
    title: 'values of the wrong type',
    given: values({
      debug: { enabled: 'True' },
      hubble: { tls: { server: { extraDnsNames: 'a.example.com' } } },
      bpf: { monitorTraceIPOption: 256 },
      identityManagementMode: 'operators',
      agentNotReadyTaintKey: 7,
      etcd: { endpoints: [2379] },
      operator: { prometheus: { enabled: [] } },
      envoy: { prometheus: { port: 9964 }, log: { defaultLevel: 'warn' } },
      prometheus: { port: '9962' },
    }),
    finds: [
      mistyped('agentNotReadyTaintKey', 'a text', '7', "write '7'"),
      mistyped('bpf.monitorTraceIPOption', 'a whole number of 0 to 255', '256', 'write a whole number of 0 to 255'),
      mistyped('debug.enabled', 'true or false', "'True'", 'write true'),
      mistyped('envoy.log.defaultLevel', "'trace', 'debug', 'info', 'warning', 'error', 'critical' or 'off'", "'warn'", "write 'warning'"),
      mistyped('envoy.prometheus.port', 'a text', '9964', "write '9964'"),
      mistyped('etcd.endpoints[0]', 'a text', '2379', "write '2379'"),
      mistyped('hubble.tls.server.extraDnsNames', 'a list', "'a.example.com'", "write ['a.example.com']"),
      mistyped('identityManagementMode', "'agent', 'operator' or 'both'", "'operators'", "write 'operator'"),
      mistyped('operator.prometheus.enabled', 'true or false', 'a list', 'write true or false'),
      mistyped('prometheus.port', 'a whole number', "'9962'", 'write 9962'),
    ],
    twin: values({
      debug: { enabled: true },
      hubble: { tls: { server: { extraDnsNames: ['a.example.com'] } } },
      bpf: { monitorTraceIPOption: 255 },
      identityManagementMode: 'operator',
      agentNotReadyTaintKey: '7',
      etcd: { endpoints: ['2379'] },
      operator: { prometheus: { enabled: true } },
      envoy: { prometheus: { port: '9964' }, log: { defaultLevel: 'warning' } },
      prometheus: { port: 9962 },
    }),
  },
  {
    title: 'values and platform wrong at once',
    given: small({ network: network({ values: { kubeProxyReplacement: false } }), platform: platform({ memory: '1GiB' }) }),
    finds: [
      found('PLT001', 'platform.memory', "'1GiB' is less than the 2 GiB that Talos asks for on a control plane", "write at least '2GiB'"),
    ],
    twin: small(),
  },
];
