import { found, type Refusal } from './support/refusal';
import { app, ccnp, cnp, dns, fromStore, service, shop, tcp, toStore } from './support/shop';

const blocks = (count: number) => Array.from({ length: count }, (_, i) => `192.0.2.${i}/32`);
const many = [{ ports: Array.from({ length: 40 }, (_, i) => ({ port: String(2 * i + 1001), protocol: 'TCP' })) }];

/** Rules for nobody, for everybody, and for very much. */
export const policyBreadth: readonly Refusal[] = [
  {
    title: 'an empty list of peers',
    given: shop([cnp({ egress: [{ toEndpoints: [] }] })]),
    finds: [
      found(
        'POL005',
        'objects[0].spec.egress[0].toEndpoints',
        "CiliumNetworkPolicy 'shop/policy': toEndpoints is empty, which means nobody: the rule isolates, and allows nothing",
        'write who is meant, or {} instead of the item where nobody is',
      ),
    ],
    twin: shop([cnp({ egress: [{}] })]),
  },
  {
    title: 'ports to a Service that is not there',
    given: shop([
      cnp({ egress: [dns(), { toServices: [{ k8sService: { serviceName: 'stores', namespace: 'data' } }], toPorts: tcp('6379') }] }),
    ]),
    finds: [
      found(
        'POL006',
        'objects[0].spec.egress[1].toServices',
        "CiliumNetworkPolicy 'shop/policy': no file has a Service 'data/stores'; without one the ports are open to everybody: its pods → anybody, world and nodes included, is allowed",
        "write 'store', or its pods with toEndpoints",
      ),
    ],
    twin: shop([
      cnp({ egress: [dns(), { toServices: [{ k8sService: { serviceName: 'store', namespace: 'data' } }], toPorts: tcp('6379') }] }),
    ]),
  },
  {
    title: 'ports to a Service of which nothing is told',
    given: shop([
      cnp({ egress: [dns(), { toServices: [{ k8sService: { serviceName: 'mail', namespace: 'mail' } }], toPorts: tcp('25') }] }),
    ]),
    finds: [
      {
        id: 'POL006',
        severity: 'warning',
        also: [],
        source: 'cilium 1.20.2 pkg/policy/utils/parserules.go (mergeEndpointSelectors)',
        status: 'found',
        at: { in: 'definition', file: 'clusters/small.ts', path: 'objects[0].spec.egress[1].toServices' },
        message:
          "CiliumNetworkPolicy 'shop/policy': no file has a Service 'mail/mail'; without one the ports are open to everybody: its pods → anybody, world and nodes included, is allowed",
        repair: 'write its pods, with toEndpoints',
      },
    ],
    twin: shop([cnp({ egress: [dns(), { toServices: [{ k8sService: { serviceName: 'mail', namespace: 'mail' } }] }] })]),
  },
  {
    title: 'everybody by entity',
    given: shop([cnp({ ingress: [{ fromEntities: ['all'], toPorts: tcp('8080') }] })]),
    finds: [
      found(
        'POL030',
        'objects[0].spec.ingress[0].fromEntities[0]',
        "CiliumNetworkPolicy 'shop/policy': 'all' means everybody: anybody → its pods, world and nodes included, is allowed",
        'write those who are meant, such as cluster or world',
      ),
    ],
    twin: shop([cnp({ ingress: [{ fromEntities: ['cluster'], toPorts: tcp('8080') }] })]),
  },
  {
    title: 'ports without peers',
    given: shop([cnp({ ingress: [{ toPorts: tcp('8080') }] })]),
    finds: [
      found(
        'POL030',
        'objects[0].spec.ingress[0]',
        "CiliumNetworkPolicy 'shop/policy': a rule with ports and without peers is for everybody: anybody → its pods, world and nodes included, is allowed",
        'write who is meant beside the ports',
      ),
    ],
    twin: shop([cnp({ ingress: [fromStore] })]),
  },
  {
    title: 'the world on every port',
    given: shop([cnp({ egress: [{ toEntities: ['world'] }] })]),
    finds: [
      found(
        'POL031',
        'objects[0].spec.egress[0].toEntities',
        "CiliumNetworkPolicy 'shop/policy': its pods → world is allowed on every port",
        "write toPorts, such as port '443' over TCP, or the names of hosts with toFQDNs",
      ),
    ],
    twin: shop([cnp({ egress: [{ toEntities: ['world'], toPorts: tcp('443') }] })]),
  },
  {
    title: 'the world let in where nothing leads',
    given: shop([cnp({ ingress: [{ fromEntities: ['world'], toPorts: tcp('8080') }] })]),
    finds: [
      found(
        'POL031',
        'objects[0].spec.ingress[0].fromEntities',
        "CiliumNetworkPolicy 'shop/policy': world → 'shop/front' is allowed, but no Service, route or port of a node leads there from outside",
        'leave the rule out, or write who connects',
      ),
    ],
    twin: shop([
      cnp({ ingress: [{ fromEntities: ['world'], toPorts: tcp('8080') }] }),
      service('shop', 'outside', { port: 80, targetPort: 8080 }, { type: 'NodePort', selector: { app: 'front' } }),
    ]),
  },
  {
    title: 'every pod of the namespace on every port',
    given: shop([cnp({ ingress: [{ fromEndpoints: [{}] }] })]),
    finds: [
      {
        id: 'POL032',
        severity: 'info',
        also: [],
        source: 'https://docs.cilium.io/en/v1.20/security/policy/language/#endpoints-based',
        status: 'found',
        at: { in: 'definition', file: 'clusters/small.ts', path: 'objects[0].spec.ingress[0].fromEndpoints[0]' },
        message:
          "CiliumNetworkPolicy 'shop/policy': {} means every pod of 'shop', here on every port: every pod of 'shop' → its pods is allowed",
        repair: 'write labels of those who are meant, or the ports',
      },
    ],
    twin: shop([cnp({ ingress: [{ fromEndpoints: [{}], toPorts: tcp('8080') }] })]),
  },
  {
    title: 'every pod of the cluster on every port',
    given: shop([ccnp({ endpointSelector: app('front', 'shop'), ingress: [{ fromEndpoints: [{}] }] })]),
    finds: [
      found(
        'POL032',
        'objects[0].spec.ingress[0].fromEndpoints[0]',
        "CiliumClusterwideNetworkPolicy 'policy': {} means every pod of the cluster, here on every port: every pod of the cluster → its pods is allowed",
        'write labels of those who are meant, or the ports',
      ),
    ],
    twin: shop([ccnp({ endpointSelector: app('front', 'shop'), ingress: [{ fromEndpoints: [{}], toPorts: tcp('8080') }] })]),
  },
  {
    title: 'very many ports',
    given: shop([cnp({ ingress: [{ ...fromStore, toPorts: [{ ports: [{ port: '8000', endPort: 9999, protocol: 'TCP' }] }] }] })]),
    finds: [
      found(
        'POL033',
        'objects[0].spec.ingress[0]',
        "CiliumNetworkPolicy 'shop/policy' allows TCP 8000-9999: 2000 ports at once",
        'write the ports that are served',
      ),
    ],
    twin: shop([cnp({ ingress: [{ ...fromStore, toPorts: [{ ports: [{ port: '8080', endPort: 8090, protocol: 'TCP' }] }] }] })]),
  },
  {
    title: 'a rule that another covers',
    given: shop([cnp({ egress: [dns(), toStore, { toEndpoints: toStore.toEndpoints }] })]),
    finds: [
      found(
        'POL018',
        'objects[0].spec.egress[1]',
        "CiliumNetworkPolicy 'shop/policy' allows here what another rule of it allows already: 'shop/front' → 'data/store' TCP 6379 passes without it",
        'leave the rule out',
        ['objects[0].spec.egress[2]'],
      ),
    ],
    twin: shop([cnp({ egress: [dns(), toStore] })]),
  },
  {
    title: 'a rule that is denied',
    given: shop([cnp({ egress: [dns(), toStore], egressDeny: [{ toEndpoints: toStore.toEndpoints }] })]),
    finds: [
      found(
        'POL019',
        'objects[0].spec.egress[1]',
        "CiliumNetworkPolicy 'shop/policy' allows here what another rule of it denies, which goes before: 'shop/front' → 'data/store' TCP 6379 is denied",
        'leave the rule out, or deny less',
        ['objects[0].spec.egressDeny[0]'],
      ),
    ],
    twin: shop([cnp({ egress: [dns(), toStore], egressDeny: [{ toEndpoints: toStore.toEndpoints, toPorts: tcp('6380') }] })]),
  },
  {
    title: 'the same rule twice',
    given: shop([cnp({ egress: [{}, {}] })]),
    finds: [
      found('POL045', 'objects[0].spec.egress[1]', "CiliumNetworkPolicy 'shop/policy' says the same twice", 'leave the rule out', [
        'objects[0].spec.egress[0]',
      ]),
    ],
    twin: shop([cnp({ egress: [{}] })]),
  },
  {
    title: 'more than fits into the map',
    given: shop([cnp({ egress: [{ toCIDR: blocks(8), toPorts: many }] })], { bpf: { policyMapMax: 256 } }),
    finds: [
      {
        id: 'POL057',
        severity: 'error',
        also: [],
        source: 'https://docs.cilium.io/en/v1.20/network/ebpf/maps/',
        status: 'found',
        at: { in: 'definition', file: 'clusters/small.ts', path: 'objects[0].spec.egress[0]' },
        message:
          "policies of 'shop/front' need about 320 of the 256 entries that Cilium keeps for a pod, most of them for CiliumNetworkPolicy 'shop/policy'",
        repair: 'write fewer addresses or ports, or raise bpf.policyMapMax',
      },
    ],
    twin: shop([cnp({ egress: [{ toCIDR: blocks(4), toPorts: many }] })], { bpf: { policyMapMax: 256 } }),
  },
  {
    title: 'nearly as much as fits into the map',
    given: shop([cnp({ egress: [{ toCIDR: blocks(5), toPorts: many }] })], { bpf: { policyMapMax: 256 } }),
    finds: [
      found(
        'POL057',
        'objects[0].spec.egress[0]',
        "policies of 'shop/front' need about 200 of the 256 entries that Cilium keeps for a pod, most of them for CiliumNetworkPolicy 'shop/policy'",
        'write fewer addresses or ports, or raise bpf.policyMapMax',
      ),
    ],
    twin: shop([cnp({ egress: [{ toCIDR: blocks(4), toPorts: many }] })], { bpf: { policyMapMax: 256 } }),
  },
];
