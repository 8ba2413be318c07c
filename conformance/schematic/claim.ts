import { emitYaml } from '../../lib/output';
import { canonicalText, type Schematic, schematicDocument, schematicId } from '../../talos/schematic';
import type { Case } from '../case';
import { cases } from '../cases';
import { askedSchematic } from '../claims/schematic';
import { sha256 } from '../judged';
import { pins } from '../pins';

/** What Image Factory makes of a schematic. */
export interface SchematicVerdict {
  /** Why it takes no such schematic. */
  readonly error?: string;
  /** The text that the id is the hash of. */
  readonly canonical?: string;
  readonly schematic?: string;
}

/** The schematic as the factory gets it. */
export function textOf(schematic: Schematic): string {
  return emitYaml([schematicDocument(schematic)], { nulls: 'keep' });
}

/** By what the record knows a question to the factory. */
export function schematicKey(text: string): string {
  return `Image Factory ${pins.imageFactory}, schematic ${sha256(text)}`;
}

/** Expects the factory to make of a schematic what we make of it. */
export function expectSchematic(schematic: Schematic, verdict: SchematicVerdict): void {
  expect(verdict).toEqual({ canonical: canonicalText(schematic), schematic: schematicId(schematic) });
}

/** Expects of the schematics of a case, as they stand in its files, the ids of those that its machines ask for, and no others. */
export function expectSchematics({ cluster: { definition } }: Case, verdicts: readonly (SchematicVerdict | undefined)[]): void {
  const { platform } = definition;
  const machines = platform.kind === 'metal' ? platform.options.nodes.map(({ options }) => options.machine) : [];
  expect(verdicts.map((verdict) => verdict?.error)).toEqual(verdicts.map(() => undefined));
  const ids = verdicts.map((verdict) => verdict?.schematic).sort();
  expect([...new Set(ids)]).toEqual([...new Set(machines.map((machine) => schematicId(askedSchematic(machine))))].sort());
}

/** The cases that ask for images. */
export const casesWithSchematics: readonly Case[] = cases.filter(({ cluster }) => cluster.definition.platform.kind === 'metal');
