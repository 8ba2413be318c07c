import { compareText, type Finding, sortFindings } from '../../base';
import { isOf, ObjectReader } from './object-reader';
import type { SourceObject } from './source-object';

/** The labels of each namespace of which there is an object, by its name. */
export type Namespaces = ReadonlyMap<string, Readonly<Record<string, string>>>;

/** The label that Kubernetes gives to every namespace: its name. */
export const namespaceNameKey = 'kubernetes.io/metadata.name';

/**
 * The Namespaces among the objects, by name, each with the label of its name that Kubernetes adds. Of several objects for one
 * namespace one counts, always the same.
 */
export function readNamespaces(objects: readonly SourceObject[]): {
  readonly namespaces: Namespaces;
  readonly findings: readonly Finding[];
} {
  const read = objects
    .filter((source) => isOf(source, '', 'Namespace'))
    .map((source) => {
      const reader = new ObjectReader(source);
      const name = reader.name();
      const labels = reader.labels(['metadata', 'labels']);
      return { entries: name === undefined ? [] : [[name, { ...labels, [namespaceNameKey]: name }] as const], findings: reader.findings };
    });
  const entries = read.flatMap((r) => r.entries).sort((a, b) => compareText(JSON.stringify(a), JSON.stringify(b)));
  return { namespaces: new Map(entries), findings: sortFindings(read.flatMap((r) => r.findings)) };
}
