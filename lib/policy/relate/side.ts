import { countedPeers } from '../decide/applied';
import type { Direction } from '../entry';
import type { Identity } from '../identity';
import type { Truth } from '../truth';
import { isHost, type World } from '../world';
import { type Extent, has } from './bits';
import type { Clause } from './clauses';
import type { NamedPorts } from './named-ports';
import { PeerTree, type Scratch } from './peer-tree';
import type { Peers } from './peers';
import { type PortSet, protocolOrder } from './port-set';
import type { PortSets } from './port-sets';
import type { AppliedClause, Row, Rows, Standing } from './rows';
import { unknown } from './state';
import { type Fallback, type Reach, type Term, verdicts } from './verdicts';

/** A row with its peers sorted by what it says about them. */
interface SortedRow {
  readonly row: Row;
  /** Whom each of the row's clauses means. */
  readonly meant: readonly Extent[];
  /** The variant of each of the clauses, or -1 where it depends on the peer. */
  readonly variants: readonly number[];
  readonly tree: PeerTree;
  /** By node: the number of its set of ports here, or -1 as long as it isn't known. */
  sets: Int32Array;
}

/** What the policies of one side say of all connections, by classes of subjects and peers. */
export class Side {
  readonly #sorted: (SortedRow | undefined)[] = [];
  /** The sets of ports of this side, by their numbers here. */
  readonly #sets: PortSet[] = [];
  readonly #numbers = new Map<PortSet, number>();
  readonly #known = new Map<string, number>();
  readonly #variants = new Map<string, number>();

  /** @param samples an identity of each class */
  constructor(
    private readonly direction: Direction,
    private readonly world: World,
    private readonly samples: readonly Identity[],
    readonly rows: Rows,
    private readonly peers: Peers,
    private readonly named: NamedPorts,
    private readonly sets: PortSets,
  ) {}

  /** How many different sets of ports there are so far. */
  get count(): number {
    return this.#sets.length;
  }

  /** The set of ports of that number. */
  set(number: number): PortSet {
    return this.#sets[number] as PortSet;
  }

  /** What the subject's policies let pass between it and the peer. */
  between(subject: number, peer: number): PortSet {
    const sorted = this.sorted(this.rows.of[subject] as number);
    return this.set(this.numberAt(sorted, sorted.tree.nodeOf(peer), peer));
  }

  /**
   * Writes the numbers of the sets of ports between a row's subjects and the peers, from one word of them up to another, to the
   * beginning of `scratch.nodes`.
   */
  fill(row: number, firstWord: number, endWord: number, scratch: Scratch): void {
    const sorted = this.sorted(row);
    sorted.tree.sort(firstWord, endWord, scratch);
    const { nodes } = scratch;
    const first = firstWord << 5;
    const end = Math.min(endWord << 5, this.samples.length) - first;
    const sets = room(sorted);
    for (let peer = 0; peer < end; peer += 1) {
      const node = nodes[peer] as number;
      const number = sets[node] as number;
      nodes[peer] = number >= 0 ? number : this.numberAt(sorted, node, first + peer);
    }
  }

  private sorted(row: number): SortedRow {
    const known = this.#sorted[row];
    if (known !== undefined) return known;
    const of = this.rows.rows[row] as Row;
    const byPeer = this.direction === 'egress' && !this.named.isGlobal(this.direction);
    const sorted = {
      row: of,
      variants: of.clauses.map(({ clause }) => (byPeer && clause.named.length > 0 ? -1 : this.variantOf(clause, of.subject, of.subject))),
      meant: of.clauses.map(({ clause }) => this.peers.meantBy(clause)),
      tree: new PeerTree(this.peers.distinguishedBy(of, this.direction)),
      sets: new Int32Array(0),
    };
    this.#sorted[row] = sorted;
    return sorted;
  }

  private numberAt(sorted: SortedRow, node: number, peer: number): number {
    const sets = room(sorted);
    if (sets[node] === -1) sets[node] = this.numberOf(sorted, peer);
    return sets[node] as number;
  }

  private numberOf(sorted: SortedRow, peer: number): number {
    const { row } = sorted;
    if (!row.settled) return this.intern(this.sets.of(protocolOrder.map((protocol) => ({ protocol, state: unknown }))));
    const other = this.samples[peer] as Identity;
    const kindly = this.fallback(row, row.kindly, other);
    const harshly = this.fallback(row, row.harshly, other);
    const text = `${this.textOf(sorted, peer)} ${kindly.allowed} ${harshly.allowed}`;
    const known = this.#known.get(text);
    if (known !== undefined) return known;
    const terms = row.clauses.flatMap((applied, i) => this.termOf(applied, sorted.meant[i] as Extent, row.subject, peer));
    const stateNumber = this.sets.stateNumber.bind(this.sets);
    const number = this.intern(this.sets.packed(verdicts(terms, { kindly, harshly }, this.direction, stateNumber)));
    this.#known.set(text, number);
    return number;
  }

  private intern(set: PortSet): number {
    const known = this.#numbers.get(set);
    if (known !== undefined) return known;
    this.#sets.push(set);
    this.#numbers.set(set, this.#sets.length - 1);
    return this.#sets.length - 1;
  }

