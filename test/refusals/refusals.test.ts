import { registry, sortFindings } from '../../lib/base';
import { checkClusters } from '../../lib/checks';
import { synthesize } from '../../synthesize';
import { corpus } from './corpus';
import { fileOf, inFull, type Refusal } from './support/refusal';

const cases = Object.entries(corpus).flatMap(([concern, refusals]) =>
  refusals.map((refusal) => [`${concern}: ${refusal.title}`, refusal] as const),
);

/** What is found in a definition, alone and beside other clusters. */
function judged(given: unknown, file: string, beside: readonly unknown[]) {
  const { findings, product } = synthesize(given, file);
  const clusters = [...beside.map((exported) => ({ file: fileOf(exported), exported })), { file, exported: given }];
  return { findings: sortFindings([...findings, ...checkClusters(clusters)]), product };
}

const expected = ({ given, file = fileOf(given), finds }: Refusal) => finds.map((finding) => inFull(finding, file));

describe('refused with exactly what is wrong, where it stands, and what to write', () => {
  test.each(cases)('%s', (_, refusal) => {
    const { given, file = fileOf(given), beside = [] } = refusal;
    // WHEN
    const { findings, product } = judged(given, file, beside);
    // THEN
    expect(findings).toEqual(expected(refusal));
    const isRefused = findings.some(({ severity, id }) => severity === 'error' && id !== 'CLU002');
    expect(product.files.length > 0).toBe(!isRefused);
  });
});

describe('accepted when nearly the same is right', () => {
  test.each(cases)('%s', (_, refusal) => {
    const { findings, product } = judged(refusal.twin, fileOf(refusal.twin), refusal.beside ?? []);
    const found = new Set(expected(refusal).map(({ id }) => id));
    expect(findings.filter(({ id, severity }) => found.has(id) || severity === 'error')).toEqual([]);
    expect(product.files).not.toHaveLength(0);
  });
});

/** Findings about files, questions and changes, which no definition causes; tests of `lib/output`, `lib/input`, `lib/policy` and `lib/compare` have them. */
const aboutFiles = /^(OUT|INP|ASK|SEC)|^DEF00[78]$|^OBJ00[34]$|^INV045$|^ACC004$|^POL060$/;

test('every finding that a definition can cause has a refusal', () => {
  const covered = new Set<string>(cases.flatMap(([, refusal]) => refusal.finds.map(({ id }) => id)));
  const missing = Object.keys(registry).filter((id) => !aboutFiles.test(id) && !covered.has(id));
  expect(missing).toEqual([]);
});

test('every error has a repair', () => {
  const bare = cases.flatMap(([title, refusal]) => expected(refusal).flatMap((f) => (f.status === 'found' && !f.repair ? [title] : [])));
  expect(bare).toEqual([]);
});

test('a finding of ours is written like all others', () => {
  const texts = cases.flatMap(([, refusal]) => expected(refusal).flatMap(({ message, repair }) => [message, ...(repair ? [repair] : [])]));
  expect(texts.filter((text) => /[.!;]$|^\s|\s$| {2}|undefined, |\[object/.test(text))).toEqual([]);
});
