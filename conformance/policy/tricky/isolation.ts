import { app, ccnp, cnp, networkPolicy, ports, type Tricky } from './tricky';

const metadata = { toCIDR: ['169.254.169.254/32'] };

/** What is empty, what is absent, and what isolates. */
export const isolation: readonly Tricky[] = [
  {
    title: 'an empty list of peers means nobody, and isolates',
    given: [cnp({ endpointSelector: app('a'), ingress: [{ fromEndpoints: [], ...ports('80') }] })],
    verdicts: {
      'n/a ← n/b TCP/80': 'denied',
      'n/a ← world TCP/80': 'denied',
      'n/a ← remote-node TCP/80': 'denied',
      'n/a → world TCP/80': 'allowed',
      'n/b ← world TCP/80': 'allowed',
    },
  },
  {
    title: 'ports without peers are open to everybody, world and nodes included, and nothing else is',
    given: [cnp({ endpointSelector: app('a'), ingress: [ports('80')] })],
    verdicts: {
      'n/a ← world TCP/80': 'allowed',
      'n/a ← remote-node TCP/80': 'allowed',
      'n/a ← m/c TCP/80': 'allowed',
      'n/a ← world TCP/81': 'denied',
      'n/a ← world UDP/80': 'denied',
      'n/a ← world ICMP/8': 'denied',
    },
  },
  {
    title: 'an empty item allows nothing and isolates',
    given: [cnp({ endpointSelector: app('a'), ingress: [{}] })],
    verdicts: { 'n/a ← n/b TCP/80': 'denied', 'n/a ← world ICMP/8': 'denied', 'n/a → n/b TCP/80': 'allowed' },
  },
  {
    title: 'an empty list of items isolates nobody, beside a direction that has items',
    given: [cnp({ endpointSelector: app('a'), ingress: [], egress: [{}] })],
    verdicts: { 'n/a ← world TCP/80': 'allowed', 'n/a → world TCP/80': 'denied' },
  },
  {
    title: 'a node reaches its own pods whatever isolates them, and other nodes do not',
    given: [cnp({ endpointSelector: app('a'), ingress: [{}] })],
    verdicts: {
      'n/a ← host TCP/8080': 'allowed',
      'n/a ← host with kube-apiserver TCP/8080': 'allowed',
      'n/a ← remote-node TCP/8080': 'denied',
      'n/a ← remote-node with kube-apiserver TCP/8080': 'denied',
    },
  },
  {
    title: 'without allow-localhost not even the node reaches an isolated pod',
    given: [cnp({ endpointSelector: app('a'), ingress: [{}] })],
    profile: { allowLocalhost: false },
    verdicts: { 'n/a ← host TCP/8080': 'denied' },
  },
  {
    title: 'denying the host beats that exemption, and breaks probes',
    given: [cnp({ endpointSelector: app('a'), ingressDeny: [{ fromEntities: ['host'] }] })],
    verdicts: { 'n/a ← host TCP/8080': 'denied' },
  },
  {
    title: 'a policy that only denies isolates: all egress is gone, not only what is denied',
    given: [cnp({ endpointSelector: app('a'), egressDeny: [metadata] })],
    verdicts: {
      'n/a → 169.254.169.254/32 TCP/80': 'denied',
      'n/a → world TCP/443': 'denied',
      'n/a → n/b TCP/80': 'denied',
      'n/a ← n/b TCP/80': 'allowed',
    },
  },
  {
    title: 'with enableDefaultDeny off it only denies',
    given: [cnp({ endpointSelector: app('a'), enableDefaultDeny: { egress: false }, egressDeny: [metadata] })],
    verdicts: { 'n/a → 169.254.169.254/32 TCP/80': 'denied', 'n/a → world TCP/443': 'allowed', 'n/a → n/b TCP/80': 'allowed' },
  },
  {
    title: 'one policy that isolates is enough, whatever enableDefaultDeny says in others',
    given: [
      cnp({ endpointSelector: app('a'), enableDefaultDeny: { ingress: false }, ingress: [{ fromEndpoints: [app('b')] }] }),
      cnp({ endpointSelector: app('a'), ingress: [{}] }, 'q'),
    ],
    verdicts: { 'n/a ← n/b TCP/80': 'allowed', 'n/a ← world TCP/80': 'denied' },
  },
  {
    title: 'where the agent is told to, enableDefaultDeny counts for nothing',
    given: [cnp({ endpointSelector: app('a'), enableDefaultDeny: { egress: false }, egressDeny: [metadata] })],
    profile: { nonDefaultDeny: false },
    verdicts: { 'n/a → world TCP/443': 'denied' },
  },
  {
    title: 'enforcement always closes what no policy selects',
    given: [cnp({ endpointSelector: app('a'), ingress: [{ fromEndpoints: [app('b')] }] })],
    profile: { enforcement: 'always' },
    verdicts: { 'n/a ← n/b TCP/80': 'allowed', 'n/b ← n/a TCP/80': 'denied', 'n/a → n/b TCP/80': 'denied' },
  },
  {
    title: 'no names, with ports, is everybody at these ports',
    given: [cnp({ endpointSelector: app('a'), egress: [{ toFQDNs: [], ...ports('443') }] })],
    verdicts: {
      'n/a → world TCP/443': 'allowed',
      'n/a → host TCP/443': 'allowed',
      'n/a → m/c TCP/443': 'allowed',
      'n/a → world TCP/80': 'denied',
    },
  },
  {
    title: 'no names, without ports, is nobody',
    given: [cnp({ endpointSelector: app('a'), egress: [{ toFQDNs: [] }] })],
    verdicts: { 'n/a → world TCP/443': 'denied', 'n/a → n/b TCP/443': 'denied' },
  },
  {
    title: 'a Service that no object tells of, with ports: whoever loads only these files opens the ports to everybody',
    given: [
      cnp({
        endpointSelector: app('a'),
        egress: [{ toServices: [{ k8sService: { serviceName: 'db', namespace: 'n' } }], ...ports('5432') }],
      }),
    ],
    verdicts: { 'n/a → world TCP/5432': 'unknown', 'n/a → n/b TCP/5432': 'unknown', 'n/a → world TCP/80': 'denied' },
  },
  {
    title: 'a Service stands for the pods that it selects, at their own ports',
    given: [
      {
        apiVersion: 'v1',
        kind: 'Service',
        metadata: { name: 'c', namespace: 'm' },
        spec: { selector: { app: 'c' }, ports: [{ port: 80, targetPort: 9090 }] },
      },
      cnp({
        endpointSelector: app('a'),
        egress: [{ toServices: [{ k8sService: { serviceName: 'c', namespace: 'm' } }], ...ports('9090') }],
      }),
    ],
    verdicts: { 'n/a → m/c TCP/9090': 'allowed', 'n/a → m/c TCP/80': 'denied', 'n/a → world TCP/9090': 'denied' },
  },
  {
    title: 'lists of ports without ports open nothing, and isolate',
    given: [cnp({ endpointSelector: app('a'), ingress: [{ toPorts: [{}] }], egress: [{ toEndpoints: [{}], toPorts: [{ ports: [] }] }] })],
    verdicts: { 'n/a ← n/b TCP/80': 'denied', 'n/a ← world TCP/80': 'denied', 'n/a → n/b TCP/80': 'denied' },
  },
  {
    title: 'rules of Kubernetes count in a direction that policyTypes leaves out, which Kubernetes ignores',
    given: [networkPolicy({ podSelector: app('a'), policyTypes: ['Egress'], ingress: [{ from: [{ podSelector: app('b') }] }] })],
    verdicts: { 'n/a ← n/b TCP/80': 'allowed', 'n/a ← world TCP/80': 'denied', 'n/a → world TCP/80': 'denied' },
  },
  {
    title: 'without policyTypes ingress is isolated, and egress only by rules of its own',
    given: [networkPolicy({ podSelector: app('a'), ingress: [{ from: [{ podSelector: app('b') }] }] })],
    verdicts: { 'n/a ← n/b TCP/80': 'allowed', 'n/a ← m/c TCP/80': 'denied', 'n/a → world TCP/80': 'allowed' },
  },
  {
    title: 'from, left out, is everybody; of a policy of Cilium it is nobody',
    given: [networkPolicy({ podSelector: app('a'), ingress: [{}] }), cnp({ endpointSelector: app('b'), ingress: [{}] })],
    verdicts: { 'n/a ← world TCP/80': 'allowed', 'n/b ← world TCP/80': 'denied' },
  },
  {
    title: 'a policy of the cluster for every endpoint isolates the health and ingress endpoints too, not the node',
    given: [ccnp({ endpointSelector: {}, ingress: [{ fromEndpoints: [{}] }] })],
    verdicts: {
      'health ← remote-node TCP/4240': 'denied',
      'ingress ← world TCP/443': 'denied',
      'm/c ← n/a TCP/80': 'allowed',
      'm/c ← health TCP/80': 'denied',
      'm/c ← ingress TCP/80': 'denied',
      'm/c ← world TCP/80': 'denied',
      'm/c ← remote-node TCP/80': 'denied',
      'm/c ← host TCP/80': 'allowed',
    },
  },
  {
    title: 'a policy of a namespace for every endpoint is about its pods alone',
    given: [cnp({ endpointSelector: {}, ingress: [{}] })],
    verdicts: {
      'n/a ← world TCP/80': 'denied',
      'm/a ← world TCP/80': 'allowed',
      'health ← world TCP/80': 'allowed',
    },
  },
  {
    title: 'what init is, is isolated from the start',
    given: [
      ccnp({ endpointSelector: { matchLabels: { 'reserved:init': '' } }, enableDefaultDeny: { egress: false }, egress: [ports('53')] }),
    ],
    verdicts: { 'init → world TCP/53': 'allowed', 'init → world TCP/80': 'denied', 'init ← world TCP/80': 'denied' },
  },
];
