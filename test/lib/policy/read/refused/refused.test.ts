import type { Finding, JsonObject } from '../../../../../lib/base';
import { defaultProfile, type Profile, readWorld } from '../../../../../lib/policy';
import { corpus } from './corpus';
import { findsOf, nameOf, type Refused, releasesOf } from './refused';

const cases = Object.entries(corpus).flatMap(([concern, sets]) =>
  sets.flatMap((set) => releasesOf(set).map((cilium) => [`${concern}: ${set.title} (${cilium})`, set, cilium] as const)),
);

function findingsOf(objects: readonly JsonObject[], { profile }: Refused, cilium: Profile['cilium']): readonly Finding[] {
  return readWorld(
    objects.map((object) => ({ object })),
    { profile: { ...defaultProfile, ...profile, cilium } },
  ).findings;
}

describe('refused with exactly what is wrong, where it stands, and what to write', () => {
  test.each(cases)('%s', (_, set, cilium) => {
    const found = findingsOf(set.given, set, cilium).map(({ id, severity, at, also, message, repair }) => ({
      id,
      severity,
      at: [at.file, at.path],
      also: also.map((place) => [place.file, place.path]),
      message,
      repair,
    }));
    const [first] = set.given as [JsonObject];
    const { kind, namespace, name } = nameOf(first);
    expect(found).toEqual(
      findsOf(set, cilium).map(({ id, path, message, repair, about = nameOf(first).text, also = [] }) => ({
        id,
        severity: 'error',
        at: [about, path],
        also,
        message: /^POL04/.test(id) ? message : `${kind} '${namespace === '' ? '' : `${namespace}/`}${name}': ${message}`,
        repair,
      })),
    );
  });
});

describe('accepted when nearly the same is right', () => {
  test.each(cases)('%s', (_, set, cilium) => {
    expect(findingsOf(set.twin, set, cilium)).toEqual([]);
  });
});

test('a reason of Cilium is in what we say', () => {
  const silent = cases.filter(
    ([, set, cilium]) => set.upstream === 'Cilium' && !findsOf(set, cilium).some(({ message }) => message.includes(set.because)),
  );
  expect(silent.map(([title]) => title)).toEqual([]);
});

test('a set has a title of its own', () => {
  const titles = cases.map(([title]) => title);
  expect(titles.filter((title, i) => titles.indexOf(title) !== i)).toEqual([]);
});
