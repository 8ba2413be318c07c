import { asCidr, containersOf, type JsonObject, type Place, type Protocol, podTemplateOf, rangesOverlap, valueAt } from '../../base';
import { poolLabel } from '../../model';
import type { BalancedFact, GatewayFact, ImageFact, PoolFact, StorageFact, TakenPort } from '../fact';
import { type Announcements, announcementsOf, serviceLabels } from './announcements';
import { gatewayNodes } from './cilium-facts';
import { poolsOf } from './pools';
import { itemsAt, textAt } from './tree';

/** An object with its places. */
export interface PlacedObject {
  readonly object: JsonObject;
  readonly at: Place;
  place(path: string | readonly (string | number)[]): Place;
  /** Why nobody knows what patches make of it. */
  readonly why?: string;
}

/** Facts that each object tells on its own. */
export interface ObjectFacts {
  readonly nodePorts: readonly TakenPort[];
  readonly hostPorts: readonly TakenPort[];
  readonly images: readonly ImageFact[];
  readonly serviceNames: readonly { readonly namespace: string; readonly name: string; readonly at: Place }[];
  readonly gateways: readonly GatewayFact[];
  readonly pools: readonly PoolFact[];
  readonly balanced: readonly BalancedFact[];
  readonly storage: StorageFact;
  readonly announcements: Announcements;
}

/** What the objects of a cluster tell, with Cilium's values where they are known. */
export function objectFacts(objects: readonly PlacedObject[], values: JsonObject | undefined): ObjectFacts {
  const onNodes = gatewayNodes(values);
  const kinds = new Map<string, PlacedObject[]>();
  for (const each of objects) {
    const kind = String(each.object.kind);
    const list = kinds.get(kind);
    if (list === undefined) kinds.set(kind, [each]);
    else list.push(each);
  }
  const of = (kind: string) => kinds.get(kind) ?? [];
  const services = of('Service');
  const pools = poolsOf(of('CiliumLoadBalancerIPPool'));
  const ranges = pools.map(({ fact }) => fact);
  return {
    nodePorts: services.flatMap(nodePortsOf),
    hostPorts: objects.flatMap(hostPortsOf),
    images: objects.flatMap(imagesOf),
    serviceNames: services.map(({ object, at }) => ({ namespace: namespaceOf(object), name: nameOf(object), at })),
    gateways: of('Gateway').flatMap((gateway) => gatewayOf(gateway, onNodes)),
    pools: ranges,
    announcements: announcementsOf(of, pools, values),
    balanced: services.flatMap((service) => balancedOf(service, ranges)),
    storage: storageOf(of('StorageClass'), objects),
  };
}

function nodePortsOf({ object, place }: PlacedObject): TakenPort[] {
  const ports = itemsAt(object, 'spec', 'ports');
  return ports.flatMap((port, i) => {
    const [nodePort, number] = [valueAt(port, 'nodePort'), valueAt(port, 'port')];
    if (typeof nodePort !== 'number') return [];
    if (ports.slice(0, i).some((other) => valueAt(other, 'nodePort') === nodePort && valueAt(other, 'port') === number)) return [];
    const owner = `${namespaceOf(object)}/${nameOf(object)}:${String(valueAt(port, 'name') ?? number)}`;
    return [{ port: nodePort, owner, at: place(['spec', 'ports', i, 'nodePort']) }];
  });
}

function hostPortsOf({ object, place }: PlacedObject): TakenPort[] {
  const template = podTemplateOf(object);
  if (template === undefined) return [];
  return containersOf(template).flatMap((container, c) =>
    itemsAt(container, 'ports').flatMap((port, i) => {
      const hostPort = valueAt(port, 'hostPort');
      if (typeof hostPort !== 'number') return [];
      const owner = `${namespaceOf(object)}/${nameOf(object)}:${String(valueAt(port, 'name') ?? valueAt(port, 'containerPort'))}`;
      return [{ port: hostPort, owner, at: place([...templatePath(object), 'spec', 'containers', c, 'ports', i, 'hostPort']) }];
    }),
  );
}

