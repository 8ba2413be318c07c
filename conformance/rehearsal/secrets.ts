import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type JsonObject, valueAt } from '../../lib/base';
import { secretsOf } from '../../lib/model';
import type { Rehearsal } from './rehearse';
import { objectIn } from './yaml';

/** Where Cilium looks for passwords of BGP sessions. */
const passwords = 'kube-system';

/**
 * Makes the Secrets that people have to make: certificates of Gateways, for which the API server's own serves, passwords of
 * BGP sessions, and what pods take from Secrets. It returns their names, with their namespaces.
 */
export async function makeSecrets({ cluster: { api, folder }, emitted: { model, objects } }: Rehearsal): Promise<string[]> {
  const certificate = Object.fromEntries(
    ['crt', 'key'].map((part) => [`tls.${part}`, readFileSync(join(folder, 'certificates', `apiserver.${part}`), 'utf8')]),
  );
  const written = objects.map(({ text }) => objectIn(text));
  const wanted = new Map<string, JsonObject>([
    ...written.flatMap(certificatesOf).map((name) => [name, { type: 'kubernetes.io/tls', stringData: certificate }] as const),
    ...written.flatMap(passwordsOf).map((name) => [name, { stringData: { password: 'rehearsal' } }] as const),
    ...secretsOf(model).map((name) => [name, { stringData: {} }] as const),
  ]);
  for (const [path, content] of wanted) {
    const [namespace = '', name = ''] = path.split('/');
    await api.create({ apiVersion: 'v1', kind: 'Secret', metadata: { name, namespace }, ...content });
  }
  return [...wanted.keys()];
}

function certificatesOf(object: JsonObject): string[] {
  if (object.kind !== 'Gateway') return [];
  const listeners = (valueAt(object, 'spec', 'listeners') ?? []) as readonly JsonObject[];
  const references = listeners.flatMap((listener) => (valueAt(listener, 'tls', 'certificateRefs') ?? []) as readonly JsonObject[]);
  return references.map(({ name, namespace = valueAt(object, 'metadata', 'namespace') }) => `${namespace}/${name}`);
}

function passwordsOf(object: JsonObject): string[] {
  const name = object.kind === 'CiliumBGPPeerConfig' ? valueAt(object, 'spec', 'authSecretRef') : undefined;
  return name === undefined ? [] : [`${passwords}/${name}`];
}
