import type { PortSet, Relation } from '../../policy';
import type { AnyProtocol, MaybeState } from '../../policy/relate';
import type { Declared } from './declared';
import { passesBeyond } from './passing';
import { segmentsOf } from './segments';

/** Ports of a pair of identities that are open though nobody declares it, closed though somebody does, or not known. */
export interface Difference {
  readonly kind: 'excess' | 'missing' | 'unknown';
  readonly source: number;
  readonly destination: number;
  readonly protocol: AnyProtocol;
  readonly low: number;
  readonly high: number;
  /** What becomes of connections. */
  readonly actual: MaybeState;
  /** What should become of them. */
  readonly declared: MaybeState;
}

type Part = Pick<Difference, 'kind' | 'protocol' | 'low' | 'high' | 'actual' | 'declared'>;

/** Where what the policies allow differs from what is declared, at every pair with an end that is judged. */
export function differences(relation: Relation, declared: Declared): Difference[] {
  const { sets } = relation;
  const known = new Map<string, readonly Part[]>();
  const found: Difference[] = [];
  relation.eachSource((sources, ids) => {
    for (const source of sources) {
      const isJudged = declared.judged.has(source);
      for (let destination = 0; destination < ids.length; destination += 1) {
        if (!isJudged && !declared.judged.has(destination)) continue;
        const actual = sets.get(ids[destination] as number);
        const permitted = declared.permitted(source, destination);
        if (actual === permitted) continue;
        const required = declared.required(source, destination);
        const key = `${actual.id} ${permitted.id} ${required.id}`;
        const parts = known.get(key) ?? compared(actual, permitted, required);
        known.set(key, parts);
        for (const part of parts) found.push({ ...part, source, destination });
      }
    }
  });
  return found;
}

function compared(actual: PortSet, permitted: PortSet, required: PortSet): Part[] {
  return segmentsOf([actual, permitted, required]).flatMap(({ protocol, low, high }): Part[] => {
    const [is, may, must] = [actual.at(protocol, low), permitted.at(protocol, low), required.at(protocol, low)];
    const excess = passesBeyond(is, may);
    const missing = must?.verdict === 'unknown' ? false : passesBeyond(must, is);
    const part = { protocol, low, high, actual: is };
    return [
      ...(excess === true ? [{ ...part, kind: 'excess' as const, declared: may }] : []),
      ...(missing === true ? [{ ...part, kind: 'missing' as const, declared: must }] : []),
      ...(excess === undefined || missing === undefined ? [{ ...part, kind: 'unknown' as const, declared: may }] : []),
    ];
  });
}
