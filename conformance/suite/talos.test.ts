import type { Case } from '../case';
import { cases } from '../cases';
import { expectTalos, type TalosVerdict, talosKey } from '../claims/talos';
import { type Judged, judgeable, judged, sha256 } from '../judged';
import { keepRecord } from './support/record';
import { aboutPatch, askTalos, type Question } from './support/talos';

const inputs = new Map(judgeable(cases).map((c) => [c, judged(c)]));
const named = cases.map((c) => [c.name, c] as const);

function askAll(times: number): ReadonlyMap<Case, TalosVerdict> {
  return askTalos(new Map([...inputs].map(([c, input]): [Case, Question] => [c, aboutPatch(input, times)])));
}

describe('Talos takes the patch, and it means what the definition asks for', () => {
  let verdicts: ReadonlyMap<Case, TalosVerdict>;
  beforeAll(() => {
    verdicts = askAll(1);
  });

  test.each(named)('%s', (_, c) => {
    judged(c);
    expectTalos(c, verdicts.get(c) as TalosVerdict);
  });

  test('the record says the same', () => {
    const byKey = new Map<string, { cases: string[] } & TalosVerdict>();
    for (const [c, input] of inputs) {
      const key = talosKey(input, sha256(input.patch.text));
      byKey.set(key, { ...(verdicts.get(c) as TalosVerdict), cases: [...(byKey.get(key)?.cases ?? []), c.name] });
    }
    keepRecord('talos', Object.fromEntries(byKey));
  });
});

describe('applied a second time, the patch', () => {
  let once: ReadonlyMap<Case, TalosVerdict>;
  let twice: ReadonlyMap<Case, TalosVerdict>;
  beforeAll(() => {
    once = askAll(1);
    twice = askAll(2);
  });

  const form = (contract: (minor: string) => boolean) =>
    [...inputs].filter(([, { model }]) => contract(model.versions.contract)).map(([c, input]) => [c.name, c, input] as const);

  /** Config of the old form takes everything again; lists that it appends to grow, of which Ichor writes only mounts of the kubelet. */
  test.each(form((contract) => contract !== '1.14'))('changes nothing but lists: %s', (_, c) => {
    const mounts = once.get(c)?.summary?.kubeletExtraMounts ?? [];
    expect(twice.get(c)).toEqual({
      ...once.get(c),
      summary: { ...once.get(c)?.summary, kubeletExtraMounts: [...mounts, ...mounts] },
    });
  });

  /**
   * Talos 1.14 refuses to delete a taint that isn't there, and has no other way to say that there is none: such a patch is for
   * config as it was generated.
   */
  test.each(form((contract) => contract === '1.14'))('finds no taint to delete: %s', (_, c) => {
    expect(twice.get(c)?.errors).toEqual([
      expect.stringContaining("patch delete: path 'taints.node-role.kubernetes.io/control-plane' in document 'v1alpha1/KubeNodeConfig'"),
    ]);
  });

  /** Without the taint among what is deleted, nothing else of the new form stands in the way of a second time. */
  test.each(form((contract) => contract === '1.14'))('would change nothing without that taint: %s', (_, c, input: Judged) => {
    const rest = input.patch.text.split('---\n').filter((document) => !document.includes('node-role.kubernetes.io/control-plane'));
    const question = { ...aboutPatch(input), patches: [input.patch.text, rest.join('---\n')] };
    expect(askTalos(new Map([[c, question]])).get(c)).toEqual(once.get(c));
  });
});