function imagesOf({ object, at, place }: PlacedObject): ImageFact[] {
  const template = podTemplateOf(object);
  if (template === undefined) return [];
  const workload = `${namespaceOf(object)}/${nameOf(object)}`;
  return containersOf(template).flatMap(({ image }, c) =>
    typeof image === 'string'
      ? [
          {
            namespace: namespaceOf(object),
            workload,
            image,
            at: c === 0 ? at : place([...templatePath(object), 'spec', 'containers', c, 'image']),
          },
        ]
      : [],
  );
}

function templatePath({ kind }: JsonObject): readonly string[] {
  if (kind === 'Pod') return [];
  return kind === 'CronJob' ? ['spec', 'jobTemplate', 'spec', 'template'] : ['spec', 'template'];
}

function gatewayOf({ object, at }: PlacedObject, onNodes: Readonly<Record<string, string>> | undefined): GatewayFact[] {
  if (textAt(object, 'spec', 'gatewayClassName') !== 'cilium') return [];
  const ports = itemsAt(object, 'spec', 'listeners').flatMap((listener) => {
    const port = valueAt(listener, 'port');
    return typeof port === 'number' ? [port] : [];
  });
  return [
    {
      name: `${namespaceOf(object)}/${nameOf(object)}`,
      ...(onNodes === undefined ? {} : { onNodes }),
      ports: [...new Set(ports)].sort((a, b) => a - b),
      at,
    },
  ];
}

/** The annotations by which a Service asks for addresses, of which the first wins. */
const wanted = ['lbipam.cilium.io/ips', 'io.cilium/lb-ipam-ips'];

function balancedOf({ object, at, place }: PlacedObject, pools: readonly PoolFact[]): BalancedFact[] {
  if (textAt(object, 'spec', 'type') !== 'LoadBalancer') return [];
  const annotation = wanted.find((key) => textAt(object, 'metadata', 'annotations', key) !== undefined);
  const asked =
    (annotation === undefined ? undefined : textAt(object, 'metadata', 'annotations', annotation)) ??
    textAt(object, 'spec', 'loadBalancerIP');
  if (asked === undefined) return [];
  const there = annotation === undefined ? place('spec.loadBalancerIP') : place(['metadata', 'annotations', annotation]);
  const sharing = textAt(object, 'metadata', 'annotations', 'lbipam.cilium.io/sharing-key');
  const ports = itemsAt(object, 'spec', 'ports').flatMap((port, i) => {
    const number = valueAt(port, 'port');
    return typeof number === 'number'
      ? [{ port: number, protocol: (valueAt(port, 'protocol') ?? 'TCP') as Protocol, at: place(['spec', 'ports', i]) }]
      : [];
  });
  return asked
    .split(',')
    .map((text) => text.trim())
    .filter((address) => asCidr(address)?.family === 4)
    .map((address) => {
      const inside = pools.find(({ range }) => rangesOverlap(range, { first: address, last: address }));
      const pool = inside?.name ?? textAt(object, 'metadata', 'labels', poolLabel) ?? '';
      return {
        owner: `the Service ${namespaceOf(object)}/${nameOf(object)}`,
        pool,
        address,
        externalTrafficPolicy: textAt(object, 'spec', 'externalTrafficPolicy') === 'Local' ? ('Local' as const) : ('Cluster' as const),
        labels: serviceLabels(object),
        pods: JSON.stringify([namespaceOf(object), sharing ?? '', valueAt(object, 'spec', 'selector') ?? {}]),
        ports,
        at: inside === undefined ? there : at,
      };
    });
}

/** Whether claims of workloads get volumes of local-path, which are on one node. */
function storageOf(classes: readonly PlacedObject[], objects: readonly PlacedObject[]): StorageFact {
  const local = classes
    .filter(({ object }) => textAt(object, 'provisioner') === 'rancher.io/local-path')
    .map(({ object }) => nameOf(object));
  if (local.length === 0) return { kind: 'existing', claimants: [] };
  const claimants = objects.flatMap(({ object, at }) =>
    itemsAt(object, 'spec', 'volumeClaimTemplates').some((claim) => local.includes(textAt(claim, 'spec', 'storageClassName') ?? ''))
      ? [{ workload: `${namespaceOf(object)}/${nameOf(object)}`, at }]
      : [],
  );
  return { kind: 'local-path', claimants };
}

function nameOf(object: JsonObject): string {
  return String(valueAt(object, 'metadata', 'name') ?? '');
}

function namespaceOf(object: JsonObject): string {
  return textAt(object, 'metadata', 'namespace') ?? 'default';
}
