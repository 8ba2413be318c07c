import { ccnp, cnp, egress, ingress, networkPolicy, ports, type Refused } from './refused';

const client = [{ matchLabels: { app: 'client' } }];
const server = [{ matchLabels: { app: 'server' } }];
const listener = (name: string) => ({ listener: { envoyConfig: { name: 'envoy' }, name } });

/** Lists that are open to everybody since they are empty: they count as none. */
export const opening: readonly Refused[] = [
  {
    title: 'no names, with a port',
    given: [egress({ toFQDNs: [], ...ports() })],
    finds: [
      {
        id: 'POL006',
        path: 'spec.egress[0].toFQDNs',
        message: 'toFQDNs is empty, which Cilium takes for no list at all: the ports are open to everybody, world and nodes included',
        repair: 'write who is meant, or leave the item out',
      },
    ],
    upstream: 'opens',
    because: 'egress',
    twin: [egress({ toFQDNs: [{ matchName: 'api.example.com' }], ...ports() })],
  },
  {
    title: 'no Services, with a port',
    given: [egress({ toServices: [], ...ports() })],
    finds: [
      {
        id: 'POL006',
        path: 'spec.egress[0].toServices',
        message: 'toServices is empty, which Cilium takes for no list at all: the ports are open to everybody, world and nodes included',
        repair: 'write who is meant, or leave the item out',
      },
    ],
    upstream: 'opens',
    because: 'egress',
    twin: [egress({ toServices: [] })],
  },
  {
    title: 'no groups, with a port',
    given: [egress({ toGroups: [], ...ports() })],
    finds: [
      {
        id: 'POL006',
        path: 'spec.egress[0].toGroups',
        message: 'toGroups is empty, which Cilium takes for no list at all: the ports are open to everybody, world and nodes included',
        repair: 'write who is meant, or leave the item out',
      },
    ],
    upstream: 'opens',
    because: 'egress',
    twin: [egress({ toEndpoints: [], ...ports() })],
  },
  {
    title: 'no groups at ingress, with a port',
    given: [ccnp({ endpointSelector: {}, ingress: [{ fromGroups: [], ...ports() }] })],
    finds: [
      {
        id: 'POL006',
        path: 'spec.ingress[0].fromGroups',
        message: 'fromGroups is empty, which Cilium takes for no list at all: the ports are open to everybody, world and nodes included',
        repair: 'write who is meant, or leave the item out',
      },
    ],
    upstream: 'opens',
    because: 'ingress',
    twin: [ccnp({ endpointSelector: {}, ingress: [{ fromEndpoints: [], ...ports() }] })],
  },
  {
    title: 'no names, with a type of ICMP, in the second rule of two',
    given: [
      cnp({
        specs: [
          { endpointSelector: {}, ingress: [{}] },
          { endpointSelector: {}, egress: [{ toFQDNs: [], icmps: [{ fields: [{ type: 8 }] }] }] },
        ],
      }),
    ],
    finds: [
      {
        id: 'POL006',
        path: 'specs[1].egress[0].toFQDNs',
        message: 'toFQDNs is empty, which Cilium takes for no list at all: the ports are open to everybody, world and nodes included',
        repair: 'write who is meant, or leave the item out',
      },
    ],
    upstream: 'opens',
    because: 'egress',
    twin: [
      cnp({
        specs: [
          { endpointSelector: {}, ingress: [{}] },
          { endpointSelector: {}, egress: [{ toFQDNs: [] }] },
        ],
      }),
    ],
  },
];

