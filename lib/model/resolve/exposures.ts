import { isPort, oneOf } from '../../base';
import type { HostExposure, PublishedPort } from '../exposure';
import type { L7 } from '../l7';
import type { EndpointModel, ExposureModel, PortModel, ServiceModel, ServicePortModel, WorkloadModel } from '../model';
import type { Context } from './context';
import type { Endpoints } from './endpoints';
import { resolveL7 } from './l7';

/** What the exposures give: the ports of the host, the Services that carry them, and the pods' own ports of the node. */
export interface Published {
  readonly exposures: ExposureModel[];
  readonly services: ServiceModel[];
  readonly workloads: WorkloadModel[];
}

interface Wanted {
  readonly path: string;
  readonly hostPort: number;
  readonly endpoint: EndpointModel;
  readonly port: PortModel;
  readonly nodePort?: number;
  readonly onPod: boolean;
  readonly l7: L7 | undefined;
}

/** The node port of a Service port, where the definition names none: readable, and the same in every synth. */
export function derivedNodePort(servicePort: number): number {
  return 30000 + (servicePort % 1000);
}

/** Makes the Services, gives exposed ones their node ports, and checks what the host gets. */
export function resolveExposures(context: Context, endpoints: Endpoints, workloads: readonly WorkloadModel[]): Published {
  const wanted = readExposures(context, endpoints);
  const services: ServiceModel[] = [];
  const nodePorts = new Map<string, number>();

  const serve = (name: string, endpoint: EndpointModel, ports: readonly PortModel[], mine: readonly Wanted[]) => {
    const onNode = mine.filter((w) => !w.onPod);
    const written = ports.map((port): ServicePortModel => {
      const service = port.service ?? { port: port.port, ...(ports.length > 1 ? { name: port.handle } : {}) };
      const base = {
        port: service.port,
        targetPort: port.port,
        protocol: port.protocol,
        ...(service.name === undefined ? {} : { name: service.name }),
      };
      if (onNode.length === 0) return base;
      const said = onNode.find((w) => w.port.handle === port.handle && w.nodePort !== undefined);
      const nodePort = said?.nodePort ?? derivedNodePort(service.port);
      nodePorts.set(`${endpoint.key}:${port.handle}`, nodePort);
      const { path } = said ?? onNode.find((w) => w.port.handle === port.handle) ?? (onNode[0] as Wanted);
      return { ...base, nodePort, at: context.at(path) };
    });
    services.push({
      namespace: endpoint.namespace,
      name,
      workload: endpoint.key,
      selector: endpoint.labels,
      type: onNode.length > 0 ? 'NodePort' : 'ClusterIP',
      ports: written,
      at: endpoint.at,
    });
  };

  const of = (endpoint: EndpointModel) => wanted.filter((w) => w.endpoint.key === endpoint.key);
  for (const workload of workloads) {
    const served = workload.ports.filter((p) => p.service !== undefined);
    const { service = workload.name } = workload.options;
    if (served.length > 0 && service !== false) serve(service, workload, served, of(workload));
    else if (of(workload).some((w) => !w.onPod)) serve(`${workload.name}-on-host`, workload, exposedPorts(of(workload)), of(workload));
  }
  for (const endpoint of new Set(wanted.map((w) => w.endpoint))) {
    if (!workloads.some((w) => w.key === endpoint.key))
      serve(`${endpoint.name}-on-host`, endpoint, exposedPorts(of(endpoint)), of(endpoint));
  }

  const exposures = wanted.map(
    ({ path, hostPort, endpoint, port, onPod, l7 }): ExposureModel => ({
      hostPort,
      containerPort: onPod ? hostPort : (nodePorts.get(`${endpoint.key}:${port.handle}`) ?? 0),
      protocol: port.protocol,
      endpoint,
      port,
      ...(l7 === undefined ? {} : { l7 }),
      at: context.at(path),
    }),
  );
  return { exposures, services, workloads: workloads.map((w) => withHostPorts(w, of(w))) };
}

/** The port that an exposure means; one that isn't there is reported. */
export function exposedPort(
  context: Context,
  endpoints: Endpoints,
  target: PublishedPort,
  path: string,
): { readonly endpoint: EndpointModel; readonly port: PortModel } | undefined {
  const endpoint = endpoints.find(target.of, path);
  if (endpoint === undefined) return undefined;
  const port = endpoint.ports.find((p) => p.handle === target.handle);
  if (port !== undefined) return { endpoint, port };
  const handles = endpoint.ports.map((p) => p.handle);
  context.add('EXP009', path, `'${endpoint.key}' has no port '${target.handle}'`, {
    repair: handles.length === 0 ? 'declare it in ports' : `write ${oneOf(handles)}`,
  });
  return undefined;
}

function exposedPorts(wanted: readonly Wanted[]): PortModel[] {
  return [...new Map(wanted.filter((w) => !w.onPod).map((w) => [w.port.handle, w.port])).values()];
}

