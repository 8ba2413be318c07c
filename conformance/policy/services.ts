import type { JsonObject } from '../../lib/base';
import type { PeerContext, ServicePeers } from '../../lib/policy/read/cilium-peers';
import type { AskedWorld } from './random-world';

/** What Services mean in a world where every Service is known. */
export function servicesOf({ services, endpointSlices }: AskedWorld): PeerContext['service'] {
  const peers = (found: readonly JsonObject[]): ServicePeers => ({
    endpoints: found.flatMap((service) => {
      const selector = (service.spec as { selector?: Record<string, string> }).selector;
      const { namespace } = service.metadata as { namespace: string };
      return selector === undefined ? [] : [{ matchLabels: { ...selector, 'io.kubernetes.pod.namespace': namespace } }];
    }),
    addresses: found.flatMap((service) => {
      const { name, namespace } = service.metadata as { name: string; namespace: string };
      if ((service.spec as { selector?: object }).selector !== undefined) return [];
      return endpointSlices
        .filter((slice) => {
          const metadata = slice.metadata as { namespace: string; labels: Record<string, string> };
          return metadata.namespace === namespace && metadata.labels['kubernetes.io/service-name'] === name;
        })
        .flatMap((slice) => (slice.endpoints as { addresses: string[] }[]).flatMap(({ addresses }) => addresses.map((a) => `${a}/32`)));
    }),
  });
  return ({ k8sService, k8sServiceSelector }) => {
    const inNamespace = (service: JsonObject, namespace: string | null | undefined) =>
      !namespace || (service.metadata as { namespace: string }).namespace === namespace;
    if (k8sServiceSelector) {
      const wanted = Object.entries(k8sServiceSelector.selector.matchLabels ?? {});
      return peers(
        services.filter(
          (s) =>
            inNamespace(s, k8sServiceSelector.namespace) &&
            wanted.every(([k, v]) => (s.metadata as { labels?: Record<string, string> }).labels?.[k] === v),
        ),
      );
    }
    return peers(
      services.filter((s) => inNamespace(s, k8sService?.namespace) && (s.metadata as { name: string }).name === k8sService?.serviceName),
    );
  };
}
