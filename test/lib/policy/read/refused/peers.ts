import { byCilium, cnp, egress, ingress, ports, type Refused, refuses } from './refused';

/** Who is at the other end: kinds that don't go together, entities, addresses, names. */
export const peers: readonly Refused[] = [
  {
    title: 'pods and entities in one item of ingress',
    given: [ingress({ fromEndpoints: [{}], fromEntities: ['world'] })],
    finds: [
      byCilium(
        'spec.ingress[0].fromEntities',
        'combining FromEndpoints and FromEntities is not supported yet',
        'write an item of its own for each kind of peer',
      ),
    ],
    upstream: 'Cilium',
    because: 'combining FromEndpoints and FromEntities is not supported yet',
    twin: [cnp({ endpointSelector: {}, ingress: [{ fromEndpoints: [{}] }, { fromEntities: ['world'] }] })],
  },
  {
    title: 'pods and names in one item of egress',
    given: [egress({ toEndpoints: [{}], toFQDNs: [{ matchName: 'api.example.com' }] })],
    finds: [
      byCilium(
        'spec.egress[0].toFQDNs',
        'combining ToEndpoints and ToFQDNs is not supported yet',
        'write an item of its own for each kind of peer',
      ),
    ],
    upstream: 'Cilium',
    because: 'combining ToEndpoints and ToFQDNs is not supported yet',
    twin: [cnp({ endpointSelector: {}, egress: [{ toEndpoints: [{}] }, { toFQDNs: [{ matchName: 'api.example.com' }] }] })],
  },
  {
    title: 'addresses in both ways of writing them, in a rule that denies',
    given: [cnp({ endpointSelector: {}, egressDeny: [{ toCIDR: ['192.0.2.1/32'], toCIDRSet: [{ cidr: '198.51.100.0/24' }] }] })],
    finds: [
      byCilium(
        'spec.egressDeny[0].toCIDRSet',
        'combining ToCIDR and ToCIDRSet is not supported yet',
        'write an item of its own for each kind of peer',
      ),
    ],
    upstream: 'Cilium',
    because: 'combining ToCIDR and ToCIDRSet is not supported yet',
    twin: [cnp({ endpointSelector: {}, egressDeny: [{ toCIDRSet: [{ cidr: '192.0.2.1/32' }, { cidr: '198.51.100.0/24' }] }] })],
  },
  {
    title: 'kinds that do not go together in two items',
    given: [
      cnp({
        endpointSelector: {},
        egress: [
          { toEntities: ['host'], toCIDR: ['192.0.2.1/32'] },
          { toServices: [{ k8sService: { serviceName: 'a', namespace: 'n' } }], toFQDNs: [{ matchName: 'api.example.com' }] },
        ],
      }),
    ],
    finds: [
      byCilium(
        'spec.egress[0].toCIDR',
        'combining ToEntities and ToCIDR is not supported yet',
        'write an item of its own for each kind of peer',
      ),
      byCilium(
        'spec.egress[1].toFQDNs',
        'combining ToServices and ToFQDNs is not supported yet',
        'write an item of its own for each kind of peer',
      ),
    ],
    upstream: 'Cilium',
    because: 'is not supported yet',
    twin: [
      cnp({
        endpointSelector: {},
        egress: [
          { toEntities: ['host'] },
          { toCIDR: ['192.0.2.1/32'] },
          { toServices: [{ k8sService: { serviceName: 'a', namespace: 'n' } }] },
          { toFQDNs: [{ matchName: 'api.example.com' }] },
        ],
      }),
    ],
  },
  {
    title: 'nodes by their labels, where the agent is not told to keep these',
    given: [ingress({ fromNodes: [{ matchLabels: { 'node-role.kubernetes.io/control-plane': '' } }] })],
    finds: [
      byCilium(
        'spec.ingress[0].fromNodes',
        'FromNodes/ToNodes rules can only be applied when the "enable-node-selector-labels" flag is set',
        'set nodeSelectorLabels: true in the Helm values, or write the entity remote-node',
      ),
    ],
    upstream: 'Cilium',
    because: 'FromNodes/ToNodes rules can only be applied when the "enable-node-selector-labels" flag is set',
    twin: [ingress({ fromEntities: ['remote-node'] })],
  },
  {
    title: 'an entity that was never one',
    given: [ingress({ fromEntities: ['internet'] })],
    finds: [
      refuses(
        'spec.ingress[0].fromEntities[0]',
        "'internet' is not one of 'all', 'world', 'cluster', 'cluster-mesh', 'host', 'init', 'ingress', 'unmanaged', 'remote-node', 'health', 'none' or 'kube-apiserver'",
        'write one of them',
      ),
    ],
    finds119: [
      refuses(
        'spec.ingress[0].fromEntities[0]',
        "'internet' is not one of 'all', 'world', 'cluster', 'host', 'init', 'ingress', 'unmanaged', 'remote-node', 'health', 'none' or 'kube-apiserver'",
        'write one of them',
      ),
    ],
    upstream: 'API server',
    because: 'Unsupported value: "internet"',
    twin: [ingress({ fromEntities: ['world'] })],
  },
  {
    title: 'an entity in capitals',
    given: [egress({ toEntities: ['World'] })],
    finds: [
      refuses(
        'spec.egress[0].toEntities[0]',
        "'World' is not one of 'all', 'world', 'cluster', 'cluster-mesh', 'host', 'init', 'ingress', 'unmanaged', 'remote-node', 'health', 'none' or 'kube-apiserver'",
        "write 'world'",
      ),
    ],
    finds119: [
      refuses(
        'spec.egress[0].toEntities[0]',
        "'World' is not one of 'all', 'world', 'cluster', 'host', 'init', 'ingress', 'unmanaged', 'remote-node', 'health', 'none' or 'kube-apiserver'",
        "write 'world'",
      ),
    ],
    upstream: 'API server',
    because: 'Unsupported value: "World"',
    twin: [egress({ toEntities: ['world'] })],
  },
  {
    title: 'an entity that Cilium has only for itself',
    given: [egress({ toEntities: ['world-ipv4'] })],
    finds: [
      refuses(
        'spec.egress[0].toEntities[0]',
        "'world-ipv4' is not one of 'all', 'world', 'cluster', 'cluster-mesh', 'host', 'init', 'ingress', 'unmanaged', 'remote-node', 'health', 'none' or 'kube-apiserver'",
        'write one of them',
      ),
    ],
    finds119: [
      refuses(
        'spec.egress[0].toEntities[0]',
        "'world-ipv4' is not one of 'all', 'world', 'cluster', 'host', 'init', 'ingress', 'unmanaged', 'remote-node', 'health', 'none' or 'kube-apiserver'",
        'write one of them',
      ),
    ],
    upstream: 'API server',
    because: 'Unsupported value: "world-ipv4"',
    twin: [egress({ toEntities: ['world'] })],
  },
  {
    title: 'the namespace as an entity, which was proposed and not taken',
    given: [ingress({ fromEntities: ['namespace'] })],
    finds: [
      refuses(
        'spec.ingress[0].fromEntities[0]',
        "'namespace' is not one of 'all', 'world', 'cluster', 'cluster-mesh', 'host', 'init', 'ingress', 'unmanaged', 'remote-node', 'health', 'none' or 'kube-apiserver'",
        'write one of them',
      ),
    ],
    finds119: [
      refuses(
        'spec.ingress[0].fromEntities[0]',
        "'namespace' is not one of 'all', 'world', 'cluster', 'host', 'init', 'ingress', 'unmanaged', 'remote-node', 'health', 'none' or 'kube-apiserver'",
        'write one of them',
      ),
    ],
    upstream: 'API server',
    because: 'Unsupported value: "namespace"',
    twin: [ingress({ fromEndpoints: [{}] })],
  },
  {
    title: 'an entity that is new in 1.20',
    given: [ingress({ fromEntities: ['cluster-mesh'] })],
    finds: [
      refuses(
        'spec.ingress[0].fromEntities[0]',
        "'cluster-mesh' is not one of 'all', 'world', 'cluster', 'host', 'init', 'ingress', 'unmanaged', 'remote-node', 'health', 'none' or 'kube-apiserver'",
        'write one of them',
      ),
    ],
    upstream: 'API server',
    because: 'Unsupported value: "cluster-mesh"',
    twin: [ingress({ fromEntities: ['cluster'] })],
    only: '1.19',
  },
  {
    title: 'an address alone, which Cilium would take and the API server does not',
    given: [egress({ toCIDR: ['192.0.2.1'] })],
    finds: [refuses('spec.egress[0].toCIDR[0]', "'192.0.2.1' is no CIDR", "write '192.0.2.1/32'")],
    upstream: 'API server',
    because: 'spec.egress[0].toCIDR[0]',
    twin: [egress({ toCIDR: ['192.0.2.1/32'] })],
  },
  {
    title: 'a block with a number over 255',
    given: [egress({ toCIDR: ['10.0.0.300/24'] })],
    finds: [refuses('spec.egress[0].toCIDR[0]', "'10.0.0.300/24' is no CIDR", "write it as in '10.0.0.0/8'")],
    upstream: 'API server',
    because: 'spec.egress[0].toCIDR[0]',
    twin: [egress({ toCIDR: ['10.0.0.30/24'] })],
  },
  {
    title: 'a block of more bits than an address has',
    given: [egress({ toCIDR: ['10.0.0.0/33'] })],
    finds: [refuses('spec.egress[0].toCIDR[0]', "'10.0.0.0/33' is no CIDR", "write it as in '10.0.0.0/8'")],
    upstream: 'API server',
    because: 'spec.egress[0].toCIDR[0]',
    twin: [egress({ toCIDR: ['10.0.0.0/32'] })],
  },
  {
    title: 'an address alone in a set of blocks',
    given: [ingress({ fromCIDRSet: [{ cidr: '192.0.2.1' }] })],
    finds: [refuses('spec.ingress[0].fromCIDRSet[0].cidr', "'192.0.2.1' is no CIDR", "write '192.0.2.1/32'")],
    upstream: 'API server',
    because: 'spec.ingress[0].fromCIDRSet[0].cidr',
    twin: [ingress({ fromCIDR: ['192.0.2.1/32'] })],
  },
  {
    title: 'a block with a leading zero, which the API server reads and Cilium does not',
    given: [egress({ toCIDR: ['010.0.0.0/8'] })],
    finds: [byCilium('spec.egress[0].toCIDR[0]', "unable to parse CIDR: '010.0.0.0/8'", "write a block such as '10.0.0.0/8'")],
    upstream: 'Cilium',
    because: 'unable to parse CIDR',
    twin: [egress({ toCIDR: ['10.0.0.0/8'] })],
  },
  {
    title: 'an exception outside of the block',
    given: [egress({ toCIDRSet: [{ cidr: '10.0.0.0/8', except: ['11.0.0.0/24'] }] })],
    finds: [
      byCilium(
        'spec.egress[0].toCIDRSet[0].except[0]',
        'allow CIDR prefix 10.0.0.0/8 does not contain exclude CIDR prefix 11.0.0.0/24',
        'write a block inside of 10.0.0.0/8, or leave it out',
      ),
    ],
    upstream: 'Cilium',
    because: 'allow CIDR prefix 10.0.0.0/8 does not contain exclude CIDR prefix 11.0.0.0/24',
    twin: [egress({ toCIDRSet: [{ cidr: '10.0.0.0/8', except: ['10.11.0.0/24'] }] })],
  },
  {
    title: 'an exception of the other family',
    given: [egress({ toCIDRSet: [{ cidr: '0.0.0.0/0', except: ['fd00::/8'] }] })],
    finds: [
      byCilium(
        'spec.egress[0].toCIDRSet[0].except[0]',
        'allow CIDR prefix 0.0.0.0/0 does not contain exclude CIDR prefix fd00::/8',
        'write a block inside of 0.0.0.0/0, or leave it out',
      ),
    ],
    upstream: 'Cilium',
    because: 'allow CIDR prefix 0.0.0.0/0 does not contain exclude CIDR prefix fd00::/8',
    twin: [egress({ toCIDRSet: [{ cidr: '::/0', except: ['fd00::/8'] }] })],
  },
  {
    title: 'an exception around the block, which 1.19 takes',
    given: [egress({ toCIDRSet: [{ cidr: '10.1.0.0/16', except: ['10.1.0.0/8'] }] })],
    finds: [
      byCilium(
        'spec.egress[0].toCIDRSet[0].except[0]',
        'allow CIDR prefix 10.1.0.0/16 does not contain exclude CIDR prefix 10.1.0.0/8',
        'write a block inside of 10.1.0.0/16, or leave it out',
      ),
    ],
    upstream: 'Cilium',
    because: 'allow CIDR prefix 10.1.0.0/16 does not contain exclude CIDR prefix 10.1.0.0/8',
    twin: [egress({ toCIDRSet: [{ cidr: '10.1.0.0/16', except: ['10.1.0.0/18'] }] })],
    only: '1.20',
  },
  {
    title: 'an exception that Cilium can not read',
    given: [egress({ toCIDRSet: [{ cidr: '10.0.0.0/8', except: ['10.1.0.0/08'] }] })],
    finds: [byCilium('spec.egress[0].toCIDRSet[0].except[0]', 'netip.ParsePrefix("10.1.0.0/08")', "write a block such as '10.1.0.0/16'")],
    upstream: 'Cilium',
    because: 'netip.ParsePrefix("10.1.0.0/08")',
    twin: [egress({ toCIDRSet: [{ cidr: '10.0.0.0/8', except: ['10.1.0.0/16'] }] })],
  },
  {
    title: 'a block and a group in one element',
    given: [ingress({ fromCIDRSet: [{ cidr: '10.0.0.0/8', cidrGroupRef: 'office' }] })],
    finds: [refuses('spec.ingress[0].fromCIDRSet[0]', "'cidr' and 'cidrGroupRef' exclude each other", 'write one of them')],
    upstream: 'API server',
    because: 'spec.ingress[0].fromCIDRSet[0]',
    twin: [ingress({ fromCIDRSet: [{ cidr: '10.0.0.0/8' }, { cidrGroupRef: 'office' }] })],
  },
  {
    title: 'an exception of nothing',
    given: [ingress({ fromCIDRSet: [{ except: ['10.0.0.0/8'] }] })],
    finds: [refuses('spec.ingress[0].fromCIDRSet[0]', "'cidr', 'cidrGroupRef' or 'cidrGroupSelector' is missing", 'write one of them')],
    upstream: 'API server',
    because: 'spec.ingress[0].fromCIDRSet[0]',
    twin: [ingress({ fromCIDRSet: [{ cidr: '0.0.0.0/0', except: ['10.0.0.0/8'] }] })],
  },
  {
    title: 'a pattern where a name belongs',
    given: [egress({ toFQDNs: [{ matchName: '*.example.com' }] })],
    finds: [refuses('spec.egress[0].toFQDNs[0].matchName', "'*.example.com' is not a DNS name")],
    upstream: 'API server',
    because: 'spec.egress[0].toFQDNs[0].matchName',
    twin: [egress({ toFQDNs: [{ matchPattern: '*.example.com' }] })],
  },
  {
    title: 'a name with its protocol',
    given: [egress({ toFQDNs: [{ matchName: 'https://api.example.com' }], ...ports() })],
    finds: [refuses('spec.egress[0].toFQDNs[0].matchName', "'https://api.example.com' is not a DNS name")],
    upstream: 'API server',
    because: 'spec.egress[0].toFQDNs[0].matchName',
    twin: [egress({ toFQDNs: [{ matchName: 'api.example.com' }], ...ports() })],
  },
  {
    title: 'a name and a pattern in one element',
    given: [egress({ toFQDNs: [{ matchName: 'example.com', matchPattern: '*.example.com' }] })],
    finds: [refuses('spec.egress[0].toFQDNs[0]', "'matchName' and 'matchPattern' exclude each other", 'write one of them')],
    upstream: 'API server',
    because: '"spec.egress[0].toFQDNs[0]" must validate one and only one schema',
    twin: [egress({ toFQDNs: [{ matchName: 'example.com' }, { matchPattern: '*.example.com' }] })],
  },
];
