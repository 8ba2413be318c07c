import { labelKeyFault, labelValueFault } from '../../base';
import { splitSource } from '../label';
import type { Profile } from '../profile';
import type { LabelSelectorSpec } from './label-selector';
import type { Fault } from './schema';

/**
 * Why Cilium would refuse a label selector; a key may have the source of its label in front.
 *
 * @param source of the labels that are meant, where keys don't name it
 * @see cilium 1.20.2 pkg/labels/validation.go, and 1.19.6 pkg/policy/api/selector.go (SanitizeWithKeyExtender)
 */
export function selectorFaults(
  { matchLabels, matchExpressions }: LabelSelectorSpec,
  path: string,
  { cilium }: Profile,
  source: 'any' | 'cidrgroup' = 'any',
): Fault[] {
  const keyReasons = (key: string) => (cilium === '1.19' ? reasonsOf119(key, source) : reasonsOf120(key, source));
  const faults: Fault[] = [];
  const refused = (at: string, reason: string, repair: string) =>
    faults.push({ path: at, message: `Cilium refuses this policy: invalid label selector: ${reason}`, repair });
  const another = { key: 'write another key', value: 'write another value' };
  for (const [key, value] of Object.entries(matchLabels ?? {})) {
    const at = `${path}.matchLabels.${key}`;
    for (const reason of keyReasons(key)) refused(at, reason, another.key);
    const wrong = labelValueFault(value ?? '');
    if (wrong !== undefined) refused(at, `value '${value}': ${wrong}`, another.value);
  }
  for (const [i, { key, operator, values }] of (matchExpressions ?? []).entries()) {
    const at = `${path}.matchExpressions[${i}]`;
    for (const reason of keyReasons(key)) refused(`${at}.key`, reason, another.key);
    const count = (values ?? []).length;
    if ((operator === 'In' || operator === 'NotIn') && count === 0) {
      refused(`${at}.values`, "must be specified when `operator` is 'In' or 'NotIn'", 'write the values');
    }
    if ((operator === 'Exists' || operator === 'DoesNotExist') && count > 0) {
      refused(`${at}.values`, "may not be specified when `operator` is 'Exists' or 'DoesNotExist'", 'leave out the values');
    }
    for (const [n, value] of (values ?? []).entries()) {
      const wrong = labelValueFault(value);
      if (wrong !== undefined) refused(`${at}.values[${n}]`, `value '${value}': ${wrong}`, another.value);
    }
  }
  return faults;
}

/** Of groups the source is written in front of keys before anybody looks at them. */
function reasonsOf120(text: string, source: 'any' | 'cidrgroup'): string[] {
  const split = splitSource(text);
  const parts = (source === 'any' ? text : `${split.source || source}:${split.key}`).split(':');
  if (parts.length > 2) {
    return [`key '${text}': a valid label key only support ':' character as a source separator with non empty value`];
  }
  const [before, key] = parts.length === 2 ? parts : [undefined, text];
  const wrong = labelKeyFault(key ?? '');
  return [
    ...(before === undefined || /^[A-Za-z0-9]+$/.test(before)
      ? []
      : [`key '${text}': label source should be a non empty string with only alphanumeric characters`]),
    ...(wrong === undefined ? [] : [`key '${text}': ${wrong}`]),
  ];
}

/** There the source is a part of the key, in front of a dot, and what holds for keys holds for both together. */
function reasonsOf119(text: string, source: 'any' | 'cidrgroup'): string[] {
  const split = splitSource(text);
  const before = source === 'cidrgroup' ? source : split.source || source;
  const key = source === 'cidrgroup' ? text : split.key;
  const wrong = labelKeyFault(`${before}.${key}`);
  const shown = labelKeyFault(key) === undefined ? `${before}.${key}` : text;
  return wrong === undefined ? [] : [`key '${shown}': ${wrong}`];
}
