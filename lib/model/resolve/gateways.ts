import { hostNameFault, isPort, type Place } from '../../base';
import type { HostnameExposure, OutsideClient } from '../exposure';
import type { Gateway } from '../gateway';
import { listeningPorts } from '../listening-ports';
import type { EndpointModel, FlowClient, GatewayModel, PlatformModel, PortModel, RouteModel, ServiceModel } from '../model';
import type { HubbleUiOptions } from '../network/cilium';
import { type Pools, reportWithoutCilium } from './balancers';
import { outsideClients } from './clients';
import type { Context } from './context';
import type { Endpoints } from './endpoints';
import { exposedPort } from './exposures';
import { checkClients, type ThroughGateway } from './gateway-clients';
import { resolveL7 } from './l7';
import { checkName } from './namespaces';
import type { Published, PublishedFlow } from './published';
import { same } from './same';

/** What host names bring: gateways with their routes, Services where a workload has none, and both legs of each connection. */
export interface PublishedNames extends Published {
  readonly gateways: GatewayModel[];
}

interface Found {
  readonly gateway: Gateway;
  readonly path: string;
  readonly clients: { readonly from: readonly FlowClient[]; readonly path: string }[];
  readonly routes: RouteModel[];
}

/** The gateways that exposures and Hubble's page use. */
export function resolveGateways(
  context: Context,
  endpoints: Endpoints,
  pools: Pools,
  platform: PlatformModel,
  services: readonly ServiceModel[],
): PublishedNames {
  const found = new Map<string, Found>();
  const result: PublishedNames = { gateways: [], services: [], flows: [] };
  const use = (gateway: Gateway, path: string, from: OutsideClient | readonly OutsideClient[]): Found | undefined => {
    if (platform.kind === 'docker') {
      context.add('EXP014', path, "nobody outside reaches addresses of Docker's network, so no gateway can have one", {
        repair: 'write onHost(port, …)',
        also: ['platform'],
      });
      return undefined;
    }
    if (context.definition.network.kind !== 'cilium') {
      reportWithoutCilium(context, path);
      return undefined;
    }
    const key = `${gateway.namespace.name}/${gateway.name}`;
    const before = found.get(key);
    if (before !== undefined && !same(before.gateway, gateway))
      context.add('GWY001', path, `gateway '${key}' stands here with other options than at ${before.path}`, {
        repair: 'use one value for both',
        also: [before.path],
      });
    const mine = before ?? { gateway, path, clients: [], routes: [] };
    found.set(key, mine);
    mine.clients.push({ from: outsideClients(context, from, path), path });
    return mine;
  };

  for (const exposure of context.definition.expose ?? []) {
    if (exposure.kind !== 'on-hostname') continue;
    const path = `expose.${exposure.hostname}`;
    const mine = use(exposure.options.via, path, exposure.options.from);
    const target = exposedPort(context, endpoints, exposure.target, path);
    if (mine === undefined || target === undefined) continue;
    const { service, isNew } = serviceOf(target.endpoint, target.port, [...services, ...result.services], context.at(path));
    if (isNew) result.services.push(service);
    mine.routes.push(routeOf(context, exposure, target, service, mine, path));
    result.flows.push(...throughGateway(context, exposure, target, path));
  }
  const page = pageOfHubble(context);
  if (page !== undefined) {
    const path = 'network.hubble.ui';
    checkHostname(context, path, page.hostname);
    use(page.via, path, page.from)?.routes.push({
      ...{ hostname: page.hostname, protocol: 'http', path: '/', namespace: 'kube-system', service: 'hubble-ui', port: 80 },
      ...{ workload: 'kube-system/hubble-ui', at: context.at(path) },
    });
    const at = context.at(path);
    result.flows.push({ from: gateways, to: hubbleUi(at), ports: [{ port: 8081, protocol: 'TCP' }], gateway: true, path });
  }
  const through: ThroughGateway[] = [];
  for (const mine of found.values()) {
    const gateway = resolveGateway(context, mine, pools);
    result.gateways.push(gateway);
    result.flows.push(...toGateway(mine, gateway));
    through.push(...mine.clients.map(({ from, path }) => ({ clients: from, path, gateway })));
  }
  checkClients(context, through);
  result.gateways.sort((a, b) => (`${a.namespace}/${a.name}` < `${b.namespace}/${b.name}` ? -1 : 1));
  return result;
}

/** Gateways as policies know them: all of a cluster together. */
const gateways = { kind: 'entity', entity: 'ingress' } as const;

/**
 * The pods of Hubble's page, which nobody isolates.
 *
 * @see cilium 1.20.2 install/kubernetes/cilium/templates/hubble-ui/deployment.yaml
 */
function hubbleUi(at: Place): EndpointModel {
  const ports = [{ handle: 'http', port: 8081, protocol: 'TCP' as const, name: 'http' }];
  return {
    key: 'kube-system/hubble-ui',
    namespace: 'kube-system',
    name: 'hubble-ui',
    labels: { 'k8s-app': 'hubble-ui' },
    ports,
    stage: 'off',
    at,
  };
}

function pageOfHubble({ definition: { network } }: Context): HubbleUiOptions | undefined {
  const hubble = network.kind === 'cilium' ? network.options.hubble : undefined;
  const ui = hubble === false ? undefined : hubble?.ui;
  return typeof ui === 'object' ? ui : undefined;
}

