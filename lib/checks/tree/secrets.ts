import { type Finding, type FindingId, finding, isObject, isWrittenOut, type Json, type JsonObject, secretsOfMachine } from '../../base';
import type { InputDocument } from '../../input';
import { isTalosConfig } from './talos-piece';
import { itemsAt } from './tree';

type Keys = readonly (string | number)[];

/** A kind of file with secrets, how it is known, and the values of it that are secret. */
interface Kind {
  readonly id: FindingId;
  readonly what: string;
  readonly comes: string;
  is(object: JsonObject): boolean;
  values(object: JsonObject): readonly Keys[];
}

const leftOut = 'encrypt it with SOPS or age, or keep it where git does not see it, and have secrets made anew that others may have read';

/**
 * What lies open in files: secrets with which a cluster is made and reached, and those of its workloads. What is encrypted, or filled in
 * by a program, is none, and a file that git ignores isn't asked about.
 *
 * @param ignored whether git leaves a file out
 */
export function openSecrets(documents: readonly InputDocument[], ignored: (file: string) => boolean): Finding[] {
  return documents.flatMap((document) => {
    const { object, at } = document;
    const kind = kinds.find(({ is }) => is(object));
    const open = kind?.values(object).find((keys) => isWrittenOut(valueIn(object, keys)));
    if (kind === undefined || open === undefined || ignored(at.file)) return [];
    return [finding(kind.id, document.place(open), `${kind.what} lies here as plain text: ${kind.comes}`, { repair: leftOut })];
  });
}

const kinds: readonly Kind[] = [
  {
    id: 'SEC001',
    what: 'the secrets bundle of a Talos cluster',
    comes: 'who reads it can make nodes and certificates of the cluster, and read what etcd encrypts',
    is: (object) => isObject(object.certs) && (isObject(object.trustdinfo) || isObject(object.secrets)),
    values: (object) => [
      ...keysIn(object.certs).map((name) => ['certs', name, 'key']),
      ...keysIn(object.secrets).map((name) => ['secrets', name]),
      ['trustdinfo', 'token'],
      ['cluster', 'secret'],
    ],
  },
  {
    id: 'SEC002',
    what: 'a talosconfig',
    comes: 'who reads it can read, change and reset the nodes',
    is: (object) => object.kind === undefined && isObject(object.contexts),
    values: ({ contexts }) => keysIn(contexts).map((name) => ['contexts', name, 'key']),
  },
  {
    id: 'SEC003',
    what: 'a kubeconfig',
    comes: 'who reads it can do in the cluster what its user can',
    is: ({ kind, apiVersion, users }) => kind === 'Config' && apiVersion === 'v1' && Array.isArray(users),
    values: (object) =>
      itemsAt(object, 'users').flatMap((_, i) => ['client-key-data', 'token', 'password'].map((name) => ['users', i, 'user', name])),
  },
  {
    id: 'SEC004',
    what: 'machine config with its secrets',
    comes: 'who reads it can join the cluster, and of a control plane make certificates of it',
    is: isTalosConfig,
    values: secretsOfMachine,
  },
  {
    id: 'SEC005',
    what: 'a Secret with its values',
    comes: 'base64 hides nothing',
    is: ({ kind, apiVersion }) => kind === 'Secret' && apiVersion === 'v1',
    values: (object) =>
      (['data', 'stringData'] as const).flatMap((part) =>
        keysIn(object[part]).flatMap((name) => (harmless.has(name) ? [] : [[part, name]])),
      ),
  },
];

/** What Secrets of tools hold beside secrets: where a repository or a cluster is. */
const harmless = new Set(['enableOCI', 'insecure', 'name', 'namespaces', 'project', 'server', 'type', 'url', 'username']);

function valueIn(value: Json | undefined, [first, ...rest]: Keys): Json | undefined {
  if (first === undefined) return value;
  if (Array.isArray(value)) return valueIn(value[Number(first)], rest);
  return isObject(value) ? valueIn(value[first], rest) : undefined;
}

function keysIn(value: Json | undefined): readonly string[] {
  return isObject(value) ? Object.keys(value) : [];
}
