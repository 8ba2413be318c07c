import { generic, onHost, statefulSet } from 'ichor';
import { apps, db, network, platform, small } from './support/definitions';
import { board, box, onMetal, rack } from './support/metal';
import { found, inPatch, type Refusal } from './support/refusal';

const nodes = (...list: readonly unknown[]) => onMetal({ platform: rack({ nodes: list }) });
const versions = (talos: string, kubernetes = '1.35.2') => ({ talos, kubernetes });
const machine = (patch: unknown, changes: object = {}) => onMetal({ talos: { patch }, ...changes });
const bare = generic({ architecture: 'amd64', interface: 'enp1s0', memory: '16GiB' });
const keep = [{ key: 'dedicated', effect: 'NoSchedule' }];
const volume = statefulSet(apps, 'files', {
  image: 'files:1.0.0',
  ports: { http: 8000 },
  claims: { data: { size: '1Gi', mountPath: '/data' } },
});
const document = (kind: string, fields: object) => ({ apiVersion: 'v1alpha1', kind, ...fields });
const block = document('NetworkDefaultActionConfig', { ingress: 'block' });

/** Machines of one's own: nodes, their addresses, disks and links, and the address of the control planes. */
export const metals: readonly Refusal[] = [
  {
    title: 'a node outside of the network',
    given: nodes(board({ address: '192.168.2.31' }), box()),
    finds: [
      found(
        'NOD003',
        'platform.nodes.cp-1.address',
        '192.168.2.31 is not in 192.168.1.0/24, and the node could not be reached there',
        'write an address of 192.168.1.0/24, or another subnet',
        ['platform.nodes.cp-1.subnet'],
      ),
    ],
    twin: nodes(board({ address: '192.168.1.32' }), box()),
  },
  {
    title: 'a node at the address of the network itself',
    given: nodes(board({ address: '192.168.1.0' }), box()),
    finds: [
      found(
        'NOD003',
        'platform.nodes.cp-1.address',
        '192.168.1.0 is the first address of 192.168.1.0/24, which nobody can have',
        'write another address of 192.168.1.0/24',
      ),
    ],
    twin: nodes(board({ address: '192.168.1.2' }), box()),
  },
  {
    title: 'an address with its prefix length',
    given: nodes(board({ address: '192.168.1.31/24' }), box()),
    finds: [found('PLT004', 'platform.nodes.cp-1.address', "'192.168.1.31/24' is not an IPv4 address", "write '192.168.1.31'")],
    twin: onMetal(),
  },
  {
    title: 'a router outside of the network',
    given: onMetal({ platform: rack({ router: '192.168.2.1' }) }),
    finds: [
      found(
        'NOD003',
        'platform.router',
        '192.168.2.1 is not in 192.168.1.0/24, and the router could not be reached there',
        'write an address of 192.168.1.0/24, or another subnet',
        ['platform.subnet'],
      ),
    ],
    twin: onMetal({ platform: rack({ router: '192.168.1.254' }) }),
  },
  {
    title: 'two nodes of one name',
    given: nodes(board(), box({}, 'cp-1')),
    finds: [found('NOD004', 'platform.nodes.cp-1', "two nodes are called 'cp-1'", 'write another name for one')],
    twin: nodes(board(), box({}, 'cp-2')),
  },
  {
    title: 'two nodes at one address',
    given: nodes(board(), box({ address: '192.168.1.31' })),
    finds: [
      found('NOD004', 'platform.nodes.w-1.address', "'cp-1' has the address 192.168.1.31 as well", 'write another address for one', [
        'platform.nodes.cp-1.address',
      ]),
    ],
    twin: onMetal(),
  },
  {
    title: 'a name that no host has',
    given: nodes(board({}, 'cp_1'), box()),
    finds: [
      found(
        'NAM001',
        'platform.nodes.cp_1',
        "'cp_1', the name of a node, must consist of lower-case letters, digits and -, and begin and end with a letter or digit",
        'write another name',
      ),
    ],
    twin: onMetal(),
  },
  {
    title: 'a label that Kubernetes refuses',
    given: nodes(board({ labels: { 'a rack': 'one' } }), box()),
    finds: [
      found(
        'NAM003',
        'platform.nodes.cp-1.labels.a rack',
        "label key 'a rack' must be at most 63 letters, digits, -, _ and ., and begin and end with a letter or digit",
        'write another key',
      ),
    ],
    twin: nodes(board({ labels: { rack: 'one' } }), box()),
  },
  {
    title: 'a label that a worker may not set',
    given: nodes(board(), box({ labels: { 'node-role.kubernetes.io/storage': '', 'topology.kubernetes.io/zone': 'a' } })),
    finds: [
      found(
        'NOD009',
        'platform.nodes.w-1.labels.node-role.kubernetes.io/storage',
        "the API server doesn't let a worker set the label 'node-role.kubernetes.io/storage', and Talos would try for ever",
        'write a label of your own, or set it from outside: kubectl label node w-1 node-role.kubernetes.io/storage=',
      ),
    ],
    twin: nodes(board({ labels: { 'node-role.kubernetes.io/storage': '' } }), box({ labels: { 'topology.kubernetes.io/zone': 'a' } })),
  },
  {
    title: 'workers alone',
    given: nodes(box()),
    finds: [
      found('NOD001', 'platform.nodes', 'nobody runs etcd and the API server', "write controlPlane('…', { … }) for one node at least"),
    ],
    twin: nodes(board()),
  },
  {
    title: 'two control planes',
    given: nodes(board(), board({ address: '192.168.1.32' }, 'cp-2')),
    finds: [found('NOD002', 'platform.nodes', 'etcd on 2 control planes survives no more failures than on 1', 'write 1 or 3 of them')],
    twin: nodes(board(), board({ address: '192.168.1.32' }, 'cp-2'), board({ address: '192.168.1.33' }, 'cp-3')),
  },
  {
    title: 'no disk',
    given: nodes(board(), box({ machine: bare })),
    finds: [
      found(
        'NOD005',
        'platform.nodes.w-1.disk',
        "nobody says on which disk of 'w-1' Talos is to be installed, and what is on it is lost",
        "write disk: { serial: '…' }, or disk: '/dev/nvme0n1'",
      ),
    ],
    twin: nodes(board(), box({ machine: bare, disk: { serial: 'S123' } })),
  },
  {
    title: 'a disk without its folder',
    given: nodes(board(), box({ disk: 'nvme0n1' })),
    finds: [found('NOD005', 'platform.nodes.w-1.disk', "'nvme0n1' is no device", "write '/dev/nvme0n1', or { serial: '…' }")],
    twin: nodes(board(), box({ disk: '/dev/nvme0n1' })),
  },
  {
    title: 'a disk by what Talos has no selector for',
    given: nodes(board(), box({ disk: { name: 'nvme0n1' } })),
    finds: [
      found('DEF004', 'platform.nodes[1].disk.name', "there is no option 'name'", "leave it out, or write 'serial'"),
      found('DEF006', 'platform.nodes[1].disk.serial', "'serial' is missing", 'write serial: …'),
    ],
    twin: nodes(board(), box({ disk: { wwid: 'eui.0025' } })),
  },
  {
    title: 'memory in the units of Kubernetes',
    given: nodes(board(), box({ memory: '16Gi' })),
    finds: [found('PLT001', 'platform.nodes.w-1.memory', "'16Gi' is not a size", "write '16GiB'")],
    twin: nodes(board(), box({ memory: '16GiB' })),
  },
  {
    title: 'a taint that stands twice',
    given: nodes(board(), box({ taints: [...keep, ...keep] }), box({ address: '192.168.1.42' }, 'w-2')),
    finds: [found('NOD006', 'platform.nodes.w-1.taints[1]', "the taint 'dedicated:NoSchedule' stands twice", 'leave one out')],
    twin: nodes(board(), box({ taints: keep }), box({ address: '192.168.1.42' }, 'w-2')),
  },
  {
    title: 'two effects of one taint',
    given: nodes(board(), box({ taints: [...keep, { key: 'dedicated', effect: 'NoExecute' }] })),
    finds: [found('NOD006', 'platform.nodes.w-1.taints[1]', "Talos takes one taint of the key 'dedicated'", 'leave one out')],
    twin: nodes(board(), box({ taints: [{ key: 'dedicated', effect: 'NoExecute' }] })),
  },
  {
    title: 'taints on every node',
    given: nodes(board({ taints: keep }), box({ taints: keep })),
    finds: [
      found(
        'INV020',
        'platform.nodes',
        'every node has a taint that keeps workloads away, CoreDNS among them',
        'leave out the taints of one node',
      ),
    ],
    twin: nodes(board(), box({ taints: keep })),
  },
  {
    title: 'control planes that take no workloads, without workers',
    given: machine({ cluster: { allowSchedulingOnControlPlanes: false } }, { platform: rack({ nodes: [board()] }) }),
    finds: [
      found(
        'INV020',
        'talos.patch.cluster.allowSchedulingOnControlPlanes',
        'control planes take no workloads, and there are no other nodes',
        'leave out the patch that says so',
        ['platform.nodes'],
      ),
    ],
    twin: machine({ cluster: { allowSchedulingOnControlPlanes: false } }),
  },
  {
    title: "a further link of the node's own name",
    given: nodes(board({ links: [{ interface: 'end0', address: 'dhcp' }] }), box()),
    finds: [found('NOD007', 'platform.nodes.cp-1.links[0]', "the link 'end0' is there already", 'write another interface')],
    twin: nodes(board({ links: [{ interface: 'end1', address: 'dhcp' }] }), box()),
  },
  {
    title: 'a further link without a prefix length',
    given: nodes(board({ links: [{ interface: 'end1', address: '10.9.0.11' }] }), box()),
    finds: [
      found(
        'NOD007',
        'platform.nodes.cp-1.links[0].address',
        "'10.9.0.11' is neither an address with its prefix length nor 'dhcp'",
        "write it as '10.9.0.11/24'",
      ),
    ],
    twin: nodes(board({ links: [{ interface: 'end1', address: '10.9.0.11/24' }] }), box()),
  },
  {
    title: "a further link in the nodes' network",
    given: nodes(board({ links: [{ interface: 'end1', address: '192.168.1.51/24' }] }), box()),
    finds: [
      found(
        'INV085',
        'platform.nodes.cp-1.links[0]',
        "end1 of 'cp-1' is in 192.168.1.0/24, where end0 is: the node sends by either of the two, and answers for both addresses on both",
        'write an address of another network, or leave out the link',
      ),
    ],
    twin: nodes(board({ links: [{ interface: 'end1', address: '10.9.0.51/24' }] }), box()),
  },
  {
    title: 'a further link among the pods',
    given: nodes(board({ links: [{ interface: 'end1', address: '10.244.7.2/24' }] }), box()),
    finds: [
      found(
        'INV031',
        'platform.nodes.cp-1.links[0].address',
        "'10.244.7.0/24' (the network of end1) overlaps '10.244.0.0/16' (pods): packets would go to the wrong one",
        'write ranges that share no address',
        ['network.pods'],
      ),
    ],
    twin: nodes(board({ links: [{ interface: 'end1', address: '10.245.7.2/24' }] }), box()),
  },
  {
    title: 'packets that no network carries',
    given: onMetal({ platform: rack({ mtu: 900 }) }),
    finds: [
      found('NET008', 'platform.mtu', 'packets of 900 bytes are none that Ethernet carries', 'write 1500, or up to 9216 for jumbo frames'),
    ],
    twin: onMetal({ platform: rack({ mtu: 9000 }) }),
  },
  {
    title: 'a DNS server by name',
    given: onMetal({ platform: rack({ nameservers: ['dns.example.com'] }) }),
    finds: [found('PLT004', 'platform.nameservers[0]', "'dns.example.com' is not an IPv4 address", "write one as '192.168.1.31'")],
    twin: onMetal({ platform: rack({ nameservers: ['192.168.1.1'] }) }),
  },
  {
    title: 'a range of the DHCP server in words',
    given: onMetal({ platform: rack({ dhcpRange: '192.168.1.100 to .199' }) }),
    finds: [
      found(
        'NET007',
        'platform.dhcpRange',
        "'192.168.1.100 to .199' is not a range of IPv4 addresses",
        "write it as '192.168.1.240-192.168.1.249', or as '192.168.1.240/28'",
      ),
    ],
    twin: onMetal({ platform: rack({ dhcpRange: '192.168.1.100-192.168.1.199' }) }),
  },
  {
    title: 'a range of the DHCP server upside down',
    given: onMetal({ platform: rack({ dhcpRange: '192.168.1.199-192.168.1.100' }) }),
    finds: [
      found('NET007', 'platform.dhcpRange', "'192.168.1.199-192.168.1.100' ends before it begins", "write '192.168.1.100-192.168.1.199'"),
    ],
    twin: onMetal({ platform: rack({ dhcpRange: '192.168.1.128/26' }) }),
  },
  {
    title: 'a node at an address that the DHCP server hands out',
    given: onMetal({ platform: rack({ dhcpRange: '192.168.1.40-192.168.1.60' }) }),
    finds: [
      found(
        'NOD008',
        'platform.nodes.w-1.address',
        "the node 'w-1' has 192.168.1.41, and the DHCP server would give it to somebody else",
        "write an address outside of the server's range, or a smaller range for the server",
        ['platform.dhcpRange'],
      ),
    ],
    twin: onMetal({ platform: rack({ dhcpRange: '192.168.1.40-192.168.1.60', nodes: [board(), box({ dhcp: true })] }) }),
  },
  {
    title: "a node at the router's address",
    given: nodes(board({ address: '192.168.1.1' }), box()),
    finds: [
      found(
        'NOD008',
        'platform.nodes.cp-1.address',
        "the node 'cp-1' has 192.168.1.1, which is that of the router as well",
        'write another address for one of them',
        ['platform.subnet'],
      ),
    ],
    twin: onMetal({ platform: rack({ router: '192.168.1.254', nodes: [board({ address: '192.168.1.1' }), box()] }) }),
  },
  {
    title: 'a VIP outside of the network',
    given: onMetal({ platform: rack({ vip: '192.168.2.30' }) }),
    finds: [
      found(
        'INV086',
        'platform.vip',
        '192.168.2.30 is not in 192.168.1.0/24, the network of the control planes, who could not answer for it',
        'write an address of 192.168.1.0/24 that nobody has',
      ),
    ],
    twin: onMetal({ platform: rack({ vip: '192.168.1.30' }) }),
  },
  {
    title: 'a VIP that is the address of a node',
    given: onMetal({ platform: rack({ vip: '192.168.1.31' }) }),
    finds: [
      found('INV086', 'platform.vip', "192.168.1.31 is the address of the node 'cp-1' as well", 'write an address that nobody has', [
        'platform.nodes.cp-1.address',
      ]),
    ],
    twin: onMetal({ platform: rack({ vip: '192.168.1.30' }) }),
  },
  {
    title: 'a VIP that the DHCP server hands out',
    given: onMetal({ platform: rack({ vip: '192.168.1.130', dhcpRange: '192.168.1.100-192.168.1.199' }) }),
    finds: [
      found('INV086', 'platform.vip', '192.168.1.130 is one of those that the DHCP server hands out', 'write an address that nobody has', [
        'platform.dhcpRange',
      ]),
    ],
    twin: onMetal({ platform: rack({ vip: '192.168.1.30', dhcpRange: '192.168.1.100-192.168.1.199' }) }),
  },
  {
    title: "a VIP that is the router's",
    given: onMetal({ platform: rack({ vip: '192.168.1.1' }) }),
    finds: [
      found('INV086', 'platform.vip', '192.168.1.1 is the address of the router as well', 'write an address that nobody has', [
        'platform.subnet',
      ]),
    ],
    twin: onMetal({ platform: rack({ vip: '192.168.1.1', router: '192.168.1.254' }) }),
  },
  {
    title: 'a VIP that nobody can have',
    given: onMetal({ platform: rack({ vip: '192.168.1.255' }) }),
    finds: [
      found(
        'INV086',
        'platform.vip',
        '192.168.1.255 is the first or last address of 192.168.1.0/24, which nobody can have',
        'write another',
      ),
    ],
    twin: onMetal({ platform: rack({ vip: '192.168.1.253' }) }),
  },
  {
    title: 'fewer addresses for pods than nodes',
    given: onMetal({ network: network({ pods: '10.244.0.0/24' }) }),
    finds: [
      found(
        'INV032',
        'network.pods',
        "'10.244.0.0/24' has 1 of the /24 that each node gets, and there are 2 nodes: some would never be Ready",
        'write a prefix length of 23 or less',
        ['platform.nodes'],
      ),
    ],
    twin: onMetal({ network: network({ pods: '10.244.0.0/23' }) }),
  },
  {
    title: 'more pods than a node has addresses',
    given: machine({ machine: { kubelet: { extraConfig: { maxPods: 500 } } } }),
    finds: [
      found(
        'INV033',
        'talos.patch.machine.kubelet.extraConfig.maxPods',
        'the kubelet takes 500 pods, and a node has a /24 of addresses for them: those beyond 254 would get none',
        'write 254 or less',
      ),
    ],
    twin: machine({ machine: { kubelet: { extraConfig: { maxPods: 250 } } } }),
  },
  {
    title: 'a flat network of two networks',
    given: nodes(board(), box({ address: '192.168.2.41', subnet: '192.168.2.0/24' })),
    finds: [
      found(
        'INV034',
        'platform.nodes.w-1.subnet',
        "'w-1' is in 192.168.2.0/24 and 'cp-1' in 192.168.1.0/24: direct routes work inside of one network alone, so pods of one would not reach those of the other",
        'leave out flat: true for the platform, so that pods talk through a tunnel',
      ),
    ],
    twin: onMetal({ platform: rack({ flat: false, nodes: [board(), box({ address: '192.168.2.41', subnet: '192.168.2.0/24' })] }) }),
  },
  {
    title: "the nodes' network among the pods",
    given: onMetal({ network: network({ pods: '192.168.0.0/16' }) }),
    finds: [
      found(
        'INV031',
        'platform.subnet',
        "'192.168.1.0/24' (the nodes' network) overlaps '192.168.0.0/16' (pods): packets would go to the wrong one",
        'write ranges that share no address',
        ['network.pods'],
      ),
    ],
    twin: onMetal({ network: network({ pods: '10.200.0.0/16' }) }),
  },
  {
    title: 'a mesh of nodes that do not look for each other',
    given: machine({ cluster: { discovery: { enabled: false } } }, { platform: rack({ kubeSpan: true }) }),
    finds: [
      found(
        'TAL002',
        'talos.patch.cluster.discovery.enabled',
        'nodes of KubeSpan find each other by discovery, which is off',
        'leave out the patch that says so, or kubeSpan: true',
        [inPatch('KubeSpanConfig.enabled')],
      ),
    ],
    twin: machine({ cluster: { discovery: { enabled: false } } }),
  },
  {
    title: 'a board on a Talos that does not know it',
    given: onMetal({ versions: versions('1.12.2') }),
    finds: [
      found('INV083', 'versions.talos', "Talos '1.12.2' doesn't boot on a Raspberry Pi 5, which 'cp-1' is", "write '1.12.3' or newer", [
        'platform.nodes.cp-1',
      ]),
    ],
    twin: onMetal({ versions: versions('1.12.3') }),
  },
  {
    title: 'a Talos whose new nodes restart for ever',
    given: onMetal({ versions: versions('1.14.1') }),
    finds: [
      found(
        'VER007',
        'versions.talos',
        "Talos '1.14.1' is known to be bad: new nodes can end in a restart loop at boot (workload isolation) (https://github.com/siderolabs/talos/issues/14374)",
        "write '1.14.2' or newer",
      ),
    ],
    twin: onMetal({ versions: versions('1.14.2') }),
  },
  {
    title: 'a board that installs on NVMe',
    given: nodes(board({ disk: '/dev/nvme0n1' }), box()),
    finds: [
      found(
        'INV084',
        'platform.nodes.cp-1.disk',
        "the boot loader of Talos' image doesn't start a Raspberry Pi 5 from '/dev/nvme0n1': 'cp-1' would install there, and find nothing at the next boot",
        "write disk: '/dev/mmcblk0', or accept it where the board has a boot loader of yours",
      ),
    ],
    twin: nodes(board({ disk: '/dev/mmcblk0' }), box()),
  },
  {
    title: 'a firewall of a patch, which lets nobody in',
    given: machine([block]),
    finds: [
      found(
        'INV038',
        'talos.patch[0].ingress',
        "the firewall blocks what the cluster itself needs: 50000/tcp (Talos' API), 6443/tcp (the API server), 10250/tcp (the kubelet), 50001/tcp (how nodes join), 4240/tcp (Cilium's health check), 4244/tcp (Hubble)",
        'write metal({ firewall: true }) in place of the patch, or a NetworkRuleConfig for each',
      ),
    ],
    twin: machine([document('NetworkDefaultActionConfig', { ingress: 'accept' })]),
  },
  {
    title: "another port of the tunnel than the firewall's",
    given: onMetal({ platform: rack({ flat: false, firewall: true }), network: network({ values: { tunnelPort: 8473 } }) }),
    finds: [
      found(
        'INV038',
        inPatch('NetworkDefaultActionConfig.ingress'),
        "the firewall blocks what the cluster itself needs: 8473/udp (Cilium's tunnel, vxlan)",
        'write metal({ firewall: true }) in place of the patch, or a NetworkRuleConfig for each',
      ),
    ],
    twin: onMetal({ platform: rack({ flat: false, firewall: true }) }),
  },
  {
    title: 'data on one of several nodes',
    given: onMetal({ workloads: [volume] }),
    finds: [
      found(
        'STO003',
        'storage',
        "the data of 'apps/files' is on the disk of the one of 2 nodes where each first runs: without that node they run nowhere, and what its disk loses is lost",
        "write existingStorage('…') for a class that keeps copies, or accept it",
        ['workloads.apps/files'],
      ),
    ],
    twin: onMetal({ workloads: [volume], platform: rack({ nodes: [board()] }) }),
  },
  {
    title: 'a port of the Docker host',
    given: onMetal({ expose: [onHost(5432, db.port('sql'))] }),
    finds: [
      found(
        'EXP012',
        'expose.5432',
        'on metal there is no Docker host that could have a port',
        "write onAddress(pool('…', { … }), '…', …), or onHostname('…', …)",
        ['platform'],
      ),
    ],
    twin: small({ expose: [onHost(5432, db.port('sql'))] }),
  },
  {
    title: 'machines and containers in one cluster',
    given: small({ platform: [rack(), platform()] }),
    finds: [
      found(
        'PLT008',
        'platform',
        "a cluster has one platform: nodes elsewhere have no route to the network of Docker's containers",
        'write one platform, and a cluster of its own for each other',
      ),
    ],
    twin: onMetal(),
  },
];
