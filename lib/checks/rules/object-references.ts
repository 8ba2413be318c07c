import { type Json, type JsonObject, type Place, valueAt } from '../../base';
import type { Breach } from '../rule';
import { rule } from './define';

/** What objects ask for, and which has to be there for Cilium's operator to find nothing wrong with them. */
export const objectReferenceRules = [
  rule('OBJ011', ['objects'], ({ objects }): Breach[] => {
    const list = objects.value ?? [];
    const known = new Set(list.filter(({ object }) => object.kind === 'CiliumBGPPeerConfig').map(({ object }) => nameOf(object)));
    return list
      .filter(({ object }) => object.kind === 'CiliumBGPClusterConfig')
      .flatMap(({ object, at }) =>
        peersOf(object)
          .filter(({ config }) => config !== undefined && !known.has(config))
          .map(({ path, peer, config }) => ({
            at: inside(at, path),
            message: `${path} of the CiliumBGPClusterConfig '${nameOf(object)}': there is no CiliumBGPPeerConfig '${config}', so that '${peer}' is talked to with no settings at all`,
            repair: `write a CiliumBGPPeerConfig of the name '${config}', or leave peerConfigRef out`,
          })),
      );
  }),
];

function peersOf(object: JsonObject): { readonly path: string; readonly peer: string; readonly config: string | undefined }[] {
  return itemsOf(object, 'spec', 'bgpInstances').flatMap((instance, i) =>
    itemsOf(instance, 'peers').map((peer, n) => {
      const config = valueAt(peer, 'peerConfigRef', 'name');
      return {
        path: `spec.bgpInstances[${i}].peers[${n}].peerConfigRef.name`,
        peer: String(valueAt(peer, 'name') ?? ''),
        config: typeof config === 'string' ? config : undefined,
      };
    }),
  );
}

function itemsOf(value: Json, ...path: string[]): readonly Json[] {
  const list = valueAt(value, ...path);
  return Array.isArray(list) ? list : [];
}

function nameOf(object: JsonObject): string {
  return String(valueAt(object, 'metadata', 'name') ?? '');
}

function inside(at: Place, path: string): Place {
  return at.in === 'document' ? { ...at, path } : at;
}
