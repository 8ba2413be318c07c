import { inDefinition, type JsonObject } from '../../../../lib/base';
import { checkFacts, type Facts } from '../../../../lib/checks';
import { chartOf } from '../../../../lib/checks/facts/chart';

const at = inDefinition('clusters/a.ts', 'network.values');

/** What the rules about Helm values say of values for a release; of other facts nothing is known. */
function found(version: string, value: JsonObject): string[] {
  const nothing = { state: 'unknown', why: 'it is not told', at } as const;
  const facts = new Proxy({} as Facts, {
    get: (_, name) =>
      name === 'cilium.values'
        ? { state: 'known', value, at }
        : name === 'cilium.version'
          ? { state: 'known', value: version, at }
          : name === 'cilium.chart'
            ? chartOf(version, at)
            : nothing,
    getOwnPropertyDescriptor: () => ({ configurable: true, enumerable: true }),
  });
  return checkFacts(facts, [], at)
    .filter(({ id }) => /^(INV04[012]|HLM001)$/.test(id))
    .map(({ id, status, message, at: place }) =>
      status === 'found' ? `${id} ${place.path?.replace('network.values.', '')}` : `${id} ${message}`,
    );
}

const values = { tunnel: 'vxlan', externalIPs: { enabled: true }, nodePort: { enabled: true }, debug: { enabled: 'x' }, automount: true };

test('a release of a known chart', () => {
  expect(found('1.20.2', values)).toEqual([
    'INV041 automount',
    'HLM001 debug.enabled',
    'INV042 externalIPs',
    'INV042 nodePort.enabled',
    'INV042 tunnel',
  ]);
});

test.each(['1.18.4', '1.22.0'])('of %s only what had gone is known', (version) => {
  const why = `not decided, since Ichor has lists of the values of Cilium 1.19 and 1.20, and none of '${version}'`;
  const later = version === '1.22.0' ? ['INV042 nodePort.enabled'] : [];
  expect(found(version, values)).toEqual([
    'INV042 externalIPs',
    ...later,
    'INV042 tunnel',
    `HLM001 Helm values in the types of the schema: ${why}`,
    `INV041 Helm values that the chart has: ${why}`,
  ]);
});

test('what went is not said to be unknown beside', () => {
  expect(found('1.20.2', { hubble: { redact: { kafka: { apiKey: true } } }, proxy: { prometheus: { port: 1 } } })).toEqual([
    'INV042 hubble.redact.kafka',
    'INV042 proxy.prometheus.port',
  ]);
});
