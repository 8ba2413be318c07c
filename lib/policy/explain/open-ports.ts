import type { Verdict } from '../decide/decide';
import type { Entry } from '../entry';
import type { Identity } from '../identity';
import type { Protocol } from '../protocol';
import { type PortSet, portText, relate, type Span, spanText } from '../relate';
import type { World } from '../world';
import { askedOf, type CalledEnds, calledEnds, type Ends, endsOf, grouped } from './ends';
import type { ExplainQuestion } from './explanation';
import { type Judge, verdictOf } from './judge';
import type { Peer } from './peer';
import type { Side } from './side';

/** The ports of one end that the other reaches; of ends that policies tell apart there is one for each answer. */
export interface Openings extends CalledEnds {
  /** All of them, as people write them: `TCP 6379`, `nothing`. */
  readonly ports: string;
  /** Ports with the rules behind them; none where nothing is open. */
  readonly open: readonly Opening[];
  /** What the policies of each side by itself let pass. */
  readonly egress: string;
  readonly ingress: string;
  /** Where nothing is open, what becomes of a connection to a port that no rule names. */
  readonly closed?: { readonly egress: Side; readonly ingress: Side };
}

/** Ports that are open for the same reasons. */
export interface Opening {
  readonly ports: string;
  readonly verdict: Verdict;
  readonly egress: Side;
  readonly ingress: Side;
}

/** The open ports of those that a question means, those together that have the same for the same reasons. */
export function openingsOf(question: ExplainQuestion, judge: Judge): readonly Openings[] {
  const found = endsOf(question).map((ends) => ({ ends, openings: openingsBetween(ends, question.server, judge) }));
  const sidesOf = ({ egress, ingress }: { readonly egress: Side; readonly ingress: Side }) =>
    [egress, ingress].map((s) => judge.keyOfSide(s));
  const alike = grouped(found, ({ openings: { open, closed, ports } }) => [
    ports,
    open.map(sidesOf),
    closed === undefined ? [] : sidesOf(closed),
  ]);
  return alike.map((group) => {
    const ends = group.map((g) => g.ends);
    return { ...calledEnds(question, ends), ...group[0].openings };
  });
}

function openingsBetween(ends: Ends, server: Peer, judge: Judge): Omit<Openings, keyof CalledEnds> {
  const entries = new Set([...judge.about(ends.client.identity, 'egress'), ...judge.about(ends.server.identity, 'ingress')]);
  const sets = portsBetween(ends, [...entries], judge.world);
  const sides = (protocol: Protocol, port: number) =>
    askedOf(ends, { protocol, port }, server, judge.world).map((asked) => judge.side(asked)) as [Side, Side];
  // A span stands for the rules of each of its ports, and for those of protocols that have no name here.
  const spans = sets.both.spans.map((span) => ({ span, sides: sides(span.protocol as Protocol, span.low) }));
  const open = grouped(spans, (s) => s.sides.map((side) => judge.keyOfSide(side))).map((group): Opening => {
    const [egress, ingress] = group[0].sides;
    const of = group.map(({ span }) => span);
    return { ports: spansText(of, sets.both), verdict: verdictOf([egress, ingress]), egress, ingress };
  });
  const texts = { ports: portText(sets.both), egress: portText(sets.egress), ingress: portText(sets.ingress) };
  if (open.length > 0) return { ...texts, open };
  const [egress, ingress] = sides('TCP', 0);
  return { ...texts, open, closed: { egress, ingress } };
}

/** The relation of two identities alone, which is small, however many there are. */
function portsBetween({ client, server }: Ends, entries: readonly Entry[], world: World): Record<'both' | 'egress' | 'ingress', PortSet> {
  const identities = [client.identity, server.identity, ...namers(entries, world)];
  const relation = relate({ ...world, identities, entries });
  return { both: relation.portsBetween(0, 1), egress: relation.egressPorts(0, 1), ingress: relation.ingressPorts(0, 1) };
}

/** Before 1.20 a port's name means that of any pod. */
function namers(entries: readonly Entry[], { identities, profile }: World): readonly Identity[] {
  if (profile.cilium !== '1.19') return [];
  const names = new Set(entries.flatMap(({ ports }) => (ports === 'all' ? [] : ports.flatMap(({ name }) => name ?? []))));
  return identities.filter(({ ports }) => ports.some(({ name }) => names.has(name)));
}

/** Spans as text; all of them together may be everything. */
function spansText(spans: readonly Span[], set: PortSet): string {
  return spans.length === set.spans.length ? portText(set) : spans.map(spanText).join(', ');
}
