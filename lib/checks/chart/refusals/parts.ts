import { type Json, valueAt } from '../../../base';
import { type ChartRefusal, isSet, when } from './refusal';

const monitors = ['prometheus', 'operator.prometheus', 'envoy.prometheus', 'hubble.relay.prometheus'];

/** What the chart asks of Envoy's parts, of the operator and of what is measured. */
export const partRefusals: readonly ChartRefusal[] = [
  {
    path: 'prometheus.serviceMonitor.trustCRDsExist',
    severity: 'warning',
    says: when(
      (v) =>
        monitors.some((path) => isSet(v(`${path}.enabled`)) && isSet(v(`${path}.serviceMonitor.enabled`))) &&
        !isSet(v('prometheus.serviceMonitor.trustCRDsExist')),
      "the chart makes ServiceMonitors, whose kind no API server knows before the Prometheus operator's are there",
    ),
    repair: 'write true, or leave out the ServiceMonitors',
  },
  {
    path: 'l7Proxy',
    says: when(
      (v) =>
        !isSet(v('gatewayAPI.enabled')) &&
        (isSet(v('ingressController.enabled')) || v('loadBalancer.l7.backend') === 'envoy') &&
        v('l7Proxy') !== undefined &&
        !isSet(v('l7Proxy')),
      "Ingresses, and load balancing by requests, are Cilium's Envoy, which this switches off",
    ),
    repair: 'leave it out',
  },
  {
    path: 'ingressController.service.externalTrafficPolicy',
    says: (v) =>
      isSet(v('ingressController.enabled')) && /^(LoadBalancer|NodePort)$/.test(String(v('ingressController.service.type')))
        ? noTrafficPolicy(v('ingressController.service.externalTrafficPolicy'))
        : undefined,
    repair: "write 'Cluster' or 'Local'",
  },
  {
    path: 'gatewayAPI.externalTrafficPolicy',
    says: (v) => (isSet(v('gatewayAPI.enabled')) ? noTrafficPolicy(v('gatewayAPI.externalTrafficPolicy')) : undefined),
    repair: "write 'Cluster' or 'Local'",
  },
  {
    path: 'authentication.enabled',
    says: when(
      (v) => isSet(v('authentication.mutual.spire.enabled')) && !isSet(v('authentication.enabled')),
      'SPIRE is asked for, and authentication is off',
    ),
    repair: 'write true, or leave out authentication.mutual.spire',
  },
  {
    path: 'disableEndpointCRD',
    says: when(
      (v) => isSet(v('ciliumEndpointSlice.enabled')) && v('disableEndpointCRD') === true,
      'slices are made of CiliumEndpoints, which this switches off',
    ),
    repair: 'leave it out, or write ciliumEndpointSlice: { enabled: false }',
  },
  {
    path: 'envoy.baseID',
    says: (v) => {
      const id = Number(v('envoy.baseID') ?? 0);
      return id >= 0 && id <= 4294967295 ? undefined : `${id} is no number that Envoy can have`;
    },
    repair: 'leave it out',
  },
  {
    path: 'extraEnv',
    says: (v) => {
      const list = v('extraEnv');
      const names = (Array.isArray(list) ? list : []).map((item: Json) => valueAt(item, 'name'));
      const [twice] = names.filter((name) => name === 'KUBE_CLIENT_BACKOFF_BASE' || name === 'KUBE_CLIENT_BACKOFF_DURATION');
      return twice !== undefined && isSet(v('k8sClientExponentialBackoff.enabled'))
        ? `'${String(twice)}' is what k8sClientExponentialBackoff sets`
        : undefined;
    },
    repair: 'leave out the variable, or write k8sClientExponentialBackoff: { enabled: false }',
  },
  {
    path: 'operator.removeNodeTaints',
    says: when(
      (v) => isSet(v('operator.setNodeTaints')) && !isSet(v('operator.removeNodeTaints')),
      'the operator is to taint nodes, and never to take the taint away',
    ),
    repair: 'leave it out, or operator.setNodeTaints',
  },
];

function noTrafficPolicy(value: Json | undefined): string | undefined {
  return value === 'Cluster' || value === 'Local' ? undefined : `'${String(value ?? '')}' is no policy for traffic from outside`;
}
