import { cilium, controlPlanes, docker } from 'ichor';
import { filesOf, findingsOf } from 'ichor/testing';
import { parse } from 'yaml';
import { variant } from '../support/joelclaw';

const valuesOf = (network: ReturnType<typeof cilium>) => parse(filesOf(variant({ network })).get('joelclaw/cilium/values.yaml') as string);

test('Hubble has relay by default, and no UI', () => {
  const { hubble } = valuesOf(cilium({ version: '1.20.2' }));
  expect(hubble).toMatchObject({ enabled: true, relay: { enabled: true }, ui: { enabled: false } });
});

test('Hubble is off as a whole where it is not wanted', () => {
  const { hubble } = valuesOf(cilium({ version: '1.20.2', hubble: false }));
  expect(hubble).toEqual({ enabled: false, relay: { enabled: false }, ui: { enabled: false } });
});

test("the user's own values are laid over: maps merge, lists are replaced, null stays", () => {
  const values = valuesOf(
    cilium({
      version: '1.20.2',
      values: { debug: { enabled: true }, hubble: { metrics: { enabled: ['dns', 'drop'] } }, bandwidthManager: { enabled: true } },
    }),
  );
  expect(values.debug).toEqual({ enabled: true });
  expect(values.hubble.metrics.enabled).toEqual(['dns', 'drop']);
  expect(values.hubble.relay.enabled).toBe(true);
  expect(values.bandwidthManager).toEqual({ enabled: true });
});

test('what belongs to other platforms is off', () => {
  const values = valuesOf(cilium({ version: '1.20.2' }));
  expect(values.gatewayAPI.enabled).toBe(false);
  expect(values.l2announcements.enabled).toBe(false);
  expect(JSON.stringify(values)).not.toContain('serviceMonitor');
});

test("the agent's resources are the definition's", () => {
  const resources = { requests: { cpu: '200m', memory: '1Gi' }, limits: { memory: '2Gi' } };
  expect(valuesOf(cilium({ version: '1.20.2', resources })).resources).toEqual(resources);
});

test('both supported minors get the same values', () => {
  const text = (version: string) =>
    filesOf(variant({ network: cilium({ version }) }))
      .get('joelclaw/cilium/values.yaml')
      ?.replace(/^#.*\n/, '');
  expect(text('1.19.6')).toBe(text('1.20.2'));
});

test('a cluster without a host publishes nothing, and finds nothing wrong with that', () => {
  const cluster = variant({ platform: docker({ provider: 'colima', memory: '6GiB', nodes: controlPlanes(1) }), expose: [] });
  expect(findingsOf(cluster)).toEqual([]);
});
