import { readRecord } from '../record';
import { keepRecord } from '../suite/support/record';

/** The suites about single policies, each with a record of its own. */
export type PolicySuite = 'policy-refusals' | 'policy-tricky';

/** What upstream answered when it was last asked. */
export function readAnswers<T>(suite: PolicySuite): T {
  return readRecord<T>(suite);
}

/** Writes down what upstream answered, or expects it to be what is written down already. */
export function keepAnswers(suite: PolicySuite, answers: object): void {
  keepRecord(suite, answers);
}
