import type { Judged, Text } from '../judged';
import { sha256 } from '../judged';
import { type CiliumMinor, pins } from '../pins';

/** What the API server says of an object that is to be created. */
export interface ObjectVerdict {
  readonly accepted: boolean;
  readonly errors: readonly string[];
  readonly warnings: readonly string[];
}

/** What the record knows of objects: by who judged, what was taken without a word, and anything else with what was said. */
export interface ObjectRecord {
  readonly [judge: string]: {
    /** Names by the hash of the text. */
    readonly accepted: Readonly<Record<string, string>>;
    readonly others: Readonly<Record<string, ObjectVerdict & { readonly object: string }>>;
  };
}

/** The Cilium minor whose custom resources belong to a case: the newest where it has none. */
export function definitionsOf({ chart }: Judged): CiliumMinor {
  return chart?.minor ?? '1.20';
}

/** By what the record knows the API server and the custom resources that judged. */
export function objectsKey(cilium: CiliumMinor): string {
  return `Kubernetes ${pins.kubernetes} with the definitions of Cilium ${pins.cilium[cilium]}`;
}

/** Expects that the record has each object as one that the API server takes without a word; `repair` says what to do otherwise. */
export function expectObjects(input: Judged, record: ObjectRecord, repair: string): void {
  const accepted = record[objectsKey(definitionsOf(input))]?.accepted ?? {};
  const unknown = input.objects.filter(({ text }) => accepted[sha256(text)] === undefined).map(({ path }) => `${path}: ${repair}`);
  expect(unknown).toEqual([]);
}

/** What an object is called in the record: the name of its file. */
export function objectName({ path }: Text): string {
  return path.replace(/^.*\//, '').replace(/\.yaml$/, '');
}
