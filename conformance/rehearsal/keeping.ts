import { setTimeout as pause } from 'node:timers/promises';
import { type JsonObject, valueAt } from '../../lib/base';
import { type Api, Refused, referenceOf } from './api';

/** What Flux or Argo CD say of an object that is as it should be; `status` is kept apart from the object, or a part of it. */
const well: readonly { readonly apiVersion: string; readonly kind: string; readonly part: '' | '/status'; readonly status: JsonObject }[] =
  [
    ...['source.toolkit.fluxcd.io/v1 GitRepository', 'kustomize.toolkit.fluxcd.io/v1 Kustomization'].map((name) => {
      const [apiVersion = '', kind = ''] = name.split(' ');
      const condition = { type: 'Ready', status: 'True', reason: 'Played', message: '', lastTransitionTime: '2026-01-01T00:00:00Z' };
      return { apiVersion, kind, part: '/status' as const, status: { conditions: [condition] } };
    }),
    {
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'Application',
      part: '',
      status: { sync: { status: 'Synced' }, health: { status: 'Healthy' } },
    },
  ];

/** Plays what Flux or Argo CD say once they have read the repository; what they apply of it is there already. */
export async function playKeeper(api: Api, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    for (const { apiVersion, kind, part, status } of well) await sayOf(api, { apiVersion, kind, part, status });
    await pause(500, undefined, { signal }).catch(() => undefined);
  }
}

async function sayOf(api: Api, { apiVersion, kind, part, status }: (typeof well)[number]): Promise<void> {
  try {
    for (const object of await api.list({ apiVersion, kind })) {
      const { generation } = object.metadata as JsonObject;
      // Flux' kinds have a status from the beginning, which says that nobody has looked yet.
      const isNew = valueAt(object, 'status', 'conditions') === undefined && valueAt(object, 'status', 'sync') === undefined;
      if (isNew) await api.patch(referenceOf(object), { status: { ...status, observedGeneration: generation } }, part);
    }
  } catch (error) {
    // The kinds come with what is installed.
    if (!(error instanceof Refused) && !/has no|404/.test(String(error))) throw error;
  }
}
