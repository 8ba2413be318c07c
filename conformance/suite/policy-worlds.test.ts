import { labelText } from '../../lib/policy';
import type { CiliumMinor } from '../pins';
import { type JudgedWorld, judgeWorlds, smallest, worldsFrom } from '../policy/judge-worlds';
import { judges } from './support/judges';
import { keepRecord } from './support/record';

const minors: readonly CiliumMinor[] = ['1.19', '1.20'];
const recorded = { from: 1, count: 80 };
const fresh = {
  seed: Number(process.env.CONFORMANCE_SEED ?? Math.floor(Math.random() * 2 ** 31)),
  count: Number(process.env.CONFORMANCE_WORLDS ?? 1500),
};
/** Worlds that are made and asked about at once; more need more memory. */
const batch = 250;

interface Sum {
  worlds: number;
  questions: number;
  refused: number;
  readonly wrong: JudgedWorld[];
}

async function judgeAll(minor: CiliumMinor, from: number, count: number, each: (judged: JudgedWorld) => void = () => {}): Promise<Sum> {
  const sum: Sum = { worlds: 0, questions: 0, refused: 0, wrong: [] };
  for (let first = 0; first < count && sum.wrong.length === 0; first += batch) {
    const worlds = worldsFrom(from + first, Math.min(batch, count - first), minor);
    for await (const judged of judgeWorlds(judges().engine[minor], worlds)) {
      sum.worlds += 1;
      sum.questions += judged.questions;
      sum.refused += judged.refused;
      if (judged.disagreements.length > 0) sum.wrong.push(judged);
      each(judged);
    }
  }
  return sum;
}

/** The first disagreement, made as small as it can be, in words. */
async function report(minor: CiliumMinor, [first]: readonly JudgedWorld[]): Promise<string> {
  if (first === undefined) return '';
  const { asked, disagreements } = await smallest(judges().engine[minor], first);
  return [
    `${first.asked.name}: ${disagreements.slice(0, 5).join('\n')}`,
    JSON.stringify(asked.profile),
    ...asked.identities.map(({ name, labels, ports }) => `${name}: ${labels.map(labelText).join(' ')} ${JSON.stringify(ports)}`),
    ...asked.policies.map((policy) => JSON.stringify(policy)),
  ].join('\n');
}

describe("Cilium's engine answers every question about a world as ours does", () => {
  test.each(minors)(
    `fresh worlds, seed ${fresh.seed}: %s`,
    async (minor) => {
      const { worlds, questions, refused, wrong } = await judgeAll(minor, fresh.seed, fresh.count);
      process.stderr.write(
        `Cilium ${minor}: ${worlds} worlds from seed ${fresh.seed}, ${questions} questions, ${refused} policies refused\n`,
      );
      expect(await report(minor, wrong)).toBe('');
      expect(questions).toBeGreaterThan(fresh.count * 1000);
    },
    3_600_000,
  );

  test('the worlds of the record', async () => {
    const answers: Record<string, string[]> = {};
    for (const minor of minors) {
      const hashes: string[] = [];
      const { wrong } = await judgeAll(minor, recorded.from, recorded.count, ({ hash }) => hashes.push(hash));
      expect(await report(minor, wrong)).toBe('');
      answers[minor] = hashes;
    }
    keepRecord('policy-worlds', { from: String(recorded.from), answers });
  }, 600_000);
});
