import { type JsonObject, valueAt } from '../../../lib/base';
import type { RouteModel } from '../../../lib/model';
import type { Resource } from '../api';
import { unlike } from '../conditions';
import { liveObjects, type Rehearsal } from '../rehearse';
import { about, type Claim } from './claim';

/** Where there are gateways, there is a class of them, and the operator takes it. */
export const gatewayClassesAreAccepted: Claim = async ({ cluster: { api }, emitted: { model } }) => {
  if (model.gateways.length === 0) return [];
  const classes = await api.list({ apiVersion: 'gateway.networking.k8s.io/v1', kind: 'GatewayClass' });
  return [
    ...(classes.length === 0 ? ['there is no class of Gateways'] : []),
    ...classes.flatMap((one) => about(one, unlike(one.status, { Accepted: 'True' }))),
  ];
};

/** Every Gateway is programmed, with each of its listeners, and has the address that it asks for. */
export const gatewaysAreProgrammed: Claim = async (rehearsal) => {
  const gateways = await liveObjects(rehearsal, 'Gateway');
  return gateways.flatMap((gateway) => about(gateway, unprogrammed(gateway)));
};

/** Every route is taken by its gateway and finds what it leads to. */
export const routesAreResolved: Claim = async (rehearsal) => {
  const routes = await routesOf(rehearsal);
  return routes.flatMap((route) => about(route, unresolved(route)));
};

/** Every host name of the definition leads to the Service that the definition names. */
export const hostNamesLead: Claim = async (rehearsal) => {
  const routes = await routesOf(rehearsal);
  const asked = rehearsal.emitted.model.gateways.flatMap((gateway) => gateway.routes);
  return asked
    .filter((route) => !routes.some((live) => leads(live, route)))
    .map(({ hostname, service }) => `${hostname} doesn't lead to ${service}`);
};

function routesOf(rehearsal: Pick<Rehearsal, 'cluster' | 'references'>): Promise<Resource[]> {
  return liveObjects(rehearsal, 'HTTPRoute', 'GRPCRoute', 'TLSRoute');
}

function leads(live: Resource, { hostname, namespace, service, port }: RouteModel): boolean {
  const names = (valueAt(live, 'spec', 'hostnames') ?? []) as readonly string[];
  const rules = (valueAt(live, 'spec', 'rules') ?? []) as readonly JsonObject[];
  const backends = rules.flatMap((rule) => (valueAt(rule, 'backendRefs') ?? []) as readonly JsonObject[]);
  return (
    live.metadata.namespace === namespace &&
    names.includes(hostname) &&
    backends.some((backend) => backend.name === service && backend.port === port)
  );
}

/** What keeps a Gateway from being programmed. */
function unprogrammed(gateway: Resource): string[] {
  const listeners = (valueAt(gateway, 'status', 'listeners') ?? []) as readonly JsonObject[];
  const asked = (valueAt(gateway, 'spec', 'listeners') ?? []) as readonly JsonObject[];
  const [wanted, given] = [valuesOf(gateway, 'spec'), valuesOf(gateway, 'status')];
  return [
    ...unlike(gateway.status, { Accepted: 'True', Programmed: 'True' }),
    ...(wanted !== '' && wanted !== given ? [`has ${given || 'no address'}, and asks for ${wanted}`] : []),
    ...asked.flatMap(({ name }) => {
      const status = listeners.find((listener) => listener.name === name);
      const wrong = unlike(status, { Accepted: 'True', Programmed: 'True', ResolvedRefs: 'True' });
      return wrong.map((text) => `listener ${name}: ${text}`);
    }),
  ];
}

function valuesOf(gateway: Resource, part: 'spec' | 'status'): string {
  const all = (valueAt(gateway, part, 'addresses') ?? []) as readonly JsonObject[];
  return all
    .map(({ value }) => String(value))
    .sort()
    .join(', ');
}

/** What keeps a route from leading where it should, for each gateway that it names. */
function unresolved(route: Resource): string[] {
  const parents = (valueAt(route, 'status', 'parents') ?? []) as readonly JsonObject[];
  const asked = (valueAt(route, 'spec', 'parentRefs') ?? []) as readonly JsonObject[];
  return [
    ...(parents.length < asked.length ? [`${parents.length} of ${asked.length} parents have said something`] : []),
    ...parents.flatMap((parent) => {
      const name = valueAt(parent, 'parentRef', 'name');
      return unlike(parent, { Accepted: 'True', ResolvedRefs: 'True' }).map((text) => `${name}: ${text}`);
    }),
  ];
}
