import { type ClusterDefinition, defineCluster, type MetalOptions, type MetalPlatform, metal } from 'ichor';
import { filesOf, findingsOf } from 'ichor/testing';
import { parseAllDocuments } from 'yaml';
import joelclawPi from '../../../clusters/joelclaw-pi';

const { definition } = joelclawPi;
const { options } = definition.platform as MetalPlatform;

/** A document of Talos' config. */
export type Document = Record<string, unknown>;

/** Releases of Talos, by the minor in whose form their config is written. */
export const releases = {
  '1.12': { talos: '1.12.7', kubernetes: '1.35.0' },
  '1.13': { talos: '1.13.9', kubernetes: '1.36.3' },
  '1.14': { talos: '1.14.2', kubernetes: '1.36.3' },
} as const;

/** The files below `talos/` of the committed cluster of machines with other options, by their path there. */
export function talosFiles(changes: Partial<ClusterDefinition> = {}, platform: Partial<MetalOptions> = {}): ReadonlyMap<string, string> {
  const cluster = defineCluster({ ...definition, platform: metal({ ...options, ...platform }), ...changes });
  const files = [...filesOf(cluster)].flatMap(([path, text]): [string, string][] =>
    path.startsWith('joelclaw-pi/talos/') ? [[path.replace('joelclaw-pi/talos/', ''), text]] : [],
  );
  if (files.length === 0) throw new Error(JSON.stringify(findingsOf(cluster), null, 2));
  return new Map(files);
}

/** A file's text; it has to be there. */
export function textOf(files: ReadonlyMap<string, string>, path: string): string {
  const text = files.get(path);
  if (text === undefined) throw new Error(`there is no '${path}' among ${[...files.keys()].join(', ')}`);
  return text;
}

/** A file's documents. */
export function documentsOf(files: ReadonlyMap<string, string>, path: string): Document[] {
  return parseAllDocuments(textOf(files, path)).map((document) => document.toJS());
}

/** The documents of a kind, without what all documents have. */
export function ofKind(documents: readonly Document[], wanted: string): Document[] {
  return documents.flatMap(({ apiVersion: _, kind, ...fields }) => (kind === wanted ? [fields] : []));
}

/** The one v1alpha1 document that older config is. */
export function legacyOf(documents: readonly Document[]): Document | undefined {
  return documents.find(({ kind }) => kind === undefined);
}
