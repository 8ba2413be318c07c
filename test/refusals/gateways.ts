import { entity, flannel, type Gateway, lan, namespace, onHostname, pods, secretRef } from 'ichor';
import { apps, db, network, small, web } from './support/definitions';
import { board, box, gate, home, lanPool, onMetal, rack } from './support/metal';
import { found, inPatch, inValues, type Refusal } from './support/refusal';

const named = (via: Gateway, options: object = {}, hostname = 'web.example.com') =>
  onHostname(hostname, web.port('http'), { via, from: home, ...options } as never);
const sql = (via: Gateway, options: object = {}, hostname = 'db.example.com') =>
  onHostname(hostname, db.port('sql'), { via, from: home, ...options } as never);
/** A release without the fault of gateways on the nodes. */
const version = '1.20.3';
const one = (via: Gateway = gate(), options: object = {}, changes: object = {}) =>
  onMetal({ network: network({ version }), expose: [named(via, options)], ...changes });
const both = (...expose: readonly unknown[]) => onMetal({ network: network({ version }), expose });
const values = (given: object, via: Gateway = gate()) => one(via, {}, { network: network({ version, values: given }) });
const onNodes = (changes: object = {}, name = 'front') => gate({ on: { hostNetwork: true }, ...changes }, name);
const other = (changes: object = {}) => gate({ on: { pool: lanPool, address: '192.168.1.242' }, ...changes }, 'back');
const udp = pods(apps, 'dns', { labels: { app: 'dns' }, ports: { dns: { port: 53, protocol: 'UDP' } } });
const hubble = (options: object) => onMetal({ network: network({ hubble: options }) });
const group = 'gateway.networking.k8s.io/v1';
const route = (spec: object, ns = 'apps') => ({
  ...{ apiVersion: group, kind: 'HTTPRoute', metadata: { name: 'own', namespace: ns } },
  spec: { parentRefs: [{ name: 'front', namespace: 'edge' }], rules: [{ backendRefs: [{ name: 'web', port: 8080 }] }], ...spec },
});
const grant = (kind: string, from: string, target: string, ns: string) => ({
  ...{ apiVersion: 'gateway.networking.k8s.io/v1beta1', kind: 'ReferenceGrant', metadata: { name: 'own', namespace: ns } },
  spec: { from: [{ group: 'gateway.networking.k8s.io', kind, namespace: from }], to: [{ group: '', kind: target }] },
});
const withObjects = (...objects: readonly unknown[]) => one(gate(), {}, { objects });
const ownGateway = (ns: string) => ({
  ...{ apiVersion: group, kind: 'Gateway', metadata: { name: 'own', namespace: 'edge' } },
  spec: {
    gatewayClassName: 'other',
    listeners: [{ name: 'https', port: 8443, protocol: 'HTTPS', tls: { certificateRefs: [{ name: 'tls', namespace: ns }] } }],
  },
});
const envoy = (capabilities: object) => ({ envoy: { securityContext: { capabilities } } });

