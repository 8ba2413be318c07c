import { metal } from 'ichor';
import { network, small } from './support/definitions';
import { board, onMetal } from './support/metal';
import { found, type Refusal } from './support/refusal';
import { around, ccnp, cnp, fromStore, knp, pods, shop, tcp } from './support/shop';

const group = {
  apiVersion: 'cilium.io/v2',
  kind: 'CiliumCIDRGroup',
  metadata: { name: 'partners' },
  spec: { externalCIDRs: ['192.0.2.0/24'] },
};
const container = { name: 'front', image: 'front:1.0.0', ports: [{ containerPort: 8080 }], readinessProbe: { httpGet: { port: 8080 } } };
const probed = [pods('Deployment', 'shop', 'front', {}, { containers: [container] }), ...around.slice(1)];
const everywhere = [{ namespaceSelector: {} }];

const ports = (...list: readonly string[]) => [{ ports: list.map((port) => ({ port, protocol: 'TCP' })) }];

/** Three control planes with a firewall of the nodes, and a policy about them. */
const fortified = (ingress: object) =>
  small({
    objects: [ccnp({ nodeSelector: {}, ingress: [ingress] })],
    network: network({ values: { hostFirewall: { enabled: true } } }),
    platform: metal({
      subnet: '192.168.1.0/24',
      vip: '192.168.1.30',
      nodes: [1, 2, 3].map((i) => board({ address: `192.168.1.3${i}` }, `cp-${i}`)),
    } as never),
  });

