import { found, type Refusal } from './support/refusal';
import { app, cnp, dns, fromStore, pods, shop, tcp, toStore } from './support/shop';

const second = pods('Deployment', 'data', 'second', { name: 'redis', containerPort: 6380 });

/** Ports and requests that are not what they seem. */
export const policyPorts: readonly Refusal[] = [
  {
    title: "a Service's port instead of the pods'",
    given: shop([cnp({ egress: [dns(), { toEndpoints: [app('front', 'shop')], toPorts: tcp('80') }] }, 'data', 'store')]),
    finds: [
      found(
        'POL025',
        'objects[0].spec.egress[1]',
        "CiliumNetworkPolicy 'data/policy': 80 is the port of Service 'shop/front', but policies are about the port of the pods: 'data/store' → 'shop/front' TCP 8080 is denied",
        "write port '8080'",
      ),
    ],
    twin: shop([cnp({ egress: [dns(), { toEndpoints: [app('front', 'shop')], toPorts: tcp('8080') }] }, 'data', 'store')]),
  },
  {
    title: 'a port that no container has',
    given: shop([cnp({ ingress: [{ ...fromStore, toPorts: tcp('9999') }] })]),
    finds: [
      found(
        'POL026',
        'objects[0].spec.ingress[0]',
        "CiliumNetworkPolicy 'shop/policy': no container of 'shop/front' has a port TCP 9999",
        'write one of TCP 8080',
      ),
    ],
    twin: shop([cnp({ ingress: [fromStore] })]),
  },
  {
    title: 'a name of no port',
    given: shop([cnp({ ingress: [{ ...fromStore, toPorts: tcp('web') }] })]),
    finds: [
      found(
        'POL027',
        'objects[0].spec.ingress[0]',
        "CiliumNetworkPolicy 'shop/policy': 'shop/front' has no port 'web' over TCP, so that anybody → 'shop/front' TCP 'web' stays denied",
        'write the number of the port, or give it this name in the containers',
      ),
    ],
    twin: shop([cnp({ ingress: [{ ...fromStore, toPorts: tcp('http') }] })]),
  },
  {
    title: 'a name of several ports',
    given: shop([
      cnp({
        egress: [
          dns(),
          {
            toEndpoints: [
              {
                matchLabels: { 'k8s:io.kubernetes.pod.namespace': 'data' },
                matchExpressions: [{ key: 'app', operator: 'In', values: ['second', 'store'] }],
              },
            ],
            toPorts: tcp('redis'),
          },
        ],
      }),
      second,
    ]),
    finds: [
      {
        id: 'POL027',
        severity: 'warning',
        also: [],
        source: 'cilium 1.20.2 pkg/policy/l4.go (toMapState)',
        status: 'found',
        at: { in: 'definition', file: 'clusters/small.ts', path: 'objects[0].spec.egress[1]' },
        message: "CiliumNetworkPolicy 'shop/policy': the port 'redis' is 6379 at some of its pods, and 6380 at others",
        repair: 'write the number of the port',
      },
    ],
    twin: shop([cnp({ egress: [dns(), { toEndpoints: [app('store', 'data')], toPorts: tcp('redis') }] }), second]),
  },
  {
    title: 'requests where nobody speaks HTTP',
    given: shop([cnp({ egress: [dns(), { ...toStore, toPorts: tcp('6379', { rules: { http: [{ method: 'GET' }] } }) }] })]),
    finds: [
      found(
        'POL028',
        'objects[0].spec.egress[1].toPorts[0].ports[0]',
        "CiliumNetworkPolicy 'shop/policy': port 6379 speaks Redis' protocol, in which the proxy sees no HTTP requests, and refuses everything",
        'write the port that speaks HTTP, or leave out rules.http',
      ),
    ],
    twin: shop([cnp({ egress: [dns(), toStore] })]),
  },
  {
    title: 'a path and a host that are no expressions',
    given: shop([
      cnp({ ingress: [{ ...fromStore, toPorts: tcp('8080', { rules: { http: [{ path: 'public', host: 'a.example.com' }] } }) }] }),
    ]),
    finds: [
      found(
        'POL029',
        'objects[0].spec.ingress[0].toPorts[0].rules.http[0].host',
        "CiliumNetworkPolicy 'shop/policy': in 'a.example.com' a dot stands for any character, so that other hosts fit as well",
        "write 'a\\.example\\.com'",
      ),
      found(
        'POL029',
        'objects[0].spec.ingress[0].toPorts[0].rules.http[0].path',
        "CiliumNetworkPolicy 'shop/policy': no path begins as 'public' does, so that no request fits",
        "write '/public'",
      ),
    ],
    twin: shop([
      cnp({
        ingress: [{ ...fromStore, toPorts: tcp('8080', { rules: { http: [{ path: '/public(\\?.*)?', host: 'a\\.example\\.com' }] } }) }],
      }),
    ]),
  },
  {
    title: 'a path without its query',
    given: shop([cnp({ ingress: [{ ...fromStore, toPorts: tcp('8080', { rules: { http: [{ path: '/public' }] } }) }] })]),
    finds: [
      {
        ...found(
          'POL029',
          'objects[0].spec.ingress[0].toPorts[0].rules.http[0].path',
          "CiliumNetworkPolicy 'shop/policy': the path is compared with its query, so that '/public?page=2' is denied",
          "write '/public(\\?.*)?', if queries are to pass",
        ),
        severity: 'info',
      },
    ],
    twin: shop([cnp({ ingress: [{ ...fromStore, toPorts: tcp('8080', { rules: { http: [{ path: '/public/.*' }] } }) }] })]),
  },
  {
    title: 'the end of a path in the middle of it',
    given: shop([cnp({ ingress: [{ ...fromStore, toPorts: tcp('8080', { rules: { http: [{ path: '/public$/.*' }] } }) }] })]),
    finds: [
      found(
        'POL029',
        'objects[0].spec.ingress[0].toPorts[0].rules.http[0].path',
        "CiliumNetworkPolicy 'shop/policy': the whole path is compared, so that nothing fits what stands before ^ or behind $ in '/public$/.*'",
        "write '/public/.*'",
      ),
    ],
    twin: shop([cnp({ ingress: [{ ...fromStore, toPorts: tcp('8080', { rules: { http: [{ path: '^/public/(a|b$).*' }] } }) }] })]),
  },
  {
    title: 'a port over every protocol',
    given: shop([cnp({ ingress: [{ ...fromStore, toPorts: [{ ports: [{ port: '8080' }] }] }] })]),
    finds: [
      found(
        'POL033',
        'objects[0].spec.ingress[0]',
        "CiliumNetworkPolicy 'shop/policy' allows 8080 over every protocol, and 'shop/front' has it over TCP alone",
        'write protocol: TCP',
      ),
    ],
    twin: shop([cnp({ ingress: [fromStore] })]),
  },
  {
    title: 'a limit beside a rule without one',
    given: shop([
      cnp({
        ingress: [
          { ...fromStore, toPorts: tcp('8080', { rules: { http: [{ method: 'GET' }] } }) },
          { fromEntities: ['cluster'], toPorts: tcp('8080') },
        ],
      }),
    ]),
    finds: [
      found(
        'POL020',
        'objects[0].spec.ingress[0]',
        "CiliumNetworkPolicy 'shop/policy': the limit takes no effect, since CiliumNetworkPolicy 'shop/policy' lets everything pass: 'data/store' → 'shop/front' TCP 8080 isn't looked at",
        'limit it there as well, or leave that rule out',
        ['objects[0].spec.ingress[1]'],
      ),
    ],
    twin: shop([cnp({ ingress: [{ ...fromStore, toPorts: tcp('8080', { rules: { http: [{ method: 'GET' }] } }) }] })]),
  },
  {
    title: 'every type of ICMP',
    given: shop([cnp({ egress: [{ toEntities: ['cluster'], icmps: [{ fields: [{ type: 'EchoReply', family: 'IPv4' }] }] }] })]),
    finds: [
      found(
        'POL055',
        'objects[0].spec.egress[0].icmps[0].fields[0].type',
        "CiliumNetworkPolicy 'shop/policy': type 'EchoReply' is number 0, which Cilium takes for every type of ICMP",
        "leave it out: answers pass by themselves; for questions write 'EchoRequest'",
      ),
    ],
    twin: shop([cnp({ egress: [{ toEntities: ['cluster'], icmps: [{ fields: [{ type: 'EchoRequest', family: 'IPv4' }] }] }] })]),
  },
  {
    title: 'mutual authentication',
    given: shop([cnp({ ingress: [{ ...fromStore, authentication: { mode: 'required' } }] })]),
    finds: [
      found(
        'POL054',
        'objects[0].spec.ingress[0].authentication',
        "CiliumNetworkPolicy 'shop/policy' asks for mutual authentication, which is deprecated since Cilium 1.20",
        'leave it out, and encrypt with WireGuard or ztunnel',
      ),
    ],
    twin: shop([cnp({ ingress: [fromStore] })]),
  },
];
