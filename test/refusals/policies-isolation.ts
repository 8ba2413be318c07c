import { found, type Refusal } from './support/refusal';
import { app, ccnp, cnp, dns, fromStore, front, pods, service, shop, tcp, toStore } from './support/shop';

const side = pods('Deployment', 'shop', 'side', { containerPort: 9000 });
const others = { matchExpressions: [{ key: 'app', operator: 'NotIn', values: ['db', 'web'] }] };
const wide = pods(
  'StatefulSet',
  'data',
  'store',
  { containerPort: 6379 },
  { initContainers: [{ name: 'tls', image: 'tls:1.0.0', restartPolicy: 'Always', ports: [{ containerPort: 6380 }] }] },
);
const three = pods('StatefulSet', 'data', 'store', { containerPort: 6379 }, {}, { replicas: 3, serviceName: 'store' });
const headless = service('data', 'store', { port: 6379 }, { clusterIP: 'None' });
const fromFront = { fromEndpoints: [app('front', 'shop')], toPorts: tcp('6379') };

/** What policies close beside what they say, and leave open. */
export const policyIsolation: readonly Refusal[] = [
  {
    title: 'a policy that only denies',
    given: shop([cnp({ egressDeny: [{ toCIDR: ['169.254.169.254/32'] }] })]),
    finds: [
      found(
        'POL011',
        'objects[0].spec.egressDeny[0]',
        "CiliumNetworkPolicy 'shop/policy' only denies, and so closes egress altogether: no policy allows anything, and 'shop/front' → anybody is denied",
        'write enableDefaultDeny: { egress: false }, or allow what is to pass',
      ),
    ],
    twin: shop([cnp({ egressDeny: [{ toCIDR: ['169.254.169.254/32'] }], enableDefaultDeny: { egress: false } })]),
  },
  {
    title: 'a Service that nobody may use',
    given: shop([cnp({ ingress: [{}] })]),
    finds: [
      found(
        'POL012',
        'objects[0].spec.ingress[0]',
        "CiliumNetworkPolicy 'shop/policy' isolates 'shop/front' behind Service 'front', and no policy lets anybody connect to it",
        'allow those who use it, or leave out the Service',
      ),
    ],
    twin: shop([cnp({ ingress: [fromStore] })]),
  },
  {
    title: 'pods beside those that are isolated',
    given: shop([cnp({ egress: [{}] }), side]),
    finds: [
      found(
        'POL016',
        'objects[1]',
        "no policy is about egress of 'shop/side', though others of the namespace are isolated: 'shop/side' → anybody is allowed on every port",
        'write a policy with endpointSelector: {} and egress: [{}] for the namespace, or one of its own',
      ),
    ],
    twin: shop([cnp({ endpointSelector: {}, egress: [{}] }), side]),
  },
  {
    title: "Cilium's own endpoints isolated",
    given: shop([ccnp({ endpointSelector: others, ingress: [fromStore] })]),
    finds: [
      found(
        'POL038',
        'objects[0].spec.ingress[0]',
        "CiliumClusterwideNetworkPolicy 'policy' also isolates the endpoints by which agents ask after each other: 'remote-node' → 'health' TCP 4240 is denied",
        'allow fromEntities: [health, remote-node] to endpointSelector: { matchLabels: { reserved:health: "" } }, or select pods by a label',
      ),
    ],
    twin: shop([ccnp({ endpointSelector: others, ingress: [fromStore, { fromEntities: ['health', 'remote-node'] }] })]),
  },
  {
    title: 'limits in a direction that stays open',
    given: shop([
      cnp({
        enableDefaultDeny: { ingress: false },
        ingress: [{ ...fromStore, toPorts: tcp('8080', { rules: { http: [{ method: 'GET' }] } }) }],
      }),
    ]),
    finds: [
      found(
        'POL050',
        'objects[0].spec.ingress[0].toPorts',
        "CiliumNetworkPolicy 'shop/policy' limits what may pass, but leaves ingress open: the proxy sees the requests, and lets all of them pass",
        'leave out enableDefaultDeny.ingress',
        ['objects[0].spec.enableDefaultDeny'],
      ),
    ],
    twin: shop([cnp({ ingress: [{ ...fromStore, toPorts: tcp('8080', { rules: { http: [{ method: 'GET' }] } }) }] })]),
  },
  {
    title: 'a connection that the other end denies',
    given: shop(
      [
        cnp({ egress: [dns(), toStore] }),
        { ...cnp({ ingress: [{ fromEndpoints: [app('front', 'shop')], toPorts: tcp('6380') }] }, 'data', 'store') },
      ],
      {},
      [front, wide],
    ),
    finds: [
      found(
        'POL015',
        'objects[0].spec.egress[1]',
        "CiliumNetworkPolicy 'shop/policy' allows 'shop/front' → 'data/store' TCP 6379, which policies of 'data/store' deny",
        'allow ingress there too, or leave the rule out',
        ['objects[1].spec.ingress[0]'],
      ),
      found(
        'POL015',
        'objects[1].spec.ingress[0]',
        "CiliumNetworkPolicy 'data/policy' allows 'shop/front' → 'data/store' TCP 6380, which policies of 'shop/front' deny",
        'allow egress there too, or leave the rule out',
        ['objects[0].spec.egress[0]'],
      ),
    ],
    twin: shop(
      [
        cnp({ egress: [dns(), toStore] }),
        cnp({ ingress: [{ fromEndpoints: [app('front', 'shop')], toPorts: tcp('6379') }] }, 'data', 'store'),
      ],
      {},
      [front, wide],
    ),
  },
  {
    title: 'a connection that its own end denies',
    given: shop([cnp({ ingress: [fromStore] }), cnp({ egress: [dns()] }, 'data', 'store')]),
    finds: [
      found(
        'POL015',
        'objects[0].spec.ingress[0]',
        "CiliumNetworkPolicy 'shop/policy' allows 'data/store' → 'shop/front' TCP 8080, which policies of 'data/store' deny",
        'allow egress there too, or leave the rule out',
        ['objects[1].spec.egress[0]'],
      ),
    ],
    twin: shop([
      cnp({ ingress: [fromStore] }),
      cnp({ egress: [dns(), { toEndpoints: [app('front', 'shop')], toPorts: tcp('8080') }] }, 'data', 'store'),
    ]),
  },
  {
    title: 'replicas that do not reach each other',
    given: shop([cnp({ ingress: [fromFront] }, 'data', 'store')], {}, [front, three, headless]),
    finds: [
      found(
        'POL053',
        'objects[0].spec.ingress[0]',
        "CiliumNetworkPolicy 'data/policy' keeps the replicas of 'data/store' apart: 'data/store' → 'data/store' TCP 6379 is denied",
        'allow its pods to connect to each other, where they are one cluster',
      ),
    ],
    twin: shop([cnp({ ingress: [fromFront, { fromEndpoints: [app('store', 'data')] }] }, 'data', 'store')], {}, [front, three, headless]),
  },
];
