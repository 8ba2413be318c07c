import type { JsonObject, Place } from '../lib/base';
import type { Layer } from '../lib/model';

/** A Kubernetes object with the layer that it is applied in and the place that asked for it. */
export interface LayeredObject {
  readonly layer: Layer;
  readonly object: JsonObject;
  readonly origin: Place;
}

/** Puts a typed Kubernetes object into a layer. */
export function inLayer(layer: Layer, object: { readonly apiVersion: string; readonly kind: string }, origin: Place): LayeredObject {
  return { layer, object: object as unknown as JsonObject, origin };
}
