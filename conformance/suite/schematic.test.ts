import * as fc from 'fast-check';
import type { Schematic } from '../../talos/schematic';
import type { Case } from '../case';
import { judged } from '../judged';
import { readRecord, writeRecord } from '../record';
import { schematicCases } from '../schematic/cases';
import { casesWithSchematics, expectSchematic, expectSchematics, type SchematicVerdict, schematicKey, textOf } from '../schematic/claim';
import { ask, judges } from './support/judges';

function askFactory(texts: readonly string[]): SchematicVerdict[] {
  const requests = texts.map((yaml) => ({ yaml }));
  return ask<SchematicVerdict & { readonly id: string }>(judges().schematic, [], requests).map(({ id: _, ...verdict }) => verdict);
}

describe('Image Factory gives a schematic the id that we work out', () => {
  let verdicts: SchematicVerdict[];
  beforeAll(() => {
    verdicts = askFactory(schematicCases.map(([, schematic]) => textOf(schematic)));
  });

  test.each(schematicCases.map(([name, schematic], i) => [name, schematic, i] as const))('%s', (_, schematic, i) => {
    expectSchematic(schematic, verdicts[i] as SchematicVerdict);
  });
});

describe("and to the files of a definition those of its machines' images", () => {
  test.each(casesWithSchematics.map((c) => [c.name, c] as const))('%s', (_, c) => {
    expectSchematics(c, askFactory(judged(c).schematics.map(({ text }) => text)));
  });

  test('of what the definition asks for, and of nothing else', () => {
    const [c] = casesWithSchematics as [Case];
    const texts = judged(c).schematics.map(({ text }) => text);
    const changed = texts.map((text) => `${text}\n`.replace('customization: {}', 'customization: {extraKernelArgs: [quiet]}'));
    expect(changed).not.toEqual(texts.map((text) => `${text}\n`));
    expect(() => expectSchematics(c, askFactory(changed))).toThrow();
    expect(() => expectSchematics(c, askFactory(texts.slice(1)))).toThrow();
  });
});

test('the record says the same', () => {
  const texts = [
    ...schematicCases.map(([, schematic]) => textOf(schematic)),
    ...casesWithSchematics.flatMap((c) => judged(c).schematics.map(({ text }) => text)),
  ];
  const verdicts = askFactory(texts);
  const answers = Object.fromEntries(texts.map((text, i) => [schematicKey(text), verdicts[i]]));
  if (process.env.CONFORMANCE_RECORD !== undefined) writeRecord('schematic', answers);
  expect(answers).toEqual(readRecord('schematic'));
});

/** Pieces of which texts are made that Go's YAML writes in each of its ways. */
const piece = fc.oneof(
  fc.constantFrom(...'\n\n\r\t  -?:#,[]{}&*!|>\'"%@`=~<+._0123456789eExXoObBaAyYnNtTfFzZ\\\0\u0085\u00a0\u2028\u2029\ufeff\ufffeß日🚀'),
  fc.constantFrom(
    '---',
    '...',
    'true',
    'null',
    '0x',
    '2026-02-29',
    '2024-2-29',
    'T1:2:3',
    ' 1:2:3.5',
    'Z',
    '+02:00',
    '.inf',
    '1e999',
    ': ',
    ' #',
  ),
  fc.constantFrom('18446744073709551615', '18446744073709551616', '9223372036854775808', '0777777777777777777777777', '1_0', '0o7', '0b1'),
  fc.string({ unit: 'binary', maxLength: 3 }),
);
const text = fc.oneof(
  { weight: 4, arbitrary: fc.array(piece, { maxLength: 6 }).map((pieces) => pieces.join('')) },
  fc.string({ maxLength: 150 }),
  fc.stringMatching(/^[-+]?[0-9._:eExXobTZ-]{1,12}$/),
);

/** Names of options as people give them; for others Go's order of keys may be none. */
const key = fc.oneof(fc.stringMatching(/^[A-Za-z0-9]{0,6}$/), fc.stringMatching(/^[a-z][A-Za-z0-9_.-]{0,140}$/));
const schematic: fc.Arbitrary<Schematic> = fc.record(
  {
    overlay: fc.record(
      {
        name: text,
        image: text,
        options: fc.oneof(
          fc.dictionary(key, text),
          text.map((one) => ({ [one]: 'a key of any kind' })),
        ),
      },
      { requiredKeys: ['name', 'image'] },
    ),
    extraKernelArgs: fc.array(text, { maxLength: 4 }),
    officialExtensions: fc.array(text, { maxLength: 4 }),
  },
  { requiredKeys: [] },
);

test('and so it does for any texts', () => {
  const many = fc.array(schematic, { minLength: 1, maxLength: 400, size: 'max' });
  const property = fc.property(many, (schematics) => {
    const verdicts = askFactory(schematics.map(textOf));
    schematics.forEach((one, i) => {
      expectSchematic(one, verdicts[i] as SchematicVerdict);
    });
  });
  fc.assert(property, { numRuns: Number(process.env.CONFORMANCE_SCHEMATICS ?? 40) });
});
