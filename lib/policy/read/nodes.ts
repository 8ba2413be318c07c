import { compareText, type Finding, sortFindings } from '../../base';
import { isOf, ObjectReader } from './object-reader';
import type { SourceObject } from './source-object';

/** What is known of the nodes of a cluster. */
export interface Nodes {
  /** How many there are, control planes too; `undefined` where that isn't known. */
  readonly count?: number;
  /** How many of them run the API server; 0 where it is no node of the cluster, `undefined` where that isn't known. */
  readonly controlPlanes?: number;
  /** The nodes of which there are objects, by name; when there are any, they are all. */
  readonly objects?: readonly NodeObject[];
}

/** A node of which there is an object. */
export interface NodeObject {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly controlPlane: boolean;
}

/** The label by which Kubernetes tells control planes. */
const controlPlaneKey = 'node-role.kubernetes.io/control-plane';

/**
 * What the Node objects tell of the nodes; without any, nothing is known. Control planes are those that are labelled so, and
 * if none is, nothing is known of where the API server runs.
 */
export function readNodes(objects: readonly SourceObject[]): { readonly nodes: Nodes; readonly findings: readonly Finding[] } {
  const readers = objects.filter((source) => isOf(source, '', 'Node')).map((source) => new ObjectReader(source));
  const nodes = readers.flatMap((reader): NodeObject[] => {
    const name = reader.name();
    const labels = reader.labels(['metadata', 'labels']);
    return name === undefined ? [] : [{ name, labels, controlPlane: Object.hasOwn(labels, controlPlaneKey) }];
  });
  const findings = sortFindings(readers.flatMap((reader) => reader.findings));
  if (nodes.length === 0) return { nodes: {}, findings };

  const sorted = nodes.sort((a, b) => compareText(a.name, b.name) || compareText(JSON.stringify(a), JSON.stringify(b)));
  const single = sorted.filter((node, i) => node.name !== sorted[i - 1]?.name);
  const controlPlanes = single.filter((node) => node.controlPlane).length;
  return { nodes: { count: single.length, ...(controlPlanes === 0 ? {} : { controlPlanes }), objects: single }, findings };
}
