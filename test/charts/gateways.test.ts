import { type ClusterDefinition, type GatewayOptions, gateway, namespace, onAddress, onHostname, pods, secretRef, worker } from 'ichor';
import { db, emitted, home, local, machine, network, nodes, on, releases, web } from '../support/rack';

const edge = namespace('edge');
const at = { pool: local, address: '192.168.1.241' } as const;
const certificate = secretRef('home-tls');

const of = (options: Partial<GatewayOptions> = {}, name = 'web') => gateway(edge, name, { on: at, certificate, ...options });
const route = (hostname: string, options: Partial<Parameters<typeof onHostname>[2]> = {}, target = web.port('http')) =>
  onHostname(hostname, target, { via: of(), from: home, ...options });
const listeners = (changes: Partial<ClusterDefinition>) => emitted(changes).object('50-gateways/Gateway-web.edge').spec.listeners;

const fromApps = {
  namespaces: {
    from: 'Selector',
    selector: { matchExpressions: [{ key: 'kubernetes.io/metadata.name', operator: 'In', values: ['apps'] }] },
  },
};
const ends = { mode: 'Terminate', certificateRefs: [{ name: 'home-tls' }] };

describe.each(Object.entries(releases))('Cilium %s', (minor, version) => {
  const cluster = (...expose: NonNullable<ClusterDefinition['expose']>) => emitted({ network: network({}, version), expose });

  test('carries out a gateway at an address of a pool, whose routes lead to the Services that are there', () => {
    const { layer, object, values } = cluster(route('web.example.com'));
    expect(layer('50-gateways')).toEqual(['Gateway-web.edge', 'HTTPRoute-web-to-https.edge', 'HTTPRoute-web.example.com.apps']);
    expect(object('50-gateways/Gateway-web.edge')).toEqual({
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'Gateway',
      metadata: { name: 'web', namespace: 'edge' },
      spec: {
        gatewayClassName: 'cilium',
        addresses: [{ type: 'IPAddress', value: '192.168.1.241' }],
        infrastructure: { labels: { 'ichor/pool': 'lan' } },
        listeners: [
          { name: 'http', port: 80, protocol: 'HTTP', allowedRoutes: { namespaces: { from: 'Same' } } },
          { name: 'https', port: 443, protocol: 'HTTPS', tls: ends, allowedRoutes: fromApps },
        ],
      },
    });
    expect(object('50-gateways/HTTPRoute-web.example.com.apps')).toEqual({
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'HTTPRoute',
      metadata: { name: 'web.example.com', namespace: 'apps' },
      spec: {
        parentRefs: [{ name: 'web', namespace: 'edge', sectionName: 'https' }],
        hostnames: ['web.example.com'],
        rules: [{ backendRefs: [{ name: 'web', port: 8080 }] }],
      },
    });
    expect(object('50-gateways/HTTPRoute-web-to-https.edge').spec).toEqual({
      parentRefs: [{ name: 'web', namespace: 'edge', sectionName: 'http' }],
      rules: [{ filters: [{ type: 'RequestRedirect', requestRedirect: { scheme: 'https', statusCode: 301 } }] }],
    });
    expect(values().gatewayAPI).toEqual({ enabled: true, gatewayClass: { create: 'true' } });
    expect(values().envoy.securityContext).toBeUndefined();
  });

  test('passes TLS on by the name of the server, with the route that its operator reads', () => {
    const { object, layer } = cluster(route('db.example.com', { protocol: 'tls' }, db.port('sql')));
    expect(layer('50-gateways')).toEqual(['Gateway-web.edge', 'TLSRoute-db.example.com.apps']);
    expect(object('50-gateways/TLSRoute-db.example.com.apps')).toEqual({
      apiVersion: `gateway.networking.k8s.io/${minor === '1.19' ? 'v1alpha2' : 'v1'}`,
      kind: 'TLSRoute',
      metadata: { name: 'db.example.com', namespace: 'apps' },
      spec: {
        parentRefs: [{ name: 'web', namespace: 'edge', sectionName: 'tls-db.example.com' }],
        hostnames: ['db.example.com'],
        rules: [{ backendRefs: [{ name: 'db', port: 5432 }] }],
      },
    });
    expect(object('50-gateways/Gateway-web.edge').spec.listeners).toEqual([
      {
        name: 'tls-db.example.com',
        hostname: 'db.example.com',
        port: 443,
        protocol: 'TLS',
        tls: { mode: 'Passthrough' },
        allowedRoutes: fromApps,
      },
    ]);
  });

  test('speaks gRPC, for which clients ask by ALPN, and HTTP to what speaks HTTP', () => {
    const { object, values } = cluster(route('grpc.example.com', { protocol: 'grpc' }));
    expect(object('50-gateways/GRPCRoute-grpc.example.com.apps')).toMatchObject({
      apiVersion: 'gateway.networking.k8s.io/v1',
      spec: { hostnames: ['grpc.example.com'], rules: [{ backendRefs: [{ name: 'web', port: 8080 }] }] },
    });
    expect(values().gatewayAPI).toMatchObject({ enableAlpn: true, enableAppProtocol: true });
  });

  test('has a policy of both legs, which all gateways share', () => {
    const { object } = cluster(
      route('web.example.com'),
      route('db.example.com', { via: of({ on: { ...at, address: '192.168.1.242' }, httpsPort: 8443 }, 'other') }, db.port('sql')),
    );
    expect(object('30-policies/CiliumClusterwideNetworkPolicy-gateways').spec).toEqual({
      description: 'in from lan (192.168.1.0/24); out to apps/db, apps/web',
      endpointSelector: { matchExpressions: [{ key: 'reserved:ingress', operator: 'Exists' }] },
      ingress: [
        {
          fromCIDR: ['192.168.1.0/24'],
          toPorts: [{ ports: ['80', '443', '8443'].map((port) => ({ port, protocol: 'TCP' })) }],
        },
      ],
      egress: [
        {
          toEndpoints: [{ matchLabels: { 'k8s:io.kubernetes.pod.namespace': 'apps', app: 'db' } }],
          toPorts: [{ ports: [{ port: '5432', protocol: 'TCP' }] }],
        },
        {
          toEndpoints: [{ matchLabels: { 'k8s:io.kubernetes.pod.namespace': 'apps', app: 'web' } }],
          toPorts: [{ ports: [{ port: '8080', protocol: 'TCP' }] }],
        },
      ],
    });
    expect(object('30-policies/CiliumNetworkPolicy-web.apps').spec.ingress).toEqual([
      { fromEntities: ['ingress'], toPorts: [{ ports: [{ port: '8080', protocol: 'TCP' }] }] },
    ]);
  });
});

