import { compareMinors, type Json, type JsonObject, keysOf } from '../../lib/base';
import { chartFaults } from '../../lib/checks/chart/faults';
import { type ChartMinor, chartValues } from '../../lib/checks/chart/outline';
import { meantBy } from '../../lib/checks/chart/repair';
import { retiredIn, retiredValues } from '../../lib/checks/chart/retired';
import { type CiliumMinor, pins } from '../pins';
import { inPairs } from './support/helm';
import { defaultsOf, documented, everywhereAt, misspeltIn, onlyRead, refusedBySchema, renderWith, spelledOut } from './support/helm-keys';

const minors = Object.keys(pins.cilium) as (CiliumMinor & ChartMinor)[];

/** Values that only templates know, each with what makes them read it. */
const onlyTemplatesKnow: readonly (readonly [path: string, value: Json, beside?: JsonObject])[] = [
  ['nodePort.range', '30000,31000'],
  ['nodePort.directRoutingDevice', 'eth1'],
  ['loadBalancer.mode', 'dsr'],
  ['loadBalancer.algorithm', 'maglev'],
  ['loadBalancer.dsrDispatch', 'geneve'],
  ['maglev.tableSize', 65521],
  ['maglev.hashSeed', 'JLfvgnHc2kaSUFaI'],
  ['l2announcements.leaseDuration', '20s'],
  ['l2announcements.leaseRenewDeadline', '6s'],
  ['l2announcements.leaseRetryPeriod', '3s'],
  ['policyAuditMode', true],
  ['socketLB.hostNamespaceOnly', true, { gatewayAPI: { enabled: false } }],
  ['egressMasqueradeInterfaces', 'eth+'],
  ['clusterHealthPort', 4241],
  ['dnsProxy.enableTransparentMode', true],
  ['k8s.serviceProxyName', 'cilium'],
  ['hubble.eventBufferCapacity', 8191],
  ['hubble.export.fileMaxSizeMb', 20, { hubble: { export: { static: { enabled: true } } } }],
];

/** What public repositories write, and what nearly everybody would take for right. */
const misspellings: readonly (readonly [path: string, value: Json])[] = [
  ['cgroup.automount', { enabled: false }],
  ['kubeProxyReplacment', false],
  ['l2Announcements', { enabled: false }],
  ['gatewayApi', { enabled: false }],
  ['hostLegacyRouting', true],
  ['bpf.hostLegacyrouting', true],
  ['operator.replica', 3],
];

const at = (path: string, value: Json): JsonObject =>
  keysOf(path).reduceRight<Json>((below, key) => ({ [key]: below }), value) as JsonObject;
const pointer = (keys: readonly (string | number)[]) =>
  `/${keys.map((key) => String(key).replace(/~/g, '~0').replace(/\//g, '~1')).join('/')}`;
const merged = (maps: readonly JsonObject[]) => maps.reduce(both, {});
const both = (a: JsonObject, b: JsonObject): JsonObject =>
  Object.fromEntries(
    [...new Set([...Object.keys(a), ...Object.keys(b)])].map((key) => [
      key,
      a[key] !== undefined && b[key] !== undefined ? both(a[key] as JsonObject, b[key] as JsonObject) : (a[key] ?? b[key]),
    ]),
  );

