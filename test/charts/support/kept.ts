import { argocd, type ClusterDefinition, flux, gateway, namespace, onAddress, onHostname, secretRef } from 'ichor';
import { parse } from 'yaml';
import { db, emitted, home, local, web } from '../../support/rack';

/** A cluster with something in each layer. */
export const whole: Partial<ClusterDefinition> = {
  expose: [
    onAddress(local, '192.168.1.240', db.port('sql'), { from: home }),
    onHostname('web.example.com', web.port('http'), {
      via: gateway(namespace('edge'), 'web', { on: { pool: local, address: '192.168.1.241' }, certificate: secretRef('home-tls') }),
      from: home,
    }),
  ],
  objects: [
    {
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      metadata: { name: 'widgets.example.com' },
      spec: {
        group: 'example.com',
        names: { kind: 'Widget', plural: 'widgets' },
        scope: 'Namespaced',
        versions: [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: { type: 'object' } } }],
      },
    },
    {
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: { name: 'films', namespace: 'apps', annotations: { 'argocd.argoproj.io/sync-options': 'Validate=false, Prune=true' } },
      spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
    },
  ],
};

/** Flux that reads a repository over HTTPS, with these options. */
export const byFlux = (options: Omit<Partial<Parameters<typeof flux>[0]>, 'url'> = {}) =>
  flux({ url: 'https://git.example.com/me/home', ...options });

/** Argo CD likewise. */
export const byArgocd = (options: Omit<Partial<Parameters<typeof argocd>[0]>, 'url'> = {}) =>
  argocd({ url: 'https://git.example.com/me/home', ...options });

/** What a cluster comes to, with the objects of Flux or Argo CD by the paths of their files below its folder. */
export function keptCluster(changes: Partial<ClusterDefinition>) {
  const { files } = emitted(changes);
  const parsed = new Map(
    [...files].flatMap(([path, text]) =>
      path.endsWith('.yaml') && !path.includes('/talos/') ? [[path.replace('rack/', ''), parse(text)] as const] : [],
    ),
  );
  return {
    files,
    parsed,
    /** The objects of a folder, sorted by their files. */
    below: (folder: string) => [...parsed].filter(([path]) => path.startsWith(`${folder}/`)).sort(([a], [b]) => (a < b ? -1 : 1)),
    /** The folders of `kubernetes/`. */
    layers: [...new Set([...parsed.keys()].flatMap((path) => /^kubernetes\/([^/]+)\//.exec(path)?.[1] ?? []))].sort(),
  };
}
