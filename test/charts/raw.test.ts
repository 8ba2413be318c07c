import type { Finding, JsonObject, Place } from '../../lib/base';
import { render } from '../../lib/output';
import { synthesize } from '../../synthesize';
import { small } from '../refusals/support/definitions';
import * as fc from '../support/fast-check';

const at: Place = { in: 'document', file: 'manifests/settings.yaml', line: 3, column: 1 };
const configMap = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'settings', namespace: 'apps' } };

function read(object: unknown) {
  const { findings, product } = synthesize(small(), 'clusters/small.ts', {
    documents: [{ object: object as JsonObject, at }],
    findings: [],
  });
  for (const file of product.files) render(file);
  return { findings, paths: product.files.map(({ path }) => path) };
}

const fault = (path: string, message: string, repair: string): Finding => ({
  id: 'OBJ001',
  severity: 'error',
  status: 'found',
  at: { ...at, path },
  also: [],
  message: `this is no Kubernetes object: ${message}`,
  repair,
});

describe('a document of manifests(…)', () => {
  test('is emitted as it is', () => {
    const { findings, paths } = read({ ...configMap, data: { key: 'value', none: null } });
    expect(findings).toEqual([]);
    expect(paths).toContain('small/kubernetes/40-workloads/ConfigMap-settings.apps.yaml');
  });

  test.each([
    ['CiliumLoadBalancerIPPool', '25-network'],
    ['CiliumBGPPeerConfig', '25-network'],
    ['CiliumNodeConfig', '25-network'],
    ['CiliumCIDRGroup', '30-policies'],
    ['CiliumEnvoyConfig', '40-workloads'],
    ['CiliumGatewayClassConfig', '50-gateways'],
    ['TCPRoute', '50-gateways'],
  ])('of kind %s is applied in %s', (kind, layer) => {
    const { findings, paths } = read({ apiVersion: 'example.com/v1', kind, metadata: { name: 'one' } });
    expect(findings).toEqual([]);
    expect(paths).toContain(`small/kubernetes/${layer}/${kind}-one.yaml`);
  });

  test.each<[string, object, Finding[]]>([
    [
      'null in lists',
      { items: [null, { list: ['a', null] }] },
      [
        fault('items[0]', 'null is no item of a list in Kubernetes', 'leave it out'),
        fault('items[1].list[1]', 'null is no item of a list in Kubernetes', 'leave it out'),
      ],
    ],
    [
      'an API version of three parts',
      { apiVersion: 'a/b/c' },
      [fault('apiVersion', "'a/b/c' is not an API version", "write a group and a version, e.g. 'apps/v1'")],
    ],
    [
      'a kind in small letters',
      { kind: 'configmap' },
      [fault('kind', "'configmap' is not a kind", "write it as Kubernetes does, e.g. 'ConfigMap'")],
    ],
    [
      'a number for a label',
      { metadata: { name: 'settings', labels: { tier: 1 } } },
      [fault('metadata.labels.tier', '1 is not a text', 'write a text')],
    ],
    [
      'a date, as YAML reads one without quotes',
      { data: { since: new Date(0) } },
      [
        fault(
          'data.since',
          'an instance of Date is no data that YAML can carry',
          'write texts, finite numbers, true, false, null, and lists and plain objects of these',
        ),
      ],
    ],
  ])('is refused at the place inside of it: %s', (_, changes, finds) => {
    const { findings, paths } = read({ ...configMap, ...changes });
    expect(findings).toEqual(finds);
    expect(paths).toEqual([]);
  });

  test('is emitted or refused, whatever it holds', () => {
    const text = fc.constantFrom('v1', 'a/b/c', '', 'ConfigMap', 'configmap', 'Settings', 'settings', '__proto__');
    const object = fc.record(
      {
        apiVersion: text,
        kind: text,
        metadata: fc.oneof(fc.record({ name: text, labels: fc.jsonValue() }), fc.jsonValue()),
        spec: fc.jsonValue(),
      },
      { requiredKeys: ['apiVersion', 'kind', 'metadata'] },
    );
    fc.assert(
      fc.property(fc.oneof(object, fc.jsonValue()), (value) => {
        const { findings, paths } = read(value);
        expect(paths.length > 0).toBe(findings.every(({ severity }) => severity !== 'error'));
      }),
      { numRuns: 200 },
    );
  });
});
