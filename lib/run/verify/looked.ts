import { note, type Remark } from '../../base';
import type { Looked } from '../../report';

/** What is looked at where it is asked for. */
export const titles = {
  flows: { check: 'flows', title: 'Flows that were seen, and flows that are declared' },
  probes: { check: 'probes', title: 'Connections, tried' },
  connectivity: { check: 'connectivity', title: "Cilium's own connectivity test" },
} as const;

/** A check by what there is to say about it: the worst remark decides. */
export function lookedAt(of: Pick<Looked, 'check' | 'title'>, remarks: readonly Remark[], more: Pick<Looked, 'flows'> = {}): Looked {
  const has = (kind: Remark['kind']) => remarks.some((remark) => remark.kind === kind);
  return { ...of, state: has('wrong') ? 'wrong' : has('unknown') ? 'unknown' : 'ok', remarks, ...more };
}

/** A check of which nothing could be looked at from here, or nothing was asked for. */
export function skipped(of: Pick<Looked, 'check' | 'title'>, why: string): Looked {
  return { ...of, state: 'skipped', remarks: [note(why)] };
}
