import { isObject, type JsonObject, valueAt } from '../../lib/base';
import { type Judged, sha256, type Text } from '../judged';
import { pins } from '../pins';

/** What upstream said: by who judged, the names of what was taken by the hash of the text, and how many objects came of a build. */
export interface GitOpsRecord {
  readonly [judge: string]: {
    readonly accepted: Readonly<Record<string, string>>;
    readonly built: Readonly<Record<string, number>>;
  };
}

/** A Kustomization of Flux with the files of its folder; none for one of another repository. */
export interface Build {
  readonly name: string;
  readonly object: JsonObject;
  readonly files: readonly Text[];
  /** By what the record knows it: exactly what goes in. */
  readonly key: string;
}

/** By what the record knows the definitions that judged, and Flux. */
export const gitOpsKey = `${Object.entries(pins.flux)
  .map(([name, version]) => `${name} ${version}`)
  .join(', ')}, Argo CD ${pins.argocd}`;

/** The one object of a file. */
export function objectOf({ documents }: Text): JsonObject {
  const [object] = documents;
  if (documents.length !== 1 || !isObject(object)) throw new Error('a file has one object');
  return object;
}

/** The paths of a definition's files in its repository, where that has `path` as their folder. */
function inRepository({ model }: Judged, path: string): string {
  const folder = model.gitops?.path ?? '';
  return `${folder === '' ? '' : `${folder}/`}${path.slice(model.name.length + 1)}`;
}

/** The repository that Flux reads, as texts by their paths. */
export function repositoryOf(input: Judged): Readonly<Record<string, string>> {
  return Object.fromEntries([...input.objects, ...input.gitOps].map(({ path, text }) => [inRepository(input, path), text]));
}

/** What Flux builds of the definition's own repository. */
export function buildsOf(input: Judged): Build[] {
  return input.gitOps.flatMap((text) => {
    const object = objectOf(text);
    const source = valueAt(object, 'spec', 'sourceRef', 'name');
    if (object.kind !== 'Kustomization' || source !== input.model.name) return [];
    const folder = String(valueAt(object, 'spec', 'path')).replace(/^\.\//, '');
    const files = [...input.objects, ...input.gitOps].filter((file) => inRepository(input, file.path).startsWith(`${folder}/`));
    const name = String(valueAt(object, 'metadata', 'name'));
    const hashes = files.map((file) => `${inRepository(input, file.path)} ${sha256(file.text)}`).sort();
    return [{ name, object, files, key: `${name} ${sha256([text.text, ...hashes].join('\n'))}` }];
  });
}

/** Expects that the record has each object, and each build with an object for each of its files; `repair` says what to do otherwise. */
export function expectGitOps(input: Judged, record: GitOpsRecord, repair: string): void {
  const { accepted = {}, built = {} } = record[gitOpsKey] ?? {};
  const untaken = input.gitOps.filter(({ text }) => accepted[sha256(text)] === undefined).map(({ path }) => `${path}: ${repair}`);
  const unbuilt = buildsOf(input).flatMap(({ name, key, files }) => (built[key] === files.length ? [] : [`${name}: ${repair}`]));
  expect([...untaken, ...unbuilt]).toEqual([]);
}
