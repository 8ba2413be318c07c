import { inDocument, type Place } from '../../base';
import {
  type Direction,
  type Entry,
  type Identity,
  type Profile,
  policyName,
  type ReadWorld,
  type Selector,
  type Workload,
} from '../../policy';
import { readNamespaces } from '../../policy/read/namespaces';
import { labeller } from '../../policy/read/pod-identity';
import { isPolicy, placeOf } from '../../policy/read/policies';
import type { Service } from '../../policy/read/services';
import { add, addAll, BitArena, type Bits, type Extent, eachBit, has } from '../../policy/relate/bits';
import { SelectorIndex } from '../../policy/relate/selector-index';
import type { Labelled } from '../../policy/selector';
import { isHost } from '../../policy/world';
import type { PolicyFact } from '../fact';
import { calledPolicy, itemsOf, type PlacedItem, type PlacedRule, type PolicyObject, rulesOf } from './items';

/** Policies as rules look at them: what they say, where it stands, and whom it means. Everything is worked out once. */
export class Reading {
  readonly world: ReadWorld;
  readonly profile: Profile;
  /** The policies that agents take, in the order in which they were read. */
  readonly policies: readonly PolicyObject[];
  readonly rules: readonly PlacedRule[];
  readonly items: readonly PlacedItem[];
  /** Pods of which there are objects. */
  readonly pods: Bits;
  readonly #index: SelectorIndex;
  readonly #arena: BitArena;
  readonly #byRule: ReadonlyMap<string, readonly Entry[]>;
  readonly #subjects = new Map<Entry, Extent>();
  readonly #peers = new Map<Entry, Bits>();
  readonly #workloads = new Map<Identity, Workload[]>();
  #services: ReadonlyMap<string, readonly Selecting[]> | undefined;
  #about: Readonly<Record<Direction, readonly Entry[][]>> | undefined;
  #onNodes: readonly { readonly workload: Workload; readonly labelled: Labelled }[] | undefined;

  constructor(readonly fact: PolicyFact) {
    this.world = fact.world();
    this.profile = fact.profile;
    const { identities, entries } = this.world;
    this.#index = new SelectorIndex(identities, this.profile);
    this.#arena = new BitArena(identities.length);
    this.policies = taken(fact, this.world);
    this.rules = this.policies.flatMap(rulesOf);
    this.items = this.rules.flatMap(itemsOf);
    this.pods = this.#arena.take();
    identities.forEach(({ kind }, i) => {
      if (kind === 'pods') add(this.pods, i);
    });
    for (const [workload, own] of this.world.workloads) {
      for (const identity of own) this.#workloads.set(identity, [...(this.#workloads.get(identity) ?? []), workload]);
    }
    const byRule = new Map<string, Entry[]>();
    for (const entry of entries) {
      const key = ruleKey(entry.origin, itemPath(entry.origin.path));
      byRule.set(key, [...(byRule.get(key) ?? []), entry]);
    }
    this.#byRule = byRule;
  }

  /** The entry that an item of Cilium's policies comes to. */
  entryOf({ policy, path }: PlacedItem): Entry | undefined {
    return this.#byRule.get(ruleKey(policy, path))?.[0];
  }

  /** The identities that a selector means, for certain and perhaps. */
  meant(selector: Selector): Extent {
    return this.#index.extents[this.#index.intern(selector)] as Extent;
  }

  /** Whom an entry is about. */
  subjects(entry: Entry): Extent {
    const known = this.#subjects.get(entry);
    if (known !== undefined) return known;
    const { certain, possible } = this.meant(entry.subject);
    const extent = { certain: this.subjectsAmong(entry, certain), possible: this.subjectsAmong(entry, possible) };
    this.#subjects.set(entry, extent);
    return extent;
  }

  /** The other ends that an entry means for certain. */
  peers(entry: Entry): Bits {
    const known = this.#peers.get(entry) ?? this.#arena.take();
    if (!this.#peers.has(entry)) {
      for (const selector of entry.peers) addAll(known, this.meant(selector).certain);
      this.#peers.set(entry, known);
    }
    return known;
  }

  /** The other ends that an entry means for certain or perhaps. */
  possiblePeers(entry: Entry): Bits {
    const bits = this.#arena.take();
    for (const selector of entry.peers) addAll(bits, this.meant(selector).possible);
    return bits;
  }

  /** The entries that are about an identity for certain, in the direction. */
  about(identity: number, direction: Direction): readonly Entry[] {
    this.#about ??= this.allAbout();
    return this.#about[direction][identity] ?? [];
  }

  /** Whether what no rule allows is denied to the identity. */
  isIsolated(identity: number, direction: Direction): boolean {
    return this.profile.enforcement !== 'never' && this.about(identity, direction).some(({ defaultDeny }) => defaultDeny);
  }

  /** The identities among these that are pods of which there are objects. */
  podsIn(bits: Bits): number[] {
    return numbersIn(bits).filter((i) => this.world.identities[i]?.kind === 'pods');
  }

  /** Pods of a namespace of which there are objects; of every one for `''`. */
  podsOf(namespace: string): Identity[] {
    return this.world.identities.filter((identity) => identity.kind === 'pods' && (namespace === '' || identity.namespace === namespace));
  }

  /** Whether there may be pods in a namespace of which no file tells; `''` for any of them. */
  mayHaveOthers(namespace: string): boolean {
    const { unseen } = this.fact;
    return unseen.size > 0 && (namespace === '' || unseen.has('') || unseen.has(namespace));
  }

