import { type JsonObject, keysOf, type Place } from '../../base';
import type { InputDocument } from '../../input';
import { profileOfValues } from '../../policy';
import { type AnnouncedPoolFact, absent, type Fact, type Facts, type GatewayFact, known, unknown } from '../fact';
import { chartOf } from '../facts/chart';
import { connectivityOf, policyFact, wholePolicies } from '../facts/policies';
import { type CiliumRelease, ciliumReleases } from './cilium';
import { ciliumFacts, datapathOf, installers, mergedValues, renderingOf } from './cilium-facts';
import type { ClusterDocuments } from './clusters';
import { containersOf, portsOf, saidKubernetes, saidTalos, type TalosCommand } from './commands';
import { reached } from './layers';
import { talosConfigOf } from './machine-config';
import { type Machines, machinesOf } from './machines';
import { objectsOf } from './namespaces';
import { machinesOfPatches } from './node-patches';
import { type ObjectFacts, objectFacts, type PlacedObject } from './objects';
import { type TalosParts, talosParts } from './talos';
import { isMetal, mergedConfig, schedulable, subnets, talosPart, valueIn } from './talos-facts';
import type { TalosPiece } from './talos-piece';
import { isOf, Tree, textAt } from './tree';
import { unseenNamespaces } from './unseen';
import { kubernetesVersion, talosVersion } from './versions';

/** The facts of a cluster of a tree, and where what they say stands. */
export interface TreeFacts {
  readonly facts: Facts;
  /** What rules call a place by the path inside of merged values or config, as it is in the files, with what stands there. */
  located(place: Place): Located | undefined;
  readonly releases: readonly CiliumRelease[];
}

/** A place in a file, and the value that is there. */
export interface Located {
  readonly place: Place;
  readonly value: unknown;
}

const piece = "Talos' document";

/**
 * The facts that the documents of a cluster tell. What they don't tell is unknown, with the reason.
 *
 * @param at the place to name where no document tells anything
 * @param unread files that couldn't be read, which might have told something
 */