/** Gateways, what is behind them, and who comes in. */
export const gateways: readonly Refusal[] = [
  {
    title: 'one gateway in two variants',
    given: both(named(gate()), sql(gate({ httpsPort: 8443 }))),
    finds: [
      found(
        'GWY001',
        'expose.db.example.com',
        "gateway 'edge/front' stands here with other options than at expose.web.example.com",
        'use one value for both',
        ['expose.web.example.com'],
      ),
    ],
    twin: both(named(gate()), sql(gate())),
  },
  {
    title: 'one port for both',
    given: one(gate({ httpPort: 443 })),
    finds: [found('GWY002', 'expose.web.example.com.via.httpsPort', "HTTP and HTTPS can't share port 443", 'write another port for one')],
    twin: one(gate({ httpPort: 8080 })),
  },
  {
    title: 'a port beyond the last',
    given: one(gate({ httpsPort: 70000 })),
    finds: [found('EXP010', 'expose.web.example.com.via.httpsPort', '70000 is not a port', 'write a number of 1 to 65535')],
    twin: one(gate({ httpsPort: 60000 })),
  },
  {
    title: 'HTTPS alone, without a certificate',
    given: one(gate({ certificate: undefined, http: 'off' })),
    finds: [
      found(
        'GWY003',
        'expose.web.example.com.via.http',
        "without a certificate there is only HTTP in the clear, and http: 'off' leaves nothing",
        "write certificate: secretRef('…'), or leave out http",
      ),
    ],
    twin: one(gate({ http: 'off' })),
  },
  {
    title: 'a redirect to HTTPS without a certificate',
    given: one(gate({ certificate: undefined, http: 'redirect' })),
    finds: [
      found(
        'GWY003',
        'expose.web.example.com.via.http',
        "without a certificate there is only HTTP in the clear, and http: 'redirect' leaves nothing",
        "write certificate: secretRef('…'), or leave out http",
      ),
    ],
    twin: one(gate({ certificate: undefined })),
  },
  {
    title: 'UDP through a gateway',
    given: both(onHostname('dns.example.com', udp.port('dns') as never, { via: gate(), from: home })),
    finds: [
      found(
        'GWY004',
        'expose.dns.example.com',
        "port 'dns' of 'apps/dns' is UDP, and gateways speak TCP",
        "publish it with onAddress(pool('…', { … }), …)",
      ),
    ],
    twin: one(),
  },
  {
    title: 'a path without its slash',
    given: one(gate(), { path: 'api' }),
    finds: [found('GWY005', 'expose.web.example.com.path', "'api' is no path", "write '/api'")],
    twin: one(gate(), { path: '/api' }),
  },
  {
    title: 'a path of TLS',
    given: one(gate(), { protocol: 'tls', path: '/api' }),
    finds: [found('GWY005', 'expose.web.example.com.path', "protocol 'tls' has no paths", 'leave it out')],
    twin: one(gate(), { protocol: 'tls' }),
  },
  {
    title: 'a host name twice',
    given: both(named(gate()), sql(gate(), {}, 'web.example.com')),
    finds: [
      found('GWY006', 'expose.web.example.com', "'web.example.com' leads to 'apps/web' already", 'write another host name or path for one'),
    ],
    twin: both(named(gate()), sql(gate(), { path: '/db' }, 'web.example.com')),
  },
  {
    title: 'a host name that is none',
    given: both(named(gate(), {}, 'web_1.example.com')),
    finds: [
      found(
        'GWY007',
        'expose.web_1.example.com',
        "the host name 'web_1.example.com' must consist of lower-case letters, digits, - and ., and begin and end with a letter or digit",
        "write it as 'inngest.example.com'",
      ),
    ],
    twin: both(named(gate(), {}, '*.example.com')),
  },
  {
    title: 'a name of a gateway that Kubernetes refuses',
    given: one(gate({}, 'Front Door')),
    finds: [
      found(
        'NAM001',
        'expose.web.example.com.via',
        "'Front Door', the name of a gateway, must consist of lower-case letters, digits and -, and begin and end with a letter or digit",
        'write another name',
      ),
    ],
    twin: one(gate({}, 'front-door')),
  },
  {
    title: 'an address outside of the pool',
    given: one(gate({ on: { pool: lanPool, address: '192.168.1.239' } })),
    finds: [
      found(
        'INV057',
        'expose.web.example.com.via',
        "'192.168.1.239' of the gateway edge/front is none of the addresses that the pool 'lan' gives, and it would wait for one for ever",
        'write one of 192.168.1.240 to 192.168.1.249',
        ['expose.web.example.com.via.pool.range'],
      ),
    ],
    twin: one(gate()),
  },
  {
    title: 'two gateways at one address and port',
    given: both(named(gate()), sql(gate({}, 'back'))),
    finds: [
      found(
        'INV057',
        'expose.web.example.com.via',
        'port 80 of 192.168.1.241 is given to the gateway edge/back and to the gateway edge/front',
        'write another port or address for one of them',
        ['expose.db.example.com.via'],
      ),
    ],
    twin: both(named(gate()), sql(other())),
  },
  {
    title: 'a port that does not exist',
    given: both(onHostname('web.example.com', { ...web.port('http'), handle: 'https' } as never, { via: gate(), from: home })),
    finds: [found('EXP009', 'expose.web.example.com', "'apps/web' has no port 'https'", "write 'http'")],
    twin: one(),
  },
  {
    title: 'an address that is nothing',
    given: one(gate({ on: { address: '192.168.1.241' } })),
    finds: [found('DEF006', 'expose[0].via.on.pool', "'pool' is missing", 'write pool: …')],
    twin: one(),
  },
  {
    title: 'a gateway that is none',
    given: both(onHostname('web.example.com', web.port('http'), { via: lanPool as never, from: home })),
    finds: [found('DEF003', 'expose[0].via', "a value of kind 'pool' doesn't belong here", "write gateway(namespace, '…', { on: … })")],
    twin: one(),
  },
  {
    title: 'a gateway in Docker',
    given: small({ expose: [named(gate())] }),
    finds: [
      found(
        'EXP014',
        'expose.web.example.com',
        "nobody outside reaches addresses of Docker's network, so no gateway can have one",
        'write onHost(port, …)',
        ['platform'],
      ),
    ],
    twin: one(),
  },
  {
    title: 'a certificate by a name that a shell would carry out',
    given: one(gate({ certificate: secretRef('a\ntouch x') })),
    finds: [
      found(
        'NAM001',
        'expose[0].via.certificate.name',
        "the name of a Secret 'a\ntouch x' must consist of lower-case letters, digits, - and ., and begin and end with a letter or digit",
        'write what the Secret in the cluster has',
      ),
    ],
    twin: one(gate({ certificate: secretRef('a') })),
  },
  {
    title: 'a gateway with Flannel',
    given: one(gate(), {}, { network: flannel() }),
    finds: [
      found(
        'EXP017',
        'expose.web.example.com',
        'Flannel gives Services no addresses, and carries out no gateway',
        "write network: cilium({ version: '…' })",
        ['network'],
      ),
      found(
        'NET009',
        'network',
        'of the four reasons to move from Flannel to Cilium the definition has several nodes (2) and a gateway; whether flows have to be seen is for you to say',
        "write network: cilium({ version: '…' }) when the time has come, or accept this",
      ),
    ],
    twin: one(),
  },
  {
    title: 'pods of the cluster as clients',
    given: one(gate(), { from: entity('cluster') }),
    finds: [
      found(
        'EXP013',
        'expose.web.example.com.from',
        "'cluster' is inside of the cluster, and reaches the workload itself",
        "write entity('world'), a role or addresses; for pods write allow(…)",
      ),
    ],
    twin: one(gate(), { from: entity('world') }),
  },
  {
    title: 'two audiences behind one port',
    given: both(named(gate(), { from: entity('world') }), sql(gate())),
    finds: [
      found(
        'GWY009',
        'expose.db.example.com.from',
        'whoever may connect to port 443 of a gateway reaches every host name there: this one is for lan (192.168.1.0/24), and web.example.com for world',
        'write the same from for both, or a gateway with other ports for one',
        ['expose.web.example.com.from'],
      ),
    ],
    twin: both(named(gate(), { from: entity('world') }), sql(other({ httpsPort: 8443, http: 'off' }))),
  },
  {
    title: 'two audiences behind two gateways of one port',
    given: both(named(gate()), sql(other(), { from: lan('10.20.0.0/16') })),
    finds: [
      found(
        'GWY009',
        'expose.db.example.com.from',
        'whoever may connect to port 443 of a gateway reaches every host name there: this one is for lan (10.20.0.0/16), and web.example.com for lan (192.168.1.0/24)',
        'write the same from for both, or a gateway with other ports for one',
        ['expose.web.example.com.from'],
      ),
    ],
    twin: both(named(gate()), sql(other({ httpsPort: 8443, httpPort: 8080 }), { from: lan('10.20.0.0/16') })),
  },
  {
    title: "Hubble's page for all",
    given: hubble({ ui: { hostname: 'hubble_1.example.com', via: gate(), from: home } }),
    finds: [
      found(
        'GWY007',
        'network.hubble.ui',
        "the host name 'hubble_1.example.com' must consist of lower-case letters, digits, - and ., and begin and end with a letter or digit",
        "write it as 'inngest.example.com'",
      ),
    ],
    twin: hubble({ ui: { hostname: 'hubble.example.com', via: gate(), from: home } }),
  },
  {
    title: 'dashboards without metrics',
    given: hubble({ dashboards: true }),
    finds: [
      found('HUB002', 'network.hubble.dashboards', 'the dashboards show metrics, which are switched off', 'write metrics: true beside it', [
        'network.hubble.metrics',
      ]),
    ],
    twin: hubble({ dashboards: true, metrics: true }),
  },
  {
    title: 'a gateway on the nodes beside one at an address',
    given: both(named(gate()), sql(onNodes({ httpPort: 8080, httpsPort: 8443 }, 'back'))),
    finds: [
      found(
        'GWY008',
        'expose.web.example.com.via',
        "'edge/back' listens on the nodes and 'edge/front' at an address, and Cilium does one or the other for all gateways",
        'write on: { pool: …, address: … } for all, or on: { hostNetwork: true }',
        ['expose.db.example.com.via'],
      ),
    ],
    twin: both(named(onNodes()), sql(onNodes({ httpPort: 8080, httpsPort: 8443 }, 'back'))),
  },
  {
    title: 'gateways on different nodes',
    given: both(
      named(onNodes()),
      sql(onNodes({ httpPort: 8080, httpsPort: 8443, on: { hostNetwork: true, nodes: { 'kubernetes.io/arch': 'amd64' } } }, 'back')),
    ),
    finds: [
      found(
        'GWY008',
        'expose.web.example.com.via',
        "'edge/front' listens on other nodes than 'edge/back', and Cilium chooses them once for all gateways",
        'write the same nodes for both',
        ['expose.db.example.com.via'],
      ),
    ],
    twin: both(named(onNodes()), sql(onNodes({ httpPort: 8080, httpsPort: 8443 }, 'back'))),
  },
  {
    title: 'a gateway on nodes that there are not',
    given: one(onNodes({ on: { hostNetwork: true, nodes: { edge: 'yes' } } })),
    finds: [
      found(
        'INV059',
        'expose.web.example.com.via',
        "no node has the labels 'edge: yes', so the gateway 'edge/front' listens nowhere",
        'write labels: { … } for a node, or leave out nodes',
        ['platform.nodes'],
      ),
    ],
    twin: one(
      onNodes({ on: { hostNetwork: true, nodes: { edge: 'yes' } } }),
      {},
      { platform: rack({ nodes: [board(), box({ labels: { edge: 'yes' } })] }) },
    ),
  },
  {
    title: 'two gateways on one port of the nodes',
    given: both(named(onNodes()), sql(onNodes({ httpPort: 8080 }, 'back'))),
    finds: [
      found(
        'INV051',
        'expose.web.example.com.via',
        "port 443 of the nodes, on which the gateway 'edge/front' is to listen, is that of 'edge/back'",
        'write another httpPort or httpsPort',
        ['expose.db.example.com.via'],
      ),
    ],
    twin: both(named(onNodes()), sql(onNodes({ httpPort: 8080, httpsPort: 8443 }, 'back'))),
  },
  {
    title: "a gateway on the API server's port",
    given: one(onNodes({ httpsPort: 6443 })),
    finds: [
      found(
        'INV051',
        'expose.web.example.com.via',
        "port 6443 of the nodes, on which the gateway 'edge/front' is to listen, is that of the API server",
        'write another httpPort or httpsPort',
      ),
    ],
    twin: one(onNodes({ httpsPort: 7443 })),
  },
  {
    title: 'a gateway on a node port',
    given: one(onNodes({ httpsPort: 30443 })),
    finds: [
      found(
        'INV025',
        'expose.web.example.com.via',
        "port 30443 of the gateway 'edge/front' lies in the node-port range 30000-32767, where Cilium takes it for a node port",
        'write another httpPort or httpsPort',
        [inPatch('cluster.apiServer.extraArgs.service-node-port-range')],
      ),
    ],
    twin: one(onNodes({ httpsPort: 29443 })),
  },
  {
    title: 'a release in which gateways on the nodes were broken',
    given: one(onNodes(), {}, { network: network() }),
    finds: [
      found(
        'VER005',
        'network.version',
        "Cilium '1.20.2' may be bad: gateways on ports of the nodes (hostNetwork) were reported to stop answering (https://github.com/cilium/cilium/releases/tag/v1.20.3)",
        "write '1.20.3' or newer",
      ),
    ],
    twin: one(onNodes()),
  },
  {
    title: 'Envoy without low ports',
    given: values(envoy({ envoy: ['NET_ADMIN', 'SYS_ADMIN'] }), onNodes()),
    finds: [
      found(
        'INV050',
        inValues('envoy.securityContext.capabilities.envoy'),
        "Envoy may not bind port 80 of the node for the gateway 'edge/front'",
        "add 'NET_BIND_SERVICE'",
        ['expose.web.example.com.via'],
      ),
    ],
    twin: values(envoy({ envoy: ['NET_ADMIN', 'SYS_ADMIN', 'NET_BIND_SERVICE'] }), onNodes()),
  },
  {
    title: 'Envoy that gives up low ports',
    given: values(envoy({ keepCapNetBindService: false }), onNodes()),
    finds: [
      found(
        'INV050',
        inValues('envoy.securityContext.capabilities.keepCapNetBindService'),
        "Envoy may not bind port 80 of the node for the gateway 'edge/front'",
        'write true',
        ['expose.web.example.com.via'],
      ),
    ],
    twin: values(envoy({ keepCapNetBindService: true }), onNodes()),
  },
  {
    title: 'Gateway API that values switch off',
    given: values({ gatewayAPI: { enabled: false } }),
    finds: [
      found(
        'INV046',
        inValues('gatewayAPI.enabled'),
        "nobody carries out the gateway 'edge/front' while Gateway API is off",
        'leave it out: it is on where gateways are',
        ['expose.web.example.com.via'],
      ),
    ],
    twin: values({ gatewayAPI: { enabled: true } }),
  },
  {
    title: 'Gateway API without the proxy',
    given: values({ l7Proxy: false }),
    finds: [found('INV046', inValues('l7Proxy'), "gateways are Cilium's Envoy, which this switches off", 'leave it out')],
    twin: values({ l7Proxy: true }),
  },
  {
    title: 'a GatewayClass that the chart leaves out',
    given: values({ gatewayAPI: { gatewayClass: { create: 'auto' } } }),
    finds: [
      found(
        'INV047',
        inValues('gatewayAPI.gatewayClass.create'),
        "with 'auto' the chart leaves out the GatewayClass where it sees no API server, and every Gateway stays Unknown",
        "write 'true', as a text",
      ),
    ],
    twin: values({ gatewayAPI: { gatewayClass: { create: 'true' } } }),
  },
  {
    title: 'an address that no node answers for',
    given: values({ gatewayAPI: { externalTrafficPolicy: 'Local' } }),
    finds: [
      {
        ...found(
          'INV054',
          inValues('gatewayAPI.externalTrafficPolicy'),
          "with 'Local' no node answers for the address of the gateway 'edge/front' on the local network",
          "write 'Cluster'",
          ['expose.web.example.com.via'],
        ),
        severity: 'warning',
        source: 'https://github.com/cilium/cilium/issues/48799',
      },
    ],
    twin: values({ gatewayAPI: { externalTrafficPolicy: 'Cluster' } }),
  },
  {
    title: 'load balancing at sockets of pods',
    given: values({ socketLB: { hostNamespaceOnly: false } }),
    finds: [
      found(
        'INV049',
        inValues('socketLB.hostNamespaceOnly'),
        'beside Gateway API Cilium 1.20 takes this for true, whatever stands here',
        'leave it out',
      ),
    ],
    twin: values({ socketLB: { hostNamespaceOnly: true } }),
  },
  {
    title: 'a listener that there is not',
    given: withObjects(route({ parentRefs: [{ name: 'front', namespace: 'edge', sectionName: 'tls' }] })),
    finds: [
      found(
        'INV048',
        'objects[0]',
        "HTTPRoute 'apps/own' wants the listener 'tls' of the gateway 'edge/front', which has 'http', 'https'",
        'write one of them, or leave out sectionName and port',
        ['expose.web.example.com.via'],
      ),
    ],
    twin: withObjects(route({ parentRefs: [{ name: 'front', namespace: 'edge', sectionName: 'https' }] })),
  },
  {
    title: 'a port that no listener has',
    given: withObjects(route({ parentRefs: [{ name: 'front', namespace: 'edge', port: 8443 }] })),
    finds: [
      found(
        'INV048',
        'objects[0]',
        "HTTPRoute 'apps/own' wants a listener on port 8443 of the gateway 'edge/front', which has 'http', 'https'",
        'write one of them, or leave out sectionName and port',
        ['expose.web.example.com.via'],
      ),
    ],
    twin: withObjects(route({ parentRefs: [{ name: 'front', namespace: 'edge', port: 443 }] })),
  },
  {
    title: 'a route of a namespace that no listener takes',
    given: one(gate(), {}, { namespaces: [namespace('tools')], objects: [route({}, 'tools')] }),
    finds: [
      found(
        'INV048',
        'objects[0]',
        "the gateway 'edge/front' takes no routes of the namespace 'tools', so HTTPRoute 'tools/own' is not accepted",
        'put the route into a namespace that allowedRoutes of the listener names',
        ['expose.web.example.com.via'],
      ),
    ],
    twin: withObjects(route({})),
  },
  {
    title: 'a route into another namespace without a grant',
    given: withObjects(route({ rules: [{ backendRefs: [{ name: 'api', namespace: 'tools', port: 80 }] }] })),
    finds: [
      found(
        'INV048',
        'objects[0]',
        "HTTPRoute 'apps/own' leads to the Service 'tools/api' of another namespace, which no ReferenceGrant allows: it would answer 500",
        "put the route into 'tools', or a ReferenceGrant there",
      ),
    ],
    twin: withObjects(
      route({ rules: [{ backendRefs: [{ name: 'api', namespace: 'tools', port: 80 }] }] }),
      grant('HTTPRoute', 'apps', 'Service', 'tools'),
    ),
  },
  {
    title: 'a certificate of another namespace without a grant',
    given: withObjects(ownGateway('certs')),
    finds: [
      found(
        'INV048',
        'objects[0]',
        "the gateway 'edge/own' answers with the certificate 'certs/tls' of another namespace, which no ReferenceGrant allows",
        "put the certificate into 'edge', or a ReferenceGrant into 'certs'",
      ),
    ],
    twin: withObjects(ownGateway('certs'), grant('Gateway', 'edge', 'Secret', 'certs')),
  },
];
