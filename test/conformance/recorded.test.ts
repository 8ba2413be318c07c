import { cases } from '../../conformance/cases';
import { type ChartVerdict, chartKey, expectChart } from '../../conformance/claims/chart';
import { buildsOf, expectGitOps, type GitOpsRecord } from '../../conformance/claims/gitops';
import { expectObjects, type ObjectRecord } from '../../conformance/claims/objects';
import { expectTalos, type TalosVerdict, talosKey } from '../../conformance/claims/talos';
import { judged, sha256 } from '../../conformance/judged';
import { readAnswers } from '../../conformance/policy/recorded';
import { expectRefusal, judgedSets, type RefusalRecord, releaseKey, setKey } from '../../conformance/policy/refusals';
import { engineKey, expectTricky, requestKey, type TrickyRecord, trickyCases, viewsOf } from '../../conformance/policy/tricky/rows';
import { worldOf } from '../../conformance/policy/tricky/stage';
import { table } from '../../conformance/policy/tricky/table';
import { howToRecord, readRecord } from '../../conformance/record';
import { schematicCases } from '../../conformance/schematic/cases';
import { casesWithSchematics, expectSchematics, type SchematicVerdict, schematicKey, textOf } from '../../conformance/schematic/claim';
import { corpus } from '../lib/policy/read/refused/corpus';

/*
 * Upstream's programs need Go. What they answered is recorded with the hash of exactly what they judged, so that these tests
 * need Node alone: they synthesize anew, and what comes out has to be something that upstream took.
 */
const named = cases.map((c) => [c.name, c] as const);

function answered<T>(record: Readonly<Record<string, T>>, key: string, path: string): T {
  const answer = record[key];
  if (answer === undefined) throw new Error(`${path}: upstream never judged this (${key}); ${howToRecord}`);
  return answer;
}

describe('Talos took the patches, and they mean what the definition asks for', () => {
  const record = readRecord<Record<string, TalosVerdict>>('talos');

  test.each(named)('%s', (_, c) => {
    const input = judged(c);
    for (const machine of input.machines) {
      expectTalos(c, machine, answered(record, talosKey(input, machine), machine.patches.map(({ path }) => path).join(', ')));
    }
    expect(input.machines).not.toEqual([]);
  });
});

describe("Image Factory gave the files of a definition the ids of its machines' images", () => {
  const record = readRecord<Record<string, SchematicVerdict>>('schematic');

  test.each(casesWithSchematics.map((c) => [c.name, c] as const))('%s', (_, c) => {
    expectSchematics(
      c,
      judged(c).schematics.map(({ path, text }) => answered(record, schematicKey(text), path)),
    );
  });
});

describe("Cilium's chart took the values, and they mean what the definition asks for", () => {
  const record = readRecord<Record<string, ChartVerdict>>('helm');

  test.each(named.filter(([, c]) => c.cluster.definition.network.kind === 'cilium'))('%s', (_, c) => {
    const input = judged(c);
    const { path = '', text = '' } = input.chart?.values ?? {};
    expectChart(c, input, answered(record, chartKey(input, sha256(text)), path));
  });
});

describe('the API server took every object', () => {
  const record = readRecord<ObjectRecord>('schemas');

  test.each(named)('%s', (_, c) => {
    expectObjects(judged(c), record, `upstream never took this object; ${howToRecord}`);
  });
});

describe('Flux and Argo CD took what they are told, and Flux built each layer', () => {
  const record = readRecord<GitOpsRecord>('gitops');

  test.each(named.filter(([, c]) => c.cluster.definition.gitops !== undefined))('%s', (_, c) => {
    expectGitOps(judged(c), record, `upstream never took this; ${howToRecord}`);
    expect(judged(c).gitOps).not.toEqual([]);
  });
});

describe('upstream refused what we refuse, for the reason that we give, and took the twin', () => {
  const record = readAnswers<RefusalRecord>('policy-refusals');

  test.each(judgedSets(corpus))('%s', (title, set, cilium) => {
    expectRefusal(set, cilium, answered(record[releaseKey(cilium)] ?? {}, setKey(set), title));
  });
});

describe("Cilium's engine said what the table of tricky cases says", () => {
  const record = readAnswers<TrickyRecord>('policy-tricky');

  test.each(trickyCases(table))('%s', (title, tricky, cilium) => {
    const answer = answered(record[engineKey(cilium)] ?? {}, requestKey(viewsOf(tricky, cilium)), title);
    expectTricky(tricky, worldOf(tricky, cilium), cilium, answer);
  });
});

describe('the cases', () => {
  test('have names of their own', () => {
    expect(new Set(cases.map((c) => c.name)).size).toBe(cases.length);
  });

  test('are those of the record, which has no others', () => {
    const inputs = cases.map(judged);
    const withChart = inputs.filter((input) => input.chart !== undefined);
    const keys = (suite: 'talos' | 'helm' | 'schematic') => Object.keys(readRecord<object>(suite)).sort();
    const unique = (list: readonly string[]) => [...new Set(list)].sort();
    expect(keys('talos')).toEqual(unique(inputs.flatMap((input) => input.machines.map((machine) => talosKey(input, machine)))));
    const schematics = [
      ...schematicCases.map(([, schematic]) => textOf(schematic)),
      ...inputs.flatMap((input) => input.schematics.map(({ text }) => text)),
    ];
    expect(keys('schematic')).toEqual(unique(schematics.map(schematicKey)));
    expect(keys('helm')).toEqual(unique(withChart.map((input) => chartKey(input, sha256(input.chart?.values.text ?? '')))));
    const texts = inputs.flatMap((input) => input.objects.map(({ text }) => sha256(text)));
    const recorded = Object.values(readRecord<ObjectRecord>('schemas')).flatMap(({ accepted }) => Object.keys(accepted));
    expect(unique(recorded)).toEqual(unique(texts));
    const kept = Object.values(readRecord<GitOpsRecord>('gitops'));
    expect(unique(kept.flatMap(({ accepted }) => Object.keys(accepted)))).toEqual(
      unique(inputs.flatMap((input) => input.gitOps.map(({ text }) => sha256(text)))),
    );
    expect(unique(kept.flatMap(({ built }) => Object.keys(built)))).toEqual(
      unique(inputs.flatMap((input) => buildsOf(input).map(({ key }) => key))),
    );
  });

  test.each(named)('leave no YAML file unjudged: %s', (_, c) => {
    const { unjudged, objects } = judged(c);
    expect(unjudged).toEqual([]);
    expect(objects).not.toEqual([]);
  });
});
