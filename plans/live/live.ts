import type { Remark } from '../../lib/base';
import type { EndpointModel, FlowModel, Model } from '../../lib/model';
import { arrivals } from './arrivals';
import { compareFlows, type FlowComparison, type Meant } from './compare-flows';
import type { Seen } from './seen-flow';
import { type Way, waysOf } from './ways';

/** Pods of one kind, by what they are known by. */
export type ProbedEnd = Pick<EndpointModel, 'key' | 'namespace' | 'labels'>;

/** A connection to try, and how it has to end. */
export interface Connection {
  readonly from: ProbedEnd;
  readonly to: ProbedEnd;
  /** Of the container; TCP. */
  readonly port: number;
  readonly expected: 'open' | 'closed';
}

/** What a running cluster is held against, beside the steps of the plan `verify`. */
export interface Live {
  readonly cluster: string;
  /** The release of Cilium; absent with Flannel. */
  readonly cilium?: string;
  readonly hubble: boolean;
  /** How many nodes take pods. */
  readonly nodes: number;
  readonly ways: readonly Way[];
  /** Whether anything is published whose clients policies know by address. */
  readonly publishes: boolean;
  /** Connections to try: each that is declared between pods, and some that aren't. */
  connections(): readonly Connection[];
  /** What was seen, beside what is declared. */
  compare(seen: Seen): FlowComparison;
  /** From where connections from outside arrive. */
  arrivals(seen: Seen): readonly Remark[];
}

/** What only a world of policies tells of a definition. */
export interface Told {
  /** Every flow, those to CoreDNS that others bring along among them. */
  flows(): readonly FlowModel[];
  connections(): readonly Connection[];
}

/** What a definition says of a running cluster. */
export function liveOf(model: Model, told: Told): Live {
  const { cilium } = model.network;
  const meant = (): Meant => {
    const flows = told.flows();
    const closed = [...model.workloads, ...model.constructs, ...model.closedPods].filter(({ stage }) => stage !== 'off');
    const named = flows.flatMap(({ from, to }) => [from, to]).flatMap((peer) => (peer.kind === 'endpoint' ? [peer.endpoint] : []));
    return { flows, closed, known: [...closed, ...named] };
  };
  return {
    cluster: model.name,
    ...(cilium === undefined ? {} : { cilium: cilium.version }),
    hubble: cilium?.hubble.enabled === true,
    nodes: model.nodes.schedulable,
    ways: waysOf(model),
    publishes: waysOf(model).length > 0,
    connections: () => told.connections(),
    compare: (seen) => compareFlows(meant(), seen),
    arrivals: ({ flows }) => arrivals(model, flows),
  };
}
