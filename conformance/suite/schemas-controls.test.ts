import type { JsonObject } from '../../lib/base';
import { type CiliumMinor, pins } from '../pins';
import { validate } from './support/validate';

const minors = Object.keys(pins.cilium) as CiliumMinor[];

const policy = (spec: JsonObject): JsonObject => ({
  apiVersion: 'cilium.io/v2',
  kind: 'CiliumNetworkPolicy',
  metadata: { name: 'a' },
  spec,
});
const toPort = (port: string, rule: JsonObject = {}): JsonObject => ({ toPorts: [{ ports: [{ port, protocol: 'TCP' }], ...rule }] });
const statefulSet = (labels: JsonObject, ports: JsonObject[] = []): JsonObject => ({
  apiVersion: 'apps/v1',
  kind: 'StatefulSet',
  metadata: { name: 'a', namespace: 'b' },
  spec: {
    serviceName: 'a',
    selector: { matchLabels: { app: 'a' } },
    template: { metadata: { labels }, spec: { containers: [{ name: 'a', image: 'a:1', ports }] } },
  },
});

const gatewayApi = (version: string, kind: string, spec: JsonObject): JsonObject => ({
  apiVersion: `gateway.networking.k8s.io/${version}`,
  kind,
  metadata: { name: 'a', namespace: 'b' },
  spec,
});
const gateway = (...listeners: JsonObject[]) => gatewayApi('v1', 'Gateway', { gatewayClassName: 'cilium', listeners });
const listener = { name: 'a', port: 443, protocol: 'HTTPS', tls: { certificateRefs: [{ name: 'a' }] } };
const backends: JsonObject = { backendRefs: [{ name: 'a', port: 80 }] };
const tlsRoute = (version: string) => gatewayApi(version, 'TLSRoute', { hostnames: ['a.example.org'], rules: [backends] });
const grant = (version: string) =>
  gatewayApi(version, 'ReferenceGrant', {
    from: [{ group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', namespace: 'c' }],
    to: [{ group: '', kind: 'Service' }],
  });

/** What each judge has to refuse, or the silence of the other tests would mean nothing. */
describe.each(minors)('with the definitions of Cilium %s the API server', (minor) => {
  const errorsOf = (object: JsonObject) => {
    const [verdict] = validate(minor, [object]);
    expect(verdict?.accepted).toBe(verdict?.errors.length === 0);
    return verdict?.errors.join('\n');
  };

  test('takes what is right', () => {
    expect(errorsOf(policy({ endpointSelector: {}, ingress: [{ fromEndpoints: [{}], ...toPort('80') }] }))).toBe('');
    expect(errorsOf(statefulSet({ app: 'a' }))).toBe('');
  });

  test('takes what is right of the Gateway API', () => {
    expect(errorsOf(gateway(listener, { ...listener, name: 'b', hostname: '*.example.org' }))).toBe('');
    expect(errorsOf(gatewayApi('v1', 'HTTPRoute', { parentRefs: [{ name: 'a' }], rules: [backends] }))).toBe('');
    expect(errorsOf(gatewayApi('v1', 'GRPCRoute', { rules: [{ matches: [{ method: { service: 'a.B' } }], ...backends }] }))).toBe('');
    expect(errorsOf(grant(minor === '1.19' ? 'v1beta1' : 'v1'))).toBe('');
    expect(errorsOf(tlsRoute(minor === '1.19' ? 'v1alpha2' : 'v1'))).toBe('');
  });

  test('takes the Gateway API only in the release that this Cilium goes with', () => {
    expect(errorsOf(tlsRoute(minor === '1.19' ? 'v1' : 'v1alpha2'))).toMatch('TLSRoute');
    if (minor === '1.19') expect(errorsOf(grant('v1'))).toMatch('ReferenceGrant');
  });

  /** The definitions' pattern for ports has an end on neither side: a wrong port is for the project's own checks to find. */
  test.each(['99999', 'a_b'])('takes %s for the port of a policy', (port) => {
    expect(errorsOf(policy({ endpointSelector: {}, ingress: [toPort(port)] }))).toBe('');
  });

  test.each<[string, JsonObject, RegExp]>([
    ['a misspelt field of a policy', policy({ endpointSelector: {}, ingres: [{}] }), /spec\.ingres/],
    ['a port of a policy that is neither number nor name', policy({ endpointSelector: {}, ingress: [toPort('--')] }), /port/],
    ['an entity that Cilium has not', policy({ endpointSelector: {}, ingress: [{ fromEntities: ['everybody'] }] }), /everybody/],
    [
      'HTTP rules on a port that is denied',
      policy({ endpointSelector: {}, ingressDeny: [toPort('80', { rules: { http: [{}] } })] }),
      /rules/,
    ],
    ['a misspelt field of a Gateway', gateway({ ...listener, hostName: 'example.org' }), /hostName/],
    ['listeners of one name', gateway(listener, { ...listener, port: 8443 }), /Duplicate value/],
    ['listeners of one port, protocol and host', gateway(listener, { ...listener, name: 'b' }), /must be unique for each listener/],
    ['certificates on a listener without TLS', gateway({ ...listener, protocol: 'HTTP' }), /tls must not be specified/],
    ['a listener that terminates TLS with nothing', gateway({ ...listener, tls: {} }), /certificateRefs or options must be specified/],
    [
      'a filter without its fields',
      gatewayApi('v1', 'HTTPRoute', { rules: [{ filters: [{ type: 'RequestRedirect' }] }] }),
      /filter\.requestRedirect must be specified/,
    ],
    ['a port of a backend that is none', gatewayApi('v1', 'HTTPRoute', { rules: [{ backendRefs: [{ name: 'a', port: 0 }] }] }), /port/],
    ['a misspelt field', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'a', lables: {} } }, /metadata\.lables/],
    ['pods that their selector does not take', statefulSet({ app: 'b' }), /selector/],
    ['a container port out of range', statefulSet({ app: 'a' }, [{ containerPort: 99999 }]), /99999/],
    ['a field of the wrong type', { ...statefulSet({ app: 'a' }), spec: { replicas: 'two' } }, /replicas/],
    ['a kind that it does not know', { apiVersion: 'example.org/v1', kind: 'Thing', metadata: { name: 'a' } }, /Thing/],
    ['a name that is none', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'A_b', namespace: 'b' } }, /A_b/],
  ])('refuses %s', (_, object, message) => {
    expect(errorsOf(object)).toMatch(message);
  });
});
