import { defaultProfile, type Profile, readWorld } from '../../lib/policy';
import { corpus } from '../../test/lib/policy/read/refused/corpus';
import type { Refused } from '../../test/lib/policy/read/refused/refused';
import { type CiliumMinor, pins } from '../pins';
import { ask, type EngineAnswer, requestOf } from '../policy/ask';
import { keepAnswers } from '../policy/recorded';
import {
  engineRequest,
  expectRefusal,
  type Judgement,
  judgedSets,
  judgementOf,
  type RefusalAnswer,
  releaseKey,
  setKey,
} from '../policy/refusals';
import { ruleSweep } from '../policy/rule-sweep';
import { judges } from './support/judges';
import { validate } from './support/validate';

const minors = Object.keys(pins.cilium) as CiliumMinor[];
const sets = judgedSets(corpus);
const answers = new Map<string, RefusalAnswer>();

/** Asks both judges about the sets that a release tells of, each judge once. */
async function answersOf(cilium: CiliumMinor): Promise<readonly (readonly [Refused, RefusalAnswer])[]> {
  const own = sets.filter(([, , release]) => release === cilium).map(([, set]) => set);
  const sides = own.flatMap((set) => [set.given, set.twin].map((policies) => ({ set, policies })));
  const verdicts = validate(
    cilium,
    sides.flatMap(({ policies }) => policies),
  );
  let next = 0;
  const judged = sides.map(({ set, policies }) => {
    const errors = policies.map(() => verdicts[next++]?.errors ?? []);
    const admitted = policies.filter((_, i) => errors[i]?.length === 0);
    return { errors, request: engineRequest(admitted, set, cilium) };
  });
  const engine: EngineAnswer[] = [];
  for await (const answer of ask(
    judges().engine[cilium],
    judged.map(({ request }) => request),
  ))
    engine.push(answer);
  const judgements = judged.map(({ errors }, i): Judgement => judgementOf(errors, engine[i] as EngineAnswer));
  return own.map((set, i) => [set, { title: set.title, given: judgements[2 * i] as Judgement, twin: judgements[2 * i + 1] as Judgement }]);
}

beforeAll(async () => {
  for (const cilium of minors) {
    for (const [set, answer] of await answersOf(cilium)) answers.set(`${cilium} ${setKey(set)}`, answer);
  }
});

test.each(sets)('%s', (_, set, cilium) => {
  expectRefusal(set, cilium, answers.get(`${cilium} ${setKey(set)}`) as RefusalAnswer);
});

test('the answers are those of the record', () => {
  const ofRelease = (cilium: CiliumMinor) =>
    Object.fromEntries(
      sets
        .filter(([, , release]) => release === cilium)
        .map(([, set]) => [setKey(set), answers.get(`${cilium} ${setKey(set)}`) as RefusalAnswer]),
    );
  keepAnswers('policy-refusals', Object.fromEntries(minors.map((cilium) => [releaseKey(cilium), ofRelease(cilium)])));
});

describe.each(minors)('of policies that the API server takes, Cilium %s refuses', (cilium) => {
  test.each<[string, Partial<Profile>]>([
    ['what we refuse', {}],
    ['what we refuse, with labels of nodes and all protocols', { nodeSelectorLabels: true, extendedProtocols: true }],
    ['what we refuse, without the proxy', { l7Proxy: false }],
  ])('%s', async (_, changes) => {
    const profile: Profile = { ...defaultProfile, ...changes, cilium };
    const swept = ruleSweep()
      .map((policy) => ({ policy, findings: readWorld([{ object: policy }], { profile }).findings.filter(({ id }) => id !== 'POL006') }))
      .filter(({ findings }) => findings.every(({ message }) => message.includes('Cilium refuses')));
    const asked = swept.map(({ policy }) => ({
      ...{ name: 'swept', profile, identities: [], services: [], endpointSlices: [], cidrGroups: [] },
      policies: [policy],
    }));
    const engine: EngineAnswer[] = [];
    for await (const answer of ask(
      judges().engine[cilium],
      asked.map((world) => requestOf(world, [], false)),
    ))
      engine.push(answer);
    const different = swept.flatMap(({ policy, findings }, i) => {
      const { accepted, error } = engine[i]?.policies[0] ?? { accepted: false, error: 'no answer' };
      return accepted === (findings.length === 0)
        ? []
        : [{ policy: JSON.stringify(policy), error, ours: findings.map(({ message }) => message) }];
    });
    expect(different.slice(0, 10)).toEqual([]);
    expect(swept.filter(({ findings }) => findings.length > 0).length).toBeGreaterThan(1000);
    expect(swept.filter(({ findings }) => findings.length === 0).length).toBeGreaterThan(700);
  });
});
