import { valueAt } from '../../../base';
import type { InputDocument } from '../../../input';
import { isOf, Tree } from '../tree';
import { type Build, buildsOf } from './builds';
import { patchFiles } from './patch-files';

/** The documents of a tree after what kustomizations patch in them. */
export interface Kustomized {
  /** Without those of patches. */
  readonly documents: readonly InputDocument[];
  readonly patches: readonly InputDocument[];
  /** Why nobody knows what a document is after its patches. */
  why(document: InputDocument): string | undefined;
  /** The files that make different things of a document; none where nothing does. */
  apart(document: InputDocument): readonly string[];
}

interface Outcome {
  readonly document: InputDocument | undefined;
  readonly why?: string;
  readonly apart?: readonly string[];
}

/** How often patches of Flux may patch the patches of others. */
const deepest = 4;

/**
 * Applies the patches of kustomizations, of Flux and of Argo CD to what they include. What several make different things of is
 * unknown, as is what a patch changes that can't be followed.
 */
export async function kustomized(documents: readonly InputDocument[]): Promise<Kustomized> {
  const tree = new Tree(documents);
  let changed: ReadonlyMap<InputDocument, InputDocument> = new Map();
  let outcomes: ReadonlyMap<InputDocument, Outcome> = new Map();
  for (let round = 0; round < deepest && documents.some(hasPatches); round += 1) {
    outcomes = outcomesOf(await buildsOf(tree, changed));
    const next = fluxPatched(outcomes);
    if (next.size === 0 || textOf(next) === textOf(changed)) break;
    changed = next;
  }
  const files = patchFiles(tree);
  const after = documents.flatMap((document) => {
    if (files.has(document.at.file)) return [];
    const outcome = outcomes.get(document);
    if (outcome === undefined || outcome.why !== undefined) return [document];
    return outcome.document === undefined ? [] : [outcome.document];
  });
  return {
    documents: after,
    patches: documents.filter(({ at }) => files.has(at.file)),
    why: (document) => outcomes.get(document)?.why,
    apart: (document) => outcomes.get(document)?.apart ?? [],
  };
}

/** Whether the document may change others, by its keys. */
function hasPatches({ object }: InputDocument): boolean {
  const lists = [
    ...[object.patches, object.patchesStrategicMerge, object.patchesJson6902, object.labels],
    ...[valueAt(object, 'spec', 'patches'), valueAt(object, 'spec', 'source', 'kustomize', 'patches')],
  ];
  return object.commonLabels !== undefined || lists.some((list) => Array.isArray(list) && list.length > 0);
}

/** What each document that something patches comes to. */
function outcomesOf(builds: readonly Build[]): Map<InputDocument, Outcome> {
  const outcomes = new Map<InputDocument, Outcome>();
  const patching = builds.filter(({ patches }) => patches.length > 0);
  const includes = new Map(builds.map((build) => [build, ordered(build)]));
  for (const member of new Set(patching.flatMap(({ members }) => [...members]))) {
    const own = builds.filter(({ members }) => members.has(member));
    const tops = own.filter((build) => !own.some((other) => other !== build && includes.get(other)?.includes(build)));
    const all = tops.map((top) => ({ top, outcome: outcomeOf(member, includes.get(top) ?? []) }));
    // What is labelled in several ways is there several times; what else is said of it holds for each.
    const each = isOne(all) ? all : tops.map((top) => ({ top, outcome: outcomeOf(member, includes.get(top) ?? [], false) }));
    const [first] = each;
    if (first === undefined || each.every(({ outcome: { document, why } }) => document === member && why === undefined)) continue;
    const odd = each.find(({ outcome }) => textOfOutcome(outcome) !== textOfOutcome(first.outcome));
    const different = odd === undefined ? undefined : `${first.top.file} and ${odd.top.file} make different things of it`;
    const why = different ?? first.outcome.why;
    const apart = different === undefined ? {} : { apart: tops.map(({ file }) => file) };
    outcomes.set(member, why === undefined ? first.outcome : { document: member, why, ...apart });
  }
  return outcomes;
}

function isOne(outcomes: readonly { readonly outcome: Outcome }[]): boolean {
  return new Set(outcomes.map(({ outcome }) => textOfOutcome(outcome))).size <= 1;
}

function outcomeOf(member: InputDocument, builds: readonly Build[], withLabels = true): Outcome {
  let document = member;
  for (const { members, patches } of builds) {
    if (!members.has(member)) continue;
    for (const patch of patches) {
      if (!patch.isFor(document.object) || (patch.labelsOnly === true && !withLabels)) continue;
      const after = patch.apply(document);
      if (after === undefined) return { document: undefined };
      if ('why' in after) return { document, why: after.why };
      document = after;
    }
  }
  return { document };
}

/** A build with what it includes, the inner ones first. */
function ordered(build: Build, seen = new Set<Build>()): Build[] {
  if (seen.has(build)) return [];
  seen.add(build);
  return [...build.inner.flatMap((inner) => ordered(inner, seen)), build];
}

function fluxPatched(outcomes: ReadonlyMap<InputDocument, Outcome>): Map<InputDocument, InputDocument> {
  return new Map(
    [...outcomes].flatMap(([member, { document }]) =>
      document !== undefined && document !== member && isOf(member.object, 'kustomize.toolkit.fluxcd.io')
        ? [[member, document] as const]
        : [],
    ),
  );
}

function textOf(changed: ReadonlyMap<InputDocument, InputDocument>): string {
  return JSON.stringify([...changed.values()].map(({ object }) => object));
}

function textOfOutcome({ document, why }: Outcome): string {
  return JSON.stringify([document?.object ?? null, why ?? '']);
}
