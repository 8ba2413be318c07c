import { createHash } from 'node:crypto';
import { type Answers, differences, engineAnswers, misgivings, ourAnswers } from './answers';
import { ask, type EngineAnswer, type Probe, requestOf } from './ask';
import { type AskedWorld, randomWorld } from './random-world';
import { shrink } from './shrink';
import { admitted, type OurReading, probesOf, readWorld } from './world';

/** One world that both have judged. */
export interface JudgedWorld {
  readonly asked: AskedWorld;
  /** How many questions were asked about connections. */
  readonly questions: number;
  /** How many policies both refuse. */
  readonly refused: number;
  /** What the two don't agree about; nothing where they agree. */
  readonly disagreements: readonly string[];
  /** All answers in a few characters, by which the record knows them. */
  readonly hash: string;
}

/** Our part of a world: what we read, what is to be asked. */
interface Prepared extends OurReading {
  readonly asked: AskedWorld;
  readonly probes: readonly Probe[];
}

/** Of so many questions the plain definition answers one, too. */
const everySo = 199;

/** Puts worlds before Cilium's engine and before ours. */
export async function* judgeWorlds(program: string, worlds: readonly AskedWorld[]): AsyncGenerator<JudgedWorld> {
  const prepared = worlds.map(prepare);
  let next = 0;
  for await (const answer of ask(
    program,
    prepared.map(({ asked, probes }) => requestOf(asked, probes, true)),
  )) {
    const world = prepared[next++] as Prepared;
    yield judge(world, answer.panic === undefined ? answer : await askAgain(program, world, answer));
  }
}

/**
 * Cilium 1.19 now and then falls over its own feet, depending on the order of a map: a redirect from the node meets a rule with
 * names in hand, and what the agent added for the node has no origin to merge (cilium 1.19.6 pkg/policy/origin.go).
 */
async function askAgain(program: string, { asked, probes }: Prepared, answer: EngineAnswer): Promise<EngineAnswer> {
  const again = Array.from({ length: 12 }, () => requestOf(asked, probes, true));
  for await (const other of ask(program, again)) if (other.panic === undefined) return other;
  return answer;
}

/** Worlds at random by their seeds; each is the same for ever. */
export function worldsFrom(seed: number, count: number, cilium: AskedWorld['profile']['cilium']): AskedWorld[] {
  return Array.from({ length: count }, (_, i) => randomWorld(seed + i, cilium));
}

/** What we answer about a world, as the record has it, without asking anybody. */
export function ourHash(world: AskedWorld): string {
  const { world: read, refusals, probes } = prepare(world);
  return hashOf(
    refusals.map(({ length }) => length > 0),
    ourAnswers(read, probes),
  );
}

/** The smallest world that the two don't agree about, with what they don't agree about. */
export async function smallest(program: string, { asked, disagreements }: JudgedWorld): Promise<JudgedWorld> {
  const fails = async (worlds: readonly AskedWorld[]) => {
    const result: boolean[] = [];
    for await (const { disagreements: found } of judgeWorlds(program, worlds)) result.push(found.length > 0);
    return result;
  };
  const named = asked.identities.filter(({ name }) => disagreements[0]?.includes(`[${name}]`) === true);
  const fewer = { ...asked, identities: named };
  const [stillFails] = named.length === 0 ? [false] : await fails([fewer]);
  for await (const judged of judgeWorlds(program, [await shrink(stillFails === true ? fewer : asked, fails)])) return judged;
  throw new Error('the judge gave no answer');
}

function prepare(world: AskedWorld): Prepared {
  const asked = { ...world, policies: admitted(world) };
  const reading = readWorld(asked);
  return { asked, ...reading, probes: probesOf(reading.world) };
}

function judge({ asked, world, refusals, probes }: Prepared, answer: EngineAnswer): JudgedWorld {
  const failure = answer.error ?? answer.panic;
  if (failure !== undefined) return { asked, questions: 0, refused: 0, disagreements: [`the judge fails: ${failure}`], hash: '' };
  const refused = answer.policies.map(({ accepted }) => !accepted);
  const wrong = refusals.flatMap((findings, i) => {
    if (findings.length > 0 === refused[i]) return [];
    return [
      `policy ${i}: the engine ${answer.policies[i]?.error ?? 'takes it'}, we ${findings.map(({ message }) => message).join('; ') || 'take it'}`,
    ];
  });
  const ours = answer.computed === null ? ourAnswers(world, probes) : [];
  const found =
    wrong.length > 0 || answer.computed !== null
      ? wrong
      : [...differences(world, probes, ours, engineAnswers(world, probes, answer)), ...misgivings(world, probes, ours, everySo)];
  return {
    asked,
    questions: ours.reduce((sum, { words }) => sum + words.length, 0),
    refused: refused.filter((one) => one).length,
    disagreements: found,
    hash: answer.computed === null ? hashOf(refused, ours) : 'conflict',
  };
}

function hashOf(refused: readonly boolean[], answers: readonly Answers[]): string {
  return createHash('sha256')
    .update(JSON.stringify([refused, answers]))
    .digest('hex')
    .slice(0, 12);
}
