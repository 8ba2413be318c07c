import type { Schema } from '../../../../imports/schema';
import { objectFaults } from '../../../../lib/checks/objects/faults';
import { minorsWithSchemas, objectSchema } from '../../../../lib/checks/objects/schemas';

const faultsOf = (apiVersion: string, kind: string, spec: object, cilium = '1.20.2') => {
  const schema = objectSchema(apiVersion, kind, cilium) as Schema;
  return objectFaults({ apiVersion, kind, metadata: { name: 'a' }, spec: spec as never, status: { anything: 1 } }, schema);
};
const gateway = (spec: object) => faultsOf('gateway.networking.k8s.io/v1', 'Gateway', { gatewayClassName: 'cilium', ...spec });
const listener = { name: 'a', port: 80, protocol: 'HTTP' };

test('schemas are those of the release, and of nothing else', () => {
  expect(minorsWithSchemas).toEqual(['1.19', '1.20']);
  expect(objectSchema('gateway.networking.k8s.io/v1', 'TLSRoute', '1.20.2')).toBeDefined();
  expect(objectSchema('gateway.networking.k8s.io/v1', 'TLSRoute', '1.19.6')).toBeUndefined();
  expect(objectSchema('gateway.networking.k8s.io/v1alpha2', 'TLSRoute', '1.19.6')).toBeDefined();
  expect(objectSchema('cilium.io/v2', 'CiliumNetworkPolicy', '1.20.2')).toBeUndefined();
  expect(objectSchema('cilium.io/v2', 'CiliumLoadBalancerIPPool', '1.18.0')).toBeUndefined();
  expect(objectSchema('cilium.io/v2', 'CiliumLoadBalancerIPPool', 'latest')).toBeUndefined();
  expect(objectSchema('apps/v1', 'Deployment', '1.20.2')).toBeUndefined();
});

test('what the API server fills in counts', () => {
  // 90 seconds are its own hold time.
  expect(faultsOf('cilium.io/v2', 'CiliumBGPPeerConfig', { timers: { keepAliveTimeSeconds: 90 } })).toEqual([]);
  expect(faultsOf('cilium.io/v2', 'CiliumBGPPeerConfig', { timers: { keepAliveTimeSeconds: 91 } })).toEqual([
    { path: 'spec.timers', message: 'keepAliveTimeSeconds can not be larger than holdTimeSeconds' },
  ]);
  expect(gateway({ listeners: [listener], addresses: [{ value: '192.0.2.1' }] })).toEqual([]);
  expect(gateway({ listeners: [listener], addresses: [{ value: 'a.example.org' }] })).toEqual([
    { path: 'spec.addresses[0]', message: 'its fields do not go together', repair: 'write what its type asks for' },
  ]);
});

test('items of a list are told apart by their keys', () => {
  expect(gateway({ listeners: [listener, { ...listener, port: 81 }] })).toEqual([
    { path: 'spec.listeners[1]', message: "'a' is there twice", repair: 'leave it out' },
  ]);
});

test('numbers have words, too', () => {
  const redirect = (statusCode: number) =>
    faultsOf('gateway.networking.k8s.io/v1', 'HTTPRoute', {
      rules: [{ filters: [{ type: 'RequestRedirect', requestRedirect: { statusCode } }] }],
    });
  expect(redirect(308)).toEqual([]);
  expect(redirect(305)[0]?.message).toBe("305 is not one of '301', '302', '303', '307' or '308'");
});

test('rules are asked where the schema has nothing to say, and not of what is filled in later', () => {
  const two = (name: string) => gateway({ listeners: [listener, { ...listener, name }] });
  expect(two('b').map(({ path, message }) => [path, message])).toEqual([
    ['spec.listeners', 'Combination of port, protocol and hostname must be unique for each listener'],
  ]);
  const path = (value: string) =>
    faultsOf('gateway.networking.k8s.io/v1', 'HTTPRoute', { rules: [{ matches: [{ path: { value } }] }] }).map((fault) => fault.path);
  expect(path('app')).not.toEqual([]);
  expect(path('${APP_PATH}')).toEqual([]);
  expect(gateway({ listeners: [listener, { ...listener, name: 'b' }], misspelt: 1 }).map(({ path }) => path)).toEqual(['spec.misspelt']);
});
