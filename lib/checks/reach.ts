import { compareText, type Place } from '../base';
import type { FlowLimit, FlowModel, FlowPeer, Model } from '../model';
import { type Identity, portText, type ReadWorld, type Relation } from '../policy';
import { type Direction, directions } from '../policy/entry';
import { type Declared, ownedEndpoints } from './agreement/declared';
import { restrictionOf } from './agreement/passing';
import { policiesOf, Reasons } from './agreement/reason';
import { unreadPolicies } from './agreement/unread';

/** What an end of a connection is, for whoever draws it. */
export type EndKind = 'pods' | 'namespace' | 'outside' | 'node' | 'world';

/** An end of connections as people call it. */
export interface End {
  readonly kind: EndKind;
  readonly name: string;
  /** The namespace of its pods; `''` outside of any. */
  readonly namespace: string;
  /** Where it is, for what has another name: the addresses of a role. */
  readonly where?: string;
}

/** Connections from one end to another that are treated alike. */
export interface Reach {
  readonly from: End;
  readonly to: End;
  readonly ports: string;
  /** The only requests, names or servers that a proxy lets pass. */
  readonly through: readonly string[];
  /** Paths in the definition that declare it. */
  readonly declared: readonly string[];
  /** Policies that allow it, where no flow declares it. */
  readonly policies: readonly string[];
}

/** Pods that no policy isolates in a direction, or in both. */
export interface OpenPods {
  readonly name: string;
  readonly directions: readonly Direction[];
  /** Whether they are in the network of the node, where policies of pods don't count. */
  readonly onNode: boolean;
}

/** A place where the network reaches a workload from outside. */
export interface WayIn {
  /** An address with its port, or a host name. */
  readonly at: string;
  /** What carries it: a pool, or a gateway. */
  readonly through: string;
  readonly to: string;
}

/** Who reaches whom in a cluster, for a page that people read. */
export interface WhoReachesWhom {
  readonly cluster: string;
  /** Whether there is anybody to enforce policies: not with Flannel. */
  readonly hasPolicies: boolean;
  /** The workloads of the definition by how far their policies go. */
  readonly stages: { readonly enforce: readonly string[]; readonly observe: readonly string[]; readonly off: readonly string[] };
  /** Policies that agents read and that aren't worked out, each with the workloads that it may be about. @default none */
  readonly unread?: readonly { readonly policy: string; readonly workloads: readonly string[] }[];
  readonly reaches: readonly Reach[];
  readonly open: readonly OpenPods[];
  readonly closedNamespaces: readonly string[];
  /** Whether the node reaches its own pods whatever policies say. */
  readonly nodeReachesPods: boolean;
  /** The role that everybody plays who comes through the ports of the Docker host, with the address that is seen. */
  readonly published?: { readonly role: string; readonly address: string };
  /** Addresses and host names at which the network reaches workloads. */
  readonly waysIn: readonly WayIn[];
  /** Gateways, which are one peer to policies, as `namespace/name`. */
  readonly gateways: readonly string[];
  /** Who may ask CoreDNS, because flows of theirs need it, and for which names alone. */
  readonly dns: readonly { readonly name: string; readonly names: readonly string[] }[];
  readonly notes: readonly string[];
}

/** Who reaches whom: what flows declare, and beside it what policies of others isolate and allow. */
export function whoReachesWhom(
  model: Model,
  enforced?: { readonly relation: Relation; readonly declared: Declared },
  notes: readonly string[] = [],
): WhoReachesWhom {
  const { relation, declared } = enforced ?? {};
  const of = (stage: 'enforce' | 'observe' | 'off') =>
    ownedEndpoints(model)
      .filter((endpoint) => endpoint.stage === stage)
      .map(({ key }) => key)
      .sort(compareText);
  const host = model.platform.kind === 'docker' ? model.platform.host : undefined;
  return {
    cluster: model.name,
    hasPolicies: model.network.cilium !== undefined,
    stages: { enforce: of('enforce'), observe: of('observe'), off: of('off') },
    ...(relation === undefined || relation.world.unread === undefined ? {} : { unread: unreadOf(relation.world as ReadWorld) }),
    reaches: [...declaredReaches(model.flows), ...(relation && declared ? allowedReaches(relation, declared) : [])],
    open: relation === undefined ? [] : openPods(relation),
    closedNamespaces: model.namespaces.filter((ns) => ns.options.closed === true && ns.stage === 'enforce').map(({ name }) => name),
    nodeReachesPods: relation?.world.profile.allowLocalhost === true && of('enforce').length > 0,
    ...(host === undefined || model.exposures.length === 0 ? {} : { published: { role: host.role, address: host.in } }),
    waysIn: waysIn(model),
    gateways: model.gateways.map(({ namespace, name }) => `${namespace}/${name}`),
    dns: declared === undefined ? [] : dnsOf(declared, model),
    notes: [...(declared === undefined ? [] : lackingFlows(declared)), ...notes],
  };
}