describe('listeners', () => {
  const names = (via: ReturnType<typeof gateway>) =>
    listeners({ expose: [route('web.example.com', { via })] }).map(({ name, port }: { name: string; port: number }) => `${name} ${port}`);

  test('in the clear are alone without a certificate', () => {
    expect(names(gateway(edge, 'web', { on: at }))).toEqual(['http 80']);
  });

  test.each<[string, Partial<GatewayOptions>, string[]]>([
    ['for HTTPS are alone where HTTP is off', { http: 'off' }, ['https 443']],
    ['are for both where HTTP is served', { http: 'serve' }, ['http 80', 'https 443']],
    ['are on the ports of the definition', { httpPort: 8080, httpsPort: 8443 }, ['http 8080', 'https 8443']],
  ])('%s', (_, options, expected) => {
    expect(names(of(options))).toEqual(expected);
  });

  test('the redirect names the port of HTTPS where it is another', () => {
    const via = of({ httpsPort: 8443 });
    const { spec } = emitted({ expose: [route('web.example.com', { via })] }).object('50-gateways/HTTPRoute-web-to-https.edge');
    expect(spec.rules[0].filters[0].requestRedirect).toEqual({ scheme: 'https', statusCode: 301, port: 8443 });
  });

  test('where HTTP is served, a route has both for parents', () => {
    const { spec } = emitted({ expose: [route('web.example.com', { via: of({ http: 'serve' }) })] }).object(
      '50-gateways/HTTPRoute-web.example.com.apps',
    );
    expect(spec.parentRefs.map(({ sectionName }: { sectionName: string }) => sectionName)).toEqual(['http', 'https']);
  });

  test('beside TLS that is passed on each name has one of its own', () => {
    const expose = [route('*.example.com'), route('web.example.org'), route('db.example.com', { protocol: 'tls' }, db.port('sql'))];
    const found = listeners({ expose });
    expect(found.map(({ name, hostname }: { name: string; hostname?: string }) => [name, hostname])).toEqual([
      ['http', undefined],
      ['https-any.example.com', '*.example.com'],
      ['https-web.example.org', 'web.example.org'],
      ['tls-db.example.com', 'db.example.com'],
    ]);
  });
});

