import { type JsonObject, keysOf, type Place, parseVersion, pathOf } from '../../base';
import { type ChartFaults, chartFaults } from '../chart/faults';
import { type ChartMinor, chartValues } from '../chart/outline';
import { refusedIn } from '../chart/refusals';
import { meantBy, rewritten, shown, wanted } from '../chart/repair';
import { type RetiredValue, retiredIn } from '../chart/retired';
import type { Breach, Seen } from '../rule';
import { rule } from './define';

/** Helm values that the chart of their release knows, in the types that it wants. */
export const helmValueRules = [
  rule('INV040', ['cilium.values', 'cilium.version'], ({ 'cilium.values': values, 'cilium.version': version }): Breach[] =>
    retired(values, version)
      .filter(isStrictMode)
      .map((value) => replaced(values, value)),
  ),
  rule('INV041', ['cilium.values', 'cilium.chart'], ({ 'cilium.values': values, 'cilium.chart': chart }): Breach[] => {
    if (values.value === undefined || chart.value === undefined) return [];
    const gone = retiredIn(values.value, chart.value).map(({ path }) => keysOf(path));
    return faultsOf(values.value, chart.value)
      .unknown.filter(({ keys }) => !gone.some((path) => path.every((key, i) => i >= keys.length || keys[i] === key)))
      .map((fault) => {
        const meant = meantBy(fault, chartValues(chart.value as ChartMinor));
        return {
          at: placeOf(values, fault.keys),
          message: `Cilium's chart of ${chart.value} has no value '${pathOf(fault.keys)}': Helm takes it in silence, and nothing comes of it`,
          repair: meant === undefined ? 'leave it out' : `write '${meant}', or leave it out`,
        };
      });
  }),
  rule('INV042', ['cilium.values', 'cilium.version'], ({ 'cilium.values': values, 'cilium.version': version }): Breach[] =>
    retired(values, version)
      .filter((value) => !isStrictMode(value))
      .map((value) => replaced(values, value)),
  ),
  rule('HLM001', ['cilium.values', 'cilium.chart'], ({ 'cilium.values': values, 'cilium.chart': chart }): Breach[] => {
    if (values.value === undefined || chart.value === undefined) return [];
    return faultsOf(values.value, chart.value).mistyped.map(({ keys, value, known }) => ({
      at: placeOf(values, keys),
      message: `Cilium's chart of ${chart.value} wants ${wanted(known)} here, and this is ${shown(value)}: Helm refuses the values`,
      repair: rewritten(value, known),
    }));
  }),
  rule('HLM002', ['cilium.values', 'cilium.chart'], ({ 'cilium.values': values, 'cilium.chart': chart }): Breach[] => {
    if (values.value === undefined || chart.value === undefined) return [];
    return refusedIn(values.value, chart.value).map(({ refusal: { path, repair, severity }, what }) => ({
      at: placeOf(values, keysOf(path)),
      message: `${what}: Cilium's chart refuses the values`,
      repair,
      ...(severity === undefined ? {} : { severity }),
    }));
  }),
];

const held = new WeakMap<JsonObject, Map<ChartMinor, ChartFaults>>();

/** What is wrong with values: two rules ask. */
function faultsOf(values: JsonObject, minor: ChartMinor): ChartFaults {
  const byMinor = held.get(values) ?? new Map<ChartMinor, ChartFaults>();
  const faults = byMinor.get(minor) ?? chartFaults(values, chartValues(minor));
  held.set(values, byMinor.set(minor, faults));
  return faults;
}

/** Strict encryption has an invariant of its own. */
function isStrictMode({ path }: RetiredValue): boolean {
  return path.startsWith('encryption.strictMode.');
}

function retired(values: Seen<JsonObject>, version: Seen<string>): RetiredValue[] {
  const minor = parseVersion(version.value ?? '')?.minor;
  return values.value === undefined || minor === undefined ? [] : retiredIn(values.value, minor);
}

function replaced(values: Seen<JsonObject>, { path, gone, words, refused, now, repair, source }: RetiredValue): Breach {
  const comes = refused ? ', and the chart refuses it' : ': Helm takes it in silence, and nothing comes of it';
  return {
    at: placeOf(values, keysOf(path)),
    message:
      words === undefined ? `'${path}' is gone since Cilium ${gone}${comes}` : `'${path}' takes no such word since Cilium ${gone}${comes}`,
    repair: repair ?? `write '${now}'`,
    source,
  };
}

/** Where a Helm value stands, also one in a list or under a key with dots. */
function placeOf(values: Seen<JsonObject>, keys: readonly (string | number)[]): Place {
  return { ...values.at, path: pathOf([...keysOf(values.at.path ?? ''), ...keys]) };
}
