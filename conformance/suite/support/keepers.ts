import type { JsonObject } from '../../../lib/base';
import { ask, judges } from './judges';

/** What Flux makes of a Kustomization. */
export interface BuildAnswer {
  readonly id: string;
  readonly error?: string;
  readonly kept?: readonly string[];
  readonly objects?: readonly JsonObject[];
}

/** A Kustomization with the repository of its source: texts by their paths, or a folder, of which `ignore` leaves something out. */
export type BuildRequest = { readonly kustomization: JsonObject } & (
  | { readonly files: Readonly<Record<string, string>> }
  | { readonly folder: string; readonly ignore: string }
);

/** Asks Flux what it builds of each; the answers come in the same order. */
export function buildByFlux(requests: readonly BuildRequest[]): BuildAnswer[] {
  return ask<BuildAnswer>(judges().flux, [], requests);
}

/** Asks Argo CD how objects fare by a health check of its settings; the answers come in the same order. */
export function healthByArgocd(requests: readonly { readonly script: string; readonly object: JsonObject }[]) {
  return ask<{ readonly id: string; readonly status?: string; readonly message?: string; readonly error?: string }>(
    judges().argocdHealth,
    [],
    requests,
  );
}

/** Asks Flux how objects fare by the expressions of a Kustomization; the answers come in the same order. */
export function healthByFlux(requests: readonly { readonly expressions: JsonObject; readonly object: JsonObject }[]) {
  return ask<{ readonly id: string; readonly status?: string; readonly error?: string }>(judges().flux, [], requests);
}
