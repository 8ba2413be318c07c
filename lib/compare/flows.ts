import { compareText } from '../base';
import { type Identity, type PortSet, type PortSets, portText, type Relation } from '../policy';
import { hasSay } from '../policy/world';
import type { Cause, Causes } from './causes';
import { type Group, Groups } from './groups';
import { type Participant, type Zone, zones } from './participants';
import { type FlowChangeKind, flowChangeKinds, portChanges } from './port-changes';
import { rectanglesOf } from './rectangles';

/** Whether both ends of a flow are there before and after, or one of them only after, or only before. */
export type Presence = 'existing' | 'added' | 'removed';

/** Ports, and how people read them. */
export interface ShownPorts {
  readonly set: PortSet;
  readonly text: string;
}

/** The same change of what each of a group reaches at each of another. */
export interface FlowChange {
  readonly kind: FlowChangeKind;
  readonly from: Group;
  readonly to: Group;
  /** Where each of the two groups stands. */
  readonly zones: { readonly from: Zone; readonly to: Zone };
  /** The ports to which this has happened. */
  readonly ports: ShownPorts;
  /** All ports that were open between them; with other ports there may be other changes. */
  readonly before: ShownPorts;
  /** All ports that are open between them. */
  readonly after: ShownPorts;
  /** Whether somebody outside, on the nodes or in another cluster has a part in it. */
  readonly exposure: boolean;
  /** What it comes from, worked out for one of the pairs when it is asked for; empty where the coming or going of an end is enough. */
  readonly causes: readonly Cause[];
}

/** Changes of flows, exposures first. */
export interface FlowChanges {
  /** Between those who were there and still are. */
  readonly existing: readonly FlowChange[];
  /** From and to those who weren't there. */
  readonly added: readonly FlowChange[];
  /** From and to those who aren't there any more. */
  readonly removed: readonly FlowChange[];
}

/** How ports between all participants have changed. Both relations have the same sets of ports. */
export function flowChanges(participants: readonly Participant[], before: Relation, after: Relation, causes: Causes): FlowChanges {
  const found = new Flows(participants, before, after, causes).changes();
  const of = (presence: Presence) => found.filter((f) => f.presence === presence).map(({ change }) => change);
  return { existing: of('existing'), added: of('added'), removed: of('removed') };
}

/** Participants of one zone that have one class before and one after. */
interface Alike {
  readonly sample: Participant;
  readonly presence: Presence;
  readonly hasSay: boolean;
  readonly members: Participant[];
}

class Flows {
  readonly #sets: PortSets;
  readonly #alike: readonly Alike[];
  readonly #groups: Readonly<Record<Presence, Groups>>;
  readonly #shown = new Map<PortSet, ShownPorts>();

  constructor(
    participants: readonly Participant[],
    private readonly before: Relation,
    private readonly after: Relation,
    private readonly causes: Causes,
  ) {
    this.#sets = after.sets;
    this.#alike = this.alike(participants);
    const of = (presence: Presence) => new Groups(participants.filter((p) => presenceOf(p) === presence));
    this.#groups = { existing: of('existing'), added: of('added'), removed: of('removed') };
  }

  changes(): readonly { readonly presence: Presence; readonly change: FlowChange }[] {
    const found = [...this.differences().values()].flatMap(({ before, after, pairs }) =>
      rectanglesOf(pairs).flatMap(({ sources, destinations }) => this.changesOf(sources, destinations, before, after)),
    );
    return found.sort((a, b) => compareFlows(a.change, b.change));
  }

  /** The pairs of those who are alike whose ports differ, by what these are and by who may stand in one line. */
  private differences() {
    const found = new Map<string, { before: number; after: number; pairs: [number, number][] }>();
    const alike = this.#alike;
    for (let s = 0; s < alike.length; s += 1) {
      const from = alike[s] as Alike;
      for (let d = 0; d < alike.length; d += 1) {
        const to = alike[d] as Alike;
        if (!from.hasSay && !to.hasSay) continue;
        const before = this.idBetween(this.before, from.sample.before, to.sample.before);
        const after = this.idBetween(this.after, from.sample.after, to.sample.after);
        if (before === after) continue;
        const key = [before, after, from.sample.zone, to.sample.zone, from.presence, to.presence].join();
        const known = found.get(key);
        if (known === undefined) found.set(key, { before, after, pairs: [[s, d]] });
        else known.pairs.push([s, d]);
      }
    }
    return found;
  }

