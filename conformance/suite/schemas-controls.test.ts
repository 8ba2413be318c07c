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