/** Lists that are closed to everybody for the same reason. */
export const closing: readonly Refused[] = [
  {
    title: 'no groups, with a port, in a rule that denies',
    given: [cnp({ endpointSelector: {}, enableDefaultDeny: { ingress: false }, ingressDeny: [{ fromGroups: [], ...ports() }] })],
    finds: [
      {
        id: 'POL006',
        path: 'spec.ingressDeny[0].fromGroups',
        message: 'fromGroups is empty, which Cilium takes for no list at all: the ports are closed to everybody, world and nodes included',
        repair: 'write who is meant, or leave the item out',
      },
    ],
    upstream: 'closes',
    because: 'ingress',
    twin: [cnp({ endpointSelector: {}, enableDefaultDeny: { ingress: false }, ingressDeny: [{ fromEndpoints: [], ...ports() }] })],
  },
  {
    title: 'Services in a rule that denies, where nobody looks them up',
    given: [
      cnp({
        endpointSelector: {},
        enableDefaultDeny: { egress: false },
        egressDeny: [{ toServices: [{ k8sService: { serviceName: 'a', namespace: 'n' } }], ...ports() }],
      }),
    ],
    finds: [
      {
        id: 'POL006',
        path: 'spec.egressDeny[0].toServices',
        message: 'Cilium never looks up toServices in egressDeny, so that its ports are denied to everybody',
        repair: 'write the pods of the Service as toEndpoints',
      },
    ],
    upstream: 'closes',
    because: 'egress',
    twin: [cnp({ endpointSelector: {}, enableDefaultDeny: { egress: false }, egressDeny: [{ toEndpoints: client, ...ports() }] })],
  },
  {
    title: 'no Services, with a port, in a rule that denies',
    given: [cnp({ endpointSelector: {}, enableDefaultDeny: { egress: false }, egressDeny: [{ toServices: [], ...ports() }] })],
    finds: [
      {
        id: 'POL006',
        path: 'spec.egressDeny[0].toServices',
        message: 'Cilium never looks up toServices in egressDeny, so that its ports are denied to everybody',
        repair: 'write the pods of the Service as toEndpoints',
      },
    ],
    upstream: 'closes',
    because: 'egress',
    twin: [cnp({ endpointSelector: {}, enableDefaultDeny: { egress: false }, egressDeny: [{ toEndpoints: [], ...ports() }] })],
  },
];

