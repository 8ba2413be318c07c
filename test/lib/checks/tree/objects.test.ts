import { checked, found, goodTalos, goodValues, helmRelease } from './support/tree';

const cilium = { 'apps/cilium.yaml': helmRelease(goodValues), 'talos/controlplane.yaml': goodTalos };
const pool = (spec: string) => `apiVersion: cilium.io/v2
kind: CiliumLoadBalancerIPPool
metadata: { name: lan }
spec: ${spec}
`;
const route = (rule: string) => `apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: web, namespace: apps }
spec:
  rules:
    - ${rule}
`;

describe('objects of kinds that have a definition', () => {
  test('are refused where they stand', async () => {
    const wrong = await checked({ ...cilium, 'apps/pool.yaml': pool('{ blocks: [{ cidr: 10.0.0.0 }] }') });
    expect(found(wrong).filter((line) => line.startsWith('OBJ010'))).toEqual(['OBJ010 apps/pool.yaml:4:20 spec.blocks[0].cidr']);
    expect(wrong.findings.find(({ id }) => id === 'OBJ010')?.message).toBe(
      "spec.blocks[0].cidr of the CiliumLoadBalancerIPPool 'lan': '10.0.0.0' is no CIDR, so the API server refuses the object",
    );
  });

  test('are not judged by what somebody fills in', async () => {
    const open = await checked({ ...cilium, 'apps/pool.yaml': pool('{ blocks: [{ cidr: "${LAN}" }] }') });
    expect(found(open)).toEqual([]);
  });

  test('may have fields of another channel of the Gateway API', async () => {
    const { findings } = await checked({ ...cilium, 'apps/route.yaml': route('{ retry: { attempts: 2 } }') });
    expect(findings.filter(({ id }) => id === 'OBJ010').map(({ severity, message }) => [severity, message.split(':')[1]])).toEqual([
      ['warning', " unknown field 'retry', so the API server refuses the object"],
    ]);
    const wrong = await checked({ ...cilium, 'apps/route.yaml': route('{ filters: [{ type: URLRewrite }] }') });
    expect(wrong.findings.filter(({ id }) => id === 'OBJ010').map(({ severity }) => severity)).toEqual(['error']);
  });
});

test('an address that a Service asks for has to be in a pool', async () => {
  const service = (address: string) => `apiVersion: v1
kind: Service
metadata: { name: web, namespace: apps, annotations: { lbipam.cilium.io/ips: ${address} } }
spec: { type: LoadBalancer, selector: { app: web }, ports: [{ port: 80 }] }
`;
  const files = (address: string) => ({
    ...cilium,
    'apps/pool.yaml': pool('{ blocks: [{ cidr: 10.0.0.0/24 }] }'),
    'apps/service.yaml': service(address),
  });
  const messages = async (address: string) =>
    (await checked(files(address))).findings.flatMap(({ id, message }) => (id === 'INV057' ? [message] : []));
  expect(await messages('10.0.1.9')).toEqual(["'10.0.1.9' of the Service apps/web is in no pool, and it would wait for it for ever"]);
  expect(await messages('10.0.0.9')).toEqual([]);
});

test("Hubble's UI alone needs no relay beside it", async () => {
  const values = (more: string) => goodValues.replace('method: cronJob } }', `method: cronJob } }, ui: { enabled: true${more} }`);
  const files = (more: string) => ({ ...cilium, 'apps/cilium.yaml': helmRelease(values(more)) });
  expect(found(await checked(files(''))).map((line) => line.slice(0, 6))).toEqual(['INV064']);
  expect(found(await checked(files(', standalone: { enabled: true }')))).toEqual([]);
});

test('a number beside no name is refused, since the name is then default', async () => {
  const files = (cluster: string) => ({
    ...cilium,
    'apps/cilium.yaml': helmRelease(goodValues.replace('cluster: { name: home }', cluster)),
  });
  expect(found(await checked(files('cluster: { id: 7 }'))).map((line) => line.slice(0, 6))).toEqual(['INV044']);
});
