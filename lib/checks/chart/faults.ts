import { isObject, type Json, type JsonObject } from '../../base';
import type { ChartValue } from './outline';

/** A place in Helm values where the chart knows another thing, or nothing. */
export interface ChartFault {
  /** The keys and items from the top down to it. */
  readonly keys: readonly (string | number)[];
  readonly value: Json;
  /** What the chart knows there, or, of an unknown key, where it would have to be. */
  readonly known: ChartValue;
}

/** What is wrong with Helm values, in their own order. */
export interface ChartFaults {
  /** Keys that the chart has no value for; what is below them isn't looked at. */
  readonly unknown: readonly ChartFault[];
  /** Values that the chart's schema refuses, and Helm with it. */
  readonly mistyped: readonly ChartFault[];
}

/**
 * Holds Helm values against what a chart knows. A value that is null is none: Helm takes it for the wish to have no default.
 *
 * @see https://helm.sh/docs/chart_template_guide/values_files/#deleting-a-default-key
 */
export function chartFaults(values: JsonObject, chart: ChartValue): ChartFaults {
  const unknown: ChartFault[] = [];
  const mistyped: ChartFault[] = [];
  const look = (value: Json | undefined, known: ChartValue, keys: readonly (string | number)[]): void => {
    if (value === undefined || value === null) return;
    if (!isAllowed(value, known)) {
      mistyped.push({ keys, value, known });
      return;
    }
    if (Array.isArray(value)) {
      const { element } = known;
      if (element !== undefined) value.forEach((item: Json, i) => void look(item, element, [...keys, i]));
      return;
    }
    if (!isObject(value)) return;
    for (const [key, below] of Object.entries(value)) {
      const inside = known.keys.get(key) ?? known.element;
      if (inside !== undefined && !inside.isRefused) look(below, inside, [...keys, key]);
      else if ((inside?.isRefused || !known.isFree) && below !== undefined) unknown.push({ keys: [...keys, key], value: below, known });
    }
  };
  look(values, chart, []);
  return { unknown, mistyped };
}

function isAllowed(value: Exclude<Json, null>, { types, words, range }: ChartValue): boolean {
  if (types.length === 0) return true;
  switch (typeof value) {
    case 'boolean':
      return types.includes('boolean');
    case 'string':
      return types.includes('text') && (words?.includes(value) ?? true);
    case 'number': {
      const isNumber = types.includes('number') || (types.includes('whole number') && Number.isInteger(value));
      return isNumber && (range === undefined || (value >= range[0] && value <= range[1]));
    }
    default:
      return types.includes(Array.isArray(value) ? 'list' : 'map');
  }
}
