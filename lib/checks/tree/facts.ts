import { keysOf, type Place } from '../../base';
import type { InputDocument } from '../../input';
import { profileOfValues } from '../../policy';
import { absent, type Facts, known, unknown } from '../fact';
import { chartOf } from '../facts/chart';
import { connectivityOf, policyFact } from '../facts/policies';
import { type CiliumRelease, ciliumReleases } from './cilium';
import { ciliumFacts, datapathOf, gatewayNodes, installers, mergedValues } from './cilium-facts';
import type { ClusterDocuments } from './clusters';
import { reached } from './layers';
import { talosConfigOf } from './machine-config';
import { machinesOf } from './machines';
import { objectsOf } from './namespaces';
import { objectFacts } from './objects';
import { talosParts } from './talos';
import { isMetal, mergedConfig, schedulable, subnets, talosPart, talosVersion, valueIn } from './talos-facts';
import type { TalosPiece } from './talos-piece';
import { Tree } from './tree';

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
  { documents }: ClusterDocuments,
  { at, valuesFiles, unread }: { readonly at: Place; readonly valuesFiles: readonly string[]; readonly unread: readonly string[] },
): Promise<TreeFacts> {
  const tree = new Tree(documents);
  const releases = await ciliumReleases(tree, valuesFiles);
  const parts = await talosParts(tree);
  const cilium = ciliumFacts(releases, at);
  const values = cilium.fact.state === 'known' ? cilium.fact.value : undefined;
  const { sets, facts: talos, isAll } = talosPart(parts, unread, at);
  const inline = talos['talos.inlineManifests'];
  const machines = machinesOf(parts.inventories, parts.pieces);
  const objects = objectsOf(tree);
  const told = objectFacts(objects, gatewayNodes(values));
  const none = (why: string) => unknown(why, at);
  const version = talosVersion(parts) ?? none('no file here says the release of Talos');
  const noMachines = none('no file here lists the machines');
  const pools = told.poolsWhy === undefined ? known(told.pools, told.pools[0]?.at ?? at) : none(told.poolsWhy);
  const policies = connectivityOf(objects, {
    profile: profileOfValues(values, cilium.release?.version),
    ...(machines === undefined
      ? {}
      : { nodes: { count: machines.nodes.length, controlPlanes: machines.nodes.filter(({ role }) => role === 'control-plane').length } }),
  });
  const hasPolicies = objects.some(({ object }) => policyKinds.has(String(object.kind)));
  const facts: Facts = {
    'platform.kind': isMetal(parts)
      ? known('metal', parts.inventories[0]?.document.at ?? (parts.pieces[0] as TalosPiece).layer.document.at)
      : none('nothing here says whether nodes are machines or containers'),
    'nodes.schedulable': machines === undefined ? noMachines : known(schedulable(machines, talos), machines.at),
    nodes: machines === undefined ? noMachines : known(machines.nodes, machines.at),
    subnets: subnets(sets, parts, machines) ?? none('no Talos config here says which addresses pods and Services have'),
    addresses: machines === undefined ? noMachines : known(machines.addresses, machines.at),
    pools,
    balanced: known(told.balanced, told.balanced[0]?.at ?? at),
    gateways: known(told.gateways, told.gateways[0]?.at ?? at),
    datapath: cilium.fact.state === 'known' ? known(datapathOf(cilium.fact.value), cilium.fact.at) : cilium.fact,
    storage: known(told.storage, told.storage.claimants[0]?.at ?? at),
    'talos.version': version,
    'talos.config': talosConfigOf(parts, version, isMetal(parts), piece, isAll),
    ...talos,
    'cilium.values': cilium.fact,
    'cilium.version': cilium.version,
    'cilium.chart': cilium.version.state === 'known' ? chartOf(cilium.version.value, cilium.version.at) : cilium.version,
    'cilium.installers': known(installers(objects, inline.state === 'known' ? inline.value : [], releases), releases[0]?.at ?? at),
    'docker.ports': isMetal(parts) ? absent(at) : none('nothing here says whether nodes are machines or containers'),
    nodePorts: known(told.nodePorts, at),
    hostPorts: known(told.hostPorts, at),
    objects: known(objects, at),
    images: known(told.images, at),
    policies: !hasPolicies && releases.length === 0 ? absent(at) : known(policyFact(policies), at),
    serviceNames: known(told.serviceNames, at),
    budget: none('only a definition says how much memory there is'),
  };
  const placed = new PlacedDocuments(documents);
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

const policyKinds = new Set(['CiliumNetworkPolicy', 'CiliumClusterwideNetworkPolicy', 'NetworkPolicy', 'ClusterNetworkPolicy']);
