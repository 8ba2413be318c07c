import type { JsonObject, Place } from '../../base';

/** An object of Kubernetes with where it was read, as far as it was read from somewhere. */
export interface SourceObject {
  readonly object: JsonObject;
  /** Where the object begins. */
  readonly at?: Place;
  /** Where a value of the object stands, by its path, e.g. `spec.ingress[0]`. */
  place?(path: string): Place;
}
