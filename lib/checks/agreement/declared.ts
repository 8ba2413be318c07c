import type { EndpointModel, FlowLimit, FlowModel, Model } from '../../model';
import type { PortSet, PortSets, ReadWorld } from '../../policy';
import type { Ports, Redirect, State } from '../../policy/relate';
import { isHost } from '../../policy/world';
import { impliedDns } from './dns';
import { Ends } from './ends';
import { passesBeyond, restrictionOf } from './passing';
import { segmentsOf } from './segments';

/** A direction seen from the end whose policies are judged. */
type Side = ReadonlyMap<number, ReadonlyMap<number, PortSet>>;

/** What is open if nothing that isn't known means the peer, and if everything does. */
interface Opened {
  readonly certain: PortSet;
  readonly possible: PortSet;
}

/** Every endpoint that the definition isolates, or is to isolate one day. */
export function ownedEndpoints(model: Pick<Model, 'workloads' | 'constructs' | 'closedPods'>): readonly EndpointModel[] {
  return [...model.workloads, ...model.constructs, ...model.closedPods];
}

/**
 * What a definition lets its enforced workloads do, worked out from its flows alone, without any policy: for each pair of
 * identities the ports that have to be open, and those that may be.
 *
 * A flow opens the side of each of its ends that is a workload. A workload inside of a wider end, such as its namespace or the
 * world, speaks for itself by flows of its own. Beside flows there are CoreDNS, which flows to pods and host names bring
 * along, and the node, which reaches its own pods where the agent is told so.
 */
export class Declared {
  /** The identities whose policies are judged, each with its endpoints. */
  readonly judged: ReadonlyMap<number, readonly EndpointModel[]>;
  /** The flows, and those to CoreDNS that they bring along. */
  readonly flows: readonly FlowModel[];
  readonly ends: Ends;
  readonly #out: Side;
  readonly #in: Side;

  constructor(
    model: Model,
    private readonly world: ReadWorld,
    private readonly sets: PortSets,
  ) {
    this.ends = new Ends(world, model);
    const owned = ownedEndpoints(model).filter(({ stage }) => stage === 'enforce');
    const judged = new Map<number, EndpointModel[]>();
    for (const endpoint of owned) {
      for (const i of this.membersOf(endpoint)) judged.set(i, [...(judged.get(i) ?? []), endpoint]);
    }
    const [gateway] = model.gateways;
    if (gateway !== undefined && gateway.stage === 'enforce') {
      const pods: EndpointModel = {
        key: 'gateways',
        namespace: '',
        name: 'gateways',
        labels: {},
        ports: [],
        stage: 'enforce',
        at: gateway.at,
      };
      for (const i of this.ends.of(gateways).certain) judged.set(i, [pods]);
    }
    this.judged = judged;
    this.flows = [...model.flows, ...owned.flatMap((endpoint) => impliedDns(endpoint, model) ?? [])];
    this.#out = this.side(this.flows.map((flow) => ({ from: flow.from, to: flow.to, flow, at: 'client' })));
    this.#in = this.side(this.flows.map((flow) => ({ from: flow.to, to: flow.from, flow, at: 'server' })));
  }

  /** Which ports the source's own flows let it reach at the destination. */
  out(source: number, destination: number): PortSet {
    if (!this.judged.has(source)) return this.sets.everything;
    return this.#out.get(source)?.get(destination) ?? this.sets.nothing;
  }

  /** Which of its ports the destination's own flows open to the source. */
  in(source: number, destination: number): PortSet {
    if (!this.judged.has(destination)) return this.sets.everything;
    return this.#in.get(destination)?.get(source) ?? this.sets.nothing;
  }

  /** The same, with what is open to the source by no flow, but since it is the node. */
  inWithNode(source: number, destination: number): PortSet {
    return this.isNode(source, destination) ? this.sets.everything : this.in(source, destination);
  }

