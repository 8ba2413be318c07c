import { type Branded, frozen } from './value';

/** A Kubernetes object as it goes to the API server; the escape hatch for what no helper makes. */
export interface RawObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string; readonly [key: string]: unknown };
  readonly [key: string]: unknown;
}

/** Manifests from files of the user's own, as made by {@link manifests}. */
export interface Manifests extends Branded<'manifests'> {
  readonly kind: 'manifests';
  readonly path: string;
}

/** The Kubernetes objects of a YAML file, or of every `.yaml` and `.yml` file of a folder, relative to the working directory. */
export function manifests(path: string): Manifests {
  return frozen({ kind: 'manifests', path } as Manifests);
}
