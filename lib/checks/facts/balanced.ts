import { compareText, isObject, type JsonObject, type Place, type Protocol, valueAt } from '../../base';
import { listeningPorts, type Model, poolLabel } from '../../model';
import type { BalancedFact, GatewayFact } from '../fact';

/** What has an address of a pool: Services of the definition, gateways, and the user's own Services that choose a pool. */
export function balancedOf(model: Model): BalancedFact[] {
  return [...ownServices(model), ...gatewayServices(model), ...model.objects.flatMap(({ object, at }) => rawService(object, at))];
}

function ownServices({ services }: Model): BalancedFact[] {
  return services.flatMap(({ namespace, name, selector, balancer, ports, at }) =>
    balancer === undefined
      ? []
      : [
          {
            owner: `the Service ${namespace}/${name}`,
            pool: balancer.pool,
            address: balancer.address,
            externalTrafficPolicy: balancer.externalTrafficPolicy,
            pods: podsText(namespace, selector),
            ports: ports.map(({ port, protocol, at: place }) => ({ port, protocol, at: place ?? at })),
            at,
          },
        ],
  );
}

function gatewayServices({ gateways }: Model): BalancedFact[] {
  return gateways.flatMap((gateway) => {
    const { namespace, name, on, at } = gateway;
    if (!('pool' in on)) return [];
    return [
      {
        owner: `the gateway ${namespace}/${name}`,
        pool: on.pool,
        address: on.address,
        externalTrafficPolicy: 'Cluster' as const,
        ports: listeningPorts(gateway).map((port) => ({ port, protocol: 'TCP' as const, at })),
        at,
      },
    ];
  });
}

function podsText(namespace: string, selector: Readonly<Record<string, unknown>>): string {
  return JSON.stringify([namespace, Object.entries(selector).sort(([a], [b]) => compareText(a, b))]);
}

/** The annotations by which a Service asks for addresses, of which the first wins. */
const wanted = ['lbipam.cilium.io/ips', 'io.cilium/lb-ipam-ips'];

function rawService(object: JsonObject, at: Place): BalancedFact[] {
  if (!isObject(object) || object.kind !== 'Service' || valueAt(object, 'spec', 'type') !== 'LoadBalancer') return [];
  const pool = valueAt(object, 'metadata', 'labels', poolLabel);
  const asked = wanted.map((key) => valueAt(object, 'metadata', 'annotations', key)).find((text) => typeof text === 'string');
  if (typeof pool !== 'string' || typeof asked !== 'string') return [];
  const list = valueAt(object, 'spec', 'ports');
  const ports = (Array.isArray(list) ? list : []).flatMap((port) => {
    const number = valueAt(port, 'port');
    return typeof number === 'number' ? [{ port: number, protocol: (valueAt(port, 'protocol') ?? 'TCP') as Protocol, at }] : [];
  });
  const namespace = String(valueAt(object, 'metadata', 'namespace') ?? 'default');
  const selector = valueAt(object, 'spec', 'selector');
  return asked.split(',').map((address) => ({
    owner: `the Service ${namespace}/${valueAt(object, 'metadata', 'name')}`,
    pool,
    address: address.trim(),
    externalTrafficPolicy: valueAt(object, 'spec', 'externalTrafficPolicy') === 'Local' ? 'Local' : 'Cluster',
    pods: podsText(namespace, isObject(selector) ? selector : {}),
    ports,
    at,
  }));
}

/** The gateways of the definition, with the ports at which they listen. */
export function gatewaysOf({ gateways }: Model): GatewayFact[] {
  return gateways.map((gateway) => {
    const { namespace, name, on, at } = gateway;
    return { name: `${namespace}/${name}`, ...('pool' in on ? {} : { onNodes: on.hostNetwork }), ports: listeningPorts(gateway), at };
  });
}