  private fallback({ subject }: Row, { closed, selected }: Standing, peer: Identity): Fallback {
    const { allowLocalhost, cilium } = this.world.profile;
    const mayBeLocal = closed && (selected || cilium === '1.19') && this.direction === 'ingress' && allowLocalhost;
    return { allowed: !closed || (mayBeLocal && isHost(peer) && !isHost(subject)) };
  }

  /** Text that is equal only for clauses that come to the same at the peer. */
  private textOf({ row, meant, variants }: SortedRow, peer: number): string {
    const other = this.samples[peer] as Identity;
    const speaking: Clause[] = [];
    const codes: number[] = [];
    for (let i = 0; i < meant.length; i += 1) {
      const { certain, possible } = meant[i] as Extent;
      if (!has(possible, peer)) continue;
      const { clause, certain: about } = row.clauses[i] as AppliedClause;
      const fixed = variants[i] as number;
      const variant = fixed >= 0 ? fixed : this.variantOf(clause, row.subject, other, this.peers.names(clause, peer));
      codes.push(2 * variant + (about && has(certain, peer) ? 1 : 0));
      speaking.push(clause);
    }
    if (speaking.some(({ redirects }) => redirects)) {
      const selectors = numbered(speaking.map((clause) => this.waysOf(clause, peer)));
      return codes.map((code, i) => `${code}:${selectors[i]}`).join(' ');
    }
    codes.sort((a, b) => a - b);
    return codes.filter((code, i) => code !== codes[i - 1]).join();
  }

  /** A number that is equal only for clauses of the same verdict, tier, priority and ports, names of ports resolved. */
  private variantOf({ named, shape }: Clause, subject: Identity, peer: Identity, names: Truth = true): number {
    const numbers = named.map((range) => (names === false ? undefined : this.named.numberOf(range, this.direction, subject, peer)));
    const text = `${shape} ${numbers} ${names}`;
    const variant = this.#variants.get(text) ?? this.#variants.size;
    this.#variants.set(text, variant);
    return variant;
  }

  private termOf({ clause, certain: about }: AppliedClause, { certain, possible }: Extent, subject: Identity, peer: number): Term[] {
    if (!has(possible, peer)) return [];
    const { entry } = clause;
    const names = this.peers.names(clause, peer);
    const reaches = entry.ports === 'all' ? 'all' : entry.ports.flatMap((range) => this.reachOf(range, subject, peer, names));
    return [
      {
        entry,
        certain: about && has(certain, peer),
        reaches,
        selectors: this.selectorsOf(clause, peer),
        owners: this.ownersOf(clause, peer),
      },
    ];
  }

  private selectorsOf({ entry, peers }: Clause, peer: number): readonly string[] {
    if (entry.verdict !== 'allow') return [];
    const counted = countedPeers(entry);
    const keys = entry.peers.flatMap((selector, i) =>
      counted.includes(selector) && has(this.peers.possiblyMeantBy(peers[i] as number), peer) ? [selector.key] : [],
    );
    return [...new Set(keys)];
  }

  /** The selectors, told apart by whether they mean the peer itself where that counts. */
  private waysOf(clause: Clause, peer: number): readonly string[] {
    const selectors = this.selectorsOf(clause, peer);
    if (clause.named.length === 0) return selectors;
    const owners = this.ownersOf(clause, peer);
    return selectors.map((selector) => (owners.includes(selector) ? selector : `${selector} in a group`));
  }

  private ownersOf(clause: Clause, peer: number): readonly string[] {
    const { entry, owners } = clause;
    if (entry.direction === 'ingress') return this.selectorsOf(clause, peer);
    return entry.peers.flatMap(({ key }, i) => {
      const owner = owners[i];
      return owner !== undefined && has(this.peers.possiblyMeantBy(owner), peer) ? [key] : [];
    });
  }

  private reachOf(range: Reach['range'], subject: Identity, peer: number, names: Truth): Reach[] {
    if (range.name === undefined) return [{ range, low: range.low, high: range.high, certain: true }];
    if (names === false) return [];
    const number = this.named.numberOf(range, this.direction, subject, this.samples[peer] as Identity);
    if (number === undefined) return [];
    if (number === 'unknown') return [{ range, low: 0, high: 65535, certain: false }];
    const high = this.direction === 'ingress' ? Math.max(number, range.end ?? 0) : number;
    return [{ range, low: number, high, certain: names === true }];
  }
}

/** The texts as numbers, by where each comes first. */
function numbered(lists: readonly (readonly string[])[]): readonly (readonly number[])[] {
  const numbers = new Map<string, number>();
  return lists.map((texts) =>
    texts.map((text) => {
      const number = numbers.get(text) ?? numbers.size;
      numbers.set(text, number);
      return number;
    }),
  );
}

/** The numbers by node, with room for all nodes. */
function room(sorted: SortedRow): Int32Array {
  const { sets, tree } = sorted;
  if (sets.length >= tree.count) return sets;
  sorted.sets = new Int32Array(2 * tree.count).fill(-1);
  sorted.sets.set(sets);
  return sorted.sets;
}
