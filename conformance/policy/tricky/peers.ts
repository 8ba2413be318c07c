import { app, ccnp, cnp, networkPolicy, ports, type Tricky } from './tricky';

const exists = (key: string) => ({ matchExpressions: [{ key, operator: 'Exists' }] });
const expression = (key: string, operator: string, ...values: string[]) => ({
  matchExpressions: [{ key, operator, ...(values.length > 0 ? { values } : {}) }],
});

/** Who is meant at the other end. */
export const peers: readonly Tricky[] = [
  {
    title: 'labels in a policy of a namespace mean pods of that namespace',
    given: [cnp({ endpointSelector: app('b'), ingress: [{ fromEndpoints: [app('a')] }] })],
    verdicts: { 'n/b ← n/a TCP/80': 'allowed', 'n/b ← m/a TCP/80': 'denied', 'n/b ← n/b TCP/80': 'denied' },
  },
  {
    title: 'the same labels in a policy of the cluster mean pods of every namespace',
    given: [ccnp({ endpointSelector: app('b'), ingress: [{ fromEndpoints: [app('a')] }] })],
    verdicts: { 'n/b ← n/a TCP/80': 'allowed', 'n/b ← m/a TCP/80': 'allowed', 'n/b ← m/c TCP/80': 'denied' },
  },
  {
    title: 'who only asks for a namespace gets the pods of all of them, and nobody else',
    given: [cnp({ endpointSelector: app('b'), ingress: [{ fromEndpoints: [exists('k8s:io.kubernetes.pod.namespace')] }] })],
    verdicts: {
      'n/b ← m/c TCP/80': 'allowed',
      'n/b ← n/a TCP/80': 'allowed',
      'n/b ← world TCP/80': 'denied',
      'n/b ← remote-node TCP/80': 'denied',
    },
  },
  {
    title: 'labels of namespaces select across namespaces',
    given: [
      cnp({
        endpointSelector: app('b'),
        ingress: [{ fromEndpoints: [{ matchLabels: { 'io.cilium.k8s.namespace.labels.team': 'blue', app: 'a' } }] }],
      }),
    ],
    verdicts: { 'n/b ← m/a TCP/80': 'allowed', 'n/b ← m/c TCP/80': 'denied', 'n/b ← n/a TCP/80': 'denied' },
  },
  {
    title: 'every pod, in a policy of a namespace, is every pod of it; in one of the cluster every pod, and no node',
    given: [
      cnp({ endpointSelector: app('a'), ingress: [{ fromEndpoints: [{}] }] }),
      ccnp({ endpointSelector: app('b'), ingress: [{ fromEndpoints: [{}] }] }),
    ],
    verdicts: {
      'n/a ← n/b TCP/80': 'allowed',
      'n/a ← m/c TCP/80': 'denied',
      'n/b ← m/c TCP/80': 'allowed',
      'n/b ← world TCP/80': 'denied',
      'n/b ← remote-node TCP/80': 'denied',
      'n/b ← health TCP/80': 'denied',
      'n/b ← ingress TCP/80': 'denied',
    },
  },
  {
    title: 'a namespace in whom a policy is about counts for nothing: it is about its own',
    given: [cnp({ endpointSelector: { matchLabels: { app: 'a', 'k8s:io.kubernetes.pod.namespace': 'm' } }, ingress: [{}] })],
    verdicts: { 'n/a ← n/b TCP/80': 'denied', 'm/a ← n/b TCP/80': 'allowed' },
  },
  {
    title: 'NotIn and DoesNotExist hold where the key is missing',
    given: [
      cnp({ endpointSelector: app('a'), ingress: [{ fromEndpoints: [expression('tier', 'NotIn', 'back')] }] }),
      cnp({ endpointSelector: app('b'), ingress: [{ fromEndpoints: [expression('tier', 'DoesNotExist')] }] }, 'q'),
    ],
    verdicts: {
      'n/a ← n/b TCP/80': 'allowed',
      'n/a ← n/a TCP/80': 'allowed',
      'n/a ← m/c TCP/80': 'denied',
      'n/b ← n/a TCP/80': 'denied',
      'n/b ← n/b TCP/80': 'allowed',
    },
  },
  {
    title: 'everybody but the host is everybody, the world too',
    given: [cnp({ endpointSelector: app('a'), ingress: [{ fromEndpoints: [expression('reserved:host', 'DoesNotExist')] }] })],
    verdicts: {
      'n/a ← world TCP/80': 'allowed',
      'n/a ← remote-node TCP/80': 'allowed',
      'n/a ← m/c TCP/80': 'allowed',
    },
  },
  {
    title: 'a label that is no part of an identity selects nobody',
    given: [cnp({ endpointSelector: app('b'), ingress: [{ fromEndpoints: [{ matchLabels: { 'pod-template-hash': 'x1' } }] }] })],
    verdicts: { 'n/b ← n/a TCP/80': 'denied' },
  },
  {
    title: 'pods of another cluster are not meant unless it is named',
    given: [
      cnp({ endpointSelector: app('a'), ingress: [{ fromEndpoints: [app('far')] }] }),
      cnp(
        {
          endpointSelector: app('b'),
          ingress: [{ fromEndpoints: [{ matchLabels: { app: 'far', 'io.cilium.k8s.policy.cluster': 'other' } }] }],
        },
        'q',
      ),
    ],
    verdicts: { 'n/a ← n/b TCP/80': 'denied', 'n/b ← n/a TCP/80': 'denied' },
  },
  {
    title: 'addresses mean neither pods nor nodes, whatever addresses these have',
    given: [cnp({ endpointSelector: app('a'), egress: [{ toCIDR: ['10.0.0.0/8'] }] })],
    verdicts: {
      'n/a → 10.0.0.0/8 TCP/80': 'allowed',
      'n/a → world TCP/80': 'denied',
      'n/a → n/b TCP/80': 'denied',
      'n/a → host TCP/80': 'denied',
      'n/a → remote-node TCP/80': 'denied',
    },
  },
  {
    title: 'every address is the world, and neither pods nor nodes',
    given: [cnp({ endpointSelector: app('a'), egress: [{ toCIDR: ['0.0.0.0/0'] }] })],
    verdicts: {
      'n/a → world TCP/80': 'allowed',
      'n/a → n/b TCP/80': 'denied',
      'n/a → host TCP/80': 'denied',
      'n/a → remote-node TCP/80': 'denied',
    },
  },
  {
    title: 'the world has every block and every name in it, and neither nodes nor pods',
    given: [
      cnp({ endpointSelector: app('a'), egress: [{ toEntities: ['world'] }] }),
      cnp({ endpointSelector: app('b'), egress: [{ toCIDR: ['192.0.2.0/24'] }, { toFQDNs: [{ matchName: 'api.example.com' }] }] }, 'q'),
    ],
    verdicts: {
      'n/a → world TCP/80': 'allowed',
      'n/a → 192.0.2.0/24 TCP/80': 'allowed',
      'n/a → api.example.com TCP/80': 'allowed',
      'n/a → host TCP/80': 'denied',
      'n/a → remote-node TCP/80': 'denied',
      'n/a → remote-node with kube-apiserver TCP/80': 'denied',
      'n/a → m/c TCP/80': 'denied',
      'n/b → world TCP/80': 'denied',
      'n/b → api.example.com TCP/80': 'allowed',
    },
  },
  {
    title: 'the cluster has pods and nodes and its own endpoints in it, and not the world',
    given: [cnp({ endpointSelector: app('a'), egress: [{ toEntities: ['cluster'] }] })],
    verdicts: {
      'n/a → m/c TCP/80': 'allowed',
      'n/a → remote-node with kube-apiserver TCP/6443': 'allowed',
      'n/a → host TCP/80': 'allowed',
      'n/a → health TCP/80': 'allowed',
      'n/a → unmanaged TCP/80': 'allowed',
      'n/a → world TCP/80': 'denied',
    },
  },
  {
    title: 'the API server is a node that runs it, and no other node',
    given: [cnp({ endpointSelector: app('a'), egress: [{ toEntities: ['kube-apiserver'] }] })],
    verdicts: {
      'n/a → remote-node with kube-apiserver TCP/6443': 'allowed',
      'n/a → host with kube-apiserver TCP/6443': 'allowed',
      'n/a → host TCP/6443': 'denied',
      'n/a → remote-node TCP/6443': 'denied',
    },
  },
  {
    title: 'denying the API server denies the nodes that run it, which an entity of nodes allows',
    given: [cnp({ endpointSelector: app('a'), egress: [{ toEntities: ['all'] }], egressDeny: [{ toEntities: ['kube-apiserver'] }] })],
    verdicts: {
      'n/a → remote-node with kube-apiserver TCP/443': 'denied',
      'n/a → remote-node TCP/443': 'allowed',
      'n/a → world TCP/443': 'allowed',
    },
  },
  {
    title: 'the entity none is nobody, and isolates',
    given: [cnp({ endpointSelector: app('a'), ingress: [{ fromEntities: ['none'] }] })],
    verdicts: { 'n/a ← n/b TCP/80': 'denied', 'n/a ← world TCP/80': 'denied' },
  },
  {
    title: 'a large block that is denied beats a smaller one that is allowed',
    given: [cnp({ endpointSelector: app('a'), egress: [{ toCIDR: ['10.1.0.0/16'] }], egressDeny: [{ toCIDR: ['10.0.0.0/8'] }] })],
    verdicts: { 'n/a → 10.1.0.0/16 TCP/80': 'denied', 'n/a → 10.0.0.0/8 without 10.1.0.0/16 TCP/80': 'denied' },
  },
  {
    title: 'an exception is no denial: another rule may allow what it leaves out',
    given: [
      cnp({
        endpointSelector: app('a'),
        egress: [{ toCIDRSet: [{ cidr: '10.0.0.0/8', except: ['10.1.0.0/16'] }] }, { toCIDR: ['10.1.2.0/24'] }],
      }),
    ],
    verdicts: {
      'n/a → 10.0.0.0/8 without 10.1.0.0/16 TCP/80': 'allowed',
      'n/a → 10.1.0.0/16 without 10.1.2.0/24 TCP/80': 'denied',
      'n/a → 10.1.2.0/24 TCP/80': 'allowed',
    },
  },
  {
    title: 'a block of Kubernetes alone opens nothing to pods of the namespace',
    given: [networkPolicy({ podSelector: app('a'), ingress: [{ from: [{ ipBlock: { cidr: '10.0.0.0/8' } }] }] })],
    verdicts: { 'n/a ← 10.0.0.0/8 TCP/80': 'allowed', 'n/a ← n/b TCP/80': 'denied', 'n/a ← world TCP/80': 'denied' },
  },
  {
    title: 'every namespace, in a policy of Kubernetes, is every pod and no node',
    given: [networkPolicy({ podSelector: app('a'), ingress: [{ from: [{ namespaceSelector: {} }] }] })],
    verdicts: { 'n/a ← m/c TCP/80': 'allowed', 'n/a ← remote-node TCP/80': 'denied', 'n/a ← world TCP/80': 'denied' },
  },
  {
    title: 'namespaceSelector and podSelector of one peer hold both; of two peers each alone is enough',
    given: [
      networkPolicy({
        podSelector: app('a'),
        ingress: [{ from: [{ namespaceSelector: { matchLabels: { team: 'blue' } }, podSelector: app('a') }] }],
      }),
      networkPolicy(
        {
          podSelector: app('b'),
          ingress: [{ from: [{ namespaceSelector: { matchLabels: { team: 'blue' } } }, { podSelector: app('a') }] }],
        },
        'l',
      ),
    ],
    verdicts: {
      'n/a ← m/a TCP/80': 'allowed',
      'n/a ← m/c TCP/80': 'denied',
      'n/a ← n/a TCP/80': 'denied',
      'n/b ← m/c TCP/80': 'allowed',
      'n/b ← n/a TCP/80': 'allowed',
    },
  },
  {
    title: 'a group of blocks means its blocks, without the exceptions of the rule',
    given: [
      {
        apiVersion: 'cilium.io/v2',
        kind: 'CiliumCIDRGroup',
        metadata: { name: 'office' },
        spec: { externalCIDRs: ['198.51.100.0/24'] },
      },
      cnp({
        endpointSelector: app('a'),
        ingress: [{ fromCIDRSet: [{ cidrGroupRef: 'office', except: ['198.51.100.128/25'] }], ...ports('443') }],
      }),
    ],
    verdicts: {
      'n/a ← 198.51.100.0/24 without 198.51.100.128/25 TCP/443': 'allowed',
      'n/a ← 198.51.100.128/25 TCP/443': 'denied',
      'n/a ← world TCP/443': 'denied',
    },
  },
  {
    title: 'a name with a pattern means one label of it',
    given: [cnp({ endpointSelector: app('a'), egress: [{ toFQDNs: [{ matchPattern: '*.example.com' }, { matchName: 'example.org' }] }] })],
    verdicts: {
      'n/a → other names that match *.example.com TCP/443': 'allowed',
      'n/a → example.org TCP/443': 'allowed',
      'n/a → world TCP/443': 'denied',
    },
  },
];
