import type { Gateway, GatewaySpec } from '../../imports/gateway-api-1.6';
import { type GatewayModel, type Model, poolLabel } from '../../lib/model';
import { sharingAnnotations } from '../shared-address';
import { listenersOf } from './listeners';

/**
 * The Gateway itself. Its address stands in `addresses`, which Cilium's operator turns into the annotation of the Service that
 * it makes; the Service has the label of the pool through `infrastructure`.
 *
 * @see cilium 1.20.2 operator/pkg/model/ingestion/gateway.go (GatewayAPI); 1.19.6 has the same
 * @see https://docs.cilium.io/en/v1.20/network/servicemesh/gateway-api/gateway-api/#gateway-api-addresses-support
 */
export function gatewayObject(model: Model, gateway: GatewayModel): Gateway {
  return {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'Gateway',
    metadata: { name: gateway.name, namespace: gateway.namespace },
    spec: {
      gatewayClassName: 'cilium',
      ...addressOf(model, gateway),
      listeners: listenersOf(gateway).map(({ listener }) => listener),
    },
  };
}

function addressOf(model: Model, { on, namespace }: GatewayModel): Pick<GatewaySpec, 'addresses' | 'infrastructure'> {
  if ('hostNetwork' in on) return {};
  const annotations = sharingAnnotations(model, on.address, namespace);
  return {
    addresses: [{ type: 'IPAddress', value: on.address }],
    infrastructure: { labels: { [poolLabel]: on.pool }, ...(Object.keys(annotations).length === 0 ? {} : { annotations }) },
  };
}
