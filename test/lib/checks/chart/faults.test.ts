import type { JsonObject } from '../../../../lib/base';
import { chartFaults } from '../../../../lib/checks/chart/faults';
import { type ChartMinor, chartMinors, chartValues, readOutline } from '../../../../lib/checks/chart/outline';
import { meantBy, rewritten, wanted } from '../../../../lib/checks/chart/repair';

const chart = readOutline(`
bpf m
 masquerade b0
 autoMount m
  enabled b
labels m*
 app s
mode s =both|none
mtu i 0..255
nodePort m
 range
old !
pools m*
 [] .
  size
ports l
 [] s
proxy .
 old !
ratio n
relay m
 metrics m
  monitor b
 prometheus m
  inner m
   monitor b
ui m
 monitor b
whatever
`);

const unknown = (values: JsonObject) => chartFaults(values, chart).unknown.map(({ keys }) => keys.join('.'));
const mistyped = (values: JsonObject) =>
  chartFaults(values, chart).mistyped.map(
    (fault) => `${fault.keys.join('.')}: ${wanted(fault.known)}; ${rewritten(fault.value, fault.known)}`,
  );
const meant = (values: JsonObject) => chartFaults(values, chart).unknown.map((fault) => meantBy(fault, chart));

describe('keys', () => {
  test.each<[string, JsonObject, string[]]>([
    ['that the chart has', { bpf: { masquerade: true, autoMount: { enabled: false } }, nodePort: { range: '1,2' } }, []],
    ['that it lacks', { bpf: { masquerde: true }, nodeport: { range: '1,2' } }, ['bpf.masquerde', 'nodeport']],
    ['below one that it lacks', { nodeport: { a: { b: 1 } } }, ['nodeport']],
    ['without a value', { nodeport: null }, ['nodeport']],
    ['in a map that takes any', { labels: { app: 'a', team: 'b' } }, []],
    ['in a value of which nothing is known', { whatever: { a: 1 }, nodePort: { range: { a: 1 } } }, []],
    ["in the values of a map with names of one's own", { pools: { a: { size: 1, seize: 2 } } }, ['pools.a.seize']],
    ['that it refuses', { old: 1, proxy: { old: 1 } }, ['old', 'proxy.old']],
    ["of JavaScript's own", { toString: 'a', bpf: { constructor: 'a' } } as JsonObject, ['toString', 'bpf.constructor']],
  ])('%s', (_, values, found) => {
    expect(unknown(values)).toEqual(found);
  });
});

describe('types', () => {
  test.each<[string, JsonObject, string[]]>([
    ['that the schema allows', { bpf: { masquerade: false }, mode: 'none', mtu: 255, ports: ['1'], ratio: 0.5, labels: { app: 'a' } }, []],
    ['that it has no word on', { whatever: [1], nodePort: { range: 1 }, pools: { a: 'b' } }, []],
    ['where null stands for no default', { bpf: null, mode: null, labels: { app: null }, mtu: null }, []],
    ['a text for a boolean', { bpf: { masquerade: 'false' } }, ['bpf.masquerade: true or false; write false']],
    ['a number for a boolean', { bpf: { masquerade: 1 } }, ['bpf.masquerade: true or false; write true or false']],
    ['a number for a text', { labels: { app: 1 } }, ["labels.app: a text; write '1'"]],
    ['a text for a number', { ratio: '12' }, ['ratio: a number; write 12']],
    ['half of a whole number', { mtu: 1.5 }, ['mtu: a whole number of 0 to 255; write a whole number of 0 to 255']],
    ['too large a number', { mtu: 256 }, ['mtu: a whole number of 0 to 255; write a whole number of 0 to 255']],
    ['another word', { mode: 'booth' }, ["mode: 'both' or 'none'; write 'both'"]],
    ['a text for a list', { ports: '1' }, ["ports: a list; write ['1']"]],
    ['an item', { ports: ['1', 2] }, ["ports.1: a text; write '2'"]],
    ['a boolean for a map, of which nothing more is said', { bpf: true }, ['bpf: a map; write a map']],
    ['a map for a boolean', { bpf: { masquerade: { a: 1 } } }, ['bpf.masquerade: true or false; write true or false']],
  ])('%s', (_, values, found) => {
    expect(mistyped(values)).toEqual(found);
  });
});

describe('what was meant', () => {
  test.each<[string, JsonObject, string | undefined]>([
    ['a key beside it', { bpf: { automount: {} } }, 'bpf.autoMount'],
    ['a path', { 'bpf.autoMount': {} }, 'bpf.autoMount'],
    ['the only key of the name', { masquerade: true }, 'bpf.masquerade'],
    ['the nearest key of the name further in', { relay: { monitor: true } }, 'relay.metrics.monitor'],
    ['none of several', { monitor: true }, undefined],
    ['nothing', { somethingElse: true }, undefined],
    ['never what is refused', { olds: true }, undefined],
    ['never what is refused, by its path', { 'proxy.old': true }, undefined],
  ])('%s', (_, values, path) => {
    expect(meant(values)).toEqual([path]);
  });
});

describe.each(chartMinors)('the chart of Cilium %s', (minor: ChartMinor) => {
  test('is read once', () => {
    expect(chartValues(minor)).toBe(chartValues(minor));
  });

  test('has values that only its templates know, and maps that take any key', () => {
    const values = {
      nodePort: { range: '30000,31000' },
      socketLB: { hostNamespaceOnly: true },
      l2announcements: { leaseDuration: '15s' },
      extraConfig: { 'enable-something': 'true' },
      podLabels: { a: 'b' },
      affinity: { nodeAffinity: {}, podAntiAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [] } },
      resources: { limits: { memory: '1Gi' }, claims: [] },
      updateStrategy: { rollingUpdate: { maxUnavailable: 1, maxSurge: 0 } },
    };
    expect(chartFaults(values, chartValues(minor))).toEqual({ unknown: [], mistyped: [] });
  });
});
