import { isObject, type Json } from '../../../lib/base';
import { cases } from '../../cases';
import { judged } from '../../judged';
import { howToRecord, readRecord, type Suite, writeRecord } from '../../record';

/** More differences than these help nobody. */
const most = 20;

/** Writes down what upstream answered, or expects it to be what is written down already. */
export function keepRecord(suite: Suite, answers: object): void {
  // A record is of all cases or none: one that doesn't synthesize throws here.
  for (const c of cases) judged(c);
  if (process.env.CONFORMANCE_RECORD !== undefined) writeRecord(suite, answers);
  const found = differences(readRecord(suite), JSON.parse(JSON.stringify(answers)), []);
  if (found.length === 0) return;
  const shown = found.length > most ? [...found.slice(0, most), `and ${found.length - most} more`] : found;
  throw new Error(`upstream's answers are not those of the record; if they are right, ${howToRecord}\n${shown.join('\n')}`);
}

function differences(recorded: Json | undefined, answered: Json | undefined, path: readonly string[]): string[] {
  if (isObject(recorded) && isObject(answered)) {
    const keys = [...new Set([...Object.keys(recorded), ...Object.keys(answered)])].sort();
    return keys.flatMap((key) => differences(recorded[key], answered[key], [...path, key]));
  }
  if (Array.isArray(recorded) && Array.isArray(answered) && recorded.length === answered.length) {
    return recorded.flatMap((one, i) => differences(one, answered[i], [...path, String(i)]));
  }
  const [before, now] = [JSON.stringify(recorded), JSON.stringify(answered)];
  return before === now ? [] : [`${path.join(' › ')}: recorded ${excerpt(before)}, answered ${excerpt(now)}`];
}

function excerpt(json: string | undefined): string {
  if (json === undefined) return 'nothing';
  return json.length > 80 ? `${json.slice(0, 80)}…` : json;
}
