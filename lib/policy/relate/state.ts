import { compareText } from '../../base';
import type { Direction } from '../entry';
import type { Parser, Passage, Restriction } from '../l7';

/** What a proxy does with a connection on one side of it. */
export interface Redirect {
  /** The parts of the proxy that the connection goes through. */
  readonly parsers: readonly Parser[];
  /** What the proxy lets pass; everything where it is missing. */
  readonly restriction?: readonly Passage[];
}

/**
 * What becomes of a connection that isn't denied. Where both sides have a proxy, both have to let it pass; without a redirect a
 * side lets everything pass.
 */
export interface State {
  readonly verdict: 'allowed' | 'unknown';
  readonly egress?: Redirect;
  readonly ingress?: Redirect;
}

/** A state, or nothing where the connection is denied. */
export type MaybeState = State | undefined;

/** Allowed, and through no proxy. */
export const allowed: State = { verdict: 'allowed' };
/** Not to be known from files. */
export const unknown: State = { verdict: 'unknown' };

/** What one side's policies make of a connection that they allow. */
export function sideState(direction: Direction, parser: Parser | undefined, restriction: Restriction): State {
  if (parser === undefined) return allowed;
  return { verdict: 'allowed', [direction]: restriction === undefined ? { parsers: [parser] } : { parsers: [parser], restriction } };
}

/** The state in the one form that equal states have. */
export function canonicalState({ verdict, egress, ingress }: State): State {
  if (verdict === 'unknown') return unknown;
  const canonical = (r: Redirect | undefined) => r && redirect(r.parsers, r.restriction && sorted(r.restriction));
  return onBothSides({ verdict, ...(egress && { egress }), ...(ingress && { ingress }) }, allowed, canonical);
}

/** Whether everything passes for certain. */
export function isUnrestricted({ verdict, egress, ingress }: State): boolean {
  return verdict === 'allowed' && egress?.restriction === undefined && ingress?.restriction === undefined;
}

/**
 * The least state that lets pass what either of the two does. Ways to pass are compared by their text; of two states that
 * differ on both sides, ways of one side may go with those of the other.
 */
export function unionOf(a: MaybeState, b: MaybeState): MaybeState {
  if (a === undefined || b === undefined) return a ?? b;
  if (a.verdict === 'unknown' || b.verdict === 'unknown') {
    const known = a.verdict === 'unknown' ? b : a;
    return isUnrestricted(known) ? known : unknown;
  }
  return onBothSides(a, b, (x, y) => {
    if (x === undefined || y === undefined) return undefined;
    const restriction = x.restriction && y.restriction && sorted([...x.restriction, ...y.restriction]);
    return redirect([...x.parsers, ...y.parsers], restriction);
  });
}

/**
 * What both states let pass, as far as it is written alike in both; unknown where nothing is, since requests may still fulfil what
 * is written differently.
 */
export function intersectionOf(a: MaybeState, b: MaybeState): MaybeState {
  if (a === undefined || b === undefined) return undefined;
  if (a.verdict === 'unknown' || b.verdict === 'unknown') return unknown;
  const both = onBothSides(a, b, (x, y) => {
    if (x === undefined || y === undefined) return x ?? y;
    const [p, q] = [x.restriction, y.restriction];
    return redirect([...x.parsers, ...y.parsers], p && q ? p.filter((passage) => q.includes(passage)) : (p ?? q));
  });
  return [both.egress, both.ingress].some((side) => side?.restriction?.length === 0) ? unknown : both;
}

/**
 * What the first state lets pass and the second doesn't, or may not. Where that can't be said as a state, the least one around
 * it. Which proxies are on the way makes no difference.
 */
export function differenceOf(a: MaybeState, b: MaybeState): MaybeState {
  if (a === undefined || b === undefined) return a;
  if (isUnrestricted(b) || (a.verdict === 'unknown' && b.verdict === 'unknown')) return undefined;
  if (a.verdict === 'unknown' || b.verdict === 'unknown') return unknown;
  const [egress, ingress] = [beyond(a.egress, b.egress), beyond(a.ingress, b.ingress)];
  if (egress !== undefined && ingress !== undefined) return a;
  if (egress !== undefined) return { ...a, egress };
  return ingress === undefined ? undefined : { ...a, ingress };
}

/** What one side lets pass beyond the other, or nothing where it lets nothing more pass. */
function beyond(a: Redirect | undefined, b: Redirect | undefined): Redirect | undefined {
  const without = b?.restriction;
  if (without === undefined) return undefined;
  if (a?.restriction === undefined) return a ?? { parsers: [] };
  const restriction = a.restriction.filter((passage) => !without.includes(passage));
  return restriction.length === 0 ? undefined : redirect(a.parsers, restriction);
}

function onBothSides(a: State, b: State, combined: (x: Redirect | undefined, y: Redirect | undefined) => Redirect | undefined): State {
  const egress = combined(a.egress, b.egress);
  const ingress = combined(a.ingress, b.ingress);
  return { verdict: 'allowed', ...(egress === undefined ? {} : { egress }), ...(ingress === undefined ? {} : { ingress }) };
}

function redirect(parsers: readonly Parser[], restriction: readonly Passage[] | undefined): Redirect {
  return restriction === undefined ? { parsers: sorted(parsers) } : { parsers: sorted(parsers), restriction };
}

function sorted<T extends string>(texts: readonly T[]): readonly T[] {
  return [...new Set(texts)].sort(compareText);
}
