import { isObject, type Json, valueAt } from '../../../base';
import { certificate } from './certificates';
import { type ChartRefusal, isSet, type Reading, unlessOneOf, when } from './refusal';

const meshCertificates = (value: Reading) =>
  isSet(value('clustermesh.useAPIServer')) &&
  value('clustermesh.apiserver.kvstoremesh.kvstoreMode') === 'internal' &&
  !isSet(value('clustermesh.apiserver.tls.auto.enabled')) &&
  value('clustermesh.apiserver.tls.enableSecrets') !== false;

const inCrds = (value: Reading) => /^(crd|doublewrite-readkvstore|doublewrite-readcrd)$/.test(String(value('identityAllocationMode')));

/** What the chart asks of the values of a mesh of clusters. */
export const meshRefusals: readonly ChartRefusal[] = [
  ...['admin', 'remote', 'server'].flatMap((part) => certificate(`clustermesh.apiserver.tls.${part}`, meshCertificates, '1.19')),
  {
    path: 'disableEndpointCRD',
    says: when(
      (v) => isSet(v('clustermesh.useAPIServer')) && inCrds(v) && isSet(v('disableEndpointCRD')),
      "the mesh's API server reads CiliumEndpoints, which this switches off",
    ),
    repair: 'leave it out, or write clustermesh: { useAPIServer: false }',
  },
  {
    path: 'clustermesh.apiserver.kvstoremesh.kvstoreMode',
    says: (v) => unlessOneOf(v('clustermesh.apiserver.kvstoremesh.kvstoreMode'), ['internal', 'external']),
    repair: "write 'internal'",
  },
  {
    path: 'clustermesh.apiserver.tls.authMode',
    says: (v) =>
      isSet(v('clustermesh.useAPIServer'))
        ? unlessOneOf(v('clustermesh.apiserver.tls.authMode'), ['legacy', 'migration', 'cluster'])
        : undefined,
    repair: "write 'migration'",
  },
  {
    path: 'clustermesh.apiserver.tls.auto.certManagerIssuerRef',
    says: when(
      (v) =>
        isSet(v('clustermesh.useAPIServer')) &&
        isSet(v('clustermesh.apiserver.tls.auto.enabled')) &&
        v('clustermesh.apiserver.tls.auto.method') === 'certmanager' &&
        !isSet(v('clustermesh.apiserver.tls.auto.certManagerIssuerRef')),
      "'certmanager' needs an issuer, and none is named",
    ),
    repair: "write it, or method: 'cronJob'",
  },
  {
    path: 'clustermesh.apiserver.kvstoremesh.enabled',
    says: (v) =>
      isSet(v('clustermesh.useAPIServer')) && !inCrds(v) && !isSet(v('clustermesh.apiserver.kvstoremesh.enabled'))
        ? `with identities in '${String(v('identityAllocationMode'))}' the mesh's API server is nothing but the cache that this switches off`
        : undefined,
    repair: "leave it out, or write identityAllocationMode: 'crd'",
  },
  {
    path: 'clustermesh.useAPIServer',
    says: when(
      (v) => isExternal(v) && !isSet(v('clustermesh.useAPIServer')),
      "an etcd of one's own is read by the mesh's API server alone",
    ),
    repair: "write true, or kvstoreMode: 'internal'",
  },
  {
    path: 'clustermesh.apiserver.kvstoremesh.enabled',
    says: when(
      (v) => isExternal(v) && isSet(v('clustermesh.useAPIServer')) && !isSet(v('clustermesh.apiserver.kvstoremesh.enabled')),
      "an etcd of one's own is for the cache that this switches off",
    ),
    repair: "leave it out, or write kvstoreMode: 'internal'",
  },
  {
    path: 'clustermesh.apiserver.replicas',
    says: (v) =>
      isExternal(v) && String(v('clustermesh.apiserver.replicas')) !== '1'
        ? `an etcd of one's own has one cache that fills it, and ${String(v('clustermesh.apiserver.replicas'))} are asked for`
        : undefined,
    repair: 'write 1',
  },
  {
    path: 'identityAllocationMode',
    says: (v) =>
      isExternal(v) && !/^(kvstore|doublewrite-readkvstore|doublewrite-readcrd)$/.test(String(v('identityAllocationMode')))
        ? `an etcd of one's own is there to hold identities, and with '${String(v('identityAllocationMode'))}' it has none`
        : undefined,
    repair: "write kvstoreMode: 'internal'",
  },
  {
    path: 'clustermesh.config.clusters',
    says: (v) => {
      const [nameless] = clustersOf(v('clustermesh.config.clusters')).filter(
        ({ cluster }) => !isSet(valueAt(cluster, 'ips')) && !isSet(valueAt(cluster, 'address')),
      );
      return nameless !== undefined && isSet(v('clustermesh.config.enabled'))
        ? `nobody says where the cluster '${nameless.name}' is`
        : undefined;
    },
    repair: "write its 'address', or its 'ips'",
  },
  {
    path: 'clustermesh.maxConnectedClusters',
    says: (v) =>
      [255, 511].includes(Number(v('clustermesh.maxConnectedClusters')))
        ? undefined
        : `a mesh has room for 255 or 511 clusters, and not for ${String(v('clustermesh.maxConnectedClusters'))}`,
    repair: 'leave it out, or write 511',
  },
];

function isExternal(value: Reading): boolean {
  return value('clustermesh.apiserver.kvstoremesh.kvstoreMode') === 'external';
}

/** The other clusters of a mesh that are on, as a list or by their names. */
function clustersOf(value: Json | undefined): { readonly name: string; readonly cluster: Json | undefined }[] {
  const all = Array.isArray(value)
    ? value.map((cluster: Json) => ({ name: String(valueAt(cluster, 'name') ?? ''), cluster }))
    : Object.entries(isObject(value) ? value : {}).map(([name, cluster]) => ({ name, cluster }));
  return all.filter(({ cluster }) => valueAt(cluster, 'enabled') !== false);
}
