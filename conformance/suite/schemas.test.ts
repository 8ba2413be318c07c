import { parseDocument } from 'yaml';
import type { Json } from '../../lib/base';
import { cases } from '../cases';
import { definitionsOf, type ObjectVerdict, objectName, objectsKey } from '../claims/objects';
import { judgeable, judged, sha256, type Text } from '../judged';
import { type CiliumMinor, pins } from '../pins';
import { keepRecord } from './support/record';
import { validate } from './support/validate';

const inputs = judgeable(cases).map(judged);
const minors = Object.keys(pins.cilium) as CiliumMinor[];

/** Every object that some case emits for a Cilium minor, by the hash of its text: many are the same in many cases. */
const objects = new Map(
  minors.map((minor) => {
    const texts = inputs.filter((input) => definitionsOf(input) === minor).flatMap((input) => input.objects);
    return [minor, new Map(texts.map((text) => [sha256(text.text), text]))] as const;
  }),
);

const verdicts = new Map<CiliumMinor, ReadonlyMap<string, ObjectVerdict>>();

beforeAll(() => {
  for (const [minor, texts] of objects) {
    const answers = validate(minor, [...texts.values()].map(read));
    verdicts.set(minor, new Map([...texts.keys()].map((hash, i) => [hash, answers[i] as ObjectVerdict])));
  }
});

describe('the API server takes every object without a word', () => {
  test.each(cases.map((c) => [c.name, c] as const))('%s', (_, c) => {
    const input = judged(c);
    const said = input.objects.map(({ path, text }) => ({ path, ...verdicts.get(definitionsOf(input))?.get(sha256(text)) }));
    expect(said).toEqual(input.objects.map(({ path }) => ({ path, accepted: true, errors: [], warnings: [] })));
  });

  test('the record says the same', () => {
    const record = [...objects].map(([minor, texts]) => {
      const list = [...texts].map(([hash, text]) => ({ hash, object: objectName(text), verdict: verdicts.get(minor)?.get(hash) }));
      const silent = list.filter(({ verdict }) => verdict?.accepted && verdict.warnings.length === 0);
      const others = list.filter((entry) => !silent.includes(entry));
      return [
        objectsKey(minor),
        {
          accepted: Object.fromEntries(silent.map(({ hash, object }) => [hash, object])),
          others: Object.fromEntries(others.map(({ hash, object, verdict }) => [hash, { object, ...verdict }])),
        },
      ];
    });
    keepRecord('schemas', Object.fromEntries(record));
  });
});

/** The object of a file, read with the version of YAML that the tools of Kubernetes read. */
function read({ path, text }: Text): Json {
  const document = parseDocument(text, { version: '1.1' });
  if (document.errors.length > 0) throw new Error(`${path}: ${document.errors[0]?.message}`);
  return document.toJS();
}