function waysIn({ services, gateways }: Model): WayIn[] {
  const balanced = services.flatMap(({ balancer, ports, workload }): WayIn[] =>
    balancer === undefined
      ? []
      : ports.map((p) => ({ at: `${balancer.address}:${p.port}`, through: `pool ${balancer.pool}`, to: workload })),
  );
  const named = gateways.flatMap(({ namespace, name, on, routes }) =>
    routes.map(
      ({ hostname, path, workload }): WayIn => ({
        at: `${hostname}${path === '/' ? '' : path}`,
        through: `gateway ${namespace}/${name} at ${'pool' in on ? on.address : 'every node'}`,
        to: workload,
      }),
    ),
  );
  return [...balanced, ...named].sort((a, b) => compareText(a.at, b.at));
}

function declaredReaches(flows: readonly FlowModel[]): Reach[] {
  const groups = new Map<string, { flow: FlowModel; ports: Map<string, FlowModel['ports'][number]>; paths: Set<string> }>();
  for (const flow of flows) {
    const key = JSON.stringify([endOf(flow.from), endOf(flow.to), throughOf(flow.limit)]);
    const group = groups.get(key) ?? { flow, ports: new Map(), paths: new Set() };
    groups.set(key, group);
    for (const port of flow.ports) group.ports.set(`${port.protocol} ${port.port}`, port);
    group.paths.add(pathOf(flow.at));
  }
  const reaches = [...groups.values()].map(
    ({ flow, ports, paths }): Reach => ({
      from: endOf(flow.from),
      to: endOf(flow.to),
      ports: listed([...ports.values()]),
      through: throughOf(flow.limit),
      declared: [...paths],
      policies: [],
    }),
  );
  return reaches.sort(compareReaches);
}

function listed(ports: FlowModel['ports']): string {
  const protocols = [...new Set(ports.map(({ protocol }) => protocol))].sort(compareText);
  const numbers = (of: string) => ports.filter(({ protocol }) => protocol === of).map(({ port }) => port);
  return protocols
    .map(
      (protocol) =>
        `${protocol} ${numbers(protocol)
          .sort((a, b) => a - b)
          .join(', ')}`,
    )
    .join('; ');
}

function throughOf(limit: FlowLimit | undefined): readonly string[] {
  return limit === undefined ? [] : (restrictionOf(limit.l7) ?? []);
}

/** An end of a flow as people call it. */
function endOf(peer: FlowPeer): End {
  switch (peer.kind) {
    case 'endpoint':
      return { kind: 'pods', name: peer.endpoint.key, namespace: peer.endpoint.namespace };
    case 'namespace':
      return { kind: 'namespace', name: `every pod of ${peer.namespace}`, namespace: peer.namespace };
    case 'role':
      return { kind: 'outside', name: peer.role, namespace: '', where: peer.cidr };
    case 'addresses': {
      const name = peer.except.length === 0 ? peer.cidr : `${peer.cidr} without ${peer.except.join(', ')}`;
      return { kind: 'outside', name, namespace: '' };
    }
    case 'host-name':
      return { kind: 'outside', name: peer.name, namespace: '' };
    case 'entity':
      if (peer.entity === 'ingress') return { kind: 'outside', name: 'gateways', namespace: '' };
      return { kind: peer.entity === 'world' ? 'world' : 'node', name: peer.entity, namespace: '' };
  }
}

