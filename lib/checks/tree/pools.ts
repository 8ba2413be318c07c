import { asCidr, formatAddress, valueAt } from '../../base';
import type { PoolFact } from '../fact';
import type { LabelChoice, LabelCondition } from '../labels';
import type { PlacedObject } from './objects';
import { itemsAt, textAt } from './tree';

/** A pool with the Services that may get one of its addresses. */
export interface TreePool {
  readonly fact: PoolFact;
  readonly services: LabelChoice;
}

/** The addresses of pools of IPv4, a block each. */
export function poolsOf(objects: readonly PlacedObject[]): TreePool[] {
  return objects.flatMap(({ object, place }) => {
    const services = choiceOf(valueAt(object, 'spec', 'serviceSelector'));
    return itemsAt(object, 'spec', 'blocks').flatMap((block, i): TreePool[] => {
      const [cidr, start, stop] = ['cidr', 'start', 'stop'].map((key) => textAt(block, key));
      const named = { name: textAt(object, 'metadata', 'name') ?? '', at: place(['spec', 'blocks', i]) };
      const parsed = cidr === undefined ? undefined : asCidr(cidr);
      if (parsed?.family === 4) {
        const range = { first: formatAddress(4, parsed.first), last: formatAddress(4, parsed.last) };
        const whole = valueAt(object, 'spec', 'allowFirstLastIPs') === 'No' && cidr !== undefined ? { cidr } : {};
        return [{ fact: { ...named, range, ...whole }, services }];
      }
      const isAddress = (text: string | undefined): text is string => text !== undefined && asCidr(text)?.family === 4;
      if (!isAddress(start) || (stop !== undefined && !isAddress(stop))) return [];
      return [{ fact: { ...named, range: { first: start, last: stop ?? start } }, services }];
    });
  });
}

/** What a label selector of an object means; one that isn't there means everything. */
export function choiceOf(selector: unknown): LabelChoice {
  const labels = valueAt(selector, 'matchLabels');
  const equal = Object.entries((labels ?? {}) as object).map(
    ([key, value]): LabelCondition => ({ key, operator: 'In', values: [String(value)] }),
  );
  const conditions = itemsAt(selector, 'matchExpressions').flatMap((expression): LabelCondition[] => {
    const [key, operator] = [textAt(expression, 'key'), textAt(expression, 'operator')];
    if (key === undefined || !isOperator(operator)) return [];
    return [{ key, operator, values: itemsAt(expression, 'values').map(String) }];
  });
  return [...equal, ...conditions];
}

function isOperator(text: string | undefined): text is LabelCondition['operator'] {
  return text === 'In' || text === 'NotIn' || text === 'Exists' || text === 'DoesNotExist';
}
