import { compareText, note, type Remark, unknown, wrong } from '../../lib/base';
import type { EndpointModel, Model } from '../../lib/model';
import { blocksOf, isIn, isOf, isReserved } from './ends';
import type { SeenFlow } from './seen-flow';

/** A port that connections from outside arrive at, with the addresses that the definition says they come from. */
export interface Published {
  readonly endpoint: EndpointModel;
  /** Of the container. */
  readonly port: number;
  readonly protocol: string;
  readonly blocks: readonly string[];
}

/** The ports of pods that a definition publishes: by ports of the Docker host, or by addresses of pools. */
export function publishedPorts(model: Model): Published[] {
  const owned = new Map([...model.workloads, ...model.constructs, ...model.closedPods].map((endpoint) => [endpoint.key, endpoint]));
  const mapped = model.exposures.map(({ endpoint, port, protocol }) => ({ endpoint, port: port.port, protocol }));
  const balanced = model.services
    .filter(({ balancer }) => balancer !== undefined)
    .flatMap(({ workload, ports }) => {
      const endpoint = owned.get(workload);
      return endpoint === undefined ? [] : ports.map((p) => ({ endpoint, port: p.targetPort, protocol: p.protocol }));
    });
  return [...mapped, ...balanced].map(({ endpoint, port, protocol }) => {
    const flows = model.flows.filter(
      ({ to, ports }) =>
        to.kind === 'endpoint' && to.endpoint.key === endpoint.key && ports.some((p) => p.port === port && p.protocol === protocol),
    );
    return { endpoint, port, protocol, blocks: [...new Set(flows.flatMap(blocksOf))].sort(compareText) };
  });
}

/**
 * Whether connections from outside arrive from where the definition says: policies go by the address that is left when all
 * translation is done.
 */
export function arrivals(model: Model, flows: readonly SeenFlow[]): Remark[] {
  return publishedPorts(model).flatMap((published) => {
    const { endpoint, port, protocol, blocks } = published;
    const of = `${endpoint.key} ${protocol} ${port}`;
    const came = flows.filter(
      ({ from, to, ...flow }) =>
        flow.port === port &&
        flow.protocol === protocol &&
        isOf(endpoint, to) &&
        from.namespace === undefined &&
        !isReserved(from, 'ingress'),
    );
    const nodes = [...new Set(came.filter(({ from }) => isReserved(from, 'remote-node')).map(({ from }) => from.address))].sort(
      compareText,
    );
    const passed =
      nodes.length === 0
        ? []
        : [
            note(
              `${of}: connections arrive from other nodes too (${listed(nodes)}): of what came from outside, those passed it on in their own name`,
            ),
          ];
    const outside = came.filter(({ from }) => !isReserved(from, 'host') && !isReserved(from, 'remote-node'));
    if (outside.length === 0) return [unseen(model, published, of), ...passed];
    const addresses = [...new Set(outside.map(({ from }) => from.address))].sort(compareText);
    const strange = addresses.filter((address) => !isIn(blocks, { address }));
    const expected = blocks.length === 0 ? 'from nowhere' : `from ${blocks.join(', ')}`;
    const told =
      strange.length === 0
        ? note(`${of}: connections arrive ${expected}, as declared (${listed(addresses)})`)
        : wrong(`${of}: connections arrive from ${listed(strange)}, and are declared to come ${expected}: ${remedy(model, strange)}`);
    return [told, ...passed];
  });
}

/** Through the ports of Docker that carry TCP `verify` itself has just come. */
function unseen({ platform }: Model, { protocol }: Published, of: string): Remark {
  const why = `${of}: no connection from outside was seen`;
  return platform.kind === 'docker' && protocol === 'TCP'
    ? unknown(`${why}, though the port was just tried: is it mapped, and does its workload run?`)
    : note(`${why}; open one, and run this again`);
}

function listed(addresses: readonly string[]): string {
  return addresses.length > 5 ? `${addresses.slice(0, 5).join(', ')} and ${addresses.length - 5} more` : addresses.join(', ');
}

function remedy({ platform }: Model, [address = '', ...others]: readonly string[]): string {
  if (platform.kind === 'docker' && others.length === 0) return `write hostAddress: { in: '${address}' } in docker({ … })`;
  return 'name them in the flow, or in the role that it begins at';
}
