import { byCilium, ccnp, cnp, egress, ingress, type Refused, refuses } from './refused';

const from = (selector: object) => ingress({ fromEndpoints: [selector] } as never);
const expression = (key: string, operator: string, ...values: string[]) =>
  from({ matchExpressions: [{ key, operator, ...(values.length > 0 ? { values } : {}) }] });

/** Selectors of labels. */
export const selectors: readonly Refused[] = [
  {
    title: 'an operator that there is not',
    given: [expression('app', 'Equals', 'a')],
    finds: [
      refuses(
        'spec.ingress[0].fromEndpoints[0].matchExpressions[0].operator',
        "'Equals' is not one of 'In', 'NotIn', 'Exists' or 'DoesNotExist'",
        'write one of them',
      ),
    ],
    upstream: 'API server',
    because: 'Unsupported value: "Equals"',
    twin: [expression('app', 'In', 'a')],
  },
  {
    title: 'In without values',
    given: [expression('app', 'In')],
    finds: [
      byCilium(
        'spec.ingress[0].fromEndpoints[0].matchExpressions[0].values',
        "invalid label selector: must be specified when `operator` is 'In' or 'NotIn'",
        'write the values',
      ),
    ],
    upstream: 'Cilium',
    because: "must be specified when `operator` is 'In' or 'NotIn'",
    twin: [expression('app', 'In', 'a')],
  },
  {
    title: 'Exists with values',
    given: [expression('app', 'Exists', 'a')],
    finds: [
      byCilium(
        'spec.ingress[0].fromEndpoints[0].matchExpressions[0].values',
        "invalid label selector: may not be specified when `operator` is 'Exists' or 'DoesNotExist'",
        'leave out the values',
      ),
    ],
    upstream: 'Cilium',
    because: "may not be specified when `operator` is 'Exists' or 'DoesNotExist'",
    twin: [expression('app', 'Exists')],
  },
  {
    title: 'a value with a blank',
    given: [from({ matchLabels: { app: 'web server' } })],
    finds: [
      refuses(
        'spec.ingress[0].fromEndpoints[0].matchLabels.app',
        "'web server' is not the value of a label: letters, digits, -, _ and ., with a letter or digit at both ends",
      ),
    ],
    upstream: 'API server',
    because: 'spec.ingress[0].fromEndpoints[0].matchLabels.app',
    twin: [from({ matchLabels: { app: 'web-server' } })],
  },
  {
    title: 'a value of an expression with a blank, at which the API server does not look',
    given: [expression('app', 'NotIn', 'web server')],
    finds: [
      byCilium(
        'spec.ingress[0].fromEndpoints[0].matchExpressions[0].values[0]',
        "invalid label selector: value 'web server': must be at most 63 letters, digits, -, _ and ., and begin and end with a letter or digit",
        'write another value',
      ),
    ],
    upstream: 'Cilium',
    because: 'invalid label selector',
    twin: [expression('app', 'NotIn', 'web-server')],
  },
  {
    title: 'a number as a value',
    given: [from({ matchLabels: { version: 2 } })],
    finds: [refuses('spec.ingress[0].fromEndpoints[0].matchLabels.version', '2 is not a text', "write '2'")],
    upstream: 'API server',
    because: 'spec.ingress[0].fromEndpoints[0].matchLabels.version',
    twin: [from({ matchLabels: { version: '2' } })],
  },
  {
    title: 'a key with a blank',
    given: [from({ matchLabels: { 'app name': 'a' } })],
    finds: [
      byCilium(
        'spec.ingress[0].fromEndpoints[0].matchLabels.app name',
        "invalid label selector: key 'app name': must be at most 63 letters, digits, -, _ and ., and begin and end with a letter or digit",
        'write another key',
      ),
    ],
    upstream: 'Cilium',
    because: 'invalid label selector',
    twin: [from({ matchLabels: { 'app-name': 'a' } })],
  },
  {
    title: 'two sources in front of a key',
    given: [from({ matchLabels: { 'k8s:reserved:host': '' } })],
    finds: [
      byCilium(
        'spec.ingress[0].fromEndpoints[0].matchLabels.k8s:reserved:host',
        "invalid label selector: key 'k8s:reserved:host': a valid label key only support ':' character as a source separator with non empty value",
        'write another key',
      ),
    ],
    upstream: 'Cilium',
    because: "a valid label key only support ':' character as a source separator with non empty value",
    twin: [from({ matchLabels: { 'reserved:host': '' } })],
    only: '1.20',
  },
  {
    title: 'a source and nothing behind it',
    given: [from({ matchLabels: { 'reserved:': 'host' } })],
    finds: [
      byCilium(
        'spec.ingress[0].fromEndpoints[0].matchLabels.reserved:',
        "invalid label selector: key 'reserved:': must be at most 63 letters, digits, -, _ and ., and begin and end with a letter or digit",
        'write another key',
      ),
    ],
    upstream: 'Cilium',
    because: 'invalid label selector',
    twin: [from({ matchLabels: { 'reserved:host': '' } })],
  },
  {
    title: 'nothing in front of the colon',
    given: [from({ matchLabels: { ':app': 'a' } })],
    finds: [
      byCilium(
        'spec.ingress[0].fromEndpoints[0].matchLabels.:app',
        "invalid label selector: key ':app': label source should be a non empty string with only alphanumeric characters",
        'write another key',
      ),
    ],
    upstream: 'Cilium',
    because: 'label source should be a non empty string with only alphanumeric characters',
    twin: [from({ matchLabels: { 'any:app': 'a' } })],
    only: '1.20',
  },
  {
    title: 'a long key, in front of which 1.19 puts the source',
    given: [from({ matchLabels: { ['a'.repeat(60)]: 'b' } })],
    finds: [
      byCilium(
        'spec.ingress[0].fromEndpoints[0].matchLabels.aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa',
        "invalid label selector: key 'any.aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa': must be at most 63 letters, digits, -, _ and ., and begin and end with a letter or digit",
        'write another key',
      ),
    ],
    upstream: 'Cilium',
    because: 'invalid label selector',
    twin: [from({ matchLabels: { ['a'.repeat(59)]: 'b' } })],
    only: '1.19',
  },
  {
    title: 'a wrong key in whom the policy is about',
    given: [ccnp({ endpointSelector: { matchLabels: { '-app': 'a' } }, ingress: [{}] })],
    finds: [
      byCilium(
        'spec.endpointSelector.matchLabels.-app',
        "invalid label selector: key '-app': must be at most 63 letters, digits, -, _ and ., and begin and end with a letter or digit",
        'write another key',
      ),
    ],
    upstream: 'Cilium',
    because: 'invalid label selector',
    twin: [ccnp({ endpointSelector: { matchLabels: { app: 'a' } }, ingress: [{}] })],
    only: '1.20',
  },
  {
    title: 'a wrong key in which nodes the policy is about',
    given: [ccnp({ nodeSelector: { matchLabels: { 'node role': 'a' } }, ingress: [{}] })],
    finds: [
      byCilium(
        'spec.nodeSelector.matchLabels.node role',
        "invalid label selector: key 'node role': must be at most 63 letters, digits, -, _ and ., and begin and end with a letter or digit",
        'write another key',
      ),
    ],
    upstream: 'Cilium',
    because: 'invalid label selector',
    twin: [ccnp({ nodeSelector: { matchLabels: { 'node-role': 'a' } }, ingress: [{}] })],
  },
  {
    title: 'a wrong selector of CIDR groups',
    given: [ingress({ fromCIDRSet: [{ cidrGroupSelector: { matchExpressions: [{ key: 'site', operator: 'In', values: [] }] } }] })],
    finds: [
      byCilium(
        'spec.ingress[0].fromCIDRSet[0].cidrGroupSelector.matchExpressions[0].values',
        "invalid label selector: must be specified when `operator` is 'In' or 'NotIn'",
        'write the values',
      ),
    ],
    upstream: 'Cilium',
    because: "must be specified when `operator` is 'In' or 'NotIn'",
    twin: [ingress({ fromCIDRSet: [{ cidrGroupSelector: { matchExpressions: [{ key: 'site', operator: 'In', values: ['a'] }] } }] })],
  },
  {
    title: 'a wrong selector of Services, at which 1.20 no longer looks',
    given: [egress({ toServices: [{ k8sServiceSelector: { selector: { matchExpressions: [{ key: 'app', operator: 'In' }] } } }] })],
    finds: [
      byCilium(
        'spec.egress[0].toServices[0].k8sServiceSelector.selector.matchExpressions[0].values',
        "invalid label selector: must be specified when `operator` is 'In' or 'NotIn'",
        'write the values',
      ),
    ],
    upstream: 'Cilium',
    because: "must be specified when `operator` is 'In' or 'NotIn'",
    twin: [egress({ toServices: [{ k8sServiceSelector: { selector: { matchExpressions: [{ key: 'app', operator: 'Exists' }] } } }] })],
    only: '1.19',
  },
  {
    title: 'a wrong key in a denying rule of the second of two rules',
    given: [
      cnp({
        specs: [
          { endpointSelector: {}, ingress: [{}] },
          { endpointSelector: {}, egressDeny: [{ toEndpoints: [{ matchLabels: { 'a/b/c': 'd' } }] }] },
        ],
      }),
    ],
    finds: [
      byCilium(
        'specs[1].egressDeny[0].toEndpoints[0].matchLabels.a/b/c',
        "invalid label selector: key 'a/b/c': has a prefix that is not a DNS subdomain",
        'write another key',
      ),
    ],
    upstream: 'Cilium',
    because: 'invalid label selector',
    twin: [
      cnp({
        specs: [
          { endpointSelector: {}, ingress: [{}] },
          { endpointSelector: {}, egressDeny: [{ toEndpoints: [{ matchLabels: { 'b/c': 'd' } }] }] },
        ],
      }),
    ],
  },
];