/** Addresses and nodes, which Cilium knows otherwise than by address. */
export const policyNodes: readonly Refusal[] = [
  {
    title: 'addresses of pods',
    given: shop([cnp({ egress: [{ toCIDR: ['10.244.1.0/24'], toPorts: tcp('443') }] })]),
    finds: [
      found(
        'POL024',
        'objects[0].spec.egress[0].toCIDR[0]',
        "CiliumNetworkPolicy 'shop/policy': '10.244.1.0/24' lies in the addresses of pods (10.244.0.0/16), which Cilium never knows by address: nobody there is meant",
        'write the pods by their labels',
      ),
    ],
    twin: shop([cnp({ egress: [{ toCIDR: ['192.0.2.0/24'], toPorts: tcp('443') }] })]),
  },
  {
    title: 'the address of a Service',
    given: shop([cnp({ egress: [{ toCIDR: ['10.96.0.10/32'], toPorts: tcp('443') }] })]),
    finds: [
      found(
        'POL024',
        'objects[0].spec.egress[0].toCIDR[0]',
        "CiliumNetworkPolicy 'shop/policy': '10.96.0.10/32' lies in the addresses of services (10.96.0.0/12), which Cilium never knows by address: nobody there is meant",
        'write the pods behind the Service, with toEndpoints',
      ),
    ],
    twin: shop([cnp({ egress: [{ toCIDR: ['192.0.2.10/32'], toPorts: tcp('443') }] })]),
  },
  {
    title: 'the address of a node',
    given: onMetal({ objects: [cnp({ egress: [{ toCIDR: ['192.168.1.31/32'], toPorts: tcp('50000') }] }), ...around] }),
    finds: [
      found(
        'POL024',
        'objects[0].spec.egress[0].toCIDR[0]',
        "CiliumNetworkPolicy 'shop/policy': '192.168.1.31/32' is the address of the node 'cp-1', and Cilium doesn't know nodes by address",
        'write the entities host, remote-node or kube-apiserver',
      ),
    ],
    twin: onMetal({ objects: [cnp({ egress: [{ toCIDR: ['192.168.1.99/32'], toPorts: tcp('50000') }] }), ...around] }),
  },
  {
    title: 'the API server by its address',
    given: shop([cnp({ egress: [{ toCIDR: ['192.0.2.1/32'], toPorts: tcp('6443') }] })]),
    finds: [
      found(
        'POL040',
        'objects[0].spec.egress[0].toCIDR[0]',
        "CiliumNetworkPolicy 'shop/policy': '192.0.2.1/32' at port 6443 is the API server, which Cilium knows by its entity: pod → kube-apiserver TCP 6443 may stay denied",
        'write toEntities: [kube-apiserver]',
      ),
    ],
    twin: shop([cnp({ egress: [{ toEntities: ['kube-apiserver'], toPorts: tcp('6443') }] })]),
  },
  {
    title: 'exceptions that leave nothing',
    given: shop([
      cnp({ egress: [{ toCIDRSet: [{ cidr: '192.0.2.0/24', except: ['192.0.2.0/25', '192.0.2.128/25'] }], toPorts: tcp('443') }] }),
    ]),
    finds: [
      found(
        'POL051',
        'objects[0].spec.egress[0].toCIDRSet[0].except',
        "CiliumNetworkPolicy 'shop/policy': the exceptions take everything out of '192.0.2.0/24', so that nobody is meant",
        'leave the item out',
      ),
    ],
    twin: shop([cnp({ egress: [{ toCIDRSet: [{ cidr: '192.0.2.0/24', except: ['192.0.2.0/25'] }], toPorts: tcp('443') }] })]),
  },
  {
    title: 'an exception that another rule allows',
    given: shop([
      cnp({
        egress: [
          { toCIDRSet: [{ cidr: '192.0.2.0/24', except: ['192.0.2.0/25'] }], toPorts: tcp('443') },
          { toCIDR: ['192.0.2.1/32'], toPorts: tcp('443') },
        ],
      }),
    ]),
    finds: [
      found(
        'POL051',
        'objects[0].spec.egress[0].toCIDRSet[0].except',
        "CiliumNetworkPolicy 'shop/policy': '192.0.2.0/25' is an exception, and '192.0.2.1/32' of another rule allows it all the same: → 192.0.2.1/32 passes",
        "write egressDeny where it's never to pass",
        ['objects[0].spec.egress[1].toCIDR[0]'],
      ),
    ],
    twin: shop([
      cnp({
        egress: [
          { toCIDRSet: [{ cidr: '192.0.2.0/24', except: ['192.0.2.0/25'] }], toPorts: tcp('443') },
          { toCIDR: ['192.0.2.200/32'], toPorts: tcp('444') },
        ],
      }),
    ]),
  },
  {
    title: 'a group of addresses that is not there',
    given: shop([cnp({ egress: [{ toCIDRSet: [{ cidrGroupRef: 'partners' }], toPorts: tcp('443') }] })]),
    finds: [
      found(
        'POL052',
        'objects[0].spec.egress[0].toCIDRSet[0]',
        "CiliumNetworkPolicy 'shop/policy': no file has a CiliumCIDRGroup 'partners'; without one nobody is meant",
        'add the CiliumCIDRGroup, or write its addresses',
      ),
    ],
    twin: shop([cnp({ egress: [{ toCIDRSet: [{ cidrGroupRef: 'partners' }], toPorts: tcp('443') }] }), group]),
  },
  {
    title: 'the node of the pods alone',
    given: onMetal({ objects: [cnp({ ingress: [{ fromEntities: ['host'], toPorts: tcp('8080') }] }), ...around] }),
    finds: [
      found(
        'POL036',
        'objects[0].spec.ingress[0].fromEntities',
        "CiliumNetworkPolicy 'shop/policy': 'host' is the node of the pods alone: 'remote-node' → 'shop/front', from pods in the network of other nodes, is denied",
        'write fromEntities: [host, remote-node]',
      ),
    ],
    twin: onMetal({ objects: [cnp({ ingress: [{ fromEntities: ['host', 'remote-node'], toPorts: tcp('8080') }] }), ...around] }),
  },
  {
    title: 'probes that are denied',
    given: shop([cnp({ ingress: [fromStore], ingressDeny: [{ fromEntities: ['host'] }] })], {}, probed),
    finds: [
      found(
        'POL037',
        'objects[0].spec.ingressDeny[0]',
        "CiliumNetworkPolicy 'shop/policy' denies the node its own pods: probes 'host' → 'shop/front' fail",
        'leave host out of the rule',
      ),
    ],
    twin: shop([cnp({ ingress: [fromStore], ingressDeny: [{ fromEntities: ['world'] }] })], {}, probed),
  },
  {
    title: 'policies about nodes without the firewall of the nodes',
    given: shop([ccnp({ nodeSelector: {}, ingress: [{ fromEntities: ['cluster'] }] })]),
    finds: [
      found(
        'POL039',
        'objects[0].spec.nodeSelector',
        "CiliumClusterwideNetworkPolicy 'policy' is about nodes, and Cilium's firewall of the nodes is off: nothing of it is enforced",
        "write hostFirewall: { enabled: true } into Cilium's values",
      ),
    ],
    twin: shop([ccnp({ nodeSelector: {}, ingress: [{ fromEntities: ['cluster'] }] })], { hostFirewall: { enabled: true } }),
  },
  {
    title: 'nodes without what the cluster needs of them',
    given: shop([ccnp({ nodeSelector: {}, ingress: [{ fromEntities: ['cluster'], toPorts: tcp('6443') }] })], {
      hostFirewall: { enabled: true },
    }),
    finds: [
      found(
        'POL039',
        'objects[0].spec.ingress[0]',
        "CiliumClusterwideNetworkPolicy 'policy' isolates nodes, and no policy lets anybody reach the kubelet and Talos' API: anybody → 'host' TCP 10250 is denied",
        "allow ports '10250', '50000' over TCP",
      ),
    ],
    twin: shop([ccnp({ nodeSelector: {}, ingress: [{ fromEntities: ['cluster'] }] })], { hostFirewall: { enabled: true } }),
  },
  {
    title: 'control planes without what they need of each other',
    given: fortified({ fromEntities: ['cluster'], toPorts: ports('6443', '10250', '50000') }),
    finds: [
      found(
        'POL039',
        'objects[0].spec.ingress[0]',
        "CiliumClusterwideNetworkPolicy 'policy' isolates nodes, and no policy lets anybody reach etcd, etcd's other members and the tunnel to pods: anybody → 'host' TCP 2379 is denied",
        "allow ports '2379', '2380' over TCP, and port '8472' over UDP",
      ),
    ],
    twin: fortified({ fromEntities: ['cluster'] }),
  },
  {
    title: 'rules that policyTypes leaves out',
    given: shop([
      knp({
        policyTypes: ['Egress'],
        egress: [{ to: [{ ipBlock: { cidr: '192.0.2.0/24' } }] }],
        ingress: [{ from: everywhere, ports: [{ port: 8080, protocol: 'TCP' }] }],
      }),
    ]),
    finds: [
      found(
        'POL041',
        'objects[0].spec.ingress',
        "NetworkPolicy 'shop/policy' has rules for ingress that policyTypes leaves out: Kubernetes ignores them, while Cilium isolates 'shop/front' by them",
        'write Ingress into policyTypes, or leave the rules out',
        ['objects[0].spec.policyTypes'],
      ),
    ],
    twin: shop([
      knp({
        policyTypes: ['Egress', 'Ingress'],
        egress: [{ to: [{ ipBlock: { cidr: '192.0.2.0/24' } }] }],
        ingress: [{ from: everywhere, ports: [{ port: 8080, protocol: 'TCP' }] }],
      }),
    ]),
  },
  {
    title: 'a NetworkPolicy that leaves its types to defaults',
    given: shop([knp({ ingress: [{ from: everywhere, ports: [{ port: 8080 }] }] })]),
    finds: [
      found(
        'POL042',
        'objects[0].spec',
        "NetworkPolicy 'shop/policy' leaves spec.policyTypes and protocol to defaults: what is isolated, where, or for which protocol isn't said",
        'write spec.policyTypes, protocol',
      ),
    ],
    twin: shop([knp({ policyTypes: ['Ingress'], ingress: [{ from: everywhere, ports: [{ port: 8080, protocol: 'TCP' }] }] })]),
  },
];
