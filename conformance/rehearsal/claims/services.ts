import { contains, type JsonObject, parseCidr, valueAt } from '../../../lib/base';
import type { Resource } from '../api';
import { unlike } from '../conditions';
import { liveObjects, type Rehearsal } from '../rehearse';
import { about, type Claim } from './claim';

/** Every Service has an address, and behind each of its ports pods that are ready. */
export const servicesHaveEndpoints: Claim = async (rehearsal) => {
  const { api } = rehearsal.cluster;
  const services = await liveObjects(rehearsal, 'Service');
  const slices = await api.list({ apiVersion: 'discovery.k8s.io/v1', kind: 'EndpointSlice' });
  return services.flatMap((service) => {
    const own = slices.filter(
      ({ metadata }) =>
        metadata.namespace === service.metadata.namespace &&
        valueAt(metadata, 'labels', 'kubernetes.io/service-name') === service.metadata.name,
    );
    return about(service, [...addressed(rehearsal, service), ...backed(service, own)]);
  });
};

/** The cluster's load balancers are those of the definition, each with its address: those of Services and those of gateways. */
export const addressesAreGiven: Claim = async ({ cluster: { api }, emitted: { model } }) => {
  const services = await api.list({ apiVersion: 'v1', kind: 'Service' });
  const balancers = services.filter((service) => valueAt(service, 'spec', 'type') === 'LoadBalancer');
  const given = balancers.map((service) => `${service.metadata.namespace}/${service.metadata.name} has ${addressesOf(service).join(', ')}`);
  const asked = [
    ...model.services.flatMap(({ namespace, name, balancer }) =>
      balancer === undefined ? [] : [`${namespace}/${name} has ${balancer.address}`],
    ),
    ...model.gateways.flatMap(({ namespace, name, on }) =>
      'address' in on ? [`${namespace}/cilium-gateway-${name} has ${on.address}`] : [],
    ),
  ];
  return [
    ...asked.filter((text) => !given.includes(text)).map((text) => `it isn't so that ${text}`),
    ...given.filter((text) => !asked.includes(text)).map((text) => `nobody asked that ${text}`),
    ...balancers.flatMap((service) => about(service, unlike(service.status, { 'cilium.io/IPAMRequestSatisfied': 'True' }))),
  ];
};

/** Every Service that is a load balancer has just the addresses that its annotation asks for. */
export const balancersHaveAddresses: Claim = async (rehearsal) => {
  const services = (await liveObjects(rehearsal, 'Service')).filter((service) => valueAt(service, 'spec', 'type') === 'LoadBalancer');
  return services.flatMap((service) => about(service, balanced(service)));
};

/** What keeps a load balancer from having the addresses that it asks for. */
function balanced(service: Resource): string[] {
  const asked = valueAt(service, 'metadata', 'annotations', 'lbipam.cilium.io/ips') as string | undefined;
  const wanted = asked?.split(',').map((address) => address.trim());
  const given = addressesOf(service);
  const wrong = wanted === undefined ? given.length === 0 : wanted.sort().join() !== [...given].sort().join();
  return [
    ...unlike(service.status, { 'cilium.io/IPAMRequestSatisfied': 'True' }),
    ...(wrong ? [`has ${given.join(', ') || 'no address'}, and asks for ${wanted?.join(', ') ?? 'one'}`] : []),
  ];
}

/** The addresses of a load balancer. */
function addressesOf(service: Resource): string[] {
  const given = (valueAt(service, 'status', 'loadBalancer', 'ingress') ?? []) as readonly JsonObject[];
  return given.map(({ ip }) => String(ip));
}

function addressed({ emitted }: Rehearsal, service: Resource): string[] {
  const address = String(valueAt(service, 'spec', 'clusterIP'));
  if (address === 'None') return [];
  const [range, own] = [parseCidr(emitted.model.network.services), parseCidr(`${address}/32`)];
  return range !== undefined && own !== undefined && contains(range, own) ? [] : [`has ${address}, which is no address for Services`];
}

function backed(service: Resource, slices: readonly Resource[]): string[] {
  if (valueAt(service, 'spec', 'selector') === undefined) return [];
  const endpoints = slices.flatMap((slice) => (valueAt(slice, 'endpoints') ?? []) as readonly JsonObject[]);
  const ready = endpoints.filter((endpoint) => valueAt(endpoint, 'conditions', 'ready') === true);
  const offered = slices.flatMap((slice) => (valueAt(slice, 'ports') ?? []) as readonly JsonObject[]);
  const ports = (valueAt(service, 'spec', 'ports') ?? []) as readonly JsonObject[];
  return [
    ...(ready.length === 0 || ready.length < endpoints.length ? [`${ready.length} of ${endpoints.length} endpoints are ready`] : []),
    ...ports
      .filter((port) => !offered.some(({ name }) => (name ?? '') === (port.name ?? '')))
      .map(({ port }) => `nothing is behind port ${port}`),
  ];
}
