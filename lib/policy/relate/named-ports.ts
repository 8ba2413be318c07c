import type { Direction } from '../entry';
import type { Identity } from '../identity';
import type { World } from '../world';
import type { NamedRange } from './clauses';

/** What number a port's name means at a connection: one, none, or (`unknown`) one that no file tells. */
export type NamedNumber = number | 'unknown' | undefined;

/**
 * The numbers that names of ports mean: on the way in those of the subject's pods; on the way out those of the peer's, and
 * before 1.20 those of any pod.
 */
export class NamedPorts {
  /** Whether any pod may have names of which no file tells. */
  readonly #further: boolean;
  readonly #everywhere = new Map<string, Set<number>>();

  constructor(private readonly world: World) {
    this.#further = world.identities.some(({ furtherPorts }) => furtherPorts);
    if (!this.isGlobal('egress')) return;
    for (const { ports } of world.identities) {
      for (const { name, protocol, port } of ports) {
        const text = `${protocol} ${name}`;
        this.#everywhere.set(text, (this.#everywhere.get(text) ?? new Set()).add(port));
      }
    }
  }

  /** Whether a name means the same whoever is connected to. */
  isGlobal(direction: Direction): boolean {
    return direction === 'egress' && this.world.profile.cilium === '1.19';
  }

  /** The number that the name means in a rule of this direction. */
  numberOf({ name, protocol }: NamedRange, direction: Direction, subject: Identity, peer: Identity): NamedNumber {
    if (this.isGlobal(direction)) {
      if (this.#further) return 'unknown';
      const numbers = this.#everywhere.get(`${protocol} ${name}`);
      return numbers?.size === 1 ? numbers.values().next().value : undefined;
    }
    const { ports, furtherPorts } = direction === 'ingress' ? subject : peer;
    if (furtherPorts === true) return 'unknown';
    return ports.find((p) => p.name === name && p.protocol === protocol)?.port;
  }
}