function resolveGateway(context: Context, { gateway, path, routes }: Found, pools: Pools): GatewayModel {
  const { on, certificate, http = 'redirect', httpPort = 80, httpsPort = 443 } = gateway.options;
  const here = `${path}.via`;
  checkName(context, here, gateway.name, 'a gateway');
  for (const [option, port] of Object.entries({ httpPort, httpsPort }))
    if (!isPort(port)) context.add('EXP010', `${here}.${option}`, `${port} is not a port`, { repair: 'write a number of 1 to 65535' });
  if (httpPort === httpsPort)
    context.add('GWY002', `${here}.httpsPort`, `HTTP and HTTPS can't share port ${httpPort}`, { repair: 'write another port for one' });
  const needs = routes.filter(({ protocol }) => protocol !== 'tls');
  if (certificate === undefined && http !== 'serve' && gateway.options.http !== undefined && needs.length > 0)
    context.add('GWY003', `${here}.http`, `without a certificate there is only HTTP in the clear, and http: '${http}' leaves nothing`, {
      repair: "write certificate: secretRef('…'), or leave out http",
    });
  const clear = certificate === undefined ? 'serve' : http;
  const pool = 'pool' in on ? (pools.find(on.pool, here)?.name ?? on.pool.name) : undefined;
  return {
    namespace: gateway.namespace.name,
    name: gateway.name,
    on: 'pool' in on ? { pool: pool as string, address: on.address } : { hostNetwork: on.nodes ?? {} },
    ...(certificate === undefined ? {} : { certificate: certificate.name }),
    httpPort,
    httpsPort,
    http: needs.length === 0 ? 'off' : clear,
    routes,
    stage: context.definition.policies ?? 'enforce',
    at: context.at(here),
  };
}

/** Where clients knock: HTTPS or TLS passed on, and HTTP unless it is off. */
function toGateway({ clients }: Found, gateway: GatewayModel): PublishedFlow[] {
  const ports = listeningPorts(gateway).map((port) => ({ port, protocol: 'TCP' as const }));
  return clients.flatMap(({ from, path }) =>
    from.map((client) => ({ from: client, to: 'gateways' as const, ports, gateway: true as const, path })),
  );
}

function throughGateway(
  context: Context,
  { target }: HostnameExposure,
  { endpoint, port }: { readonly endpoint: EndpointModel; readonly port: PortModel },
  path: string,
): PublishedFlow[] {
  const l7 = resolveL7(context, target.l7, port, `${endpoint.key}:${port.handle}`, path);
  return [{ from: gateways, to: endpoint, ports: [{ port: port.port, protocol: port.protocol }], l7, gateway: true, path }];
}

function routeOf(
  context: Context,
  { hostname, options }: HostnameExposure,
  { endpoint, port }: { readonly endpoint: EndpointModel; readonly port: PortModel },
  service: ServiceModel,
  { routes }: Found,
  at: string,
): RouteModel {
  const { protocol = 'http', path = '/' } = options;
  checkHostname(context, at, hostname);
  if (port.protocol !== 'TCP')
    context.add('GWY004', at, `port '${port.handle}' of '${endpoint.key}' is ${port.protocol}, and gateways speak TCP`, {
      repair: "publish it with onAddress(pool('…', { … }), …)",
    });
  if (!path.startsWith('/') || (protocol !== 'http' && path !== '/'))
    context.add('GWY005', `${at}.path`, protocol === 'http' ? `'${path}' is no path` : `protocol '${protocol}' has no paths`, {
      repair: protocol === 'http' ? `write '/${path}'` : 'leave it out',
    });
  const other = routes.find((route) => route.hostname === hostname && (route.path === path || route.protocol !== protocol));
  if (other !== undefined)
    context.add('GWY006', at, `'${hostname}${path === '/' ? '' : path}' leads to '${other.workload}' already`, {
      repair: other.protocol === protocol ? 'write another host name or path for one' : 'write another host name for one',
    });
  const served = service.ports.find((p) => p.targetPort === port.port && p.protocol === port.protocol);
  return {
    ...{ hostname, protocol, path, namespace: endpoint.namespace, service: service.name, port: served?.port ?? port.port },
    ...{ workload: endpoint.key, at: context.at(at) },
  };
}

function checkHostname(context: Context, path: string, hostname: string): void {
  const name = hostname.startsWith('*.') ? hostname.slice(2) : hostname;
  const fault = hostNameFault(name);
  if (fault !== undefined)
    context.add('GWY007', path, `the host name '${hostname}' ${fault}`, { repair: "write it as 'inngest.example.com'" });
}

/** The Service in front of the port: the workload's own where it serves the port, otherwise one for the gateway. */
function serviceOf(
  endpoint: EndpointModel,
  port: PortModel,
  services: readonly ServiceModel[],
  at: ServiceModel['at'],
): { readonly service: ServiceModel; readonly isNew: boolean } {
  const serves = (service: ServiceModel) =>
    service.type !== 'LoadBalancer' &&
    service.namespace === endpoint.namespace &&
    same(service.selector, endpoint.labels) &&
    service.ports.some((p) => p.targetPort === port.port && p.protocol === port.protocol);
  const own = services.find(serves);
  if (own !== undefined) return { service: own, isNew: false };
  const number = port.service?.port ?? port.port;
  const service: ServiceModel = {
    namespace: endpoint.namespace,
    name: `${endpoint.name}-${port.handle}-via-gateway`,
    workload: endpoint.key,
    selector: endpoint.labels,
    type: 'ClusterIP',
    ports: [{ port: number, targetPort: port.port, protocol: port.protocol }],
    at,
  };
  return { service, isNew: true };
}
