import { allow, bind, controlPlanes, docker, outside } from 'ichor';
import { db, host, platform, small, web } from './support/definitions';
import { found, type Refusal } from './support/refusal';

/** Docker, its network and its host. */
export const platforms: readonly Refusal[] = [
  {
    title: 'memory in the units of Kubernetes',
    given: small({ platform: platform({ memory: '4Gi' }) }),
    finds: [found('PLT001', 'platform.memory', "'4Gi' is not a size as talosctl takes it", "write '4GiB'")],
    twin: small({ platform: platform({ memory: '4GiB' }) }),
  },
  {
    title: 'less memory than Talos asks for',
    given: small({ workloads: [], platform: platform({ memory: '1536MiB' }) }),
    finds: [
      found(
        'PLT001',
        'platform.memory',
        "'1536MiB' is less than the 2 GiB that Talos asks for on a control plane",
        "write at least '2GiB'",
      ),
    ],
    twin: small({ workloads: [], platform: platform({ memory: '3GiB' }) }),
  },
  {
    title: 'no CPU',
    given: small({ platform: platform({ cpus: 0 }) }),
    finds: [found('PLT006', 'platform.cpus', '0 CPUs run nothing', 'write a number above 0')],
    twin: small({ platform: platform({ cpus: 0.5 }) }),
  },
  {
    title: 'three control planes behind one port map',
    given: small({ platform: platform({ nodes: controlPlanes(3) }) }),
    finds: [
      found(
        'PLT003',
        'platform.nodes',
        "talosctl gives the port map to each of 3 control planes, and the second can't bind it",
        'write controlPlanes(1)',
      ),
    ],
    twin: small({ platform: platform({ nodes: controlPlanes(1) }) }),
  },
  {
    title: 'no control plane',
    given: small({ platform: platform({ nodes: controlPlanes(0) }) }),
    finds: [found('PLT003', 'platform.nodes', 'a cluster has a control plane, and not 0', 'write controlPlanes(1)')],
    twin: small({ platform: platform({ nodes: controlPlanes(1) }) }),
  },
  {
    title: 'half a control plane',
    given: small({ platform: platform({ nodes: controlPlanes(0.5) }) }),
    finds: [found('DEF003', 'platform.nodes.controlPlanes', '0.5 is not a whole number', 'write a whole number')],
    twin: small({ platform: platform({ nodes: controlPlanes(1) }) }),
  },
  {
    title: 'a host address that is a name',
    given: small({ platform: platform({ hostIp: 'localhost' }) }),
    finds: [found('PLT004', 'platform.hostIp', "'localhost' is not an address", "write '127.0.0.1', or an address of the host")],
    twin: small({ platform: platform({ hostIp: '127.0.0.1' }) }),
  },
  {
    title: 'published ports for everybody',
    given: small({ platform: platform({ hostIp: '0.0.0.0' }) }),
    finds: [
      found(
        'PLT005',
        'platform.hostIp',
        "'0.0.0.0' publishes every exposed port to whoever can reach the host; where Docker runs in a virtual machine, pods can't tell them from the host",
        "write '127.0.0.1', or accept it",
      ),
    ],
    twin: small({ platform: platform({ hostIp: '192.168.1.7' }) }),
  },
  {
    title: "the host's address as a block",
    given: small({ platform: platform({ hostAddress: { in: '10.5.0.1/32' } }) }),
    finds: [found('PLT007', 'platform.hostAddress.in', "'10.5.0.1/32' is not an address", "write one address, e.g. '192.168.5.2'")],
    twin: small({ platform: platform({ hostAddress: { in: '10.5.0.1' } }) }),
  },
  {
    title: 'a network of Docker without room for a node',
    given: small({ platform: platform({ subnet: '10.5.0.0/30' }) }),
    finds: [
      found(
        'NET003',
        'platform.subnet',
        "'10.5.0.0/30' is too small: the nodes and the gateway need addresses of it",
        'write a prefix length of 8 to 28',
      ),
    ],
    twin: small({ platform: platform({ subnet: '10.5.0.0/28' }) }),
  },
  {
    title: "Docker's network among the pods",
    given: small({ platform: platform({ subnet: '10.244.7.0/24' }) }),
    finds: [
      found(
        'INV031',
        'platform.subnet',
        "'10.244.7.0/24' (Docker's network) overlaps '10.244.0.0/16' (pods): packets would go to the wrong one",
        'write ranges that share no address',
        ['network.pods'],
      ),
    ],
    twin: small({ platform: platform({ subnet: '10.245.7.0/24' }) }),
  },
  {
    title: 'a provider whose host address nobody knows',
    given: small({ platform: docker({ host, provider: 'docker-desktop', memory: '4GiB' }), flows: [allow(web, host.port(3111))] }),
    finds: [
      found('FLO002', 'flows[0].to', "nobody says at which address pods dial 'laptop'", "write docker({ hostAddress: { out: '…' } })", [
        'platform.hostAddress.out',
      ]),
    ],
    twin: small({
      platform: docker({ host, provider: 'docker-desktop', memory: '4GiB', hostAddress: { out: '192.168.65.254' } }),
      flows: [allow(web, host.port(3111))],
    }),
  },
  {
    title: 'a role that nobody binds',
    given: small({ flows: [allow(db, outside('backup').port(22))] }),
    finds: [
      found(
        'FLO002',
        'flows[0].to',
        "nobody says at which address pods dial 'backup'",
        "write roles: [bind(outside('backup'), { out: '…' })]",
        ['roles'],
      ),
    ],
    twin: small({ flows: [allow(db, outside('backup').port(22))], roles: [bind(outside('backup'), { out: '192.168.1.9' })] }),
  },
  {
    title: 'a role bound to a name',
    given: small({ flows: [allow(db, outside('backup').port(22))], roles: [bind(outside('backup'), { out: 'nas.local' })] }),
    finds: [
      found(
        'NET001',
        'roles[0].out',
        "'nas.local' of role 'backup' is neither an address nor a range in prefix notation",
        "write it as '192.168.1.7' or '192.168.1.0/24'",
      ),
    ],
    twin: small({ flows: [allow(db, outside('backup').port(22))], roles: [bind(outside('backup'), { out: '192.168.1.0/24' })] }),
  },
  {
    title: 'a role at an address of its network, which would open the network',
    given: small({ roles: [bind(outside('backup'), { in: '192.168.1.9/24', out: '192.168.1.9' })] }),
    finds: [
      found(
        'NET004',
        'roles[0].in',
        "'192.168.1.9/24' of role 'backup' has host bits set",
        "write '192.168.1.9' for the one address, or '192.168.1.0/24' for the range",
      ),
    ],
    twin: small({ roles: [bind(outside('backup'), { in: '192.168.1.0/24', out: '192.168.1.9/32' })] }),
  },
  {
    title: 'a misspelt provider',
    given: small({ platform: platform({ provider: 'colma' }) }),
    finds: [
      found('DEF003', 'platform.provider', "'colma' is not one of 'colima', 'docker-desktop', 'engine' or 'other'", "write 'colima'"),
    ],
    twin: small({ platform: platform({ provider: 'colima' }) }),
  },
  {
    title: "KubePrism's port beyond the last",
    given: small({ talos: { kubePrismPort: 74450 } }),
    finds: [found('TAL001', 'talos.kubePrismPort', '74450 is not a port', "write a number of 1 to 65535; Talos' own is 7445")],
    twin: small({ talos: { kubePrismPort: 7446 } }),
  },
  {
    title: 'a platform that there is not',
    given: small({ platform: { kind: 'cloud', options: {} } }),
    finds: [found('DEF003', 'platform', "a value of kind 'cloud' doesn't belong here", 'write docker({ … }) or metal({ … })')],
    twin: small(),
  },
];
