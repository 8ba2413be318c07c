import { network, platform, small } from './support/definitions';
import { found, inPatch, inValues, type Refusal } from './support/refusal';

const values = (given: object, changes: object = {}) => small({ network: network({ values: given }), ...changes });

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
    title: 'addresses of its own',
    given: values({ ipam: { mode: 'cluster-pool' } }),
    finds: [
      found(
        'INV005',
        inValues('ipam.mode'),
        "with 'cluster-pool' Cilium hands out addresses of its own, by default of 10.0.0.0/8, and ignores the pod subnet of the definition",
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
        'Cilium would mount a cgroup file system, which Talos has already mounted and allows nobody else to',
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
    title: 'values and platform wrong at once',
    given: small({ network: network({ values: { kubeProxyReplacement: false } }), platform: platform({ memory: '1GiB' }) }),
    finds: [
      found('PLT001', 'platform.memory', "'1GiB' is less than the 2 GiB that Talos asks for on a control plane", "write at least '2GiB'"),
    ],
    twin: small(),
  },
];
