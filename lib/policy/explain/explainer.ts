import { connectionsOf } from './connections';
import type { ExplainQuestion, Explanation } from './explanation';
import { Judge } from './judge';
import { openingsOf } from './open-ports';
import type { AskedWorld } from './peer';

/** How answers are given. */
export interface ExplainOptions {
  /** Whether the world is that of a definition, where a flow is what opens a connection. @default false */
  readonly definition?: boolean;
}

/** Explains connections of one world; what it finds out about a subject it keeps. */
export class Explainer {
  readonly #judge: Judge;

  constructor(
    readonly world: AskedWorld,
    private readonly options: ExplainOptions = {},
  ) {
    this.#judge = new Judge(world);
  }

  /** Whether and why the client reaches the server, or, where no port is asked for, which of its ports. */
  explain(question: ExplainQuestion): Explanation {
    const { client, server, ports } = question;
    const connections = (ports ?? []).flatMap((port) => connectionsOf(question, port, this.#judge, this.options.definition ?? false));
    const [verdict, ...others] = new Set(connections.map((c) => c.verdict));
    return {
      client: client.name,
      server: server.name,
      ...(verdict === undefined || others.length > 0 ? {} : { verdict }),
      notes: notesOf(question),
      connections,
      openings: ports === undefined ? openingsOf(question, this.#judge) : [],
    };
  }
}

function notesOf({ client, server, ports = [] }: ExplainQuestion): readonly string[] {
  const isOne = client.workloads.length > 0 && client.identities.length === 1 && client.identities[0] === server.identities[0];
  const toItself = isOne ? ['a pod always reaches itself; this is about two pods of the same labels'] : [];
  return [...new Set([...client.notes, ...server.notes, ...ports.flatMap(({ note }) => note ?? []), ...toItself])];
}

/** Whether and why the client reaches the server. Who asks more than once keeps an {@link Explainer}. */
export function explain(question: ExplainQuestion, world: AskedWorld, options?: ExplainOptions): Explanation {
  return new Explainer(world, options).explain(question);
}
