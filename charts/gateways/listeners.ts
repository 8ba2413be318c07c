import type { Listener, RouteNamespaces } from '../../imports/gateway-api-1.6';
import { compareText } from '../../lib/base';
import type { GatewayModel, RouteModel } from '../../lib/model';

/** A listener of a gateway with the routes that belong to it. */
export interface ListenerPlan {
  readonly listener: Listener;
  readonly routes: readonly RouteModel[];
}

/** The name of the listener for HTTP in the clear. */
export const httpListener = 'http';

/** Whether requests in the clear are answered by a redirect. */
export function redirects(gateway: GatewayModel): boolean {
  return gateway.certificate !== undefined && gateway.http === 'redirect' && readable(gateway).length > 0;
}

/**
 * The listeners that a gateway's routes need, sorted by kind and name.
 *
 * Cilium takes neither of two listeners of one port of which one ends TLS and the other passes it on, where they could be asked
 * for the same host name. So beside names that are passed on every name has a listener of its own; otherwise one is for all.
 *
 * @see cilium 1.20.2 operator/pkg/gateway-api/status_listener.go (listenerPairConflict)
 * @see cilium 1.19.6 operator/pkg/gateway-api/gateway_reconcile.go (samePortCrossProtocolConflictedListeners)
 */
export function listenersOf(gateway: GatewayModel): ListenerPlan[] {
  const passedOn = gateway.routes.filter(({ protocol }) => protocol === 'tls');
  return [
    ...inTheClear(gateway),
    ...encrypted(gateway, passedOn.length > 0),
    ...byHostname(passedOn).map((of) => passthrough(gateway, of)),
  ];
}

/** What the gateway reads: everything but what it passes on. */
function readable({ routes }: GatewayModel): RouteModel[] {
  return routes.filter(({ protocol }) => protocol !== 'tls');
}

function inTheClear(gateway: GatewayModel): ListenerPlan[] {
  const routes = gateway.certificate === undefined || gateway.http === 'serve' ? readable(gateway) : [];
  if (routes.length === 0 && !redirects(gateway)) return [];
  const listener: Listener = {
    name: httpListener,
    port: gateway.httpPort,
    protocol: 'HTTP',
    allowedRoutes: { namespaces: namespacesOf(gateway, routes) },
  };
  return [{ listener, routes }];
}

function encrypted(gateway: GatewayModel, apart: boolean): ListenerPlan[] {
  const { certificate, httpsPort } = gateway;
  const routes = readable(gateway);
  if (certificate === undefined || routes.length === 0) return [];
  const end = (name: string, of: readonly RouteModel[], hostname?: string): ListenerPlan => ({
    listener: {
      name,
      ...(hostname === undefined ? {} : { hostname }),
      port: httpsPort,
      protocol: 'HTTPS',
      tls: { mode: 'Terminate', certificateRefs: [{ name: certificate }] },
      allowedRoutes: { namespaces: namespacesOf(gateway, of) },
    },
    routes: of,
  });
  return apart ? byHostname(routes).map(([hostname, of]) => end(sectionName('https', hostname), of, hostname)) : [end('https', routes)];
}

function passthrough(gateway: GatewayModel, [hostname, routes]: readonly [string, readonly RouteModel[]]): ListenerPlan {
  return {
    listener: {
      name: sectionName('tls', hostname),
      hostname,
      port: gateway.httpsPort,
      protocol: 'TLS',
      tls: { mode: 'Passthrough' },
      allowedRoutes: { namespaces: namespacesOf(gateway, routes) },
    },
    routes,
  };
}

/** A host name as part of a name: `*` stands for a label there. */
export function hostnamePart(hostname: string): string {
  return hostname.replace(/^\*/, 'any');
}

function sectionName(protocol: string, hostname: string): string {
  return `${protocol}-${hostnamePart(hostname)}`;
}

function byHostname(routes: readonly RouteModel[]): [string, RouteModel[]][] {
  const names = [...new Set(routes.map(({ hostname }) => hostname))].sort(compareText);
  return names.map((name) => [name, routes.filter(({ hostname }) => hostname === name)]);
}

/** Only namespaces that have such routes may attach some. */
function namespacesOf({ namespace }: GatewayModel, routes: readonly RouteModel[]): RouteNamespaces {
  const values = [...new Set(routes.map((route) => route.namespace))].sort(compareText);
  if (values.every((value) => value === namespace)) return { from: 'Same' };
  return { from: 'Selector', selector: { matchExpressions: [{ key: 'kubernetes.io/metadata.name', operator: 'In', values }] } };
}