describe('routes', () => {
  test('lead below a path, and are called after it', () => {
    const { layer, object } = emitted({ expose: [route('web.example.com', { path: '/e' }), route('web.example.com', { path: '/a-b/c' })] });
    expect(layer('50-gateways').filter((path) => path.startsWith('HTTPRoute-web.'))).toEqual([
      'HTTPRoute-web.example.com-e.apps',
      'HTTPRoute-web.example.com-fc55613d.apps',
    ]);
    expect(object('50-gateways/HTTPRoute-web.example.com-e.apps').spec.rules).toEqual([
      { matches: [{ path: { type: 'PathPrefix', value: '/e' } }], backendRefs: [{ name: 'web', port: 8080 }] },
    ]);
  });

  test('through two gateways are one, with both for parents', () => {
    const other = of({ on: { ...at, address: '192.168.1.242' } }, 'other');
    const { layer, object } = emitted({ expose: [route('web.example.com'), route('web.example.com', { via: other })] });
    expect(layer('50-gateways').filter((path) => path.includes('example'))).toEqual(['HTTPRoute-web.example.com.apps']);
    expect(object('50-gateways/HTTPRoute-web.example.com.apps').spec.parentRefs).toEqual(
      ['other', 'web'].map((name) => ({ name, namespace: 'edge', sectionName: 'https' })),
    );
  });

  test('to pods that others define have a Service of their own', () => {
    const theirs = pods(namespace('theirs'), 'api', { labels: { app: 'api' }, ports: { http: 3000 } });
    const { object } = emitted({ expose: [onHostname('api.example.com', theirs.port('http'), { via: of(), from: home })] });
    expect(object('40-workloads/Service-api-http-via-gateway.theirs').spec).toEqual({
      type: 'ClusterIP',
      selector: { app: 'api' },
      ports: [{ port: 3000, targetPort: 3000, protocol: 'TCP' }],
    });
    expect(object('50-gateways/HTTPRoute-api.example.com.theirs').spec.rules).toEqual([
      { backendRefs: [{ name: 'api-http-via-gateway', port: 3000 }] },
    ]);
  });

  test("lead to Hubble's page, beside its pods that nobody isolates", () => {
    const ui = { hostname: 'hubble.example.com', via: of(), from: home };
    const { object, values } = emitted({ network: network({ hubble: { ui } }) });
    expect(object('50-gateways/HTTPRoute-hubble.example.com.kube-system').spec.rules).toEqual([
      { backendRefs: [{ name: 'hubble-ui', port: 80 }] },
    ]);
    expect(object('30-policies/CiliumClusterwideNetworkPolicy-gateways').spec.egress).toEqual([
      {
        toEndpoints: [{ matchLabels: { 'k8s:io.kubernetes.pod.namespace': 'kube-system', 'k8s-app': 'hubble-ui' } }],
        toPorts: [{ ports: [{ port: '8081', protocol: 'TCP' }] }],
      },
    ]);
    expect(values().hubble.ui.enabled).toBe(true);
  });
});

describe("the nodes' own ports", () => {
  const values = (options: Partial<GatewayOptions>) => emitted({ expose: [route('web.example.com', { via: of(options) })] }).values();
  const capabilities = { keepCapNetBindService: true, envoy: ['NET_ADMIN', 'SYS_ADMIN', 'NET_BIND_SERVICE'] };

  test('below 1024 need what Envoy is not allowed otherwise', () => {
    const { gatewayAPI, envoy, l2announcements } = values({ on: { hostNetwork: true } });
    expect(gatewayAPI.hostNetwork).toEqual({ enabled: true });
    expect(envoy.securityContext).toEqual({ capabilities });
    expect(l2announcements.enabled).toBe(false);
  });

  test('above need nothing, whatever the port of HTTP would be', () => {
    expect(values({ on: { hostNetwork: true }, http: 'off', httpsPort: 8443 }).envoy.securityContext).toBeUndefined();
  });

  test('are those of the nodes that the definition names, and no address is asked for', () => {
    const expose = [route('web.example.com', { via: of({ on: { hostNetwork: true, nodes: { edge: 'yes' } } }) })];
    const platform = on({ nodes: [...nodes, worker('w-2', { address: '192.168.1.42', machine, labels: { edge: 'yes' } })] });
    const { values: written, object } = emitted({ expose, platform });
    expect(written().gatewayAPI.hostNetwork).toEqual({ enabled: true, nodes: { matchLabels: { edge: 'yes' } } });
    const { spec } = object('50-gateways/Gateway-web.edge');
    expect([spec.addresses, spec.infrastructure]).toEqual([undefined, undefined]);
  });
});

describe('policies', () => {
  const policy = (policies: 'observe' | 'off') => {
    const { layer, object } = emitted({ policies, expose: [route('web.example.com')] });
    const [path] = layer('30-policies').filter((p) => p.startsWith('CiliumClusterwide'));
    return path === undefined ? undefined : object(`30-policies/${path}`).spec;
  };

  test('that are observed close nothing', () => {
    expect(policy('observe')).toMatchObject({ enableDefaultDeny: { ingress: false, egress: false }, ingress: [expect.anything()] });
  });

  test('that are off are not there', () => {
    expect(policy('off')).toBeUndefined();
  });

  test('are not there without a gateway', () => {
    const { layer } = emitted({ expose: [onAddress(local, '192.168.1.240', db.port('sql'), { from: home })] });
    expect(layer('30-policies')).toEqual(['CiliumNetworkPolicy-db.apps', 'CiliumNetworkPolicy-web.apps']);
  });
});
