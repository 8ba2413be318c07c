import { isPort } from '../../base';
import type { AddressExposure } from '../exposure';
import type { BgpOptions } from '../load-balancing/bgp';
import type { L2Options, Pool } from '../load-balancing/pool';
import type { BgpModel, DatapathModel, L2Model, MetalModel, PlatformModel, PoolModel, ServiceModel } from '../model';
import { resolveRange } from './address-range';
import type { Context } from './context';
import type { Endpoints } from './endpoints';
import { exposedPort } from './exposures';
import { resolveL7 } from './l7';
import { checkLabels, checkName } from './namespaces';
import { type Published, reachOf } from './published';
import { same } from './same';

/** The pools that exposures use, by their names. */
export class Pools {
  private readonly found = new Map<string, { readonly pool: Pool; readonly path: string; readonly model: PoolModel | undefined }>();

  constructor(
    private readonly context: Context,
    private readonly platform: PlatformModel,
  ) {}

  /** Every pool that something used, in the order of their names. */
  all(): PoolModel[] {
    return [...this.found.values()].flatMap(({ model }) => model ?? []).sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  /** The pool, written out; one that is used for the first time is checked. */
  find(pool: Pool, path: string): PoolModel | undefined {
    const before = this.found.get(pool.name);
    if (before === undefined) {
      const model = this.platform.kind === 'metal' ? this.resolve(pool, `${path}.pool`, this.platform) : undefined;
      this.found.set(pool.name, { pool, path, model });
      return model;
    }
    if (!same(before.pool, pool))
      this.context.add('LBP001', path, `pool '${pool.name}' stands here with other options than at ${before.path}`, {
        repair: 'use one value for both',
        also: [before.path],
      });
    return before.model;
  }

  private resolve({ name, options }: Pool, path: string, platform: MetalModel): PoolModel | undefined {
    const { context } = this;
    checkName(context, path, name, 'a pool');
    const range = resolveRange(context, `${path}.range`, options.range);
    const announced = options.l2 === undefined ? this.bgp(`${path}.bgp`, options.bgp) : this.l2(`${path}.l2`, options.l2, platform);
    if (range === undefined) return undefined;
    const { cidr, first, last } = range;
    return { name, range: { first, last }, ...(cidr === undefined ? {} : { cidr }), announced, at: context.at(path) };
  }

  private l2(path: string, options: L2Options, platform: MetalModel): L2Model {
    const links = [...new Set(platform.nodes.map((node) => `^${node.interface.replaceAll('.', '\\.')}$`))].sort();
    const { interfaces = links, nodes = {}, leaseDuration = 15, leaseRenewDeadline = 5, leaseRetryPeriod = 2 } = options;
    checkLabels(this.context, `${path}.nodes`, nodes);
    return { by: 'l2', interfaces, nodes, leaseDuration, leaseRenewDeadline, leaseRetryPeriod };
  }

  private bgp(path: string, options: BgpOptions): BgpModel {
    const { asn, peers, nodes = {}, holdTime = 90, keepAliveTime = 30, gracefulRestartTime = 120 } = options;
    checkLabels(this.context, `${path}.nodes`, nodes);
    const written = peers.map(({ address, asn: theirs, password }) => ({
      address,
      asn: theirs,
      ...(password === undefined ? {} : { password: password.name }),
    }));
    return { by: 'bgp', asn, peers: written, nodes, holdTime, keepAliveTime, gracefulRestartTime };
  }
}

/** The Services of `onAddress`, one for each workload and address, and the connections that they bring. */
export function resolveAddressExposures(
  context: Context,
  endpoints: Endpoints,
  pools: Pools,
  platform: PlatformModel,
  datapath: DatapathModel | undefined,
): Published {
  const list = (context.definition.expose ?? []).filter((exposure): exposure is AddressExposure => exposure.kind === 'on-address');
  const services = new Map<string, ServiceModel>();
  const flows: Published['flows'][number][] = [];
  for (const { pool, address, target, options } of list) {
    const path = `expose.${address}:${options.port ?? target.handle}`;
    if (platform.kind === 'docker') {
      context.add('EXP014', path, "nobody outside reaches addresses of Docker's network, so none can be announced", {
        repair: 'write onHost(port, …)',
        also: ['platform'],
      });
      continue;
    }
    if (datapath === undefined) {
      reportWithoutCilium(context, path);
      continue;
    }
    const model = pools.find(pool, path);
    const found = exposedPort(context, endpoints, target, path);
    if (found === undefined) continue;
    const { endpoint, port } = found;
    const number = options.port ?? port.service?.port ?? port.port;
    if (!isPort(number)) context.add('EXP010', path, `${number} is not a port`, { repair: 'write a number of 1 to 65535' });
    const l7 = resolveL7(context, target.l7, port, `${endpoint.key}:${port.handle}`, path);
    const externalTrafficPolicy = options.externalTrafficPolicy ?? 'Cluster';
    flows.push(
      ...reachOf(context, { from: options.from, endpoint, port, l7, externalTrafficPolicy, path }, datapath, platform.nodes.length),
    );

    const name = options.service ?? `${endpoint.name}-on-${pool.name}`;
    const key = `${endpoint.namespace}/${name} ${endpoint.key} ${address}`;
    const before = services.get(key);
    if (before?.balancer !== undefined && before.balancer.externalTrafficPolicy !== externalTrafficPolicy)
      context.add(
        'EXP015',
        path,
        `the Service '${endpoint.namespace}/${name}' has one externalTrafficPolicy, and another port of it says ${before.balancer.externalTrafficPolicy}`,
        {
          repair: 'write the same for all ports of one address, or another service for one',
          also: before.at.in === 'definition' ? [before.at.path] : [],
        },
      );
    if (before?.ports.some((p) => p.port === number && p.protocol === port.protocol))
      context.add('EXP016', path, `port ${number} of ${address} is given to '${endpoint.key}' twice`, {
        repair: 'write another port for one of them',
      });
    services.set(key, {
      namespace: endpoint.namespace,
      name,
      workload: endpoint.key,
      selector: endpoint.labels,
      type: 'LoadBalancer',
      balancer: { pool: model?.name ?? pool.name, address, externalTrafficPolicy, shared: false },
      ports: [
        ...(before?.ports ?? []),
        {
          name: port.service?.name ?? port.name ?? port.handle,
          port: number,
          targetPort: port.port,
          protocol: port.protocol,
          at: context.at(path),
        },
      ],
      at: before?.at ?? context.at(path),
    });
  }
  return { services: withSharing([...services.values()]), flows };
}

/** Addresses and gateways are Cilium's. */
export function reportWithoutCilium(context: Context, path: string): void {
  context.add('EXP017', path, 'Flannel gives Services no addresses, and carries out no gateway', {
    repair: "write network: cilium({ version: '…' })",
    also: ['network'],
  });
}

/** Says of each Service whether others have its address too. */
function withSharing(services: readonly ServiceModel[]): ServiceModel[] {
  return services.map((service) => {
    const { balancer } = service;
    const shared = services.some((other) => other !== service && other.balancer?.address === balancer?.address);
    return balancer === undefined ? service : { ...service, balancer: { ...balancer, shared } };
  });
}
