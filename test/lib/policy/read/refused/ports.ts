import { byCilium, ccnp, cnp, egress, ingress, type Refused, refuses, ports as toPorts } from './refused';

const list = (count: number) => Array.from({ length: count }, (_, i) => ({ port: String(8000 + i), protocol: 'TCP' }));
const only = (port: object) => ingress(toPorts({}, [port as never]));

/** Ports and types of ICMP. */
export const ports: readonly Refused[] = [
  {
    title: 'a number where a text belongs',
    given: [only({ port: 80 })],
    finds: [refuses('spec.ingress[0].toPorts[0].ports[0].port', '80 is not a text', "write '80'")],
    upstream: 'API server',
    because: 'spec.ingress[0].toPorts[0].ports[0].port',
    twin: [only({ port: '80' })],
  },
  {
    title: 'a protocol that is none of ports',
    given: [only({ port: '80', protocol: 'HTTP' })],
    finds: [
      refuses(
        'spec.ingress[0].toPorts[0].ports[0].protocol',
        "'HTTP' is not one of 'TCP', 'UDP', 'SCTP', 'VRRP', 'IGMP', 'GRE', 'IPIP', 'IPV6', 'ESP', 'AH' or 'ANY'",
        "write 'TCP'",
      ),
    ],
    finds119: [
      refuses(
        'spec.ingress[0].toPorts[0].ports[0].protocol',
        "'HTTP' is not one of 'TCP', 'UDP', 'SCTP', 'VRRP', 'IGMP' or 'ANY'",
        "write 'TCP'",
      ),
    ],
    upstream: 'API server',
    because: 'Unsupported value: "HTTP"',
    twin: [only({ port: '80', protocol: 'TCP' })],
  },
  {
    title: 'a protocol in small letters',
    given: [only({ port: '53', protocol: 'udp' })],
    finds: [
      refuses(
        'spec.ingress[0].toPorts[0].ports[0].protocol',
        "'udp' is not one of 'TCP', 'UDP', 'SCTP', 'VRRP', 'IGMP', 'GRE', 'IPIP', 'IPV6', 'ESP', 'AH' or 'ANY'",
        "write 'UDP'",
      ),
    ],
    finds119: [
      refuses(
        'spec.ingress[0].toPorts[0].ports[0].protocol',
        "'udp' is not one of 'TCP', 'UDP', 'SCTP', 'VRRP', 'IGMP' or 'ANY'",
        "write 'UDP'",
      ),
    ],
    upstream: 'API server',
    because: 'Unsupported value: "udp"',
    twin: [only({ port: '53', protocol: 'UDP' })],
  },
  {
    title: 'a range in one text',
    given: [only({ port: '8000-8010' })],
    finds: [
      byCilium(
        'spec.ingress[0].toPorts[0].ports[0].port',
        "unable to parse port: '8000-8010'",
        'write a number from 1 to 65535, or a name of at most 15 letters, digits and dashes',
      ),
    ],
    upstream: 'Cilium',
    because: 'unable to parse port',
    twin: [only({ port: '8000', endPort: 8010 })],
  },
  {
    title: 'a port over the highest, which the API server lets pass',
    given: [only({ port: '65536' })],
    finds: [
      byCilium(
        'spec.ingress[0].toPorts[0].ports[0].port',
        "unable to parse port: '65536'",
        'write a number from 1 to 65535, or a name of at most 15 letters, digits and dashes',
      ),
    ],
    upstream: 'Cilium',
    because: 'unable to parse port',
    twin: [only({ port: '65535' })],
  },
  {
    title: 'an end over the highest port',
    given: [only({ port: '80', endPort: 65536 })],
    finds: [refuses('spec.ingress[0].toPorts[0].ports[0].endPort', '65536 is not between 0 and 65535')],
    upstream: 'API server',
    because: 'spec.ingress[0].toPorts[0].ports[0].endPort',
    twin: [only({ port: '80', endPort: 65535 })],
  },
  {
    title: 'a name that is too long',
    given: [only({ port: 'postgres-protocol' })],
    finds: [
      byCilium(
        'spec.ingress[0].toPorts[0].ports[0].port',
        "unable to parse port: 'postgres-protocol'",
        'write a number from 1 to 65535, or a name of at most 15 letters, digits and dashes',
      ),
    ],
    upstream: 'Cilium',
    because: 'unable to parse port',
    twin: [only({ port: 'postgres' })],
  },
  {
    title: 'a protocol without a port',
    given: [only({ protocol: 'UDP' })],
    finds: [byCilium('spec.ingress[0].toPorts[0].ports[0].port', 'port must be specified', "write port: '0' for every port")],
    upstream: 'Cilium',
    because: 'port must be specified',
    twin: [only({ port: '0', protocol: 'UDP' })],
  },
  {
    title: 'a protocol without ports, with one',
    given: [only({ port: '112', protocol: 'VRRP' })],
    finds: [byCilium('spec.ingress[0].toPorts[0].ports[0].port', 'port must be empty or 0', "write port: '0'; VRRP has no ports")],
    upstream: 'Cilium',
    because: 'port must be empty or 0',
    twin: [only({ protocol: 'VRRP' })],
    profile: { extendedProtocols: true },
  },
  {
    title: '41 ports in one list',
    given: [ingress(toPorts({}, list(41)))],
    finds: [
      refuses(
        'spec.ingress[0].toPorts[0].ports',
        'this list has 41 items; the limit is 40',
        'leave 40 here, and write the others in a list of their own',
      ),
    ],
    upstream: 'API server',
    because: 'must have at most 40 items',
    twin: [ingress(toPorts({}, list(40)))],
  },
  {
    title: '41 ports in a list that denies',
    given: [cnp({ endpointSelector: {}, egressDeny: [toPorts({}, list(41))] })],
    finds: [byCilium('spec.egressDeny[0].toPorts[0].ports', 'too many ports, the max is 40', 'write several items')],
    upstream: 'Cilium',
    because: 'too many ports, the max is 40',
    twin: [cnp({ endpointSelector: {}, egressDeny: [toPorts({}, list(40))] })],
  },
  {
    title: 'ICMP beside ports',
    given: [ingress({ fromEndpoints: [{}], icmps: [{ fields: [{ type: 8 }] }], ...toPorts() })],
    finds: [
      byCilium(
        'spec.ingress[0].icmps',
        'the ICMPs block may only be present without ToPorts. Define a separate rule to use ToPorts',
        'write an item of its own for icmps',
      ),
    ],
    upstream: 'Cilium',
    because: 'the ICMPs block may only be present without ToPorts. Define a separate rule to use ToPorts',
    twin: [
      cnp({
        endpointSelector: {},
        ingress: [
          { fromEndpoints: [{}], icmps: [{ fields: [{ type: 8 }] }] },
          { fromEndpoints: [{}], ...toPorts() },
        ],
      }),
    ],
  },
  {
    title: 'a type of ICMP over the highest',
    given: [ingress({ icmps: [{ fields: [{ type: '256' }] }] })],
    finds: [refuses('spec.ingress[0].icmps[0].fields[0].type', "'256' is not the number or the name of a type of ICMP")],
    upstream: 'API server',
    because: 'spec.ingress[0].icmps[0].fields[0].type',
    twin: [ingress({ icmps: [{ fields: [{ type: '255' }] }] })],
  },
  {
    title: 'a type of ICMP that only IPv6 has',
    given: [egress({ icmps: [{ fields: [{ type: 'PacketTooBig' }] }] })],
    finds: [byCilium('spec.egress[0].icmps[0].fields[0].type', 'ICMP type PacketTooBig not found in ', 'write the number of the type')],
    upstream: 'Cilium',
    because: 'ICMP type PacketTooBig not found in ',
    twin: [egress({ icmps: [{ fields: [{ type: 'PacketTooBig', family: 'IPv6' }] }] })],
  },
  {
    title: 'a family of addresses that there is not',
    given: [ccnp({ endpointSelector: {}, egressDeny: [{ icmps: [{ fields: [{ type: 8, family: 'ipv4' }] }] }] })],
    finds: [refuses('spec.egressDeny[0].icmps[0].fields[0].family', "'ipv4' is not one of 'IPv4' or 'IPv6'", "write 'IPv4'")],
    upstream: 'API server',
    because: 'Unsupported value: "ipv4"',
    twin: [ccnp({ endpointSelector: {}, egressDeny: [{ icmps: [{ fields: [{ type: 8, family: 'IPv4' }] }] }] })],
  },
];