  /** The workloads whose pods have the identity. */
  workloadsOf(identity: number): readonly Workload[] {
    return this.#workloads.get(this.world.identities[identity] as Identity) ?? [];
  }

  /** Whether the entry is of a policy that was made of flows, by which it's judged already. */
  isMade({ origin }: Pick<Entry, 'origin'>): boolean {
    return origin.kind === 'CiliumNetworkPolicy' && this.fact.declared.has(policyName(origin));
  }

  /** The name of an identity, quoted. */
  named(identity: number): string {
    return `'${this.world.identities[identity]?.name ?? ''}'`;
  }

  /** The Services that select the pods of any of these workloads. */
  servicesOf(workloads: readonly Workload[]): readonly Service[] {
    this.#services ??= byNamespace(this.world.services);
    return workloads.flatMap(({ namespace, labels }) =>
      (this.#services?.get(namespace) ?? [])
        .filter(({ wanted }) => wanted.every(([key, value]) => labels[key] === value))
        .map(({ service }) => service),
    );
  }

  /** Workloads on the nodes' network, with the labels by which nobody can select them. */
  get onNodes(): readonly { readonly workload: Workload; readonly labelled: Labelled }[] {
    if (this.#onNodes === undefined) {
      const { namespaces } = readNamespaces(this.fact.sources);
      const labelled = labeller(this.profile);
      const workloads = [...this.world.workloads.keys()].filter(({ hostNetwork }) => hostNetwork);
      this.#onNodes = workloads.map((workload) => ({ workload, labelled: labelled(workload, namespaces) }));
    }
    return this.#onNodes;
  }

  private subjectsAmong(entry: Entry, bits: Bits): Bits {
    const subjects = this.#arena.take();
    eachBit(bits, (i) => {
      const identity = this.world.identities[i] as Identity;
      if (isHost(identity) === entry.node && (entry.namespace === '' || entry.namespace === identity.namespace)) add(subjects, i);
    });
    return subjects;
  }

  private allAbout(): Readonly<Record<Direction, Entry[][]>> {
    const lists = (): Entry[][] => this.world.identities.map(() => []);
    const about: Record<Direction, Entry[][]> = { egress: lists(), ingress: lists() };
    for (const entry of this.world.entries) eachBit(this.subjects(entry).certain, (i) => about[entry.direction][i]?.push(entry));
    return about;
  }
}

interface Selecting {
  readonly service: Service;
  readonly wanted: readonly (readonly [string, string])[];
}

function byNamespace(services: readonly Service[]): ReadonlyMap<string, readonly Selecting[]> {
  const found = new Map<string, Selecting[]>();
  for (const service of services) {
    const wanted = Object.entries(service.selector);
    if (wanted.length === 0) continue;
    const list = found.get(service.namespace) ?? [];
    found.set(service.namespace, list);
    list.push({ service, wanted });
  }
  return found;
}

const readings = new WeakMap<PolicyFact, Reading>();

/** The reading of a fact, one for all rules. */
export function readingOf(fact: PolicyFact): Reading {
  const reading = readings.get(fact) ?? new Reading(fact);
  readings.set(fact, reading);
  return reading;
}

/** Where an entry stands. */
export function placeOfEntry({ origin }: Entry): Place {
  return origin.at ?? inDocument(calledPolicy(origin), origin.path);
}

/** Where a value of a policy stands. */
export function placeIn({ source }: PolicyObject, path: string): Place {
  return placeOf(source, path);
}

/** The numbers of a set. */
export function numbersIn(bits: Bits): number[] {
  const numbers: number[] = [];
  eachBit(bits, (n) => numbers.push(n));
  return numbers;
}

/** How many numbers a set has. */
export function sizeOf(bits: Bits): number {
  let size = 0;
  for (const word of bits) for (let rest = word; rest !== 0; rest &= rest - 1) size += 1;
  return size;
}

/** Whether a set has any of these numbers. */
export function hasAny(bits: Bits, numbers: readonly number[]): boolean {
  return numbers.some((n) => has(bits, n));
}

/** Whether a set has none of the numbers of another. */
export function isDisjoint(a: Bits, b: Bits): boolean {
  return a.every((word, w) => (word & (b[w] as number)) === 0);
}

/** Whether every number of a set is in another. */
export function isWithin(a: Bits, b: Bits): boolean {
  return a.every((word, w) => (word & ~(b[w] as number)) === 0);
}

const ruleKey = (of: { readonly kind: string; readonly namespace: string; readonly name: string }, path: string) =>
  `${of.kind} ${policyName(of)} ${path}`;

/** The path of an item without the peer inside of it that an entry may stand for. */
function itemPath(path: string): string {
  return path.replace(/\.(from|to)\[\d+\]$/, '');
}

function taken({ sources }: PolicyFact, { policies }: ReadWorld): PolicyObject[] {
  const names = new Set(policies.map(calledPolicy));
  return sources.filter(isPolicy).flatMap((source) => {
    const kind = source.object.kind as PolicyObject['kind'];
    const metadata = (source.object.metadata ?? {}) as { readonly name?: unknown; readonly namespace?: unknown };
    const own = typeof metadata.namespace === 'string' && metadata.namespace !== '' ? metadata.namespace : 'default';
    const policy = { kind, namespace: kind === 'CiliumClusterwideNetworkPolicy' ? '' : own, name: String(metadata.name ?? '') };
    const called = calledPolicy(policy);
    return names.delete(called) ? [{ ...policy, source, called }] : [];
  });
}