/** What policies of others allow to and from the pods that they isolate, as far as no flow declares it. */
function allowedReaches(relation: Relation, declared: Declared): Reach[] {
  const { world } = relation;
  const reasons = new Reasons(relation);
  const isolated = world.identities.flatMap((identity, i) =>
    identity.kind === 'pods' && !declared.judged.has(i)
      ? directions.filter((direction) => relation.posture(i, direction) === 'isolated').map((direction) => ({ i, direction }))
      : [],
  );
  const found = new Map<string, Reach>();
  for (const { i, direction } of isolated) {
    const groups = new Map<string, { reach: Reach; peers: number }>();
    world.identities.forEach((peer, p) => {
      const [source, destination] = direction === 'egress' ? [i, p] : [p, i];
      const ports = relation.portsBetween(source, destination);
      const [span] = ports.spans;
      if (span === undefined || declared.flowsBetween(source, destination).length > 0) return;
      const { rules, ground } = reasons.of(direction, { source, destination, protocol: span.protocol, port: span.low });
      if (ground !== 'rule') return;
      const own = identityEnd(world.identities[i] as Identity);
      const other = identityEnd(peer);
      const reach: Reach = {
        from: direction === 'egress' ? own : other,
        to: direction === 'egress' ? other : own,
        ports: portText(ports),
        through: [],
        declared: [],
        policies: policiesOf(rules),
      };
      groups.set(JSON.stringify(reach), { reach, peers: p });
    });
    const everybody = world.identities.length - 1;
    const alike = new Set([...groups.values()].map(({ reach }) => JSON.stringify([reach.ports, reach.policies])));
    const reaches = [...groups.values()].map(({ reach }) => reach);
    const single =
      alike.size === 1 && groups.size >= everybody
        ? reaches.slice(0, 1).map((reach) => ({ ...reach, [direction === 'egress' ? 'to' : 'from']: anybody }))
        : reaches;
    for (const reach of single) found.set(JSON.stringify(reach), reach);
  }
  return [...found.values()].sort(compareReaches);
}

const anybody: End = { kind: 'world', name: 'everybody', namespace: '' };

function identityEnd({ kind, name, namespace }: Identity): End {
  const kinds: Partial<Record<Identity['kind'], EndKind>> = {
    pods: 'pods',
    'other-pods': 'pods',
    world: 'world',
    cidr: 'outside',
    fqdn: 'outside',
  };
  return { kind: kinds[kind] ?? 'node', name, namespace };
}

function openPods(relation: Relation): OpenPods[] {
  const world = relation.world as ReadWorld;
  const indexes = new Map(world.identities.map((identity, i) => [identity, i]));
  const open = [...world.workloads].map(([{ key, hostNetwork }, identities]): OpenPods => {
    const isOpen = (direction: Direction) =>
      identities.some((identity) => relation.posture(indexes.get(identity) as number, direction) !== 'isolated');
    return { name: key, directions: directions.filter(isOpen), onNode: hostNetwork };
  });
  const single = new Map(open.map((pods) => [JSON.stringify(pods), pods]));
  return [...single.values()].filter((pods) => pods.directions.length > 0).sort((a, b) => compareText(a.name, b.name));
}

function unreadOf(world: ReadWorld): NonNullable<WhoReachesWhom['unread']> {
  return unreadPolicies(world).map(({ policy, members }) => {
    const about = new Set([...members].map((i) => world.identities[i]));
    const workloads = [...world.workloads].filter(([, identities]) => identities.some((identity) => about.has(identity)));
    return { policy: `ClusterNetworkPolicy '${policy}'`, workloads: [...new Set(workloads.map(([{ key }]) => key))].sort(compareText) };
  });
}

function dnsOf({ flows }: Declared, { flows: written }: Model): WhoReachesWhom['dns'] {
  const implied = flows.filter((flow) => !written.includes(flow));
  return implied
    .flatMap(({ from, limit }) =>
      from.kind === 'endpoint' ? [{ name: from.endpoint.key, names: limit?.l7.kind === 'dns' ? limit.l7.names : [] }] : [],
    )
    .sort((a, b) => compareText(a.name, b.name));
}

/** Workloads that are in a namespace which may open connections, and don't themselves: their own policies deny it. */
function lackingFlows(declared: Declared): string[] {
  const notes = declared.flows.flatMap(({ from, to, ports, at }) => {
    if (from.kind !== 'namespace') return [];
    const targets = declared.ends.of(to).certain;
    return [...declared.judged].flatMap(([i, endpoints]) => {
      const isInside = declared.ends.of(from).certain.includes(i) && !targets.includes(i);
      const lacks = targets.some((target) => ports.some(({ port, protocol }) => declared.out(i, target).at(protocol, port) === undefined));
      if (!isInside || !lacks) return [];
      return endpoints.map(
        ({ key }) =>
          `${pathOf(at)} lets every pod of ${from.namespace} reach ${endOf(to).name}, but ${key} is isolated and has no flow of its own there`,
      );
    });
  });
  return [...new Set(notes)].sort(compareText);
}

function compareReaches(a: Reach, b: Reach): number {
  return (
    compareText(a.from.name, b.from.name) ||
    compareText(a.to.name, b.to.name) ||
    compareText(a.ports, b.ports) ||
    compareText(JSON.stringify(a), JSON.stringify(b))
  );
}

function pathOf(at: Place): string {
  return at.path ?? '';
}
