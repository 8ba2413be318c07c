import { type JsonObject, valueAt } from '../../lib/base';
import type { Case } from '../case';
import { cases } from '../cases';
import { type ChartVerdict, chartKey, expectChart } from '../claims/chart';
import { factsOf } from '../claims/rendered';
import { type Judged, judgeable, judged, sha256 } from '../judged';
import { inPairs, objectsOf, type Rendering, render, unknownValues } from './support/helm';
import { keepRecord } from './support/record';
import { validate } from './support/validate';

const withCilium = cases.filter((c) => c.cluster.definition.network.kind === 'cilium');
const named = withCilium.map((c) => [c.name, c] as const);

function chartOf(c: Case): NonNullable<Judged['chart']> {
  const { chart } = judged(c);
  if (chart === undefined) throw new Error(`the case '${c.name}' has Cilium, and no values for its chart`);
  return chart;
}

const keyOf = (c: Case) => chartKey(judged(c), sha256(chartOf(c).values.text));

/** Several cases have the same values: each is rendered once. */
const renderings = new Map(
  judgeable(withCilium).map((c): [string, Rendering] => {
    const { minor, values } = chartOf(c);
    return [keyOf(c), { minor, kubernetes: judged(c).model.versions.kubernetes, values: values.text }];
  }),
);

const texts = new Map<string, readonly [first: string, second: string]>();
const verdicts = new Map<string, ChartVerdict>();

beforeAll(async () => {
  const twice = await inPairs([...renderings.values()], async (rendering) => [await render(rendering), await render(rendering)] as const);
  [...renderings].forEach(([key, { minor }], i) => {
    const both = twice[i] as readonly [string, string];
    const objects = objectsOf(both[0]);
    // The kinds of the Prometheus operator are neither Kubernetes' nor Cilium's.
    const known = objects.filter(({ apiVersion }) => !String(apiVersion).startsWith('monitoring.coreos.com/'));
    const refused = validate(minor, known).flatMap(({ accepted, errors }, o) =>
      accepted ? [] : [[`${known[o]?.kind} ${valueAt(known[o], 'metadata', 'name')}`, errors] as const],
    );
    texts.set(key, both);
    verdicts.set(key, { facts: factsOf(objects), refused: Object.fromEntries(refused) });
  });
});

describe('the chart takes the values, and they mean what the definition asks for', () => {
  test.each(named)('%s', (_, c) => {
    expectChart(c, judged(c), verdicts.get(keyOf(c)) as ChartVerdict);
  });

  test('the record says the same', () => {
    const casesOf = (key: string) => withCilium.filter((c) => keyOf(c) === key).map((c) => c.name);
    keepRecord('helm', Object.fromEntries([...verdicts].map(([key, verdict]) => [key, { ...verdict, cases: casesOf(key) }])));
  });
});

/** A value under a name that the chart doesn't know is taken in silence: what it was to say would stay at its default. */
describe('the chart knows every value', () => {
  test.each(named)('%s', (_, c) => {
    const { minor, values } = chartOf(c);
    expect(unknownValues(minor, values.documents[0] as JsonObject)).toEqual([]);
  });
});

/** Certificates that the chart made itself would be others each time. */
describe('rendered again, the chart is the same to the byte', () => {
  test.each(named)('%s', (_, c) => {
    const [first, second] = texts.get(keyOf(c)) ?? ['', undefined];
    expect(second).toBe(first);
  });
});
