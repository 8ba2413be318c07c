import { compareText, note, type Remark, wrong } from '../../lib/base';
import type { EndpointModel, FlowModel } from '../../lib/model';
import { isEnd, isOf, isReserved, nameOfEnd, nameOfPeer } from './ends';
import type { Seen, SeenEnd, SeenFlow } from './seen-flow';

/** A connection by the names of its ends. */
export interface NamedFlow {
  readonly from: string;
  readonly to: string;
  readonly port: number;
  readonly protocol: string;
}

/** What was seen of a connection that no flow declares, or that one declares and policies denied. */
export interface OddFlow extends NamedFlow, Pick<SeenFlow, 'verdict' | 'count' | 'first' | 'last'> {
  readonly declared: boolean;
}

/** Connections that were seen, beside those that are declared. */
export interface FlowComparison extends Pick<Seen, 'window' | 'events' | 'lost'> {
  readonly declaredNotSeen: readonly NamedFlow[];
  readonly notAsDeclared: readonly OddFlow[];
  readonly remarks: readonly Remark[];
}

/** Flows of a definition, and the endpoints that they are about. */
export interface Meant {
  /** Every flow, those to CoreDNS that others bring along among them. */
  readonly flows: readonly FlowModel[];
  /** Every endpoint that policies are emitted for, by the stage of the definition. */
  readonly closed: readonly EndpointModel[];
  /** Those and the endpoints that flows name beside. */
  readonly known: readonly EndpointModel[];
}

/** The names of pods that try connections begin so; what they do is no traffic of the cluster's own. */
export const probePrefix = 'ichor-probe-';

/** Compares connections of closed endpoints that were seen with those that are declared. */
export function compareFlows({ flows, closed, known }: Meant, seen: Seen): FlowComparison {
  const own = seen.flows.filter((flow) => isJudged(flow, closed));
  const met = new Set<string>();
  const odd = new Map<string, OddFlow>();
  for (const flow of own) {
    const meaning = flows.filter((f) => f.ports.some((p) => isPort(p, flow)) && isEnd(f.from, flow.from) && isEnd(f.to, flow.to));
    for (const { from, to } of meaning) if (flow.verdict !== 'denied') met.add(keyOf(named(from, to, flow)));
    const declared = meaning.length > 0;
    if (declared && flow.verdict === 'passed') continue;
    const names = { from: nameOfEnd(flow.from, known), to: nameOfEnd(flow.to, known), port: flow.port, protocol: flow.protocol };
    const key = `${keyOf(names)} ${flow.verdict}`;
    const before = odd.get(key);
    odd.set(key, {
      ...names,
      verdict: flow.verdict,
      declared,
      count: flow.count + (before?.count ?? 0),
      first: before === undefined || flow.first < before.first ? flow.first : before.first,
      last: before === undefined || flow.last > before.last ? flow.last : before.last,
    });
  }
  const declaredNotSeen = flows
    .flatMap(({ from, to, ports }) => ports.map((port) => named(from, to, port)))
    .filter((flow, i, all) => !met.has(keyOf(flow)) && all.findIndex((other) => keyOf(other) === keyOf(flow)) === i);
  const notAsDeclared = [...odd.values()].sort((a, b) => compareText(keyOf(a), keyOf(b)) || compareText(a.verdict, b.verdict));
  const remarks = [...notAsDeclared.map((flow) => remarkOn(flow, closed)), ...unseen(declaredNotSeen)];
  const { window, events, lost } = seen;
  return { ...(window === undefined ? {} : { window }), events, lost, declaredNotSeen, notAsDeclared, remarks };
}

/** Connections of closed endpoints; the node reaches its own pods whatever policies say, and health checks are the agent's own. */
function isJudged({ from, to }: SeenFlow, closed: readonly EndpointModel[]): boolean {
  const isClosed = (end: SeenEnd) => closed.some((endpoint) => isOf(endpoint, end));
  if ([from, to].some((end) => isReserved(end, 'health') || end.pod?.startsWith(probePrefix))) return false;
  return isClosed(from) || (isClosed(to) && !isReserved(from, 'host'));
}

function isPort(a: { readonly port: number; readonly protocol: string }, b: { readonly port: number; readonly protocol: string }): boolean {
  return a.port === b.port && a.protocol === b.protocol;
}

function named(from: FlowModel['from'], to: FlowModel['to'], { port, protocol }: Pick<NamedFlow, 'port' | 'protocol'>): NamedFlow {
  return { from: nameOfPeer(from), to: nameOfPeer(to), port, protocol };
}

function keyOf({ from, to, port, protocol }: NamedFlow): string {
  return `${from} to ${to} ${protocol} ${port}`;
}

function remarkOn(flow: OddFlow, closed: readonly EndpointModel[]): Remark {
  const { verdict, declared, count, last, from, to } = flow;
  const what = `${keyOf(flow)} (seen ${count} times, last ${timeText(last)})`;
  if (declared) {
    const how = verdict === 'denied' ? 'was denied' : "passed only by the agent's audit mode";
    return wrong(`${what} ${how}, and is declared: the policies then were not those of the definition; ichor apply brings them`);
  }
  if (verdict === 'denied') return note(`${what} was denied, and no flow declares it: declare it where it is meant`);
  const enforced = closed.filter(({ key, stage }) => stage === 'enforce' && (key === from || key === to)).map(({ key }) => key);
  if (verdict === 'passed' && enforced.length > 0) {
    return wrong(
      `${what} passed, and no flow declares it: policies of ${enforced.join(' and ')} should have denied it, if they were there then; ichor apply brings them`,
    );
  }
  return note(`${what} passed, and no flow declares it: enforcing would cut it off; declare it where it is meant`);
}

function unseen(flows: readonly NamedFlow[]): Remark[] {
  return flows.length === 0 ? [] : [note(`declared, and not seen in that time: ${flows.map(keyOf).join(', ')}`)];
}

/** A time as people read it, to the second. */
export function timeText(time: string): string {
  return time.replace(/\.\d+Z$/, 'Z');
}