describe.each(minors)('the values of the chart of Cilium %s', (minor) => {
  const chart = chartValues(minor);
  const refused = (values: JsonObject) =>
    chartFaults(values, chart)
      .mistyped.map(({ keys }) => pointer(keys))
      .sort();
  const unknown = (values: JsonObject) =>
    chartFaults(values, chart)
      .unknown.map(({ keys }) => keys.join('.'))
      .sort();

  test('every value of values.yaml is one', () => {
    expect(chartFaults(defaultsOf(minor), chart)).toEqual({ unknown: [], mistyped: [] });
  });

  test('every value that a template spells out is one, but those that it refuses', () => {
    const paths = spelledOut(minor);
    expect(paths.length).toBeGreaterThan(500);
    const strange = paths.filter((path) => unknown(at(path, null)).length > 0);
    expect(strange.filter((path) => retiredIn(at(path, true), minor).length === 0)).toEqual([]);
  });

  test("every value that Cilium's documentation sets is one, but the one that it has wrong", () => {
    const paths = documented(minor);
    expect(paths.length).toBeGreaterThan(100);
    const faults = paths.flatMap((path) => chartFaults(at(path, null), chart).unknown);
    expect(faults.map((fault) => [fault.keys.join('.'), meantBy(fault, chart)])).toEqual([
      ['bpf.events.monitorInterval', 'bpf.monitorInterval'],
    ]);
    expect(paths.filter((path) => retiredIn(at(path, true), minor).length > 0)).toEqual([]);
  });

  test('those that only templates know change what is rendered', async () => {
    const paths = onlyRead(chart, defaultsOf(minor));
    const idle = await inPairs([...onlyTemplatesKnow], async ([path, value, beside = {}]) => {
      expect(paths).toContain(path);
      expect(unknown(at(path, value))).toEqual([]);
      const before = await renderWith(minor, beside);
      return (await renderWith(minor, merged([beside, at(path, value)]))) === before ? [path] : [];
    });
    expect(idle.flat()).toEqual([]);
  });

  test('misspellings change nothing, and are found', async () => {
    const before = await renderWith(minor, {});
    for (const [path, value] of misspellings) expect(unknown(at(path, value))).toEqual([path]);
    const after = await inPairs([...misspellings], ([path, value]) => renderWith(minor, at(path, value)));
    expect(misspellings.filter((_, i) => after[i] !== before).map(([path]) => path)).toEqual([]);
  });

  test('a misspelt key in every map changes nothing, and each is found', async () => {
    const misspelt = misspeltIn(chart);
    const count = (value: Json | undefined): number =>
      value === 'misspelt' ? 1 : Object.values((value ?? {}) as JsonObject).reduce((sum: number, below) => sum + count(below), 0);
    expect(count(misspelt)).toBeGreaterThan(1000);
    expect(unknown(misspelt)).toHaveLength(count(misspelt));
    expect(await renderWith(minor, misspelt)).toBe(await renderWith(minor, {}));
  });

  test('Helm refuses by the schema what we refuse, wherever it stands, and nothing else', async () => {
    const samples: readonly Json[] = [true, 1.5, 3, 'misfit', ['misfit'], [3], [{ misfit: 3 }], { misfit: 3 }, null];
    const questions = [0, 1, 2, 3, 4, 5, 6, 7]
      .flatMap((depth) => samples.map((sample) => everywhereAt(depth, chart, sample)))
      .filter((values) => Object.keys(values).length > 0);
    const answers = await inPairs(questions, (values) => refusedBySchema(minor, values));
    expect(questions.map(refused)).toEqual(answers);
    expect(answers.flat().length).toBeGreaterThan(5000);
  });

  test('what is gone is refused, or changes nothing', async () => {
    const gone = retiredValues.filter((value) => value.words === undefined && compareMinors(minor, value.gone) >= 0);
    const silent = merged(gone.filter((value) => !value.refused).map(({ path }) => at(path, true)));
    expect(await renderWith(minor, silent)).toBe(await renderWith(minor, {}));
    // The chart looks for certificates among the values only where nobody makes them.
    const beside = (path: string) =>
      /tls\.(admin|remote|server)\./.test(path) ? { clustermesh: { apiserver: { tls: { auto: { enabled: false } } } } } : {};
    const refusals = await inPairs(
      gone.filter((value) => value.refused),
      ({ path }) =>
        renderWith(minor, merged([beside(path), at(path, 'x')])).then(
          () => `${path} is taken`,
          (error: Error) => (/removed in v1|has been removed/.test(error.message) ? '' : `${path}: ${error.message}`),
        ),
    );
    expect(refusals.filter((said) => said !== '')).toEqual([]);
  });

  test.each(['strict', 'partial', 'probe', 'disabled'])("kube-proxy's replacement doesn't take '%s'", async (word) => {
    await expect(renderWith(minor, { kubeProxyReplacement: word })).rejects.toThrow(/kubeProxyReplacement/);
    expect(retiredIn({ kubeProxyReplacement: word }, minor)).toHaveLength(1);
  });
});
