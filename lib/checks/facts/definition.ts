import { inDefinition, inDocument, isObject, type Json, type JsonObject, outputFolder, type Place, valueAt } from '../../base';
import { budgetOf, layout, type Model } from '../../model';
import { ownedEndpoints } from '../agreement/declared';
import { declaredPods } from '../connectivity';
import { absent, type Fact, type Facts, known, type PoolFact, type TakenPort, unknown } from '../fact';
import { withLabels } from '../labels';
import { balancedOf, gatewaysOf } from './balanced';
import { chartOf } from './chart';
import { machineConfigFact, type OwnPatch } from './machine-config';
import { addressesOf, below, nodesOf, subnetsOf } from './nodes';
import { worstOf } from './other-machines';
import { dockerPortsOf, installersOfDefinition } from './ownership';
import { atPatches } from './patch-places';
import { type Connectivity, policyFact, wholePolicies } from './policies';
import { talosFacts } from './talos';
import { talosManifestFacts } from './talos-manifests';
import { talosNetworkFacts } from './talos-network';

/** What was emitted from a definition, as far as rules look at it. */
export interface Emitted {
  /** The documents of the control-plane patch. */
  readonly talos: readonly JsonObject[];
  /** Ichor's own patches, without what the definition adds to them. */
  readonly ownPatches: readonly OwnPatch[];
  /** Cilium's Helm values; absent with Flannel. */
  readonly values: JsonObject | undefined;
  readonly objects: readonly { readonly object: JsonObject; readonly origin: Place }[];
  /** What decides who reaches whom; absent with Flannel, which enforces nothing. */
  readonly connectivity?: Connectivity | undefined;
  /** Whether what it comes to was worked out before, and nothing was found. */
  readonly settled?: boolean;
}

/** The facts of a definition and of what was emitted from it; without the latter, those facts are unknown. */
export function factsOfDefinition(model: Model, emitted: Emitted | undefined): Facts {
  const at = (path: string) => inDefinition(model.file, path);
  const later = <T>(place: Place, read: (emitted: Emitted) => Fact<T>): Fact<T> =>
    emitted === undefined ? unknown('the definition has errors', place) : read(emitted);
  const patchFile = `${outputFolder}/${layout.talosPatch(model.name, 'controlplane')}`;
  const valuesPlace = at('network.values');
  const notEmitted = unknown('the definition has errors', inDocument(patchFile));
  return {
    'platform.kind': known(model.platform.kind, at('platform')),
    'nodes.schedulable': known(model.nodes.schedulable, at('platform.nodes')),
    nodes: known(nodesOf(model, model.nodes.controlPlanes), at('platform.nodes')),
    subnets: known(subnetsOf(model), at('network')),
    addresses: known(addressesOf(model), at('platform')),
    pools: known(model.pools.map(poolOf), at('expose')),
    'pools.announced': known(
      model.pools.map((pool) => ({
        pool: poolOf(pool),
        announced: pool.announced,
        nodes: withLabels(pool.announced.nodes),
        placeOf: (setting = pool.announced.by) => below(pool.at, setting),
      })),
      at('expose'),
    ),
    balanced: known(balancedOf(model), at('expose')),
    gateways: known(gatewaysOf(model), at('expose')),
    datapath: model.network.cilium === undefined ? absent(at('network')) : known(model.network.cilium.datapath, at('network')),
    storage: known({ kind: model.storage.kind, claimants: claimantsOf(model) }, at('storage')),
    'talos.version': known(model.versions.talos, at('versions.talos')),
    'kubernetes.version': known(model.versions.kubernetes, at('versions.kubernetes')),
    ...(emitted === undefined
      ? {
          'talos.cni': notEmitted,
          'talos.kubeProxy': notEmitted,
          'talos.kubePrism': known({ enabled: true, port: model.talos.kubePrismPort }, at('talos.kubePrismPort')),
          'talos.hostDns': notEmitted,
          'talos.schedulesOnControlPlanes': notEmitted,
          'talos.kubeSpan': notEmitted,
          'talos.discovery': notEmitted,
          'talos.firewall': notEmitted,
          'talos.maxPods': notEmitted,
          'talos.inlineManifests': notEmitted,
          'talos.bgp': notEmitted,
          'talos.excludesControlPlanes': notEmitted,
          'apiServer.nodePorts': known(model.network.nodePorts, at('network.nodePorts')),
        }
      : patchFacts(model, emitted.talos, patchFile)),
    'talos.config': machineConfigFact(model, emitted?.ownPatches, at('versions.talos')),
    'cilium.values':
      model.network.cilium === undefined
        ? absent(at('network'))
        : later(valuesPlace, ({ values }) => (values === undefined ? absent(valuesPlace) : known(values, valuesPlace))),
    'cilium.version':
      model.network.cilium === undefined ? absent(at('network')) : known(model.network.cilium.version, at('network.version')),
    'cilium.chart':
      model.network.cilium === undefined ? absent(at('network')) : chartOf(model.network.cilium.version, at('network.version')),
    'cilium.installers': later(at('network'), ({ talos, values, objects }) => {
      const inline = patchFacts(model, talos, patchFile)['talos.inlineManifests'];
      const listed = objects.map(({ object, origin }) => ({ object, at: origin }));
      return known(installersOfDefinition(model, values, listed, inline.state === 'known' ? inline.value : []), at('network'));
    }),
    // A definition comes to the same whoever renders it.
    'cilium.rendering': model.network.cilium === undefined ? absent(at('network')) : known('template', at('network')),
    'docker.ports': model.platform.kind === 'docker' ? known(dockerPortsOf(model), at('expose')) : absent(at('expose')),
    nodePorts: known([...nodePortsOf(model), ...rawNodePorts(model)], at('expose')),
    hostPorts: known(hostPortsOf(model), at('expose')),
    objects: later(at('workloads'), ({ objects }) =>
      known(
        objects.map(({ object, origin }) => ({ object, at: origin })),
        at('workloads'),
      ),
    ),
    policies:
      model.network.cilium === undefined
        ? absent(at('network'))
        : later(at('flows'), ({ connectivity, settled = false }) =>
            connectivity === undefined
              ? absent(at('network'))
              : known(policyFact(connectivity, { settled, declared: declaredKeys(model) }), at('flows')),
          ),
    'policies.whole':
      model.network.cilium === undefined
        ? absent(at('network'))
        : later(at('flows'), ({ connectivity }) =>
            connectivity === undefined ? absent(at('network')) : wholePolicies(connectivity, at('flows')),
          ),
    images: known(
      model.workloads.map((w) => ({ namespace: w.namespace, workload: w.key, image: w.options.image, at: w.at })),
      at('workloads'),
    ),
    serviceNames: known(
      model.services.map(({ namespace, name, at: place }) => ({ namespace, name, at: place })),
      at('workloads'),
    ),
    budget: later(at('platform.memory'), (all) => known(budgetOf(model, all), at('platform.memory'))),
  };
}

