import { networkPolicy, type Refused, refuses } from './refused';

const from = (peer: object) => networkPolicy({ podSelector: {}, ingress: [{ from: [peer as never] }] });
const to = (port: object) => networkPolicy({ podSelector: {}, policyTypes: ['Egress'], egress: [{ ports: [port as never] }] });

/** Policies of Kubernetes, at which the API server looks more closely than at its own schema. */
export const networkPolicies: readonly Refused[] = [
  {
    title: 'addresses and pods as one peer',
    given: [from({ ipBlock: { cidr: '10.0.0.0/8' }, podSelector: {} })],
    finds: [
      refuses(
        'spec.ingress[0].from[0]',
        "'ipBlock' stands beside 'podSelector': may not specify both ipBlock and another peer",
        'write two peers',
      ),
    ],
    upstream: 'API server',
    because: 'may not specify both ipBlock and another peer',
    twin: [networkPolicy({ podSelector: {}, ingress: [{ from: [{ ipBlock: { cidr: '10.0.0.0/8' } }, { podSelector: {} }] }] })],
  },
  {
    title: 'a peer that is nobody',
    given: [from({})],
    finds: [
      refuses(
        'spec.ingress[0].from[0]',
        'this peer is nobody: must specify a peer',
        "write 'podSelector', 'namespaceSelector' or 'ipBlock'",
      ),
    ],
    upstream: 'API server',
    because: 'must specify a peer',
    twin: [from({ podSelector: {} })],
  },
  {
    title: 'an exception outside of the block',
    given: [from({ ipBlock: { cidr: '10.0.0.0/8', except: ['11.0.0.0/16'] } })],
    finds: [
      refuses('spec.ingress[0].from[0].ipBlock.except[0]', "'11.0.0.0/16' is not a part of '10.0.0.0/8': must be a strict subset of cidr"),
    ],
    upstream: 'API server',
    because: 'must be a strict subset of',
    twin: [from({ ipBlock: { cidr: '10.0.0.0/8', except: ['10.1.0.0/16'] } })],
  },
  {
    title: 'an exception of everything',
    given: [from({ ipBlock: { cidr: '10.0.0.0/8', except: ['10.0.0.0/8'] } })],
    finds: [
      refuses('spec.ingress[0].from[0].ipBlock.except[0]', "'10.0.0.0/8' is not a part of '10.0.0.0/8': must be a strict subset of cidr"),
    ],
    upstream: 'API server',
    because: 'must be a strict subset of',
    twin: [from({ ipBlock: { cidr: '10.0.0.0/8', except: ['10.0.0.0/9'] } })],
  },
  {
    title: 'an address alone',
    given: [from({ ipBlock: { cidr: '192.0.2.1' } })],
    finds: [
      refuses(
        'spec.ingress[0].from[0].ipBlock.cidr',
        "'192.0.2.1' is no CIDR: must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)",
        "write '192.0.2.1/32'",
      ),
    ],
    upstream: 'API server',
    because: 'must be a valid CIDR value',
    twin: [from({ ipBlock: { cidr: '192.0.2.1/32' } })],
  },
  {
    title: 'a block that begins in its middle',
    given: [from({ ipBlock: { cidr: '192.0.2.1/24' } })],
    finds: [
      refuses(
        'spec.ingress[0].from[0].ipBlock.cidr',
        "'192.0.2.1/24' is no CIDR: must not have bits set beyond the prefix length",
        "write '192.0.2.0/24'",
      ),
    ],
    upstream: 'API server',
    because: 'must not have bits set beyond the prefix length',
    twin: [from({ ipBlock: { cidr: '192.0.2.0/24' } })],
  },
  {
    title: 'a port in quotes',
    given: [to({ port: '80' })],
    finds: [
      refuses(
        'spec.egress[0].ports[0].port',
        "'80' is no name of a port: must contain at least one letter (a-z)",
        'write 80 without quotes',
      ),
    ],
    upstream: 'API server',
    because: 'must contain at least one letter (a-z)',
    twin: [to({ port: 80 })],
  },
  {
    title: 'port 0, which only policies of Cilium have for every port',
    given: [to({ port: 0 })],
    finds: [refuses('spec.egress[0].ports[0].port', '0 is no port: must be between 1 and 65535, inclusive')],
    upstream: 'API server',
    because: 'must be between 1 and 65535, inclusive',
    twin: [to({ protocol: 'TCP' })],
  },
  {
    title: 'a range that ends before it begins',
    given: [to({ port: 90, endPort: 80 })],
    finds: [
      refuses(
        'spec.egress[0].ports[0].endPort',
        'endPort 80 comes before port 90: must be greater than or equal to port',
        'write 80 as port and 90 as endPort',
      ),
    ],
    upstream: 'API server',
    because: 'must be greater than or equal to `port`',
    twin: [to({ port: 80, endPort: 90 })],
  },
  {
    title: 'a protocol that only policies of Cilium have',
    given: [to({ port: 53, protocol: 'ANY' })],
    finds: [refuses('spec.egress[0].ports[0].protocol', "'ANY' is not one of 'TCP', 'UDP' or 'SCTP'", 'write one of them')],
    upstream: 'API server',
    because: 'Unsupported value: "ANY"',
    twin: [to({ port: 53, protocol: 'UDP' })],
  },
  {
    title: 'a direction in small letters',
    given: [networkPolicy({ podSelector: {}, policyTypes: ['ingress'] })],
    finds: [refuses('spec.policyTypes[0]', "'ingress' is not one of 'Ingress' or 'Egress'", "write 'Ingress'")],
    upstream: 'API server',
    because: 'Unsupported value: "ingress"',
    twin: [networkPolicy({ podSelector: {}, policyTypes: ['Ingress'] })],
  },
  {
    title: 'a key with the source of its label, which only policies of Cilium have',
    given: [from({ podSelector: { matchLabels: { 'k8s:app': 'a' } } })],
    finds: [
      refuses(
        'spec.ingress[0].from[0].podSelector.matchLabels.k8s:app',
        "'k8s:app' is no key of a label: must be at most 63 letters, digits, -, _ and ., and begin and end with a letter or digit",
      ),
    ],
    upstream: 'API server',
    because: 'name part must consist of alphanumeric characters',
    twin: [from({ podSelector: { matchLabels: { app: 'a' } } })],
  },
  {
    title: 'a selector of namespaces by name as a text',
    given: [from({ namespaceSelector: 'm' })],
    finds: [refuses('spec.ingress[0].from[0].namespaceSelector', "'m' is not an object", 'write an object')],
    upstream: 'API server',
    because: 'namespaceSelector',
    twin: [from({ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'm' } } })],
  },
];