export async function factsOfTree(
  { kustomized }: ClusterDocuments,
  { at, valuesFiles, unread }: { readonly at: Place; readonly valuesFiles: readonly string[]; readonly unread: readonly string[] },
): Promise<TreeFacts> {
  const tree = new Tree(kustomized.documents, kustomized.why);
  const releases = await ciliumReleases(tree, valuesFiles);
  const parts = await talosParts(tree);
  const cilium = ciliumFacts(releases, at);
  const values = cilium.fact.state === 'known' ? cilium.fact.value : undefined;
  const { sets, facts: talos, isAll } = talosPart(parts, unread, at);
  const inline = talos['talos.inlineManifests'];
  const platform = platformOf(parts, at);
  const containers =
    platform.state === 'known' && platform.value === 'docker' ? parts.commands.filter(({ makes }) => makes === 'containers') : [];
  const machines = machinesOf(parts.inventories, parts.pieces) ?? machinesOfPatches(parts.pieces) ?? machinesOfContainers(containers);
  const objects = objectsOf(tree);
  const told = objectFacts(objects, values);
  /** The fact, or what keeps an object of these kinds, from which it is told, from being known. */
  const unsure = <T>(fact: Fact<T>, ...kinds: readonly string[]): Fact<T> => {
    const found = objects.find(({ object, why }) => why !== undefined && kinds.includes(String(object.kind)));
    return found?.why === undefined ? fact : unknown(`nobody knows what patches make of ${nameOf(found)}: ${found.why}`, found.at);
  };
  const none = (why: string) => unknown(why, at);
  const version = talosVersion(tree, parts, saidTalos(parts.commands), at);
  const noMachines = none('no file here lists the machines');
  const policies = connectivityOf(objects, {
    profile: profileOfValues(values, cilium.release?.version),
    ...(machines === undefined
      ? {}
      : { nodes: { count: machines.nodes.length, controlPlanes: machines.nodes.filter(({ role }) => role === 'control-plane').length } }),
  });
  const hasPolicies = objects.some(({ object }) => policyKinds.has(String(object.kind)));
  const facts: Facts = {
    'platform.kind': platform,
    'nodes.schedulable': machines === undefined ? noMachines : known(schedulable(machines, talos), machines.at),
    nodes: machines === undefined ? noMachines : known(machines.nodes, machines.at),
    subnets: subnets(sets, parts, machines) ?? none('no Talos config here says which addresses pods and Services have'),
    addresses: machines === undefined ? noMachines : known(machines.addresses, machines.at),
    pools: unsure(known(told.pools, told.pools[0]?.at ?? at), 'CiliumLoadBalancerIPPool'),
    'pools.announced': unsure(announcedFact(told, at), 'CiliumLoadBalancerIPPool', 'Service', ...announcingKinds),
    balanced: unsure(known(told.balanced, told.balanced[0]?.at ?? at), 'Service'),
    gateways: unsure(gatewaysFact(told.gateways, cilium.fact, at), 'Gateway'),
    datapath: cilium.fact.state === 'known' ? known(datapathOf(cilium.fact.value), cilium.fact.at) : cilium.fact,
    storage: unsure(known(told.storage, told.storage.claimants[0]?.at ?? at), 'StorageClass', 'StatefulSet'),
    'talos.version': version,
    'kubernetes.version': kubernetesVersion(tree, parts, saidKubernetes(parts.commands), at),
    'talos.config': talosConfigOf(parts, version, modeOf(platform), piece, isAll),
    ...talos,
    'cilium.values': cilium.fact,
    'cilium.version': cilium.version,
    'cilium.chart': cilium.version.state === 'known' ? chartOf(cilium.version.value, cilium.version.at) : cilium.version,
    'cilium.installers': known(installers(objects, inline.state === 'known' ? inline.value : [], releases), releases[0]?.at ?? at),
    'cilium.rendering': renderingOf(cilium.release, at),
    'docker.ports': dockerPorts(platform, containers),
    nodePorts: unsure(known(told.nodePorts, at), 'Service'),
    hostPorts: unsure(known(told.hostPorts, at), ...workloadKinds),
    objects: unsure(known(objects, at), ...judgedKinds(objects)),
    images: unsure(known(told.images, at), ...workloadKinds),
    policies:
      !hasPolicies && releases.length === 0
        ? absent(at)
        : unsure(known(policyFact(policies, { unseen: unseenNamespaces(tree, objects) }), at), ...policyKinds, ...chosenKinds),
    'policies.whole': wholePolicies(policies, at, cilium.fact.state === 'unknown' ? cilium.fact.why : undefined),
    serviceNames: unsure(known(told.serviceNames, at), 'Service'),
    budget: none('only a definition says how much memory there is'),
  };
  const placed = new PlacedDocuments([...kustomized.documents, ...kustomized.patches]);
  return {
    facts,
    releases,
    located(place) {
      if (place.in !== 'document') return undefined;
      const keys = keysOf(place.path ?? '');
      if (place.file === mergedValues) {
        const merged = cilium.release?.values;
        return merged === undefined ? undefined : { place: merged.place(keys) ?? at, value: reached(merged.value, keys) };
      }
      if (place.file.startsWith(mergedConfig)) {
        const set = sets[Number(place.file.slice(mergedConfig.length))];
        return set === undefined ? undefined : { place: set.place(keys) ?? at, value: valueIn(set, keys) };
      }
      if (place.file.startsWith(piece)) {
        const layer = parts.pieces[Number(place.file.slice(piece.length))]?.layer;
        return layer === undefined
          ? undefined
          : { place: layer.document.place([...layer.inside, ...keys]), value: reached(layer.value, keys) };
      }
      const document = keys.length === 0 ? undefined : placed.around(place);
      if (document === undefined) return undefined;
      const isStart = place.line === lineOf(document) && place.column === columnOf(document);
      return { place: isStart ? document.place(keys) : place, value: reached(document.object, keys) };
    },
  };
}

function announcedFact({ announcements, pools: [first] }: ObjectFacts, at: Place): Fact<readonly AnnouncedPoolFact[]> {
  const there = first?.at ?? at;
  return 'why' in announcements ? unknown(announcements.why, there) : known(announcements.list, there);
}

