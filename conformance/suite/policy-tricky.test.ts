import { type CiliumMinor, pins } from '../pins';
import { engineAnswers, ourAnswers } from '../policy/answers';
import { ask, type EngineAnswer } from '../policy/ask';
import { knownDifferences } from '../policy/known-differences';
import { keepAnswers } from '../policy/recorded';
import { engineKey, expectTricky, requestKey, spoken, type TrickyAnswer, trickyCases, type View, viewsOf } from '../policy/tricky/rows';
import { worldOf } from '../policy/tricky/stage';
import { table } from '../policy/tricky/table';
import { judges } from './support/judges';

const cases = trickyCases(table).map(([title, tricky, cilium]) => ({ title, tricky, cilium, views: viewsOf(tricky, cilium) }));
const answers = new Map<View, EngineAnswer>();

beforeAll(async () => {
  for (const minor of Object.keys(pins.cilium) as CiliumMinor[]) {
    const views = cases.filter(({ cilium }) => cilium === minor).flatMap((one) => one.views);
    let next = 0;
    for await (const answer of ask(
      judges().engine[minor],
      views.map(({ request }) => request),
    )) {
      answers.set(views[next++] as View, answer);
    }
  }
});

/** What the engine says of the rows of a case. */
function answerOf({ tricky, views }: (typeof cases)[number]): TrickyAnswer {
  const verdicts = views.flatMap((view) => {
    const answer = answers.get(view) as EngineAnswer;
    const refused = answer.policies?.filter(({ accepted }) => !accepted);
    expect([answer.error ?? answer.panic, answer.computed, refused]).toEqual([undefined, null, []]);
    const sides = engineAnswers(view.world, view.probes, answer);
    return view.rows.map(({ text, direction, subject, peer, protocol, port }) => {
      const side = sides.find((s) => s.subject === subject && s.direction === direction);
      const probe = view.probes.findIndex(([p, n]) => p === protocol && n === port);
      return [text, spoken(side?.words[peer * view.probes.length + probe])] as const;
    });
  });
  return { title: tricky.title, verdicts: Object.fromEntries(verdicts) };
}

describe('the engine says what the table says', () => {
  test.each(cases)('$title', (one) => {
    expectTricky(one.tricky, worldOf(one.tricky, one.cilium), one.cilium, answerOf(one));
  });
});

describe('the engine says of everybody else what we say', () => {
  test.each(cases)('$title', ({ views }) => {
    const found = views.flatMap((view) => {
      const engine = engineAnswers(view.world, view.probes, answers.get(view) as EngineAnswer);
      return knownDifferences(view.world, view.probes, ourAnswers(view.world, view.probes), engine).differences;
    });
    expect(found).toEqual([]);
  });
});

test('the answers are those of the record', () => {
  const record: Record<string, Record<string, TrickyAnswer>> = {};
  for (const one of cases) {
    const key = engineKey(one.cilium);
    record[key] = { ...record[key], [requestKey(one.views)]: answerOf(one) };
  }
  keepAnswers('policy-tricky', record);
});
