import type { JsonObject } from '../../lib/base';
import { ciliumRelease, type FluxModel, type Model } from '../../lib/model';

/**
 * Cilium as Flux keeps it: the release that was there before, by the same name, namespace, chart, version and values. What fails
 * is tried again and never taken back or away, since a network that flaps is worse than one that waits; what was changed by hand
 * is told of and left alone.
 *
 * @see https://fluxcd.io/flux/components/helm/helmreleases/#upgrade-strategy
 */
export function fluxRelease(model: Model, { namespace, chart }: FluxModel, values: JsonObject): JsonObject[] {
  const version = model.network.cilium?.version ?? '';
  const metadata = { name: ciliumRelease.name, namespace };
  const strategy = { name: 'RetryOnFailure', retryInterval: '2m' };
  const source = { name: ciliumRelease.name, kind: chart === 'oci' ? 'OCIRepository' : 'HelmRepository' };
  return [
    { apiVersion: 'source.toolkit.fluxcd.io/v1', kind: source.kind, metadata, spec: chart === 'oci' ? artifact(version) : repository },
    {
      apiVersion: 'helm.toolkit.fluxcd.io/v2',
      kind: 'HelmRelease',
      metadata,
      spec: {
        ...(chart === 'oci'
          ? { chartRef: source }
          : { chart: { spec: { chart: ciliumRelease.chart, version, interval: '24h', sourceRef: source } } }),
        releaseName: ciliumRelease.name,
        targetNamespace: ciliumRelease.namespace,
        storageNamespace: ciliumRelease.namespace,
        interval: '1h',
        timeout: '10m',
        install: { strategy },
        upgrade: { strategy },
        driftDetection: { mode: 'warn' },
        values,
      },
    },
  ];
}

const repository: JsonObject = { url: ciliumRelease.repository, interval: '24h' };

/** @see https://fluxcd.io/flux/components/source/ocirepositories/#layer-selector */
function artifact(version: string): JsonObject {
  return {
    url: ciliumRelease.artifact,
    ref: { tag: version },
    interval: '24h',
    layerSelector: { mediaType: 'application/vnd.cncf.helm.chart.content.v1.tar+gzip', operation: 'copy' },
  };
}
