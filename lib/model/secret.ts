import type { Model } from './model';
import { type Branded, frozen } from './value';

/** A Secret that exists in the cluster, by name; its values never enter a definition. */
export interface SecretRef extends Branded<'secret'> {
  readonly kind: 'secret';
  readonly name: string;
}

/** One key of such a Secret. */
export interface SecretKeyRef extends Branded<'secret-key'> {
  readonly kind: 'secret-key';
  readonly name: string;
  readonly key: string;
}

/** Refers to a Secret of the workload's namespace, or with `key` to one of its values. */
export function secretRef(name: string): SecretRef;
export function secretRef(name: string, key: string): SecretKeyRef;
export function secretRef(name: string, key?: string): SecretRef | SecretKeyRef {
  return key === undefined ? frozen({ kind: 'secret', name } as SecretRef) : frozen({ kind: 'secret-key', name, key } as SecretKeyRef);
}

/** The Secrets that a definition's workloads refer to, as `namespace/name`, sorted. */
export function secretsOf(model: Model): string[] {
  const names = model.workloads.flatMap(({ namespace, options }) => [
    ...(options.envFrom ?? []).map((secret) => `${namespace}/${secret.name}`),
    ...Object.values(options.env ?? {}).flatMap((value) => (typeof value === 'string' ? [] : [`${namespace}/${value.name}`])),
  ]);
  return [...new Set(names)].sort();
}
