import { entity, onAddress } from 'ichor';
import { network, small, web } from './support/definitions';
import { home, lanPool, onMetal, rack } from './support/metal';
import { found, inValues, type Refusal } from './support/refusal';

type Options = Readonly<Record<string, unknown>>;
const on = (options: Options, platform: Options = {}, changes: object = {}) =>
  onMetal({ network: network(options), platform: rack(platform), ...changes });
const values = (given: object, platform: Options = {}, changes: object = {}) => on({ values: given }, platform, changes);
const routed = { flat: false };
const mesh = { machine: { network: { kubespan: { enabled: true } } } };

/** How packets go, and what wraps them. */
export const datapaths: readonly Refusal[] = [
  {
    title: 'routes where no network is flat',
    given: on({ routing: 'native' }, routed),
    finds: [
      found(
        'INV034',
        'network.routing',
        'without one flat network no node has a route to the pods of another',
        "write flat: true for the platform if it is one, or leave out routing: 'native'",
        ['platform.flat'],
      ),
    ],
    twin: on({ routing: 'native' }),
  },
  {
    title: 'routes in Docker',
    given: small({ network: network({ routing: 'native' }) }),
    finds: [
      found(
        'INV034',
        'network.routing',
        'containers of Docker are in a network of their own, and have one node',
        "leave out routing: 'native'",
      ),
    ],
    twin: small({ network: network({ routing: 'tunnel' }) }),
  },
  {
    title: 'direct answers in Docker',
    given: small({ network: network({ loadBalancer: 'dsr' }) }),
    finds: [
      found(
        'INV036',
        'network.loadBalancer',
        'answers that go past the port map of Docker arrive nowhere',
        "leave out loadBalancer: 'dsr'",
      ),
    ],
    twin: small({ network: network({ loadBalancer: 'snat' }) }),
  },
  {
    title: 'direct answers in Docker, by values',
    given: small({ network: network({ values: { loadBalancer: { mode: 'dsr' } } }) }),
    finds: [
      found(
        'INV036',
        inValues('loadBalancer.mode'),
        'answers that go past the port map of Docker arrive nowhere',
        "write 'snat', or leave it out",
      ),
    ],
    twin: small({ network: network({ values: { loadBalancer: { mode: 'snat' } } }) }),
  },
  {
    title: 'routes by values alone',
    given: values({ routingMode: 'native' }, routed),
    finds: [
      found(
        'INV034',
        inValues('autoDirectNodeRoutes'),
        'nobody makes routes to the pods of the other node',
        'write true, or announce them by BGP',
        ['platform.nodes'],
      ),
      found(
        'INV034',
        inValues('ipv4NativeRoutingCIDR'),
        'with native routing Cilium has to know which addresses have routes, and refuses to start',
        "write '10.244.0.0/16'",
        ['network.pods'],
      ),
    ],
    twin: on({ routing: 'native' }),
  },
  {
    title: 'routes that leave out the pods',
    given: values({ ipv4NativeRoutingCIDR: '10.244.0.0/24' }),
    finds: [
      found(
        'INV034',
        inValues('ipv4NativeRoutingCIDR'),
        "'10.244.0.0/24' doesn't contain the pods' '10.244.0.0/16', so what pods say to each other would get the address of their node",
        "write '10.244.0.0/16'",
        ['network.pods'],
      ),
    ],
    twin: values({ ipv4NativeRoutingCIDR: '10.0.0.0/8' }),
  },
  {
    title: 'routes that nobody makes',
    given: values({ autoDirectNodeRoutes: false }),
    finds: [
      found(
        'INV034',
        inValues('autoDirectNodeRoutes'),
        'nobody makes routes to the pods of the other node',
        'write true, or announce them by BGP',
        ['platform.nodes'],
      ),
    ],
    twin: values({ autoDirectNodeRoutes: false }, { nodes: rack().options.nodes.slice(0, 1) }),
  },
  {
    title: 'a tunnel by values alone, beside routes',
    given: values({ routingMode: 'tunnel' }),
    finds: [
      found(
        'INV035',
        inValues('autoDirectNodeRoutes'),
        'beside a tunnel there are no routes between nodes, and the agent refuses to start with both',
        'leave it out, and say the routing in cilium({ routing: … }) alone, from which both follow',
      ),
      found(
        'INV036',
        inValues('loadBalancer.dsrDispatch'),
        "through a tunnel clients' addresses travel in Geneve's header, and not by 'opt': the agent refuses to start",
        "write 'geneve', or say it in cilium({ loadBalancer: 'dsr' }) alone",
        [inValues('loadBalancer.mode')],
      ),
    ],
    twin: on({ routing: 'tunnel' }),
  },
  {
    title: 'direct answers by values, through a tunnel that has no place for clients',
    given: values({ loadBalancer: { mode: 'dsr' } }, routed),
    finds: [
      found(
        'INV036',
        inValues('loadBalancer.dsrDispatch'),
        "through a tunnel clients' addresses travel in Geneve's header, and not by 'opt': the agent refuses to start",
        "write 'geneve', or say it in cilium({ loadBalancer: 'dsr' }) alone",
        [inValues('loadBalancer.mode')],
      ),
    ],
    twin: on({ loadBalancer: 'dsr' }, routed),
  },
  {
    title: 'direct answers by Geneve without Geneve',
    given: values({ tunnelProtocol: 'vxlan' }, routed, { network: network({ loadBalancer: 'dsr', values: { tunnelProtocol: 'vxlan' } }) }),
    finds: [
      found(
        'INV036',
        inValues('tunnelProtocol'),
        "clients' addresses travel in Geneve's header, and the tunnel is 'vxlan': the agent refuses to start",
        "write 'geneve'",
        [inValues('loadBalancer.dsrDispatch')],
      ),
    ],
    twin: on({ loadBalancer: 'dsr', values: { tunnelProtocol: 'geneve' } }, routed),
  },
  {
    title: "a tunnel on KubeSpan's port",
    given: values({ tunnelPort: 51820 }, { flat: false, kubeSpan: true }),
    finds: [
      found('INV037', inValues('tunnelPort'), '51820 is the port of KubeSpan, and packets of the tunnel would go to it', 'leave it out'),
    ],
    twin: values({ tunnelPort: 51821 }, { flat: false, kubeSpan: true }),
  },
  {
    title: 'two encryptions',
    given: on({ encryption: 'wireguard' }, { kubeSpan: true }),
    finds: [
      found(
        'INV039',
        'network.encryption',
        'KubeSpan encrypts what nodes say to each other already, and packets would be wrapped twice',
        'leave out one of them',
        ['platform.kubeSpan'],
      ),
    ],
    twin: on({ encryption: 'wireguard' }),
  },
  {
    title: 'two encryptions, one by a patch',
    given: on({ encryption: 'wireguard' }, {}, { talos: { patch: mesh } }),
    finds: [
      found(
        'INV039',
        inValues('encryption.enabled'),
        'KubeSpan encrypts what nodes say to each other already, and packets would be wrapped twice',
        'leave out one of them',
        ['talos.patch.machine.network.kubespan.enabled'],
      ),
    ],
    twin: on({}, {}, { talos: { patch: mesh } }),
  },
  {
    title: 'encryption by values, without keys',
    given: values({ encryption: { enabled: true } }),
    finds: [
      found(
        'INV039',
        inValues('encryption.type'),
        "'ipsec', which is the chart's own, needs keys in a Secret that nobody makes",
        "write cilium({ encryption: 'wireguard' }) in place of the values",
      ),
    ],
    twin: values({ encryption: { enabled: true, type: 'wireguard' } }),
  },
  {
    title: 'clients by address, whom values hide',
    given: values(
      { loadBalancer: { mode: 'snat' } },
      {},
      { expose: [onAddress(lanPool, '192.168.1.240', web.port('http'), { from: home })] },
    ),
    finds: [
      found(
        'INV073',
        inValues('loadBalancer.mode'),
        "policies name clients by their addresses, which 'snat' doesn't keep on the way to pods of other nodes",
        'leave it out, and say it in cilium({ loadBalancer: … }) alone, from which policies follow too',
        ['expose.192.168.1.240:http'],
      ),
    ],
    twin: on({ loadBalancer: 'snat' }, {}, { expose: [onAddress(lanPool, '192.168.1.240', web.port('http'), { from: entity('world') })] }),
  },
];
