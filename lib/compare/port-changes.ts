import type { PortSet, PortSets, Span } from '../policy';
import { isUnrestricted, type Ports } from '../policy/relate';

/**
 * What can become of a connection. `narrowed` and `widened`: it was and is allowed, but the proxy lets less or more of what is
 * inside of it pass; `rerouted`: another proxy looks at it, and lets the same pass. `unknown` and `known`: whether it is allowed
 * can't be told from the files any more, or can be told now.
 */
export type FlowChangeKind = 'opened' | 'widened' | 'unknown' | 'known' | 'closed' | 'narrowed' | 'rerouted';

/** The kinds in the order of reports: first those by which somebody may reach more than before. */
export const flowChangeKinds: readonly FlowChangeKind[] = ['opened', 'widened', 'unknown', 'known', 'closed', 'narrowed', 'rerouted'];

/** Ports to which the same has happened. */
export interface PortChange {
  readonly kind: FlowChangeKind;
  /** The ports; of what was opened, widened, closed or narrowed with what it is that may, or might, pass. */
  readonly ports: PortSet;
}

/** What lies between two sets of ports, by kind; nothing where they are the same. Both are of these `sets`. */
export function portChanges(before: PortSet, after: PortSet, sets: PortSets): readonly PortChange[] {
  if (before === after) return [];
  const found = new Map<FlowChangeKind, Ports[]>();
  for (const { ports, was, is } of pieces(before, after)) {
    for (const [kind, spans] of changesAt(ports, was, is, sets)) found.set(kind, [...(found.get(kind) ?? []), ...spans]);
  }
  return flowChangeKinds.flatMap((kind) => {
    const ports = found.get(kind);
    return ports === undefined ? [] : [{ kind, ports: sets.of(ports) }];
  });
}

type Place = Omit<Span, 'state'>;
type State = Span['state'] | undefined;

function changesAt(ports: Place, was: State, is: State, sets: PortSets): readonly (readonly [FlowChangeKind, readonly Ports[]])[] {
  if (was === undefined && is === undefined) return [];
  if (was?.verdict === 'unknown') return is?.verdict === 'unknown' ? [] : [['known', [ports]]];
  if (is?.verdict === 'unknown') return [['unknown', [ports]]];
  if (was === undefined) return [['opened', [{ ...ports, state: is as Span['state'] }]]];
  if (is === undefined) return [['closed', [{ ...ports, state: was }]]];
  const [a, b] = [sets.of([{ ...ports, state: was }]), sets.of([{ ...ports, state: is }])];
  if (a === b) return [];
  const [more, less] = [plain(sets.difference(b, a).spans), plain(sets.difference(a, b).spans)];
  if (more.length + less.length === 0) return [['rerouted', [{ ...ports, state: is }]]];
  return [
    ['widened', more],
    ['narrowed', less],
  ].filter(([, spans]) => (spans as readonly Span[]).length > 0) as [FlowChangeKind, readonly Span[]][];
}

/** Spans of which everything passes are told without a proxy: which one is on the way says nothing about what has changed. */
function plain(spans: readonly Span[]): readonly Span[] {
  return spans.map((span) => (isUnrestricted(span.state) ? { ...span, state: { verdict: 'allowed' } } : span));
}

/** The ports that either set has, cut wherever one of them changes. */
function pieces(before: PortSet, after: PortSet): readonly { readonly ports: Place; readonly was: State; readonly is: State }[] {
  const protocols = [...new Set([...before.spans, ...after.spans].map(({ protocol }) => protocol))];
  return protocols.flatMap((protocol) => {
    const spans = [...before.spans, ...after.spans].filter((span) => span.protocol === protocol);
    const cuts = [...new Set(spans.flatMap(({ low, high }) => [low, high + 1]))].sort((a, b) => a - b);
    return cuts.slice(0, -1).map((low, i) => {
      const high = (cuts[i + 1] as number) - 1;
      return { ports: { protocol, low, high }, was: before.at(protocol, low), is: after.at(protocol, low) };
    });
  });
}
