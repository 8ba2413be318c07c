import { isObject, type JsonObject, valueAt } from '../../../base';
import type { InputDocument } from '../../../input';
import { embedded } from '../embedded';
import type { Keys } from '../layers';
import { folderOf, itemsAt, pathFrom, type Tree, textAt } from '../tree';
import { type Merged, strategicMerge } from './merge';
import { isOperation } from './operation';
import { operated } from './operations';
import { PatchedDocument, sourceOf } from './source';
import { alike, type Target, targetOf } from './target';

/** A change of objects. */
export interface Patch {
  isFor: Target;
  /** Whether all that it does is to add labels. @default false */
  readonly labelsOnly?: boolean;
  /** The document after it, nothing where it deletes it, or why that can't be told. */
  apply(document: InputDocument): InputDocument | undefined | { readonly why: string };
}

/** Documents of patches, or why they can't be read. */
type Texts = { readonly documents: readonly InputDocument[] } | { readonly why: string };

/** The patches that a kustomization lists. */
export async function patchesOfKustomization(tree: Tree, document: InputDocument): Promise<Patch[]> {
  const { object } = document;
  const patches = await listed(tree, document, ['patches']);
  const merges = await Promise.all(
    itemsAt(object, 'patchesStrategicMerge').map(async (entry, i) => {
      const text = String(entry);
      const texts = text.includes('\n') ? await embedded(document, ['patchesStrategicMerge', i], text) : fileOf(tree, document, text);
      return patchesOf(texts, undefined);
    }),
  );
  return [...merges.flat(), ...patches, ...(await listed(tree, document, ['patchesJson6902']))];
}

/** The patches at a path of a document, each with a target, and with its text or the path of a file. */
export async function listed(tree: Tree, document: InputDocument, path: readonly string[]): Promise<Patch[]> {
  const lists = await Promise.all(
    itemsAt(document.object, ...path).map(async (entry, i) => {
      const target = valueAt(entry, 'target');
      const [text, file] = [textAt(entry, 'patch'), textAt(entry, 'path')];
      const at: Keys = [...path, i, 'patch'];
      const texts = text !== undefined ? await embedded(document, at, text) : fileOf(tree, document, file ?? '');
      return patchesOf(texts, isObject(target) ? target : undefined);
    }),
  );
  return lists.flat();
}

function fileOf(tree: Tree, { at }: InputDocument, path: string): Texts {
  const file = pathFrom(folderOf(at.file), path);
  const documents = tree.file(file);
  return documents.length === 0 ? { why: `the patch ${file} of ${at.file} can't be read here` } : { documents };
}

function patchesOf(texts: Texts, target: JsonObject | undefined): Patch[] {
  const chosen = target === undefined ? undefined : (targetOf(target) ?? (() => true));
  if ('why' in texts) return [{ isFor: chosen ?? (() => true), apply: () => texts }];
  if (target !== undefined && targetOf(target) === undefined) {
    const [first] = texts.documents;
    const why = `the target of a patch in ${first?.at.file ?? 'a kustomization'} can't be told`;
    return [{ isFor: () => true, apply: () => ({ why }) }];
  }
  const operations = texts.documents.filter(({ object }) => isOperation(object));
  const changes =
    operations.length === 0 ? [] : [{ isFor: chosen ?? (() => true), apply: (document: InputDocument) => operate(document, operations) }];
  const merges = texts.documents
    .filter(({ object }) => !isOperation(object))
    .map((patch): Patch => ({ isFor: chosen ?? alike(patch.object), apply: (document) => merge(document, patch, chosen !== undefined) }));
  return [...merges, ...changes];
}

function operate(document: InputDocument, operations: readonly InputDocument[]): ReturnType<Patch['apply']> {
  const after = operated({ value: document.object, source: sourceOf(document) }, operations);
  if ('why' in after) return { why: `a JSON patch in ${operations[0]?.at.file ?? ''} doesn't fit: ${after.why}` };
  return new PatchedDocument(after.value, after.source);
}

/** With a target the patch's own names mean nothing. */
function merge(document: InputDocument, patch: InputDocument, hasTarget: boolean): ReturnType<Patch['apply']> {
  const after: Merged = strategicMerge(
    { value: document.object, source: sourceOf(document) },
    { value: hasTarget ? withoutNames(patch.object) : patch.object, source: { document: patch, keys: [] } },
  );
  if (after === 'deleted') return undefined;
  if ('why' in after) return { why: `a patch in ${patch.at.file} can't be followed: ${after.why}` };
  return new PatchedDocument(after.value, after.source);
}

function withoutNames({ apiVersion: _, kind: __, metadata, ...rest }: JsonObject): JsonObject {
  if (!isObject(metadata)) return rest;
  const { name: ___, namespace: ____, ...others } = metadata;
  return { ...rest, metadata: others };
}
