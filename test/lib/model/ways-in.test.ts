import {
  addresses,
  bind,
  type CiliumOptions,
  cilium,
  controlPlane,
  entity,
  type GatewayOptions,
  gateway,
  lan,
  metal,
  namespace,
  onAddress,
  onHostname,
  outside,
  pods,
  pool,
  raspberryPi5,
  secretRef,
  worker,
} from 'ichor';
import type { FlowPeer } from '../../../lib/model';
import { apps, db, resolved, web } from './support/resolved';

const home = lan('192.168.1.0/24');
const lanPool = pool('lan', { range: '192.168.1.240-192.168.1.249', l2: {} });
const routed = pool('routed', { range: '10.80.0.0/24', bgp: { asn: 64512, peers: [{ address: '192.168.1.1', asn: 64500 }] } });
const machine = raspberryPi5();
const nodes = [controlPlane('cp-1', { address: '192.168.1.31', machine }), worker('w-1', { address: '192.168.1.41', machine })];
const platform = metal({ subnet: '192.168.1.0/24', flat: true, nodes });
const edge = gateway(namespace('edge'), 'edge', { on: { pool: lanPool, address: '192.168.1.241' }, certificate: secretRef('tls') });

type Changes = Parameters<typeof resolved>[0];
const of = (changes: Changes, options: Partial<CiliumOptions> = {}) =>
  resolved({ platform, network: cilium({ version: '1.20.2', ...options }), ...changes });
const peer = (p: FlowPeer): unknown =>
  p.kind === 'endpoint' ? p.endpoint.key : p.kind === 'role' ? `${p.role} ${p.cidr}` : p.kind === 'entity' ? p.entity : 'other';
const flowsOf = (changes: Changes, options: Partial<CiliumOptions> = {}) =>
  of(changes, options).flows.map(({ from, to, ports }) => [peer(from), peer(to), ...ports.map(({ port }) => port)]);

describe('at an address', () => {
  test('the port has a Service of its own, and that of the workload stays as it is', () => {
    const { services, pools } = of({ expose: [onAddress(lanPool, '192.168.1.240', db.port('sql'), { from: home, port: 15432 })] });
    expect(services.filter(({ workload }) => workload === 'apps/db')).toEqual([
      expect.objectContaining({ name: 'db', type: 'ClusterIP' }),
      expect.objectContaining({
        name: 'db-on-lan',
        type: 'LoadBalancer',
        balancer: { pool: 'lan', address: '192.168.1.240', externalTrafficPolicy: 'Cluster', shared: false },
        ports: [expect.objectContaining({ port: 15432, targetPort: 5432 })],
      }),
    ]);
    expect(pools).toEqual([
      expect.objectContaining({ name: 'lan', announced: expect.objectContaining({ by: 'l2', interfaces: ['^end0$'] }) }),
    ]);
  });

  test('ports of one workload at one address share a Service; those of others share the address', () => {
    const expose = [
      onAddress(routed, '10.80.0.5', db.port('sql'), { from: home }),
      onAddress(routed, '10.80.0.5', db.port('metrics'), { from: home }),
      onAddress(routed, '10.80.0.5', web.port('http'), { from: home }),
    ];
    const { services } = of({ expose });
    expect(
      services.filter(({ type }) => type === 'LoadBalancer').map(({ name, ports, balancer }) => [name, ports.length, balancer?.shared]),
    ).toEqual([
      ['db-on-routed', 2, true],
      ['web-on-routed', 1, true],
    ]);
  });

  const expose = (from: Parameters<typeof onAddress>[3]['from'], externalTrafficPolicy?: 'Local') => ({
    expose: [onAddress(routed, '10.80.0.5', web.port('http'), { from, ...(externalTrafficPolicy ? { externalTrafficPolicy } : {}) })],
  });

  test('clients are who they are, where their address is kept', () => {
    const office = { ...expose(outside('office')), roles: [bind(outside('office'), { in: '10.20.0.0/16' })] };
    expect(flowsOf(office)).toEqual([['office 10.20.0.0/16', 'apps/web', 8080]]);
    expect(flowsOf(expose(home))).toEqual([['lan 192.168.1.0/24', 'apps/web', 8080]]);
    expect(flowsOf(expose(home), { routing: 'tunnel', loadBalancer: 'dsr' })).toEqual([['lan 192.168.1.0/24', 'apps/web', 8080]]);
    expect(flowsOf(expose(home, 'Local'), { loadBalancer: 'snat' })).toEqual([['lan 192.168.1.0/24', 'apps/web', 8080]]);
    const [single] = nodes;
    const alone = metal({ subnet: '192.168.1.0/24', nodes: [single as (typeof nodes)[number]] });
    expect(flowsOf({ ...expose(home), platform: alone })).toEqual([['lan 192.168.1.0/24', 'apps/web', 8080]]);
    expect(flowsOf(expose([home, addresses('10.9.0.0/16')])).map(([from]) => from)).toEqual(['lan 192.168.1.0/24', 'other']);
  });

  test('everybody is the world where addresses are lost, and nodes too where they are not in a tunnel', () => {
    const everybody = expose(entity('world'));
    expect(flowsOf(everybody)).toEqual([['world', 'apps/web', 8080]]);
    expect(flowsOf(everybody, { routing: 'tunnel' })).toEqual([['world', 'apps/web', 8080]]);
    expect(flowsOf(everybody, { loadBalancer: 'snat' })).toEqual([
      ['world', 'apps/web', 8080],
      ['remote-node', 'apps/web', 8080],
    ]);
  });

  test('a role is where the cluster says, or else where it says itself', () => {
    expect(flowsOf({ ...expose(home), roles: [bind(home, { in: '192.168.1.128/25' })] })).toEqual([
      ['lan 192.168.1.128/25', 'apps/web', 8080],
    ]);
  });
});