function withHostPorts(workload: WorkloadModel, wanted: readonly Wanted[]): WorkloadModel {
  const onPod = new Map(wanted.filter((w) => w.onPod).map((w) => [w.port.handle, w.hostPort]));
  if (onPod.size === 0) return workload;
  return {
    ...workload,
    ports: workload.ports.map((port) => ({ ...port, ...(onPod.has(port.handle) ? { hostPort: onPod.get(port.handle) as number } : {}) })),
  };
}

function readExposures(context: Context, endpoints: Endpoints): Wanted[] {
  const wanted: Wanted[] = [];
  const taken = new Map<string, string>();
  const list = (context.definition.expose ?? []).filter((exposure): exposure is HostExposure => exposure.kind === 'on-host');
  const { platform } = context.definition;
  if (platform.kind === 'metal') {
    for (const { hostPort } of list) {
      context.add('EXP012', `expose.${hostPort}`, 'on metal there is no Docker host that could have a port', {
        repair: "write onAddress(pool('…', { … }), '…', …), or onHostname('…', …)",
        also: ['platform'],
      });
    }
    return [];
  }
  if (list.length > 0 && platform.options.host === undefined) {
    context.add('EXP008', 'expose', 'the platform names no host, so nobody is known who comes through these ports', {
      repair: "write docker({ host: outside('laptop'), … })",
      also: ['platform'],
    });
  }
  for (const { hostPort, target, options } of list) {
    const path = `expose.${hostPort}`;
    const found = exposedPort(context, endpoints, target, path);
    if (found === undefined) continue;
    const { endpoint, port } = found;
    if (!isPort(hostPort)) {
      context.add('EXP010', path, `${hostPort} is not a port`, { repair: 'write a number of 1 to 65535' });
      continue;
    }
    const other = taken.get(`${hostPort}/${port.protocol}`);
    if (other !== undefined) {
      context.add('EXP004', path, `port ${hostPort} of the host is given to '${other}' and to '${endpoint.key}'`, {
        repair: 'write another port for one of them',
      });
      continue;
    }
    taken.set(`${hostPort}/${port.protocol}`, endpoint.key);
    const onPod = options.hostPort ?? false;
    if (onPod && options.nodePort !== undefined) {
      context.add('EXP006', path, 'hostPort and nodePort are two ways to publish one port', { repair: 'leave out one of them' });
    }
    const before = wanted.find(
      (w) => w.endpoint.key === endpoint.key && w.port.handle === port.handle && clash(w, onPod, options.nodePort),
    );
    if (before !== undefined) {
      const what = onPod ? 'hostPort' : 'node port';
      const [here, there] = onPod ? [hostPort, before.hostPort] : [options.nodePort, before.nodePort];
      context.add(
        'EXP006',
        path,
        `port '${port.handle}' of '${endpoint.key}' has one ${what}, and is to have ${here} here and ${there} at ${before.path}`,
        {
          repair: onPod ? 'leave out hostPort for one of them' : 'write the same node port for both, or for one alone',
          also: [before.path],
        },
      );
    }
    const workload = (context.definition.workloads ?? []).find((w) => `${w.namespace.name}/${w.name}` === endpoint.key);
    if (onPod && workload?.kind !== 'workload') {
      context.add('EXP011', path, `Ichor doesn't emit the pods of '${endpoint.key}', so it can't give them a hostPort`, {
        repair: 'leave out hostPort',
      });
      continue;
    }
    const replicas = workload?.kind === 'workload' ? ((workload.options as { replicas?: number }).replicas ?? 1) : 1;
    if (onPod && replicas > 1) {
      context.add('EXP007', path, `${replicas} replicas can't share port ${hostPort} of one node`, { repair: 'leave out hostPort' });
    }
    const l7 = resolveL7(context, target.l7, port, `${endpoint.key}:${port.handle}`, path);
    wanted.push({ path, hostPort, endpoint, port, onPod, l7, ...(options.nodePort === undefined ? {} : { nodePort: options.nodePort }) });
  }
  return wanted;
}

/** A container port has one hostPort, and a Service port one node port; one of each is no clash. */
function clash(before: Wanted, onPod: boolean, nodePort: number | undefined): boolean {
  if (onPod || before.onPod) return onPod && before.onPod;
  return nodePort !== undefined && before.nodePort !== undefined && nodePort !== before.nodePort;
}

/** Two Services of one name in a namespace are reported. */
export function checkServiceNames(context: Context, services: readonly ServiceModel[]): void {
  const seen = new Map<string, ServiceModel>();
  for (const service of services) {
    const key = `${service.namespace}/${service.name}`;
    const other = seen.get(key);
    if (other === undefined) seen.set(key, service);
    else {
      const path = (place: ServiceModel['at']) => (place.in === 'definition' ? place.path : '');
      context.add('WRK005', path(service.at), `two workloads want the Service '${key}'`, {
        repair: "write another name in one's service option",
        also: [path(other.at)],
      });
    }
  }
}
