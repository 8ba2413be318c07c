import { inDocument, type JsonObject, outputFolder, type Place, parseCidr, valueAt } from '../base';
import { type EndpointModel, type Layer, layout, type Model } from '../model';
import { type Profile, profileOfValues, type SourceObject, type WorldOptions } from '../policy';

/** An object that was emitted, with the layer that it goes to. */
export interface EmittedObject {
  readonly layer: Layer;
  readonly object: JsonObject;
  readonly origin: Place;
}

/**
 * The objects by which it is decided who reaches whom in a definition: those that are emitted, each as its file in the output
 * has it, and the pods that the definition names but others define.
 */
export function connectivitySources(model: Model, objects: readonly EmittedObject[]): SourceObject[] {
  return [...objects.map((emitted) => emittedSource(model, emitted)), ...declaredPods(model).map(podSource)];
}

/** What is known of a definition's cluster beyond its objects: how agents are configured, its nodes, and whom flows name. */
export function connectivityOptions(model: Model, values: JsonObject | undefined): WorldOptions & { readonly profile: Profile } {
  const peers = model.flows.flatMap(({ from, to }) => [from, to]);
  const blocks = peers.flatMap((peer) =>
    peer.kind === 'role' ? [peer.cidr] : peer.kind === 'addresses' ? [peer.cidr, ...peer.except] : [],
  );
  const names = peers.flatMap((peer) => (peer.kind === 'host-name' && !peer.name.includes('*') ? [peer.name] : []));
  return {
    profile: profileOfValues(values, model.network.cilium?.version),
    nodes: { count: model.nodes.controlPlanes + model.nodes.workers, controlPlanes: model.nodes.controlPlanes },
    addresses: [...new Set(blocks)].flatMap((text) => parseCidr(text) ?? []),
    names: [...new Set(names)],
  };
}

/** Pods of others that flows name or policies isolate, by namespace and name. */
export function declaredPods(model: Model): readonly EndpointModel[] {
  const named = model.flows
    .flatMap(({ from, to }) => [from, to])
    .flatMap((peer) => (peer.kind === 'endpoint' && !peer.owned ? [peer.endpoint] : []));
  const owned = new Set([...model.workloads, ...model.constructs].map(({ key }) => key));
  const single = new Map([...model.closedPods, ...named].filter(({ key }) => !owned.has(key)).map((pods) => [pods.key, pods]));
  return [...single.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
}

/** The file of the output that an object goes to, with the output's folder. */
export function emittedFile(model: Pick<Model, 'name'>, { layer, object }: Omit<EmittedObject, 'origin'>): string {
  const namespace = valueAt(object, 'metadata', 'namespace');
  const name = String(valueAt(object, 'metadata', 'name'));
  const path = layout.object(model.name, layer, String(object.kind), name, typeof namespace === 'string' ? namespace : undefined);
  return `${outputFolder}/${path}`;
}

function emittedSource(model: Model, emitted: EmittedObject): SourceObject {
  const file = emittedFile(model, emitted);
  return { object: emitted.object, at: inDocument(file), place: (inside) => inDocument(file, inside) };
}

function podSource({ namespace, name, labels, ports, at }: EndpointModel): SourceObject {
  const object: JsonObject = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace },
    spec: {
      selector: { matchLabels: { ...labels } },
      template: {
        metadata: { labels: { ...labels } },
        spec: {
          containers: [
            {
              name,
              image: 'unknown',
              ports: ports.map((port) => ({
                containerPort: port.port,
                protocol: port.protocol,
                ...(port.name === undefined ? {} : { name: port.name }),
              })),
            },
          ],
        },
      },
    },
  };
  return { object, at, place: () => at };
}