/** Policies that are right one by one, but not together. */
export const together: readonly Refused[] = [
  {
    title: 'two policies of one name in a namespace',
    given: [ingress({ fromEndpoints: [{}] }), egress({ toEndpoints: [{}] })],
    finds: [
      {
        id: 'POL044',
        path: 'metadata.name',
        message: "there is a CiliumNetworkPolicy 'n/p' already; the last one applied counts",
        repair: 'give it a name of its own, or leave one out',
        also: [['CiliumNetworkPolicy n/p', 'metadata.name']],
      },
    ],
    upstream: 'last',
    because: 'one object of a name',
    twin: [ingress({ fromEndpoints: [{}] }), egress({ toEndpoints: [{}] }, 'q')],
  },
  {
    title: 'two policies of the cluster of one name',
    given: [ccnp({ endpointSelector: {}, ingress: [{}] }), ccnp({ endpointSelector: {}, egress: [{}] })],
    finds: [
      {
        id: 'POL044',
        path: 'metadata.name',
        message: "there is a CiliumClusterwideNetworkPolicy 'p' already; the last one applied counts",
        repair: 'give it a name of its own, or leave one out',
        also: [['CiliumClusterwideNetworkPolicy p', 'metadata.name']],
      },
    ],
    upstream: 'last',
    because: 'one object of a name',
    twin: [ccnp({ endpointSelector: {}, ingress: [{}] }), cnp({ endpointSelector: {}, egress: [{}] })],
  },
  {
    title: 'two policies of Kubernetes of one name, one of them in the namespace that is meant where none is named',
    given: [
      networkPolicy({ podSelector: {}, policyTypes: ['Ingress'] }, 'p', 'default'),
      { ...networkPolicy({ podSelector: {}, policyTypes: ['Egress'] }), metadata: { name: 'p' } },
    ],
    finds: [
      {
        id: 'POL044',
        path: 'metadata.name',
        message: "there is a NetworkPolicy 'default/p' already; the last one applied counts",
        repair: 'give it a name of its own, or leave one out',
        about: 'NetworkPolicy p',
        also: [['NetworkPolicy default/p', 'metadata.name']],
      },
    ],
    upstream: 'last',
    because: 'one object of a name',
    twin: [
      networkPolicy({ podSelector: {}, policyTypes: ['Ingress'] }, 'p', 'default'),
      networkPolicy({ podSelector: {}, policyTypes: ['Egress'] }, 'p', 'n'),
    ],
  },
  {
    title: 'requests in one policy and names in another, for one peer and port',
    given: [
      egress({ toEndpoints: server, ...ports({ rules: { http: [{ method: 'GET' }] } }) }),
      egress({ toEndpoints: server, ...ports({ rules: { dns: [{ matchPattern: '*' }] } }) }, 'q'),
    ],
    finds: [
      {
        id: 'POL046',
        path: 'spec.egress[0]',
        message: "CiliumNetworkPolicy 'n/q' and CiliumNetworkPolicy 'n/p' can't be merged: cannot merge conflicting L7 parsers (http/dns)",
        repair: 'ask for one thing in all rules of one peer and port',
        about: 'CiliumNetworkPolicy n/q',
        also: [['CiliumNetworkPolicy n/p', 'spec.egress[0]']],
      },
    ],
    upstream: 'keeps',
    because: 'cannot merge conflicting L7 parsers',
    twin: [
      egress({ toEndpoints: server, ...ports({ rules: { http: [{ method: 'GET' }] } }) }),
      egress({ toEndpoints: server, ...ports({ rules: { dns: [{ matchPattern: '*' }] } }, [{ port: '53', protocol: 'TCP' }]) }, 'q'),
    ],
  },
  {
    title: 'requests in one item and server names in another, for one peer and port',
    given: [
      cnp({
        endpointSelector: {},
        egress: [
          { toEndpoints: server, ...ports({ rules: { http: [{ method: 'GET' }] } }) },
          { toEndpoints: server, ...ports({ serverNames: ['api.example.com'] }) },
        ],
      }),
    ],
    finds: [
      {
        id: 'POL046',
        path: 'spec.egress[1]',
        message:
          "CiliumNetworkPolicy 'n/p' and CiliumNetworkPolicy 'n/p' can't be merged: cannot merge L7 rules with SNI filtering without TLS termination: api.example.com",
        repair: 'ask for one thing in all rules of one peer and port',
        also: [['CiliumNetworkPolicy n/p', 'spec.egress[0]']],
      },
    ],
    upstream: 'keeps',
    because: 'with SNI filtering without TLS termination',
    twin: [
      cnp({
        endpointSelector: {},
        egress: [
          { toEndpoints: server, ...ports({ rules: { http: [{ method: 'GET' }] } }) },
          { toEndpoints: server, ...ports({ serverNames: ['api.example.com'] }, [{ port: '443', protocol: 'TCP' }]) },
        ],
      }),
    ],
  },
  {
    title: 'two listeners for one peer and port',
    given: [egress({ toEndpoints: client, ...ports(listener('one')) }), egress({ toEndpoints: client, ...ports(listener('two')) }, 'q')],
    finds: [
      {
        id: 'POL046',
        path: 'spec.egress[0]',
        message:
          "CiliumNetworkPolicy 'n/q' and CiliumNetworkPolicy 'n/p' can't be merged: cannot merge conflicting CiliumEnvoyConfig Listeners (envoy/one/envoy/two) with the same priority",
        repair: 'ask for one thing in all rules of one peer and port',
        about: 'CiliumNetworkPolicy n/q',
        also: [['CiliumNetworkPolicy n/p', 'spec.egress[0]']],
      },
    ],
    upstream: 'keeps',
    because: 'cannot merge conflicting CiliumEnvoyConfig Listeners',
    twin: [egress({ toEndpoints: client, ...ports(listener('one')) }), egress({ toEndpoints: client, ...ports(listener('one')) }, 'q')],
  },
  {
    title: 'requests and names for everybody, in policies of the namespace and of the cluster',
    given: [
      cnp({ endpointSelector: {}, egress: [ports({ rules: { http: [{ path: '/' }] } }, [{ port: '53', protocol: 'TCP' }])] }),
      ccnp({ endpointSelector: {}, egress: [ports({ rules: { dns: [{ matchPattern: '*' }] } }, [{ port: '53', protocol: 'TCP' }])] }),
    ],
    finds: [
      {
        id: 'POL046',
        path: 'spec.egress[0]',
        message:
          "CiliumNetworkPolicy 'n/p' and CiliumClusterwideNetworkPolicy 'p' can't be merged: cannot merge conflicting L7 parsers (dns/http)",
        repair: 'ask for one thing in all rules of one peer and port',
        also: [['CiliumClusterwideNetworkPolicy p', 'spec.egress[0]']],
      },
    ],
    upstream: 'keeps',
    because: 'cannot merge conflicting L7 parsers',
    twin: [
      cnp({ endpointSelector: {}, egress: [ports({ rules: { http: [{ path: '/' }] } })] }),
      ccnp({ endpointSelector: {}, egress: [ports({ rules: { dns: [{ matchPattern: '*' }] } }, [{ port: '53', protocol: 'TCP' }])] }),
    ],
  },
];
