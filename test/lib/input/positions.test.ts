import { stringify } from 'yaml';
import { type Json, keysOf, pathOf } from '../../../lib/base';
import { type InputDocument, parseDocuments } from '../../../lib/input';
import { emitYaml } from '../../../lib/output';
import * as fc from '../../support/fast-check';

async function read(text: string): Promise<InputDocument> {
  const { documents, findings } = await parseDocuments(text, 'a.yaml', { lenient: true });
  expect(findings).toEqual([]);
  return documents.at(-1) as InputDocument;
}

type Keys = readonly (string | number)[];

async function lineAndColumn(text: string, path: string | Keys): Promise<string> {
  const place = (await read(text)).place(path);
  return place.in === 'document' ? `${place.line}:${place.column}` : '';
}

const policy = `# a comment
---
apiVersion: cilium.io/v2
metadata:
  labels:
    app.kubernetes.io/name: web
    "quoted key": yes
spec:
  ingress:
  - fromEndpoints: [{}, {matchLabels: {a: b}}]
    toPorts:
      - ports:
          - port: "80"
            protocol: TCP
  - {}
  nothing:
  script: |
    first
  list:
    - - nested
      - more
    -   deep: 1
    -
    - last
`;

test.each<[string, string]>([
  ['', '3:1'],
  ['apiVersion', '3:1'],
  ['metadata.labels["app.kubernetes.io/name"]', '6:5'],
  ['metadata.labels["quoted key"]', '7:5'],
  ['spec.ingress', '9:3'],
  ['spec.ingress[0]', '10:5'],
  ['spec.ingress[0].fromEndpoints[0]', '10:21'],
  ['spec.ingress[0].fromEndpoints[1].matchLabels.a', '10:40'],
  ['spec.ingress[0].toPorts', '11:5'],
  ['spec.ingress[0].toPorts[0].ports[0].port', '13:13'],
  ['spec.ingress[0].toPorts[0].ports[0].protocol', '14:13'],
  ['spec.ingress[1]', '15:5'],
  ['spec.nothing', '16:3'],
  ['spec.script', '17:3'],
  ['spec.list[0][1]', '21:9'],
  ['spec.list[1].deep', '22:9'],
  ['spec.list[2]', '23:6'],
  ['spec.list[3]', '24:7'],
])('%s stands at %s', async (path, expected) => {
  expect(await lineAndColumn(policy, path)).toBe(expected);
});

test.each<[string, string]>([
  ['nowhere', '3:1'],
  ['spec.nowhere.else', '8:1'],
  ['spec.ingress[7].toPorts', '9:3'],
  ['spec.ingress[0].toPorts[0].nowhere', '12:9'],
  ['apiVersion.below', '3:1'],
  ['spec.nothing.below', '16:3'],
])('%s leads nowhere, and its place is that of what is around it, %s', async (path, expected) => {
  expect(await lineAndColumn(policy, path)).toBe(expected);
});

test('a place says the path that was asked for, and the file', async () => {
  const document = await read(policy);
  const place = { in: 'document', file: 'a.yaml', path: 'metadata.labels["app.kubernetes.io/name"]', line: 6, column: 5 };
  expect(document.place(['metadata', 'labels', 'app.kubernetes.io/name'])).toEqual(place);
  expect(document.place('metadata.labels["app.kubernetes.io/name"]')).toEqual(place);
});

test.each<[string, string, string, string]>([
  ['behind a byte order mark', '\ufeffa: b\n', 'a', '1:1'],
  ['behind \\r\\n', 'a: 1\r\nb:\r\n  c: 2\r\n', 'b.c', '3:3'],
  ['in a later document', 'a: 1\n---\n# x\na:\n  b: 2\n', 'a.b', '5:3'],
  ['on the line of ---', '--- {a: {b: c}}\n', 'a.b', '1:10'],
  ['behind characters outside of the basic plane', '{"😀": 1, b: 2}\n', 'b', '1:11'],
  ['of an explicit key', '? a\n: b\n', 'a', '1:3'],
  ['behind an anchor', 'a: &x\n  b: 1\n', 'a.b', '2:3'],
  ['through an alias', 'a: &x\n  b: 1\nc: *x\n', 'c.b', '2:3'],
  ['of an alias', 'a: &x 1\nc:\n  - *x\n', 'c[0]', '3:5'],
  ['through a merge key', 'a: &x\n  b: 1\nc:\n  <<: *x\n  d: 2\n', 'c.b', '2:3'],
  ['of a key that overrides a merged one', 'a: &x {b: 1}\nc:\n  <<: *x\n  b: 2\n', 'c.b', '4:3'],
  ['of a number as key', 'a:\n  80: b\n', 'a["80"]', '2:3'],
  ['of a key in JSON', '{\n\t"a": [\n\t\t{"b": 1}\n\t]\n}', 'a[0].b', '3:4'],
])('knows the place %s', async (_, text, path, expected) => {
  expect(await lineAndColumn(text, path)).toBe(expected);
});

