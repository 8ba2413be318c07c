import type { CiliumModel, Model } from '../../lib/model';
import type { CommonValues } from './common';

type Datapath = Pick<
  CommonValues,
  'routingMode' | 'tunnelProtocol' | 'autoDirectNodeRoutes' | 'ipv4NativeRoutingCIDR' | 'loadBalancer' | 'devices' | 'MTU' | 'encryption'
>;

/** How packets go between nodes, and from outside to pods. */
export function datapathValues(model: Model, { datapath }: CiliumModel): Datapath {
  return {
    ...routing(model, datapath),
    loadBalancer: loadBalancer(model, datapath),
    ...(datapath.devices === undefined ? {} : { devices: [...datapath.devices] }),
    ...(datapath.mtu === undefined ? {} : { MTU: datapath.mtu }),
    // The chart's default type is IPsec, which needs keys.
    ...(datapath.encryption === undefined ? {} : { encryption: { enabled: true, type: datapath.encryption } }),
  };
}

function routing(model: Model, { routing, tunnelProtocol }: CiliumModel['datapath']): Datapath {
  return routing === 'tunnel'
    ? { routingMode: 'tunnel', tunnelProtocol }
    : { routingMode: 'native', autoDirectNodeRoutes: true, ipv4NativeRoutingCIDR: model.network.pods };
}

/**
 * With pools, connections go to the same pod whichever node they reach (Maglev), so that they outlive a node that stops
 * answering for their address. DSR tells the other node the address of the client in an option of IP, or in Geneve's header,
 * where packets are in a tunnel anyway.
 *
 * @see https://docs.cilium.io/en/v1.20/network/kubernetes/kubeproxy-free/#maglev-consistent-hashing
 * @see https://docs.cilium.io/en/v1.20/network/kubernetes/kubeproxy-free/#direct-server-return-dsr-with-geneve
 */
function loadBalancer(model: Model, { routing, loadBalancer }: CiliumModel['datapath']): NonNullable<Datapath['loadBalancer']> {
  return {
    acceleration: 'disabled',
    ...(model.pools.length === 0 ? {} : { algorithm: 'maglev' }),
    ...(loadBalancer === 'snat' ? {} : { mode: loadBalancer, ...(routing === 'tunnel' ? { dsrDispatch: 'geneve' } : {}) }),
  };
}
