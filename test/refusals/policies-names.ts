import { found, type Refusal } from './support/refusal';
import { cnp, dns, shop, tcp, toStore } from './support/shop';

const name = { matchName: 'api.example.com' };

/** Host names that nobody learns, and DNS that nobody may ask. */
export const policyNames: readonly Refusal[] = [
  {
    title: 'a host name without DNS through the proxy',
    given: shop([cnp({ egress: [dns(), { toFQDNs: [name], toPorts: tcp('443') }] })]),
    finds: [
      found(
        'POL007',
        'objects[0].spec.egress[1].toFQDNs',
        "CiliumNetworkPolicy 'shop/policy': no rule lets 'shop/front' ask DNS through the proxy, so that Cilium never learns addresses of 'api.example.com' and 'shop/front' → api.example.com stays denied",
        "allow port 53 to kube-dns with rules: { dns: [{ matchPattern: '*' }] }",
      ),
    ],
    twin: shop([cnp({ egress: [dns([{ matchPattern: '*' }]), { toFQDNs: [name], toPorts: tcp('443') }] })]),
  },
  {
    title: 'a host name that may not be asked for',
    given: shop([cnp({ egress: [dns([{ matchPattern: '*.example.org' }]), { toFQDNs: [name], toPorts: tcp('443') }] })]),
    finds: [
      found(
        'POL008',
        'objects[0].spec.egress[1].toFQDNs[0]',
        "CiliumNetworkPolicy 'shop/policy': 'shop/front' may ask DNS for '*.example.org' alone, and 'shop/front' → api.example.com stays denied",
        "add 'api.example.com' to the names that may be asked for",
      ),
    ],
    twin: shop([cnp({ egress: [dns([{ matchPattern: '*.example.com' }]), { toFQDNs: [name], toPorts: tcp('443') }] })]),
  },
  {
    title: 'pods that call others by name, and may not ask DNS',
    given: shop([cnp({ egress: [toStore] })]),
    finds: [
      found(
        'POL009',
        'objects[0].spec.egress[0]',
        "'shop/front' may connect to others, but no policy lets it ask DNS for their names: 'shop/front' → kube-dns UDP 53 is denied",
        'allow ports 53 over UDP and TCP to kube-dns',
      ),
    ],
    twin: shop([cnp({ egress: [dns(), toStore] })]),
  },
  {
    title: 'DNS over UDP alone',
    given: shop([cnp({ egress: [dns([], ['UDP']), toStore] })]),
    finds: [
      found(
        'POL010',
        'objects[0].spec.egress[0]',
        "CiliumNetworkPolicy 'shop/policy' lets 'shop/front' ask DNS over UDP alone: 'shop/front' → kube-dns TCP 53 is denied, and answers that are too long for UDP get lost",
        'add port 53 over TCP',
      ),
    ],
    twin: shop([cnp({ egress: [dns(), toStore] })]),
  },
  {
    title: 'DNS over TCP alone',
    given: shop([cnp({ egress: [dns([], ['TCP']), toStore] })]),
    finds: [
      found(
        'POL010',
        'objects[0].spec.egress[0]',
        "CiliumNetworkPolicy 'shop/policy' lets 'shop/front' ask DNS over TCP alone: 'shop/front' → kube-dns UDP 53 is denied, and nearly every question is asked over UDP",
        'add port 53 over UDP',
      ),
    ],
    twin: shop([cnp({ egress: [dns(), toStore] })]),
  },
  {
    title: 'every port of a host name',
    given: shop([cnp({ egress: [dns([{ matchPattern: '*' }]), { toFQDNs: [name] }] })]),
    finds: [
      found(
        'POL056',
        'objects[0].spec.egress[1].toFQDNs',
        "CiliumNetworkPolicy 'shop/policy': every port of the addresses of 'api.example.com' is open, also for other names that share them",
        "write toPorts, such as port '443' over TCP",
      ),
    ],
    twin: shop([cnp({ egress: [dns([{ matchPattern: '*' }]), { toFQDNs: [name], toPorts: tcp('443') }] })]),
  },
  {
    title: 'a host name that shares its addresses',
    given: shop([cnp({ egress: [dns([{ matchPattern: '*' }]), { toFQDNs: [{ matchName: 'd1.cloudfront.net' }], toPorts: tcp('443') }] })]),
    finds: [
      {
        id: 'POL056',
        severity: 'info',
        also: [],
        source: 'https://docs.cilium.io/en/v1.20/security/policy/language/#dns-based',
        status: 'found',
        at: { in: 'definition', file: 'clusters/small.ts', path: 'objects[0].spec.egress[1].toFQDNs' },
        message: "CiliumNetworkPolicy 'shop/policy': 'd1.cloudfront.net' shares its addresses with names of others, which are open too",
        repair: 'write serverNames beside the ports',
      },
    ],
    twin: shop([
      cnp({
        egress: [
          dns([{ matchPattern: '*' }]),
          { toFQDNs: [{ matchName: 'd1.cloudfront.net' }], toPorts: tcp('443', { serverNames: ['d1.cloudfront.net'] }) },
        ],
      }),
    ]),
  },
];
