import { compareText } from '../../base';
import type { L7 } from '../../model';
import type { Passage, Restriction } from '../../policy';
import { dnsRestriction, httpRestriction } from '../../policy/l7';
import type { MaybeState, Redirect, State } from '../../policy/relate';

/** The ways to pass that a limit leaves, as the policy engine writes them; everything where it leaves all. */
export function restrictionOf(l7: L7): Restriction {
  switch (l7.kind) {
    case 'http':
      return httpRestriction(l7.rules);
    case 'dns':
      return dnsRestriction(l7.names.map((name) => (name.includes('*') ? { matchPattern: name } : { matchName: name })));
    case 'server-names':
      return [...new Set(l7.names.map((name) => `TLS to ${name.toLowerCase()}`))].sort(compareText);
  }
}

/** Whether one state lets pass what another doesn't; `undefined` where that can't be known. */
export function passesBeyond(a: MaybeState, b: MaybeState): boolean | undefined {
  if (a === undefined) return false;
  if (b === undefined) return a.verdict === 'unknown' ? undefined : true;
  if (a.verdict === 'unknown') return b.verdict === 'unknown' || isWide(b) ? false : undefined;
  if (b.verdict === 'unknown') return undefined;
  return isBeyond(a.egress, b.egress) || isBeyond(a.ingress, b.ingress);
}

const isWide = ({ egress, ingress }: State) => egress?.restriction === undefined && ingress?.restriction === undefined;

function isBeyond(a: Redirect | undefined, b: Redirect | undefined): boolean {
  const allowed = b?.restriction;
  if (allowed === undefined) return false;
  return a?.restriction === undefined || a.restriction.some((passage) => !allowed.some((wide) => isInside(passage, wide)));
}

/** Whether everything that passes one way passes the other as well: of requests, where the other asks for nothing more. */
function isInside(passage: Passage, wide: Passage): boolean {
  if (passage === wide) return true;
  if (/^TLS to \*+$/.test(wide)) return /^TLS to [^,]*$/.test(passage);
  if (!passage.startsWith('HTTP ') || !wide.startsWith('HTTP ')) return false;
  const parts = partsOf(passage);
  return partsOf(wide).every((part) => parts.includes(part));
}

function partsOf(passage: Passage): readonly string[] {
  return passage.slice('HTTP '.length).split(/, (?=(?:method|host|path|header) )/);
}
