import { isObject, type Json, type JsonObject, valueAt } from './json';

/** The pod template of a Kubernetes object, or the pod itself; `undefined` where the object makes no pods. */
export function podTemplateOf(object: JsonObject): JsonObject | undefined {
  const template =
    object.kind === 'Pod' ? object : (valueAt(object, 'spec', 'template') ?? valueAt(object, 'spec', 'jobTemplate', 'spec', 'template'));
  return isObject(template) && isObject(template.spec) ? template : undefined;
}

/** The containers of a pod template that run side by side, without those that run before. */
export function containersOf(template: JsonObject): readonly JsonObject[] {
  const containers = valueAt(template, 'spec', 'containers');
  return Array.isArray(containers) ? containers.filter((c: Json) => isObject(c)) : [];
}
