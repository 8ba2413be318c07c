import { howToRecord, readRecord } from '../../conformance/record';
import { schematicCases } from '../../conformance/schematic/cases';
import { expectSchematic, type SchematicVerdict, schematicKey, textOf } from '../../conformance/schematic/claim';

const record = readRecord<Record<string, SchematicVerdict>>('schematic');

test.each(schematicCases)('Image Factory gave a schematic the id that we work out: %s', (_, schematic) => {
  const key = schematicKey(textOf(schematic));
  const verdict = record[key];
  if (verdict === undefined) throw new Error(`the factory never saw this (${key}); ${howToRecord}`);
  expectSchematic(schematic, verdict);
});

test('without any customization it is the id that everybody knows', () => {
  expect(record[schematicKey(textOf({}))]?.schematic).toBe('376567988ad370138ad8b2698212367b8edcb69b5fd68c80be1f2ec7d603b4ba');
});
