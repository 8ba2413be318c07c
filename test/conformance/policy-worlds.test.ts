import { ourHash, worldsFrom } from '../../conformance/policy/judge-worlds';
import { howToRecord, readRecord } from '../../conformance/record';

/*
 * Cilium's engine needs Go. What it answered about worlds at random is recorded as a hash of all its answers, so that these
 * tests need Node alone: the same worlds are made from the same seeds, and our answers have to have the same hash.
 */
interface WorldRecord {
  readonly from: string;
  readonly answers: Readonly<Record<'1.19' | '1.20', readonly string[]>>;
}

const record = readRecord<WorldRecord>('policy-worlds');

test.each(['1.19', '1.20'] as const)('Cilium %s answered every question about the recorded worlds as we do', (minor) => {
  const answers = record.answers[minor];
  const worlds = worldsFrom(Number(record.from), answers.length, minor);
  const wrong = worlds.filter((world, i) => answers[i] !== 'conflict' && ourHash(world) !== answers[i]).map(({ name }) => name);
  expect(answers.length).toBeGreaterThan(50);
  expect(answers.filter((answer) => answer === 'conflict').length).toBeLessThan(10);
  if (wrong.length > 0) throw new Error(`other answers than Cilium's: ${wrong.join(', ')}; run the conformance suite, or ${howToRecord}`);
});
