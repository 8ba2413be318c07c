import { compareMinors, type JsonObject, valueAt } from '../../../base';
import type { ChartMinor } from '../outline';
import { chartDefaults } from './defaults';
import { hubbleRefusals } from './hubble';
import { meshRefusals } from './mesh';
import { networkRefusals } from './network';
import { partRefusals } from './parts';
import type { ChartRefusal, Reading } from './refusal';

/**
 * What the chart asks of values together, beside what has a rule of its own: names of the cluster, values that are gone, what
 * Hubble's parts and Gateway API need.
 *
 * @see cilium 1.20.2 install/kubernetes/cilium/templates/validate.yaml, and `fail` and `required` in the templates beside it
 */
export const chartRefusals: readonly ChartRefusal[] = [...networkRefusals, ...hubbleRefusals, ...meshRefusals, ...partRefusals];

/** What the chart of a minor refuses about values. */
export function refusedIn(values: JsonObject, minor: ChartMinor): { readonly refusal: ChartRefusal; readonly what: string }[] {
  const value: Reading = (path) => {
    const keys = path.split('.');
    const given = valueAt(values, ...keys);
    // A null takes the chart's own value away, wherever on the way it stands.
    const isTaken = keys.some((_, i) => valueAt(values, ...keys.slice(0, i + 1)) === null);
    return given ?? (isTaken ? undefined : valueAt(chartDefaults, ...keys));
  };
  return chartRefusals.flatMap((refusal) => {
    const { since = minor, until = minor, says } = refusal;
    const what = compareMinors(minor, since) >= 0 && compareMinors(minor, until) <= 0 ? says(value) : undefined;
    return what === undefined ? [] : [{ refusal, what }];
  });
}
