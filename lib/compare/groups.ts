import { compareText } from '../base';
import type { Participant, Zone } from './participants';

/** Participants of one zone of whom the same is said. */
export interface Group {
  readonly members: readonly Participant[];
  /** How people call them, as few names as say it: `every pod of namespace apps`, `apps/web`. */
  readonly names: readonly string[];
}

/** What all of a zone are called together. */
const wholes: Readonly<Record<Zone, string>> = {
  outside: 'world and addresses',
  nodes: 'nodes and kube-apiserver',
  'other clusters': 'pods of other clusters',
  pods: 'every pod',
  cilium: "Cilium's own endpoints",
};

/** Names groups. */
export class Groups {
  readonly #byZone = new Map<string, Participant[]>();
  readonly #byNamespace = new Map<string, Participant[]>();

  /** @param everybody those among whom a group is told to be all, or all of a namespace */
  constructor(everybody: readonly Participant[]) {
    for (const one of everybody) {
      put(this.#byZone, one.zone, one);
      if (one.namespace !== '') put(this.#byNamespace, `${one.zone} ${one.namespace}`, one);
    }
  }

  /** The group of some participants, who are of one zone. */
  of(participants: readonly Participant[]): Group {
    const members = [...participants].sort(compare);
    return { members, names: this.named(members) };
  }

  private named(members: readonly Participant[]): readonly string[] {
    const [first] = members;
    if (first === undefined) return [];
    const inside = new Set(members);
    const whole = allOf(this.#byZone.get(first.zone), inside, wholes[first.zone]);
    if (whole !== undefined) return [whole];
    const own = new Map<string, Participant[]>();
    for (const member of members) put(own, member.namespace, member);
    return [...own].flatMap(([namespace, some]) => {
      const text = allOf(this.#byNamespace.get(`${first.zone} ${namespace}`), new Set(some), `every pod of namespace ${namespace}`);
      return text === undefined ? some.map(nameOf) : [text];
    });
  }
}

function put(lists: Map<string, Participant[]>, key: string, one: Participant): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [one]);
  else list.push(one);
}

/** How many may be missing where all but some are named. */
const mostExceptions = 3;

/** What all are called together, if they are more than one and most of them are there. */
function allOf(all: readonly Participant[] | undefined, inside: ReadonlySet<Participant>, whole: string): string | undefined {
  if (all === undefined || all.length < 2 || all.length > inside.size + mostExceptions) return undefined;
  const missing = all.filter((one) => !inside.has(one)).sort(compare);
  if (missing.length === 0) return whole;
  if (missing.length > mostExceptions || missing.length * 3 > all.length) return undefined;
  return `${whole} but ${missing.map(nameOf).join(' and ')}`;
}

function nameOf({ name, formerly }: Participant): string {
  return formerly === undefined ? name : `${name} (was ${formerly})`;
}

/** By namespace, workloads before other pods, and the world before parts of it. */
function compare(a: Participant, b: Participant): number {
  const rank = ({ kind }: Participant) => (kind === 'pods' || kind === 'world' ? 0 : 1);
  return compareText(a.namespace, b.namespace) || rank(a) - rank(b) || compareText(a.name, b.name);
}
