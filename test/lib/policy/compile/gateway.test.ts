import { type Allowance, compileGatewayPolicy, type GatewayIntent, type IngressPeer, type L7 } from '../../../../lib/policy';

const pods = (app: string, namespace = 'apps'): IngressPeer => ({ kind: 'pods', namespace, labels: { app } });
const cidr = (text: string): IngressPeer => ({ kind: 'cidr', cidr: text, except: [] });
const allowed = (peer: IngressPeer, ...ports: number[]): Allowance<IngressPeer, never> => ({
  peer,
  ports: ports.map((port) => ({ port, protocol: 'TCP' })),
  name: 'somebody',
});
const limited = (peer: IngressPeer, port: number, l7: L7): Allowance => ({ ...allowed(peer, port), l7 });
const compiled = (changes: Partial<GatewayIntent>) =>
  compileGatewayPolicy({ name: 'gateways', ingress: [], egress: [], enforce: true, ...changes }).spec;
const ports = (...numbers: number[]) => ({ ports: numbers.map((port) => ({ port: String(port), protocol: 'TCP' })) });
const labels = (app: string, namespace = 'apps') => ({ matchLabels: { 'k8s:io.kubernetes.pod.namespace': namespace, app } });

test('gateways that nobody reaches and that lead nowhere are isolated in both directions', () => {
  expect(compileGatewayPolicy({ name: 'gateways', ingress: [], egress: [], enforce: true })).toEqual({
    apiVersion: 'cilium.io/v2',
    kind: 'CiliumClusterwideNetworkPolicy',
    metadata: { name: 'gateways' },
    spec: {
      description: 'in from nobody; out to nobody',
      endpointSelector: { matchExpressions: [{ key: 'reserved:ingress', operator: 'Exists' }] },
      ingress: [{}],
      egress: [{}],
    },
  });
});

test('clients come in on the ports of listeners', () => {
  const ingress = [allowed(cidr('192.168.1.0/24'), 443, 80), allowed({ kind: 'entity', entity: 'world' }, 8443)];
  expect(compiled({ ingress })?.ingress).toEqual([
    { fromCIDR: ['192.168.1.0/24'], toPorts: [ports(80, 443)] },
    { fromEntities: ['world'], toPorts: [ports(8443)] },
  ]);
});

test('pods are named with their namespace, wherever they are, and bring no DNS', () => {
  const egress = [allowed(pods('web'), 8080), allowed(pods('web', 'other'), 8080)];
  expect(compiled({ egress })?.egress).toEqual([{ toEndpoints: [labels('web'), labels('web', 'other')], toPorts: [ports(8080)] }]);
});

test('what is allowed twice stands there once', () => {
  const egress = [allowed(pods('web'), 8080), allowed(pods('web'), 8080, 9090)];
  const ingress = [allowed(cidr('10.0.0.0/8'), 443), allowed(cidr('10.1.0.0/16'), 443)];
  expect(compiled({ egress })?.egress).toEqual([{ toEndpoints: [labels('web')], toPorts: [ports(8080, 9090)] }]);
  expect(compiled({ ingress })?.ingress).toEqual([{ fromCIDR: ['10.0.0.0/8'], toPorts: [ports(443)] }]);
});

test('requests are limited on the way out, where the workload has no policy for it', () => {
  const get = { method: 'GET', path: '/a' };
  expect(compiled({ egress: [limited(pods('web'), 8080, { kind: 'http', rules: [get] })] })?.egress).toEqual([
    { toEndpoints: [labels('web')], toPorts: [{ ...ports(8080), rules: { http: [get] } }] },
  ]);
});

test('policies that are observed close nothing', () => {
  expect(compiled({ ingress: [allowed(cidr('10.0.0.0/8'), 443)], enforce: false })).toMatchObject({
    enableDefaultDeny: { ingress: false, egress: false },
    ingress: [{ fromCIDR: ['10.0.0.0/8'], toPorts: [ports(443)] }],
  });
  expect(compiled({})).not.toHaveProperty('enableDefaultDeny');
});
