import type { TLSRoute as TLSRoute14 } from '../../imports/gateway-api-1.4';
import type { GRPCRoute, HTTPRoute, ParentReference, TLSRoute } from '../../imports/gateway-api-1.6';
import { digest, type Place } from '../../lib/base';
import { type GatewayApiRelease, type GatewayModel, gatewayApi, type Model, type RouteModel } from '../../lib/model';
import { hostnamePart, httpListener, type ListenerPlan, listenersOf, redirects } from './listeners';

type Route = HTTPRoute | GRPCRoute | TLSRoute | TLSRoute14;

/**
 * The routes behind all gateways, each in the namespace of the Service that it leads to, so that nothing needs a grant. A host
 * name that leads to one Service through several gateways is one route.
 */
export function routeObjects(model: Model): { readonly object: Route; readonly at: Place }[] {
  const minor = model.network.cilium?.minor ?? '';
  const found = new Map<string, { route: RouteModel; parentRefs: ParentReference[] }>();
  for (const gateway of model.gateways) {
    const listeners = listenersOf(gateway);
    for (const route of gateway.routes) {
      const { namespace, service, port, protocol, hostname, path } = route;
      const key = JSON.stringify([namespace, service, port, protocol, hostname, path]);
      const before = found.get(key) ?? { route, parentRefs: [] };
      found.set(key, { ...before, parentRefs: [...before.parentRefs, ...parentsOf(gateway, listeners, route)] });
    }
  }
  return [...found.values()].map(({ route, parentRefs }) => ({
    object: routeObject(route, parentRefs, gatewayApi[minor]?.tlsRoute ?? 'v1'),
    at: route.at,
  }));
}

/** The routes that send requests in the clear to HTTPS, one for each gateway that does. */
export function redirectObjects({ gateways }: Model): { readonly object: HTTPRoute; readonly at: Place }[] {
  return gateways.filter(redirects).map((gateway) => ({ object: redirect(gateway), at: gateway.at }));
}

function redirect({ name, namespace, httpsPort }: GatewayModel): HTTPRoute {
  return {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'HTTPRoute',
    metadata: { name: `${name}-to-https`, namespace },
    spec: {
      parentRefs: [{ name, namespace, sectionName: httpListener }],
      rules: [
        {
          filters: [
            {
              type: 'RequestRedirect',
              requestRedirect: { scheme: 'https', statusCode: 301, ...(httpsPort === 443 ? {} : { port: httpsPort }) },
            },
          ],
        },
      ],
    },
  };
}

function parentsOf({ name, namespace }: GatewayModel, listeners: readonly ListenerPlan[], route: RouteModel): ParentReference[] {
  return listeners.filter(({ routes }) => routes.includes(route)).map(({ listener }) => ({ name, namespace, sectionName: listener.name }));
}

function routeObject(route: RouteModel, parentRefs: ParentReference[], tlsRoute: GatewayApiRelease['tlsRoute']): Route {
  const metadata = { name: routeName(route), namespace: route.namespace };
  const common = { parentRefs, hostnames: [route.hostname] };
  const backendRefs = [{ name: route.service, port: route.port }];
  switch (route.protocol) {
    case 'http':
      return {
        apiVersion: 'gateway.networking.k8s.io/v1',
        kind: 'HTTPRoute',
        metadata,
        spec: {
          ...common,
          rules: [{ ...(route.path === '/' ? {} : { matches: [{ path: { type: 'PathPrefix', value: route.path } }] }), backendRefs }],
        },
      };
    case 'grpc':
      return { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'GRPCRoute', metadata, spec: { ...common, rules: [{ backendRefs }] } };
    case 'tls':
      return {
        apiVersion: `gateway.networking.k8s.io/${tlsRoute}`,
        kind: 'TLSRoute',
        metadata,
        spec: { ...common, rules: [{ backendRefs }] },
      };
  }
}

/** The host name, and the path where there is one; what of the path can't stand in a name leaves its digest there. */
function routeName({ hostname, path }: RouteModel): string {
  const host = hostnamePart(hostname);
  if (path === '/') return host;
  const part = path.slice(1).replaceAll('/', '-');
  return /^[a-z0-9]+(-[a-z0-9]+)*$/.test(part) && !path.includes('-') ? `${host}-${part}` : `${host}-${digest(path).slice(0, 8)}`;
}