function poolOf({ name, range, cidr, at }: Model['pools'][number]): PoolFact {
  return { name, range, ...(cidr === undefined ? {} : { cidr }), at: below(at, 'range') };
}

/** What the control planes' patch comes to, and, where every machine has to agree, those of the others. */
function patchFacts(model: Model, documents: readonly JsonObject[], file: string) {
  const facts = {
    ...talosFacts(documents, file),
    ...talosNetworkFacts(documents, file),
    ...talosManifestFacts(documents, file),
  };
  const placed = atPatches(facts, file, model.talos.patches);
  return { ...placed, ...worstOf(placed, model) };
}

/** Pods of which the definition's flows tell. */
function declaredKeys(model: Model): ReadonlySet<string> {
  return new Set([...ownedEndpoints(model), ...declaredPods(model)].map(({ key }) => key));
}

/** Workloads with claims that the cluster's own StorageClass serves. */
function claimantsOf(model: Model): { readonly workload: string; readonly at: Place }[] {
  return model.workloads
    .filter(({ options }) =>
      Object.values(('claims' in options && options.claims) || {}).some(({ storageClass = 'local-path' }) => storageClass === 'local-path'),
    )
    .map(({ key, at }) => ({ workload: key, at }));
}

function nodePortsOf(model: Model): TakenPort[] {
  return model.services.flatMap((service) =>
    service.ports.flatMap(({ nodePort, name, port, at }, i) =>
      nodePort === undefined || isShared(service.ports.slice(0, i), port, nodePort)
        ? []
        : [{ port: nodePort, owner: `${service.namespace}/${service.name}:${name ?? port}`, at: at ?? service.at }],
    ),
  );
}

/** Whether a port of the same Service has the number and the node port too: with another protocol, the API server takes both. */
function isShared(before: readonly unknown[], port: unknown, nodePort: unknown): boolean {
  return before.some((other) => valueAt(other, 'port') === port && valueAt(other, 'nodePort') === nodePort);
}

function rawNodePorts(model: Model): TakenPort[] {
  return model.objects
    .filter(({ object }) => isObject(object) && object.kind === 'Service')
    .flatMap(({ object, at }) => {
      const ports = valueAt(object, 'spec', 'ports');
      const owner = `${valueAt(object, 'metadata', 'namespace') ?? 'default'}/${valueAt(object, 'metadata', 'name')}`;
      return (Array.isArray(ports) ? ports : []).flatMap((port: Json, i, all) => {
        const nodePort = valueAt(port, 'nodePort');
        return typeof nodePort === 'number' && !isShared(all.slice(0, i), valueAt(port, 'port'), nodePort)
          ? [{ port: nodePort, owner: `${owner}:${valueAt(port, 'name') ?? valueAt(port, 'port')}`, at }]
          : [];
      });
    });
}

function hostPortsOf(model: Model): TakenPort[] {
  const exposures = new Map(model.exposures.map((e) => [`${e.endpoint.key}:${e.port.handle}`, e.at]));
  return model.workloads.flatMap((w) =>
    w.ports.flatMap(({ hostPort, handle }) =>
      hostPort === undefined ? [] : [{ port: hostPort, owner: `${w.key}:${handle}`, at: exposures.get(`${w.key}:${handle}`) ?? w.at }],
    ),
  );
}