/** A character that YAML takes as it is. */
const printable = fc.anyCharacter.filter((character) => !/[\p{Cc}\p{Cn}\u2028\u2029\ufeff]/u.test(character));
const key = fc.oneof(fc.stringMatching(/^[a-z][a-z0-9./_-]{0,12}$/), fc.string({ minLength: 1, maxLength: 6, unit: printable }));
const leaf = fc.oneof(
  fc.stringMatching(/^[a-z0-9 :#-]{1,12}$/),
  fc.string({ unit: printable }),
  fc.constant('two\nlines\n'),
  fc.integer(),
  fc.double({ noDefaultInfinity: true, noNaN: true }),
  fc.boolean(),
  fc.constant(null),
);
const { tree } = fc.letrec<{ tree: Json }>((tie) => ({
  tree: fc.oneof({ maxDepth: 4 }, leaf, fc.array(tie('tree'), { maxLength: 3 }), fc.dictionary(key, tie('tree'), { maxKeys: 3 })),
})) as { tree: fc.Arbitrary<Json> };
const object = fc.dictionary(key, tree, { minKeys: 1, maxKeys: 4 });

/** The paths of everything in a value. */
function pathsIn(value: unknown, path: Keys = []): Keys[] {
  const inner = Array.isArray(value)
    ? [...value.entries()]
    : typeof value === 'object' && value !== null
      ? Object.entries(value as Record<string, unknown>)
      : [];
  return inner.flatMap(([name, child]) => [[...path, name], ...pathsIn(child, [...path, name])]);
}

const valueAtPath = (value: unknown, path: Keys) => path.reduce((inner, name) => (inner as Record<string, unknown>)[name], value);

/** What a place has to begin with: the key where there is one, and otherwise the value, each as one of the ways to write it. */
function startsWith(rest: string, wanted: unknown): boolean {
  if (typeof wanted !== 'string') return typeof wanted === 'object' || rest.startsWith(String(wanted)) || /^[-+0-9.]/.test(rest);
  return rest.startsWith(wanted) || /^["'|>?]/.test(rest);
}

describe('of any object', () => {
  const written: [string, (value: Json) => string][] = [
    ['the package yaml', (value) => stringify(value, { version: '1.1', lineWidth: 0, aliasDuplicateObjects: false })],
    ['the package yaml, flowing', (value) => stringify(value, { version: '1.1', collectionStyle: 'flow', aliasDuplicateObjects: false })],
    ['the emitter', (value) => emitYaml([value], { nulls: 'keep' })],
    ['JSON', (value) => JSON.stringify(value, null, 2)],
  ];

  test.each(written)('as %s writes it, each key and item is found where it stands', async (_, write) => {
    await fc.assert(
      fc.asyncProperty(object, async (value) => {
        const text = `# before\n---\n${write(value as Json)}`;
        const lines = text.split('\n');
        const { documents, findings } = await parseDocuments(text, 'a.yaml', { lenient: true });
        expect(findings).toEqual([]);
        for (const path of pathsIn(value)) {
          const place = documents[0]?.place(path);
          if (place?.in !== 'document') throw new Error('no place');
          const rest = (lines[(place.line ?? 0) - 1] as string).slice((place.column ?? 0) - 1);
          const last = path.at(-1);
          expect([path, rest, startsWith(rest, typeof last === 'string' ? last : valueAtPath(value, path))]).toEqual([path, rest, true]);
        }
      }),
      { numRuns: 100 },
    );
  });

  test.each(written)('as %s writes it, the value is read back', async (_, write) => {
    await fc.assert(
      fc.asyncProperty(object, async (value) => {
        const { documents } = await parseDocuments(write(value as Json), 'a.yaml', { lenient: true });
        expect(JSON.parse(JSON.stringify(documents[0]?.object))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
      { numRuns: 100 },
    );
  });
});

test('keysOf reads what pathOf writes', () => {
  expect(pathOf(['spec', 'ingress', 0, 'toPorts'])).toBe('spec.ingress[0].toPorts');
  expect(pathOf(['labels', 'a.b/c'])).toBe('labels["a.b/c"]');
  const part = fc.oneof(fc.nat(), fc.string(), fc.string({ unit: fc.anyCharacter }));
  fc.assert(fc.property(fc.array(part), (keys) => expect(keysOf(pathOf(keys))).toEqual(keys)));
});
