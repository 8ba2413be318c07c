import { isObject, valueAt } from '../base';
import { type ReadWorld, readWorld, type SourceObject, type WorldOptions } from '../policy';
import { readNodes } from '../policy/read/nodes';

/** One side of a comparison: the objects of a cluster, and what is known beyond them. */
export interface ComparedObjects {
  readonly objects: readonly SourceObject[];
  readonly options?: WorldOptions;
}

/** Two worlds that tell the same apart. */
export interface AlignedWorlds {
  readonly before: ReadWorld;
  readonly after: ReadWorld;
}

/**
 * Reads both sides so that they can be compared: blocks of addresses, names and pods without objects that the rules of either
 * side tell apart are told apart on both; so are the pods that rules are about.
 *
 * What only one side knows of things that neither side changes holds for both: pods that a definition names but others define,
 * the labels of a namespace of which the other side has nothing at all, and the nodes.
 */
export function readAligned(before: ComparedObjects, after: ComparedObjects): AlignedWorlds {
  const alone = [before, after].map(({ objects, options }) => ({ objects, world: readWorld(objects, { ...options, subjects: true }) }));
  const [first, second] = alone as [Alone, Alone];
  const read = (of: ComparedObjects, own: Alone, other: Alone, others: ComparedObjects) =>
    readWorld([...of.objects, ...shared(own, other)], {
      ...of.options,
      ...nodesOf(of, others),
      ...together(first, second),
      subjects: true,
    });
  return { before: read(before, first, second, after), after: read(after, second, first, before) };
}

interface Alone {
  readonly objects: readonly SourceObject[];
  readonly world: ReadWorld;
}

function together({ world: a }: Alone, { world: b }: Alone): Partial<WorldOptions> {
  return {
    names: [...new Set([...a.apart.names, ...b.apart.names])],
    addresses: [...a.apart.addresses, ...b.apart.addresses],
    namespaces: [...new Set([...a.apart.namespaces, ...b.apart.namespaces])],
    pods: [...a.apart.pods, ...b.apart.pods],
  };
}

/** Objects of the other side that hold for this one too. */
function shared({ world }: Alone, other: Alone): readonly SourceObject[] {
  const workloads = new Set([...world.workloads.keys()].map(({ key }) => key));
  const namespaces = new Set(world.apart.namespaces);
  const declared = [...other.world.workloads.keys()].filter(({ key, source }) => isDeclared(source) && !workloads.has(key));
  return [
    ...declared.map(({ source }) => source),
    ...other.objects.filter((source) => isNamespace(source) && !namespaces.has(String(valueAt(source.object, 'metadata', 'name')))),
  ];
}

/** Whether a definition only names the object; what it emits has a file. */
function isDeclared({ at }: SourceObject): boolean {
  return at?.in === 'definition';
}

function isNamespace({ object }: SourceObject): boolean {
  return object.apiVersion === 'v1' && object.kind === 'Namespace' && isObject(object.metadata);
}

/** What the other side knows of the nodes, where this one knows nothing. */
function nodesOf(own: ComparedObjects, other: ComparedObjects): Partial<WorldOptions> {
  if (own.options?.nodes !== undefined || knowsNodes(own)) return {};
  if (other.options?.nodes !== undefined) return { nodes: other.options.nodes };
  return knowsNodes(other) ? { nodes: readNodes(other.objects).nodes } : {};
}

function knowsNodes({ objects }: ComparedObjects): boolean {
  return readNodes(objects).nodes.count !== undefined;
}
