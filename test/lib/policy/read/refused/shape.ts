import { byCilium, ccnp, cnp, egress, ingress, ports, type Refused, refuses } from './refused';

/** What is missing, of the wrong kind or too much in a policy as a whole. */
export const shape: readonly Refused[] = [
  {
    title: 'lists of rules, all of them empty',
    given: [cnp({ endpointSelector: {}, ingress: [] })],
    finds: [
      byCilium(
        'spec',
        'rule must have at least one of Ingress, IngressDeny, Egress, EgressDeny',
        'write ingress: [{}] or egress: [{}] to deny what no other policy allows',
      ),
    ],
    upstream: 'Cilium',
    because: 'rule must have at least one of Ingress, IngressDeny, Egress, EgressDeny',
    twin: [cnp({ endpointSelector: {}, ingress: [{}] })],
  },
  {
    title: 'a selector without any rule',
    given: [cnp({ endpointSelector: {} })],
    finds: [refuses('spec', "'ingress', 'ingressDeny', 'egress' or 'egressDeny' is missing", 'write at least one of them')],
    upstream: 'API server',
    because: 'spec',
    twin: [cnp({ endpointSelector: {}, egress: [{}] })],
  },
  {
    title: 'rules for nobody',
    given: [cnp({ ingress: [{}] })],
    finds: [refuses('spec', "'endpointSelector' or 'nodeSelector' is missing", 'write one of them')],
    upstream: 'API server',
    because: 'spec.endpointSelector: Required value',
    twin: [cnp({ endpointSelector: {}, ingress: [{}] })],
  },
  {
    title: 'pods and nodes at once',
    given: [ccnp({ endpointSelector: {}, nodeSelector: {}, ingress: [{}] })],
    finds: [refuses('spec', "'endpointSelector' and 'nodeSelector' exclude each other", 'write one of them')],
    upstream: 'API server',
    because: 'must validate one and only one schema',
    twin: [
      ccnp({
        specs: [
          { endpointSelector: {}, ingress: [{}] },
          { nodeSelector: {}, ingress: [{}] },
        ],
      }),
    ],
  },
  {
    title: 'nodes in a policy of a namespace',
    given: [cnp({ nodeSelector: {}, ingress: [{}] })],
    finds: [byCilium('spec.nodeSelector', 'rule cannot have NodeSelector', 'write a CiliumClusterwideNetworkPolicy for nodes')],
    upstream: 'Cilium',
    because: 'rule cannot have NodeSelector',
    twin: [ccnp({ nodeSelector: {}, ingress: [{}] })],
  },
  {
    title: 'nodes in the second rule of a policy of a namespace, which takes the first with it',
    given: [
      cnp({
        specs: [
          { endpointSelector: {}, ingress: [{}] },
          { nodeSelector: {}, egress: [{}] },
        ],
      }),
    ],
    finds: [byCilium('specs[1].nodeSelector', 'rule cannot have NodeSelector', 'write a CiliumClusterwideNetworkPolicy for nodes')],
    upstream: 'Cilium',
    because: 'rule cannot have NodeSelector',
    twin: [
      cnp({
        specs: [
          { endpointSelector: {}, ingress: [{}] },
          { endpointSelector: {}, egress: [{}] },
        ],
      }),
    ],
  },
  {
    title: 'both spec and specs, one of them wrong',
    given: [cnp({ spec: { endpointSelector: {}, ingress: [{}] }, specs: [{ endpointSelector: {}, egress: [] }] })],
    finds: [
      byCilium(
        'specs[0]',
        'rule must have at least one of Ingress, IngressDeny, Egress, EgressDeny',
        'write ingress: [{}] or egress: [{}] to deny what no other policy allows',
      ),
    ],
    upstream: 'Cilium',
    because: 'rule must have at least one of Ingress, IngressDeny, Egress, EgressDeny',
    twin: [cnp({ spec: { endpointSelector: {}, ingress: [{}] }, specs: [{ endpointSelector: {}, egress: [{}] }] })],
  },
  {
    title: 'neither spec nor specs',
    given: [{ apiVersion: 'cilium.io/v2', kind: 'CiliumNetworkPolicy', metadata: { name: 'p', namespace: 'n' } }],
    finds: [refuses('', "'spec' or 'specs' is missing", 'write one of them')],
    upstream: 'API server',
    because: 'spec or specs must be provided',
    twin: [cnp({ endpointSelector: {}, ingress: [{}] })],
    only: '1.20',
  },
  {
    title: 'neither spec nor specs, before the API server looked',
    given: [{ apiVersion: 'cilium.io/v2', kind: 'CiliumClusterwideNetworkPolicy', metadata: { name: 'p' } }],
    finds: [byCilium('', 'empty policy', 'write spec: …, or specs: […]')],
    upstream: 'Cilium',
    because: 'empty policy',
    twin: [ccnp({ endpointSelector: {}, ingress: [{}] })],
    only: '1.19',
  },
  {
    title: 'a version that there is not',
    given: [{ ...ingress({}), apiVersion: 'cilium.io/v2alpha1' }],
    finds: [refuses('apiVersion', "there is no CiliumNetworkPolicy of 'cilium.io/v2alpha1'", 'write apiVersion: cilium.io/v2')],
    upstream: 'API server',
    because: 'no schema for kind "CiliumNetworkPolicy" in version "cilium.io/v2alpha1"',
    twin: [ingress({})],
  },
  {
    title: 'a NetworkPolicy of a version that is gone',
    given: [
      {
        apiVersion: 'networking.k8s.io/v1beta1',
        kind: 'NetworkPolicy',
        metadata: { name: 'p', namespace: 'n' },
        spec: { podSelector: {}, policyTypes: ['Ingress'] },
      },
    ],
    finds: [refuses('apiVersion', "there is no NetworkPolicy of 'networking.k8s.io/v1beta1'", 'write apiVersion: networking.k8s.io/v1')],
    upstream: 'API server',
    because: 'no schema for kind "NetworkPolicy" in version "networking.k8s.io/v1beta1"',
    twin: [
      {
        apiVersion: 'networking.k8s.io/v1',
        kind: 'NetworkPolicy',
        metadata: { name: 'p', namespace: 'n' },
        spec: { podSelector: {}, policyTypes: ['Ingress'] },
      },
    ],
  },
  {
    title: 'no name',
    given: [{ ...ingress({}), metadata: { namespace: 'n' } }],
    finds: [refuses('metadata.name', 'a policy needs a name', 'write metadata.name')],
    upstream: 'API server',
    because: 'metadata.name: Required value',
    twin: [ingress({})],
  },
  {
    title: 'an item that is nothing, as an empty list item in YAML is',
    given: [cnp({ endpointSelector: {}, ingress: [null] })],
    finds: [refuses('spec.ingress[0]', 'null is no item of this list', 'leave it out')],
    upstream: 'API server',
    because: 'spec.ingress[0]',
    twin: [cnp({ endpointSelector: {}, ingress: [{}] })],
  },
  {
    title: 'one item where a list belongs',
    given: [cnp({ endpointSelector: {}, ingress: { fromEndpoints: [{}] } })],
    finds: [refuses('spec.ingress', 'an object is not a list', 'write it in [ ]')],
    upstream: 'API server',
    because: 'spec.ingress',
    twin: [cnp({ endpointSelector: {}, ingress: [{ fromEndpoints: [{}] }] })],
  },
  {
    title: 'enableDefaultDeny as one switch for both directions',
    given: [cnp({ endpointSelector: {}, enableDefaultDeny: false, egressDeny: [{ toEntities: ['world'] }] })],
    finds: [refuses('spec.enableDefaultDeny', 'false is not an object', 'write an object')],
    upstream: 'API server',
    because: 'spec.enableDefaultDeny',
    twin: [cnp({ endpointSelector: {}, enableDefaultDeny: { egress: false }, egressDeny: [{ toEntities: ['world'] }] })],
  },
  {
    title: 'a switch in quotes',
    given: [cnp({ endpointSelector: {}, enableDefaultDeny: { egress: 'false' }, egressDeny: [{ toEntities: ['world'] }] })],
    finds: [refuses('spec.enableDefaultDeny.egress', "'false' is not true or false", 'write false')],
    upstream: 'API server',
    because: 'spec.enableDefaultDeny.egress',
    twin: [cnp({ endpointSelector: {}, enableDefaultDeny: { egress: false }, egressDeny: [{ toEntities: ['world'] }] })],
  },
  {
    title: 'a mode of authentication that there is not',
    given: [egress({ toEndpoints: [{}], authentication: { mode: 'mutual' } })],
    finds: [
      refuses(
        'spec.egress[0].authentication.mode',
        "'mutual' is not one of 'disabled', 'required' or 'test-always-fail'",
        'write one of them',
      ),
    ],
    upstream: 'API server',
    because: 'Unsupported value: "mutual"',
    twin: [egress({ toEndpoints: [{}], authentication: { mode: 'required' }, ...ports() })],
  },
  {
    title: 'several things wrong in one policy, found all at once',
    given: [
      cnp({
        endpointSelector: {},
        ingress: [{ fromEndpoints: [{}], fromEntities: ['world'] }, ports({}, [{ port: '65536' }])],
        egress: [{ toCIDRSet: [{ cidr: '10.0.0.0/8', except: ['11.0.0.0/8'] }] }],
      }),
    ],
    finds: [
      byCilium(
        'spec.egress[0].toCIDRSet[0].except[0]',
        'allow CIDR prefix 10.0.0.0/8 does not contain exclude CIDR prefix 11.0.0.0/8',
        'write a block inside of 10.0.0.0/8, or leave it out',
      ),
      byCilium(
        'spec.ingress[0].fromEntities',
        'combining FromEndpoints and FromEntities is not supported yet',
        'write an item of its own for each kind of peer',
      ),
      byCilium(
        'spec.ingress[1].toPorts[0].ports[0].port',
        "unable to parse port: '65536'",
        'write a number from 1 to 65535, or a name of at most 15 letters, digits and dashes',
      ),
    ],
    upstream: 'Cilium',
    because: 'combining FromEndpoints and FromEntities is not supported yet',
    twin: [
      cnp({
        endpointSelector: {},
        ingress: [{ fromEndpoints: [{}] }, { fromEntities: ['world'] }, ports({}, [{ port: '65535' }])],
        egress: [{ toCIDRSet: [{ cidr: '10.0.0.0/8', except: ['10.1.0.0/16'] }] }],
      }),
    ],
  },
];