/** The gateways; whether they listen on ports of the nodes is said by the values. */
function gatewaysFact(gateways: readonly GatewayFact[], values: Fact<JsonObject>, at: Place): Fact<readonly GatewayFact[]> {
  const [first] = gateways;
  return first !== undefined && values.state === 'unknown' ? unknown(values.why, first.at) : known(gateways, first?.at ?? at);
}

/** Documents by where they stand. */
class PlacedDocuments {
  private readonly files = new Map<string, InputDocument[]>();

  constructor(documents: readonly InputDocument[]) {
    for (const document of documents) {
      const list = this.files.get(document.at.file);
      if (list === undefined) this.files.set(document.at.file, [document]);
      else list.push(document);
    }
  }

  /** The document in which a line is: the last that begins before its end. */
  around(place: Place): InputDocument | undefined {
    if (place.in !== 'document' || place.line === undefined) return undefined;
    const line = place.line;
    return this.files
      .get(place.file)
      ?.filter((document) => lineOf(document) <= line)
      .at(-1);
  }
}

function lineOf({ at }: InputDocument): number {
  return at.in === 'document' ? (at.line ?? 1) : 1;
}

function columnOf({ at }: InputDocument): number {
  return at.in === 'document' ? (at.column ?? 1) : 1;
}

function platformOf(parts: TalosParts, at: Place): Fact<'docker' | 'metal'> {
  if (isMetal(parts)) return known('metal', parts.inventories[0]?.document.at ?? (parts.pieces[0] as TalosPiece).layer.document.at);
  const made = parts.commands.find(({ makes }) => makes === 'containers');
  return made === undefined ? unknown('nothing here says whether nodes are machines or containers', at) : known('docker', made.document.at);
}

/** The containers of the one command that makes some. */
function machinesOfContainers([command, second]: readonly TalosCommand[]): Machines | undefined {
  const nodes = command === undefined || second !== undefined ? undefined : containersOf(command);
  return command === undefined || nodes === undefined ? undefined : { nodes, addresses: [], at: command.document.at };
}

function modeOf(platform: Fact<'docker' | 'metal'>): 'container' | 'metal' | undefined {
  if (platform.state !== 'known') return undefined;
  return platform.value === 'docker' ? 'container' : 'metal';
}

function dockerPorts(platform: Fact<'docker' | 'metal'>, [command, second]: readonly TalosCommand[]): Facts['docker.ports'] {
  if (platform.state !== 'known') return platform;
  if (command === undefined) return absent(platform.at);
  if (second !== undefined) return unknown('several commands here make containers', second.document.at);
  const ports = portsOf(command);
  return 'why' in ports ? unknown(ports.why, ports.at) : known(ports, command.document.at);
}

const policyKinds = new Set([
  ...['CiliumNetworkPolicy', 'CiliumClusterwideNetworkPolicy', 'NetworkPolicy'],
  ...['ClusterNetworkPolicy', 'AdminNetworkPolicy', 'BaselineAdminNetworkPolicy'],
]);

const announcingKinds = ['CiliumL2AnnouncementPolicy', 'CiliumBGPClusterConfig', 'CiliumBGPPeerConfig', 'CiliumBGPAdvertisement'];
const workloadKinds = ['Pod', 'Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet', 'Job', 'CronJob'];
/** What policies are about, beside pods. */
const chosenKinds = [...workloadKinds, 'Namespace', 'Service', 'EndpointSlice', 'CiliumCIDRGroup'];

/** Kinds that rules look at as they are; what the others say is in facts of their own, or nobody asks for it. */
function judgedKinds(objects: readonly PlacedObject[]): string[] {
  const groups = ['cilium.io', 'gateway.networking.k8s.io', 'storage.k8s.io', 'kustomize.toolkit.fluxcd.io', 'argoproj.io'];
  const own = objects.filter(({ object }) => groups.some((group) => isOf(object, group))).map(({ object }) => String(object.kind));
  return [...new Set([...own, 'Service', 'Namespace', 'DaemonSet', 'NetworkAttachmentDefinition'])];
}

function nameOf({ object }: PlacedObject): string {
  return `${String(object.kind)} '${textAt(object, 'metadata', 'name') ?? ''}'`;
}
