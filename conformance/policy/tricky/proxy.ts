import { app, cnp, ports, type Tricky } from './tricky';

const get = { http: [{ method: 'GET' }] };
const with80 = (rules: object) => ({ toPorts: [{ ports: [{ port: '80', protocol: 'TCP' }], rules: rules as never }] });

/** Ports, and what the proxy looks at. */
export const proxy: readonly Tricky[] = [
  {
    title: 'a port of no protocol is one of TCP, UDP and SCTP; ICMP is none of them',
    given: [cnp({ endpointSelector: app('a'), ingress: [{ fromEndpoints: [app('b')], ...ports({ port: '80' }) }] })],
    verdicts: {
      'n/a ← n/b TCP/80': 'allowed',
      'n/a ← n/b UDP/80': 'allowed',
      'n/a ← n/b SCTP/80': 'allowed',
      'n/a ← n/b ICMP/8': 'denied',
    },
  },
  {
    title: 'port 0 is every port, and no ICMP',
    given: [cnp({ endpointSelector: app('a'), ingress: [{ fromEndpoints: [app('b')], ...ports({ port: '0', protocol: 'ANY' }) }] })],
    verdicts: { 'n/a ← n/b TCP/1': 'allowed', 'n/a ← n/b UDP/65535': 'allowed', 'n/a ← n/b ICMP/8': 'denied' },
  },
  {
    title: 'peers without ports may do everything, ICMP too',
    given: [cnp({ endpointSelector: app('a'), ingress: [{ fromEndpoints: [app('b')] }] })],
    verdicts: { 'n/a ← n/b TCP/80': 'allowed', 'n/a ← n/b ICMP/8': 'allowed', 'n/a ← n/b ICMPv6/128': 'allowed' },
  },
  {
    title: 'ICMP type 0 is every type',
    given: [
      cnp({ endpointSelector: app('a'), ingress: [{ icmps: [{ fields: [{ type: 'EchoReply' }] }] }] }),
      cnp({ endpointSelector: app('b'), ingress: [{ icmps: [{ fields: [{ type: 'EchoRequest' }] }] }] }, 'q'),
    ],
    verdicts: {
      'n/a ← world ICMP/8': 'allowed',
      'n/a ← world ICMP/3': 'allowed',
      'n/a ← world ICMPv6/128': 'denied',
      'n/b ← world ICMP/8': 'allowed',
      'n/b ← world ICMP/3': 'denied',
    },
  },
  {
    title: 'a range has both of its ends; an end before the beginning counts for nothing',
    given: [
      cnp({ endpointSelector: app('a'), ingress: [ports({ port: '8000', endPort: 8010, protocol: 'TCP' })] }),
      cnp({ endpointSelector: app('b'), ingress: [ports({ port: '8000', endPort: 80, protocol: 'TCP' })] }, 'q'),
    ],
    verdicts: {
      'n/a ← world TCP/8000': 'allowed',
      'n/a ← world TCP/8010': 'allowed',
      'n/a ← world TCP/8011': 'denied',
      'n/b ← world TCP/8000': 'allowed',
      'n/b ← world TCP/8001': 'denied',
      'n/b ← world TCP/80': 'denied',
    },
  },
  {
    title: 'a name of a port is looked up at ingress on the pod itself',
    given: [cnp({ endpointSelector: {}, ingress: [ports('http')] })],
    verdicts: { 'n/a ← world TCP/8080': 'allowed', 'n/a ← world TCP/80': 'denied' },
  },
  {
    title: 'a name of a port is looked up at egress on each pod, before 1.20 nowhere if pods differ',
    given: [
      cnp({
        endpointSelector: app('a'),
        egress: [{ toEndpoints: [{ matchLabels: { 'k8s:io.kubernetes.pod.namespace': 'm' } }], ...ports('http') }],
      }),
    ],
    verdicts: { 'n/a → m/a TCP/8080': 'allowed', 'n/a → m/c TCP/9090': 'allowed', 'n/a → m/c TCP/8080': 'denied' },
    verdicts119: { 'n/a → m/a TCP/8080': 'denied', 'n/a → m/c TCP/9090': 'denied', 'n/a → m/c TCP/8080': 'denied' },
  },
  {
    title: 'requests from one peer are not restricted if everybody may use the port',
    given: [
      cnp({
        endpointSelector: app('a'),
        ingress: [
          { fromEndpoints: [app('b')], ...with80(get) },
          { fromEntities: ['all'], ...ports('80') },
        ],
      }),
    ],
    verdicts: { 'n/a ← n/b TCP/80': 'proxied: everything', 'n/a ← world TCP/80': 'allowed' },
  },
  {
    title: 'nor if that peer may use every port',
    given: [cnp({ endpointSelector: app('a'), ingress: [{ fromEndpoints: [app('b')], ...with80(get) }, { fromEndpoints: [app('b')] }] })],
    verdicts: { 'n/a ← n/b TCP/80': 'proxied: everything', 'n/a ← n/b TCP/81': 'allowed' },
  },
  {
    title: 'nor if the same peer may use the same port without requests',
    given: [
      cnp({ endpointSelector: app('a'), ingress: [{ fromEndpoints: [app('b')], ...with80(get) }] }),
      cnp({ endpointSelector: app('a'), ingress: [{ fromEndpoints: [app('b')], ...ports('80') }] }, 'q'),
    ],
    verdicts: { 'n/a ← n/b TCP/80': 'proxied: everything' },
  },
  {
    title: 'requests of several rules add up',
    given: [
      cnp({ endpointSelector: app('a'), ingress: [{ fromEndpoints: [app('b')], ...with80(get) }] }),
      cnp({ endpointSelector: app('a'), ingress: [{ fromEndpoints: [{}], ...with80({ http: [{ path: '/public' }] }) }] }, 'q'),
    ],
    verdicts: {
      'n/a ← n/b TCP/80': 'proxied: HTTP method GET | HTTP path /public',
      'n/a ← n/a TCP/80': 'proxied: HTTP path /public',
      'n/a ← world TCP/80': 'denied',
    },
  },
  {
    title: 'in a direction that is not isolated requests are only looked at',
    given: [
      cnp({ endpointSelector: app('a'), enableDefaultDeny: { ingress: false }, ingress: [{ fromEndpoints: [app('b')], ...with80(get) }] }),
    ],
    verdicts: { 'n/a ← n/b TCP/80': 'proxied: everything', 'n/a ← world TCP/80': 'allowed' },
  },
  {
    title: 'a port that is denied is not looked at',
    given: [
      cnp({
        endpointSelector: app('a'),
        ingress: [{ fromEndpoints: [app('b')], ...with80(get) }],
        ingressDeny: [{ fromEndpoints: [{}], ...ports('80') }],
      }),
    ],
    verdicts: { 'n/a ← n/b TCP/80': 'denied' },
  },
  {
    title: 'names may be asked for at any port of egress',
    given: [
      cnp({
        endpointSelector: app('a'),
        egress: [
          {
            toEndpoints: [app('b')],
            toPorts: [{ ports: [{ port: '5353', protocol: 'UDP' }], rules: { dns: [{ matchName: 'api.example.com' }] } }],
          },
        ],
      }),
    ],
    verdicts: {
      'n/a → n/b UDP/5353': 'proxied: DNS api.example.com.',
      'n/a → n/b UDP/53': 'denied',
      'n/a → n/b TCP/5353': 'denied',
    },
  },
  {
    title: 'names stay restricted where the same pods may also be reached on every port',
    given: [
      cnp({
        endpointSelector: app('a'),
        egress: [
          {
            toEndpoints: [app('b')],
            toPorts: [{ ports: [{ port: '53', protocol: 'UDP' }], rules: { dns: [{ matchName: 'api.example.com' }] } }],
          },
          { toEndpoints: [app('b')] },
        ],
      }),
    ],
    verdicts: { 'n/a → n/b UDP/53': 'proxied: DNS api.example.com.', 'n/a → n/b TCP/53': 'allowed' },
  },
  {
    title: 'server names are asked for by all rules of a peer and port',
    given: [
      cnp({
        endpointSelector: app('a'),
        egress: [
          { toEntities: ['world'], toPorts: [{ ports: [{ port: '443', protocol: 'TCP' }], serverNames: ['api.example.com'] }] },
          { toEntities: ['world'], toPorts: [{ ports: [{ port: '443', protocol: 'TCP' }] }] },
        ],
      }),
    ],
    verdicts: { 'n/a → world TCP/443': 'proxied: TLS to api.example.com', 'n/a → world TCP/80': 'denied' },
  },
];
