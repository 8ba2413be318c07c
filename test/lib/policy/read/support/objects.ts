import type { JsonObject } from '../../../../../lib/base';
import type { SourceObject } from '../../../../../lib/policy/read/source-object';

/** An object that was read from nowhere. */
export function source(object: JsonObject): SourceObject {
  return { object };
}

/** A Deployment whose pods have these labels. */
export function deployment(namespace: string, name: string, labels: JsonObject = {}, spec: JsonObject = {}): SourceObject {
  return source({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { namespace, name },
    spec: { template: { metadata: { labels }, spec: { containers: [{ name: 'main' }], ...spec } } },
  });
}

/** A Namespace. */
export function namespace(name: string, labels: JsonObject = {}): SourceObject {
  return source({ apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } });
}
