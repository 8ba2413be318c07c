import { type CiliumModel, ciliumParts, type GatewayModel, type Model } from '../../lib/model';
import { listenersOf } from '../gateways/listeners';
import { type CommonValues, kubernetesResources } from './common';
import { operatorPlacement } from './operator-placement';

/** The operator. */
export function operatorValues(model: Model, { hubble }: CiliumModel): CommonValues['operator'] {
  return {
    ...operatorPlacement(model),
    resources: kubernetesResources(ciliumParts.operator),
    rollOutPods: true,
    ...(hubble.serviceMonitors ? { prometheus: { enabled: true, serviceMonitor: { enabled: true } } } : {}),
    ...(hubble.dashboards ? { dashboards: { enabled: true } } : {}),
  };
}

/** Envoy, which may bind ports below 1024 where gateways have such ports of the nodes. */
export function envoyValues(model: Model, { hubble }: CiliumModel): CommonValues['envoy'] {
  return {
    enabled: true,
    resources: kubernetesResources(ciliumParts.envoy),
    rollOutPods: true,
    ...(model.gateways.some(bindsLowPort)
      ? { securityContext: { capabilities: { envoy: [...envoyCapabilities, 'NET_BIND_SERVICE'], keepCapNetBindService: true } } }
      : {}),
    ...(hubble.serviceMonitors ? { prometheus: { enabled: true, serviceMonitor: { enabled: true } } } : {}),
  };
}

/**
 * What Envoy may do, as both charts have it.
 *
 * @see cilium 1.20.2 install/kubernetes/cilium/values.yaml (envoy.securityContext.capabilities.envoy)
 */
const envoyCapabilities = ['NET_ADMIN', 'SYS_ADMIN'] as const;

function bindsLowPort(gateway: GatewayModel): boolean {
  return 'hostNetwork' in gateway.on && listenersOf(gateway).some(({ listener }) => listener.port < 1024);
}
