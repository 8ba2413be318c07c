import { compareText, type Protocol } from '../../lib/base';
import type { FlowModel, Model } from '../../lib/model';
import { blocksOf } from './ends';

/** An address and port outside of the cluster at which it answers. */
export interface Way {
  /** What is behind it: `joelclaw/redis`, `gateway edge/web`. */
  readonly to: string;
  readonly address: string;
  readonly port: number;
  readonly protocol: Protocol;
  /** The addresses that may come this way; absent where every program of this machine may. */
  readonly from?: readonly string[];
}

/** Where a cluster answers: ports of the Docker host, addresses of pools, and those of gateways. */
export function waysOf(model: Model): Way[] {
  const { platform, exposures, services, gateways, flows } = model;
  const mapped =
    platform.kind === 'docker'
      ? exposures.map(({ endpoint, hostPort: port, protocol }): Way => ({ to: endpoint.key, address: platform.hostIp, port, protocol }))
      : [];
  const balanced = services.flatMap(({ balancer, workload, ports }) =>
    balancer === undefined
      ? []
      : ports.map(({ port, targetPort, protocol }): Way => {
          const to = (flow: FlowModel) => flow.to.kind === 'endpoint' && flow.to.endpoint.key === workload;
          return { to: workload, address: balancer.address, port, protocol, from: clients(flows.filter(to), targetPort) };
        }),
  );
  const entered = gateways.flatMap(({ namespace, name, on, http, httpPort, httpsPort, certificate }) => {
    if (!('pool' in on)) return [];
    const into = flows.filter(({ to, gateway }) => gateway === true && to.kind === 'entity' && to.entity === 'ingress');
    const ports = [...(http === 'off' ? [] : [httpPort]), ...(certificate === undefined ? [] : [httpsPort])];
    return ports.map(
      (port): Way => ({ to: `gateway ${namespace}/${name}`, address: on.address, port, protocol: 'TCP', from: clients(into, port) }),
    );
  });
  return [...mapped, ...balanced, ...entered];
}

function clients(flows: readonly FlowModel[], port: number): string[] {
  const through = flows.filter(({ ports }) => ports.some((p) => p.port === port));
  return [...new Set(through.flatMap(blocksOf))].sort(compareText);
}
