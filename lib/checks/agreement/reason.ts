import { compareText, type Place } from '../../base';
import { type Direction, decide, type Entry, type Identity, policyName, portText, type Relation } from '../../policy';
import { isAbout } from '../../policy/decide/applied';
import type { AnyProtocol, Ports } from '../../policy/relate';
import { isHost } from '../../policy/world';

/** A connection between two identities, at one port. */
export interface Connection {
  readonly source: number;
  readonly destination: number;
  readonly protocol: AnyProtocol;
  readonly port: number;
}

/** Why one side of a connection allows it, denies it, or can't be known. */
export interface Reason {
  readonly verdict: 'allowed' | 'denied' | 'unknown';
  /** `rule`: policies say so; `open`: no policy isolates the side; `isolated`: policies isolate it, and none allows. */
  readonly ground: 'rule' | 'open' | 'isolated' | 'node';
  /** The rules that say so, or that isolate. */
  readonly rules: readonly { readonly policy: string; readonly at: Place | undefined }[];
  /** What isn't known of the two ends, where that makes a difference. */
  readonly unknown: string;
}

/** Gives reasons, each worked out once for identities that no policy tells apart. */
export class Reasons {
  readonly #known = new Map<string, Reason>();

  constructor(private readonly relation: Relation) {}

  /** Why the policies of one side of the connection say what they say. */
  of(direction: Direction, connection: Connection): Reason {
    const { of } = this.relation.classes;
    const { source, destination, protocol, port } = connection;
    const key = `${direction} ${of[source]} ${of[destination]} ${protocol} ${port}`;
    const known = this.#known.get(key) ?? this.decided(direction, connection);
    this.#known.set(key, known);
    return known;
  }

  private decided(direction: Direction, { source, destination, protocol, port }: Connection): Reason {
    const { world } = this.relation;
    const [from, to] = [world.identities[source], world.identities[destination]];
    if (from === undefined || to === undefined) throw new Error('no such identity');
    const [subject, peer] = direction === 'egress' ? [from, to] : [to, from];
    // No rule names the protocols that are left over, so that the verdict is that of rules for everything.
    const asked = { direction, subject, peer, protocol: protocol as Exclude<AnyProtocol, 'other'>, port };
    const { verdict, ground, entries } = decide(asked, world);
    const isRule = ground === 'rule';
    return {
      verdict,
      ground: isRule ? 'rule' : verdict === 'denied' ? 'isolated' : isHost(peer) && ground === 'localhost' ? 'node' : 'open',
      rules: entries.map((entry) => ({ policy: nameOf(entry), at: entry.origin.at })),
      unknown: this.unknownOf(direction, subject, peer),
    };
  }

  private unknownOf(direction: Direction, subject: Identity, peer: Identity): string {
    const { world } = this.relation;
    const about = world.entries.filter((entry) => entry.unknownPeers !== undefined && isAbout(entry, subject, direction, world) !== false);
    return about[0]?.unknownPeers ?? [...(peer.unknown ?? []), ...(subject.unknown ?? [])][0]?.reason ?? 'it hangs on what no file tells';
  }
}

function nameOf({ origin }: Entry): string {
  return `${origin.kind} '${policyName(origin)}'`;
}

/** The policies of rules, each once. */
export function policiesOf(rules: Reason['rules']): readonly string[] {
  return [...new Set(rules.map(({ policy }) => policy))].sort(compareText);
}

/** Ports as a message names them. */
export function portsNamed(ports: readonly Ports[], { sets }: Relation): string {
  const text = portText(sets.of(ports.map(({ state: _, ...rest }) => rest)));
  return text.replace(/^everything/, 'every port');
}