  private idBetween(relation: Relation, source: number | undefined, destination: number | undefined): number {
    return source === undefined || destination === undefined ? this.#sets.nothing.id : relation.idBetween(source, destination);
  }

  private changesOf(sources: readonly number[], destinations: readonly number[], before: number, after: number) {
    const [from, to] = [this.group(sources), this.group(destinations)];
    const [first, second] = [this.#alike[sources[0] as number] as Alike, this.#alike[destinations[0] as number] as Alike];
    const presence = first.presence === 'existing' ? second.presence : first.presence;
    const zonesOf = { from: first.sample.zone, to: second.sample.zone };
    const sample = [first.sample, second.sample] as const;
    const { causes } = this;
    return portChanges(this.#sets.get(before), this.#sets.get(after), this.#sets).map(({ kind, ports }) => {
      let known: readonly Cause[] | undefined;
      const change: FlowChange = {
        kind,
        from,
        to,
        zones: zonesOf,
        ports: this.shown(ports),
        before: this.shown(this.#sets.get(before)),
        after: this.shown(this.#sets.get(after)),
        exposure: isExposure(zonesOf.from) || isExposure(zonesOf.to),
        get causes() {
          known ??= causes.of(...sample, ports);
          return known;
        },
      };
      return { presence, change };
    });
  }

  private group(numbers: readonly number[]): Group {
    const alike = numbers.map((n) => this.#alike[n] as Alike);
    return this.#groups[(alike[0] as Alike).presence].of(alike.flatMap(({ members }) => members));
  }

  private shown(set: PortSet): ShownPorts {
    const known = this.#shown.get(set) ?? { set, text: portText(set) };
    this.#shown.set(set, known);
    return known;
  }

  private alike(participants: readonly Participant[]): readonly Alike[] {
    const found = new Map<string, Alike>();
    for (const one of participants) {
      const classes = [classOf(this.before, one.before), classOf(this.after, one.after)];
      const key = [...classes, one.zone].join();
      const known = found.get(key);
      if (known === undefined) found.set(key, { sample: one, presence: presenceOf(one), hasSay: this.hasSay(one), members: [one] });
      else known.members.push(one);
    }
    return [...found.values()];
  }

  private hasSay({ before, after }: Participant): boolean {
    const says = ({ world }: Relation, index: number | undefined) =>
      index !== undefined && hasSay(world.identities[index] as Identity, world.profile);
    return says(this.before, before) || says(this.after, after);
  }
}

function classOf(relation: Relation, index: number | undefined): number {
  return index === undefined ? -1 : (relation.classes.of[index] as number);
}

function presenceOf({ before, after }: Participant): Presence {
  if (before === undefined) return 'added';
  return after === undefined ? 'removed' : 'existing';
}

function isExposure(zone: Zone): boolean {
  return zone === 'outside' || zone === 'nodes' || zone === 'other clusters';
}

function compareFlows(a: FlowChange, b: FlowChange): number {
  const zone = (f: FlowChange) => Math.min(zones.indexOf(f.zones.from), zones.indexOf(f.zones.to));
  const cilium = (f: FlowChange) => Number(f.zones.from === 'cilium' || f.zones.to === 'cilium');
  const text = ({ from, to, ports }: FlowChange) => [to.names.join(), from.names.join(), ports.text].join('\n');
  return (
    cilium(a) - cilium(b) ||
    zone(a) - zone(b) ||
    flowChangeKinds.indexOf(a.kind) - flowChangeKinds.indexOf(b.kind) ||
    compareText(text(a), text(b))
  );
}