  /** The ports that have to be open between the two. */
  required(source: number, destination: number): PortSet {
    return this.sets.intersection(this.out(source, destination), this.in(source, destination));
  }

  /** The ports that may be open between the two. */
  permitted(source: number, destination: number): PortSet {
    return this.sets.intersection(this.out(source, destination), this.inWithNode(source, destination));
  }

  /** The flows that declare a connection between the two. */
  flowsBetween(source: number, destination: number): readonly FlowModel[] {
    return this.flows.filter(
      ({ from, to }) => this.ends.of(from).certain.includes(source) && this.ends.of(to).certain.includes(destination),
    );
  }

  private membersOf(endpoint: EndpointModel): readonly number[] {
    return this.ends.of({ kind: 'endpoint', endpoint, owned: true }).certain;
  }

  private isNode(source: number, destination: number): boolean {
    const [from, to] = [this.world.identities[source], this.world.identities[destination]];
    return this.world.profile.allowLocalhost && from !== undefined && to !== undefined && isHost(from) && !isHost(to);
  }

  private side(flows: readonly { from: FlowModel['to']; to: FlowModel['to']; flow: FlowModel; at: FlowLimit['at'] }[]): Side {
    const side = new Map<number, Map<number, Opened>>();
    for (const { from, to, flow, at } of flows) {
      if (!isSubject(from, flow)) continue;
      const { certain, possible } = this.ends.of(to);
      const set = this.setOf(flow, at);
      for (const subject of this.ends.of(from).certain) {
        const row = side.get(subject) ?? new Map<number, Opened>();
        side.set(subject, row);
        const open = (peer: number, isCertain: boolean) => {
          const before = row.get(peer) ?? { certain: this.sets.nothing, possible: this.sets.nothing };
          const both = {
            certain: isCertain ? this.sets.union(before.certain, set) : before.certain,
            possible: this.sets.union(before.possible, set),
          };
          row.set(peer, both);
        };
        for (const peer of certain) open(peer, true);
        for (const peer of possible) open(peer, false);
      }
    }
    return new Map([...side].map(([subject, row]) => [subject, new Map([...row].map(([peer, of]) => [peer, settled(of, this.sets)]))]));
  }

  private setOf({ ports, limit }: FlowModel, at: FlowLimit['at']): PortSet {
    const found = limit?.at === at ? limited(limit) : undefined;
    return this.sets.of(ports.map((p): Ports => ({ protocol: p.protocol, low: p.port, high: p.port, ...(found && { state: found }) })));
  }
}

/** Gateways as policies know them: all of a cluster together. */
const gateways = { kind: 'entity', entity: 'ingress' } as const;

/** Whether the end has a policy of the definition: workloads of its own, and gateways in the flows that they bring. */
function isSubject(end: FlowModel['to'], { gateway }: FlowModel): boolean {
  return end.kind === 'endpoint' ? end.owned : gateway === true && end.kind === 'entity' && end.entity === gateways.entity;
}

/** One set for both: where they differ, it isn't known. */
function settled({ certain, possible }: Opened, sets: PortSets): PortSet {
  if (certain === possible) return certain;
  const parts = segmentsOf([certain, possible]).map(({ protocol, low, high }): Ports => {
    const [least, most] = [certain.at(protocol, low), possible.at(protocol, low)];
    const isKnown = passesBeyond(most, least) === false;
    return { protocol, low, high, state: isKnown && most !== undefined ? most : { verdict: 'unknown' } };
  });
  return sets.of(parts.filter(({ protocol, low }) => possible.at(protocol, low) !== undefined));
}

function limited({ at, l7 }: FlowLimit): State {
  const restriction = restrictionOf(l7);
  const parser = l7.kind === 'server-names' ? 'tls' : l7.kind;
  const redirect: Redirect = restriction === undefined ? { parsers: [parser] } : { parsers: [parser], restriction };
  return { verdict: 'allowed', [at === 'client' ? 'egress' : 'ingress']: redirect };
}
