import { cases } from '../cases';
import type { Summary } from '../claims/summary';
import { expectTalos, type TalosVerdict, talosKey } from '../claims/talos';
import { judgeable, judged, type Machine } from '../judged';
import { keepRecord } from './support/record';
import { aboutPatch, askTalos, type Question } from './support/talos';

const machines = judgeable(cases).flatMap((c) => judged(c).machines.map((machine) => ({ c, input: judged(c), machine })));
type Row = (typeof machines)[number];

const title = ({ c, machine }: Row) => (machine.mode === 'container' ? c.name : `${c.name}: ${machine.name}`);
const named = (rows: readonly Row[]) => rows.map((row) => [title(row), row] as const);

function askAll(times: number): ReadonlyMap<Machine, TalosVerdict> {
  return askTalos(new Map(machines.map(({ input, machine }): [Machine, Question] => [machine, aboutPatch(input, machine, times)])));
}

test.each(cases.map((c) => [c.name, c] as const))('there is something to judge: %s', (_, c) => {
  expect(judged(c).machines).not.toEqual([]);
});

describe('Talos takes the patches, and they mean what the definition asks for', () => {
  let verdicts: ReadonlyMap<Machine, TalosVerdict>;
  beforeAll(() => {
    verdicts = askAll(1);
  });

  test.each(named(machines))('%s', (_, { c, machine }) => {
    expectTalos(c, machine, verdicts.get(machine) as TalosVerdict);
  });

  test('the record says the same', () => {
    const byKey = new Map<string, { cases: string[] } & TalosVerdict>();
    for (const row of machines) {
      const key = talosKey(row.input, row.machine);
      const verdict = verdicts.get(row.machine) as TalosVerdict;
      const { cases: before, ...same } = byKey.get(key) ?? { ...verdict, cases: [] };
      expect(verdict).toEqual(same);
      byKey.set(key, { ...verdict, cases: [...before, title(row)] });
    }
    keepRecord('talos', Object.fromEntries(byKey));
  });
});

describe('applied a second time, the patch of a role', () => {
  let once: ReadonlyMap<Machine, TalosVerdict>;
  let twice: ReadonlyMap<Machine, TalosVerdict>;
  beforeAll(() => {
    once = askAll(1);
    twice = askAll(2);
  });

  const saysOnce = ({ machine }: Row) => machine.patches[0].text.includes('A second time Talos refuses it');

  test.each(named(machines.filter((row) => !saysOnce(row))))('changes nothing: %s', (_, { machine }) => {
    const { summary, ...verdict } = twice.get(machine) as TalosVerdict;
    expect({ ...verdict, summary: summary && withoutRepetition(summary) }).toEqual(once.get(machine));
  });

  test.each(named(machines.filter(saysOnce)))('finds nothing to delete, as it says itself: %s', (_, { machine }) => {
    expect(twice.get(machine)?.errors).toEqual([
      expect.stringMatching(/^patch delete: path '(machine\.nodeLabels|labels|taints)\.node\S+' in document '\S+': failed to delete path/),
    ]);
  });
});

/** Lists that Talos appends to, as they stood before. */
function withoutRepetition(summary: Summary): Summary {
  const { kubeletExtraMounts, metal } = summary;
  const unique = (key: string, list: readonly string[] | undefined) => (list === undefined ? {} : { [key]: [...new Set(list)] });
  return {
    ...summary,
    ...unique('kubeletExtraMounts', kubeletExtraMounts),
    ...(metal === undefined
      ? {}
      : { metal: { ...metal, ...unique('kernelModules', metal.kernelModules), ...unique('nameservers', metal.nameservers) } }),
  };
}