describe('under a host name', () => {
  const named = (options: Partial<GatewayOptions> = {}) => {
    const via = gateway(namespace('edge'), 'edge', { ...edge.options, ...options });
    return { expose: [onHostname('web.example.com', web.port('http'), { via, from: home })] };
  };

  test('both legs are flows: from the client to the gateway, and from the gateway to the pod', () => {
    expect(flowsOf(named())).toEqual([
      ['ingress', 'apps/web', 8080],
      ['lan 192.168.1.0/24', 'ingress', 80, 443],
    ]);
  });

  test('the client keeps its address whatever the load balancer does', () => {
    expect(flowsOf(named(), { loadBalancer: 'snat' })[1]).toEqual(['lan 192.168.1.0/24', 'ingress', 80, 443]);
  });

  test.each([
    [{ http: 'off' } as const, [443]],
    [{ http: 'serve', httpPort: 8080 } as const, [8080, 443]],
    [{ httpsPort: 8443 }, [80, 8443]],
  ])('clients knock where the gateway listens: %j', (options, ports) => {
    expect(flowsOf(named(options))[1]).toEqual(['lan 192.168.1.0/24', 'ingress', ...ports]);
  });

  test('without a certificate it is HTTP in the clear', () => {
    const via = gateway(namespace('edge'), 'plain', { on: { pool: lanPool, address: '192.168.1.242' } });
    const changes = { expose: [onHostname('web.example.com', web.port('http'), { via, from: home })] };
    expect(flowsOf(changes)[1]).toEqual(['lan 192.168.1.0/24', 'ingress', 80]);
    expect(of(changes).gateways[0]).toMatchObject({ http: 'serve' });
  });

  test('the route leads to the Service that serves the port, or to one of its own', () => {
    const api = pods(apps, 'api', { labels: { app: 'api' }, ports: { http: 3000 } });
    const { gateways, services } = of({
      expose: [
        onHostname('db.example.com', db.port('metrics'), { via: edge, from: home }),
        onHostname('api.example.com', api.port('http'), { via: edge, from: home }),
      ],
    });
    expect(gateways[0]?.routes.map(({ hostname, service, port }) => [hostname, service, port])).toEqual([
      ['db.example.com', 'db', 9187],
      ['api.example.com', 'api-http-via-gateway', 3000],
    ]);
    expect(services.find(({ name }) => name === 'api-http-via-gateway')).toMatchObject({ type: 'ClusterIP', selector: { app: 'api' } });
  });

  test("Hubble's page is published like a workload's", () => {
    const hubble = { ui: { hostname: 'hubble.example.com', via: edge, from: home } };
    expect(flowsOf({}, { hubble })).toEqual([
      ['ingress', 'kube-system/hubble-ui', 8081],
      ['lan 192.168.1.0/24', 'ingress', 80, 443],
    ]);
  });

  test('what stands behind one port may be for the same clients under another name', () => {
    const expose = [
      onHostname('web.example.com', web.port('http'), { via: edge, from: home }),
      onHostname('db.example.com', db.port('metrics'), { via: edge, from: addresses('192.168.1.0/24') }),
    ];
    expect(of({ expose }).gateways[0]?.routes).toHaveLength(2);
  });

  test('the namespace of the gateway is one of the cluster', () => {
    expect(of(named()).namespaces.map(({ name }) => name)).toContain('edge');
  });
});

describe('an address of a pool by its number', () => {
  test.each([
    ['192.168.1.240-192.168.1.249', 2, '192.168.1.242'],
    ['10.80.0.0/24', 0, '10.80.0.0'],
    ['10.80.0.0/24', 256, '10.80.1.0'],
    ['the lan', 1, 'address 1 of the lan'],
    ['10.80.0.0/24', 0.5, 'address 0.5 of 10.80.0.0/24'],
  ])('%s: %d is %s', (range, index, address) => {
    expect(pool('a', { range, l2: {} }).address(index)).toBe(address);
  });
});
