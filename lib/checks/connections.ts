import { compareText } from '../base';
import type { EndpointModel, FlowPeer, Model } from '../model';
import type { Relation } from '../policy';
import { type Declared, ownedEndpoints } from './agreement/declared';
import { declaredPods } from './connectivity';

/** Pods of one kind, by what they are known by. */
type End = Pick<EndpointModel, 'key' | 'namespace' | 'labels'>;

/** A TCP connection between pods that can be tried, and how policies let it end. */
export interface TriedConnection {
  readonly from: End;
  readonly to: End;
  /** Of the container. */
  readonly port: number;
  readonly expected: 'open' | 'closed';
}

/**
 * TCP connections between pods to try on a live cluster: each that flows declare; and for each endpoint that is isolated one that
 * comes in and one that goes out which nothing declares, the first by name. Where it isn't known how one would end it is left out.
 */
export function connectionsToTry(model: Model, relation: Relation, declared: Declared): TriedConnection[] {
  const endpoints = [...ownedEndpoints(model), ...declaredPods(model)]
    .filter(({ key }, i, all) => all.findIndex((other) => other.key === key) === i)
    .sort((a, b) => compareText(a.key, b.key));
  const of = (endpoint: EndpointModel) => declared.ends.of({ kind: 'endpoint', endpoint, owned: true } satisfies FlowPeer).certain;
  const outcome = (from: EndpointModel, to: EndpointModel, port: number): TriedConnection['expected'] | undefined => {
    const answers = of(from).flatMap((s) => of(to).map((d) => relation.portsBetween(s, d).contains('TCP', port)));
    if (answers.length === 0 || answers.some((answer) => answer !== answers[0])) return undefined;
    return answers[0] === undefined ? undefined : answers[0] ? 'open' : 'closed';
  };
  const found = new Map<string, TriedConnection>();
  const add = (from: EndpointModel, to: EndpointModel, port: number, wanted: TriedConnection['expected']): boolean => {
    const expected = outcome(from, to, port);
    if (expected !== wanted) return false;
    found.set(`${from.key} ${to.key} ${port}`, { from: endOf(from), to: endOf(to), port, expected });
    return true;
  };
  for (const { from, to, ports } of model.flows) {
    if (from.kind !== 'endpoint' || to.kind !== 'endpoint') continue;
    for (const { port, protocol } of ports) if (protocol === 'TCP') add(from.endpoint, to.endpoint, port, 'open');
  }
  for (const closed of endpoints.filter(({ stage }) => stage === 'enforce')) {
    const others = endpoints.filter(({ key }) => key !== closed.key);
    others.some((client) => tcpPorts(closed).some((port) => add(client, closed, port, 'closed')));
    others.some((server) => tcpPorts(server).some((port) => add(closed, server, port, 'closed')));
  }
  return [...found.values()].sort(
    (a, b) =>
      compareText(a.from.key, b.from.key) || compareText(a.expected, b.expected) * -1 || compareText(a.to.key, b.to.key) || a.port - b.port,
  );
}

function endOf({ key, namespace, labels }: EndpointModel): End {
  return { key, namespace, labels };
}

function tcpPorts({ ports }: EndpointModel): number[] {
  return ports.filter(({ protocol }) => protocol === 'TCP').map(({ port }) => port);
}
