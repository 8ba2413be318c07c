import { allow, flannel } from 'ichor';
import { db, network, platform, small, web } from './support/definitions';
import { found, inPatch, type Refusal } from './support/refusal';

/** Address ranges, ports and names that every network has. */
export const networks: readonly Refusal[] = [
  {
    title: 'no address range at all',
    given: small({ network: network({ pods: '10.244.0.0' }) }),
    finds: [found('NET001', 'network.pods', "'10.244.0.0' is not an address range in prefix notation", "write it as '10.244.0.0/16'")],
    twin: small({ network: network({ pods: '10.244.0.0/16' }) }),
  },
  {
    title: 'a prefix length beyond the address',
    given: small({ network: network({ services: '10.96.0.0/33' }) }),
    finds: [found('NET001', 'network.services', "'10.96.0.0/33' is not an address range in prefix notation", "write it as '10.96.0.0/12'")],
    twin: small({ network: network({ services: '10.96.0.0/13' }) }),
  },
  {
    title: 'host bits',
    given: small({ network: network({ pods: '10.244.0.5/16' }) }),
    finds: [found('NET004', 'network.pods', "'10.244.0.5/16' has host bits set", "write '10.244.0.0/16'")],
    twin: small({ network: network({ pods: '10.244.0.0/16' }) }),
  },
  {
    title: 'IPv6',
    given: small({ network: network({ pods: 'fd00:10:244::/56' }) }),
    finds: [
      found(
        'NET002',
        'network.pods',
        "'fd00:10:244::/56' is IPv6, and KubePrism and Talos' host DNS listen on IPv4 only",
        'write an IPv4 range',
      ),
    ],
    twin: small({ network: network({ pods: '10.244.0.0/16' }) }),
  },
  {
    title: 'a pod range without room for a node',
    given: small({ network: network({ pods: '10.244.0.0/25' }) }),
    finds: [
      found('NET003', 'network.pods', "'10.244.0.0/25' is too small: each node gets a /24 of it", 'write a prefix length of 8 to 24'),
    ],
    twin: small({ network: network({ pods: '10.244.0.0/24' }) }),
  },
  {
    title: 'a Service range that the API server refuses',
    given: small({
      network: network({ services: '10.0.0.0/11', pods: '172.16.0.0/16' }),
      platform: platform({ subnet: '192.168.7.0/24' }),
    }),
    finds: [
      found(
        'NET003',
        'network.services',
        "'10.0.0.0/11' is too large: the API server takes /12 to /30",
        'write a prefix length of 12 to 30',
      ),
    ],
    twin: small({ network: network({ services: '10.0.0.0/12', pods: '172.16.0.0/16' }), platform: platform({ subnet: '192.168.7.0/24' }) }),
  },
  {
    title: 'pods and Services on the same addresses',
    given: small({ network: network({ pods: '10.96.128.0/17' }) }),
    finds: [
      found(
        'INV031',
        'network.services',
        "'10.96.0.0/12' (services) overlaps '10.96.128.0/17' (pods): packets would go to the wrong one",
        'write ranges that share no address',
        ['network.pods'],
      ),
    ],
    twin: small({ network: network({ pods: '10.112.0.0/16' }) }),
  },
  {
    title: "pods, Services and Docker's network on the same addresses",
    given: small({ network: network({ pods: '10.0.0.0/8' }) }),
    finds: [
      found(
        'INV031',
        'network.services',
        "'10.96.0.0/12' (services) overlaps '10.0.0.0/8' (pods): packets would go to the wrong one",
        'write ranges that share no address',
        ['network.pods'],
      ),
      found(
        'INV031',
        'platform.subnet',
        "'10.5.0.0/24' (Docker's network) overlaps '10.0.0.0/8' (pods): packets would go to the wrong one",
        'write ranges that share no address',
        ['network.pods'],
      ),
    ],
    twin: small({ network: network({ pods: '11.0.0.0/8' }) }),
  },
  {
    title: "Flannel's ranges are looked at too",
    given: small({ network: flannel({ pods: '10.5.0.0/16' }) }),
    finds: [
      found(
        'INV031',
        'platform.subnet',
        "'10.5.0.0/24' (Docker's network) overlaps '10.5.0.0/16' (pods): packets would go to the wrong one",
        'write ranges that share no address',
        ['network.pods'],
      ),
    ],
    twin: small({ network: flannel({ pods: '10.6.0.0/16' }) }),
  },
  {
    title: 'a range of node ports in words',
    given: small({ network: network({ nodePorts: '30000 to 32767' }) }),
    finds: [found('NET006', 'network.nodePorts', "'30000 to 32767' is not a range of ports", "write it as '30000-32767'")],
    twin: small({ network: network({ nodePorts: '30000-32767' }) }),
  },
  {
    title: 'a range of node ports upside down',
    given: small({ network: network({ nodePorts: '32767-30000' }) }),
    finds: [found('NET006', 'network.nodePorts', "'32767-30000' is not a range of ports", "write it as '30000-32767'")],
    twin: small({ network: network({ nodePorts: '30000-30000' }) }),
  },
  {
    title: 'node ports up to the end, as the cluster has them that is replaced',
    given: small({ network: network({ nodePorts: '1-65535' }) }),
    finds: [
      found(
        'INV023',
        inPatch('cluster.apiServer.extraArgs.service-node-port-range'),
        'Cilium takes source ports from above the node-port range, and 1-65535 leaves 0',
        "write '30000-32767'",
      ),
    ],
    twin: small({ network: network({ nodePorts: '1-60000' }) }),
  },
  {
    title: 'node ports above those of connections',
    given: small({ network: network({ nodePorts: '61000-62000' }) }),
    finds: [
      found(
        'INV023',
        inPatch('cluster.apiServer.extraArgs.service-node-port-range'),
        "61000-62000 lies wholly above the ports that Linux gives to connections, and Cilium's agent refuses it",
        "write '30000-32767'",
      ),
    ],
    twin: small({ network: network({ nodePorts: '60999-62000' }) }),
  },
  {
    title: 'a DNS domain with an underscore',
    given: small({ network: network({ dnsDomain: 'my_cluster.local' }) }),
    finds: [
      found(
        'NAM001',
        'network.dnsDomain',
        "'my_cluster.local' must consist of lower-case letters, digits, - and ., and begin and end with a letter or digit",
        "write a DNS domain, e.g. 'cluster.local'",
      ),
    ],
    twin: small({ network: network({ dnsDomain: 'my-cluster.local' }) }),
  },
  {
    title: 'flows under Flannel',
    given: small({ network: flannel(), flows: [allow(web, db)] }),
    finds: [
      found(
        'FLO012',
        'network',
        'Flannel enforces no policy, so everybody reaches everybody, and nobody enforces apps/web → apps/db:5432,9187',
        "write network: cilium({ version: '…' }) to have them enforced",
      ),
      found(
        'NET009',
        'network',
        'of the four reasons to move from Flannel to Cilium the definition has isolation (flows declared: 1); whether flows have to be seen is for you to say',
        "write network: cilium({ version: '…' }) when the time has come, or accept this",
      ),
    ],
    twin: small({ flows: [allow(web, db)] }),
  },
];
