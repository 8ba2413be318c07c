import { argocd, type ClusterDefinition, cilium, defineCluster, flannel, flux, secretRef } from 'ichor';
import joelclaw from '../../clusters/joelclaw';
import joelclawPi from '../../clusters/joelclaw-pi';
import type { Case } from '../case';
import { pins } from '../pins';

const url = 'https://git.example.com/me/home';

function variant(name: string, real: ClusterDefinition, changes: Partial<ClusterDefinition>): Case {
  return { name: `gitops: ${name}`, cluster: defineCluster({ ...real, ...changes }) };
}

/** Objects that are kept wherever they stand. */
const held: NonNullable<ClusterDefinition['objects']> = [
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
    metadata: { name: 'films', namespace: 'joelclaw' },
    spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
  },
];

/** Clusters that Flux or Argo CD keep. */
export const gitOpsCases: readonly Case[] = [
  ...Object.entries(pins.cilium).flatMap(([minor, version]) => [
    variant(`Flux with Cilium ${minor}`, joelclawPi.definition, { network: cilium({ version }), gitops: flux({ url }) }),
    variant(`Argo CD with Cilium ${minor}`, joelclawPi.definition, { network: cilium({ version }), gitops: argocd({ url }) }),
  ]),
  variant('Flux by a key and an artifact, from the root of a branch', joelclaw.definition, {
    objects: held,
    gitops: flux({
      url: 'ssh://git@git.example.com/me/home',
      secretRef: secretRef('home-key'),
      branch: 'stable',
      path: '.',
      interval: '5m',
      chart: 'oci',
      version: '2.9.5',
    }),
  }),
  variant('Argo CD by a token, with Flannel', joelclaw.definition, {
    network: flannel(),
    objects: held,
    gitops: argocd({ url, secretRef: secretRef('home-token'), branch: 'stable', path: 'clusters/home', version: '3.5.7' }),
  }),
];
