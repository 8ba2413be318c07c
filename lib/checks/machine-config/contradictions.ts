import type { TalosConfig, TalosField } from '../../../imports/talos-config';
import { isObject, type Json, type JsonObject, pathOf } from '../../base';
import { deletes, deletionsOf, identityOf, kindOf, type Path } from './document';
import { documentField, fieldAt } from './schema';
import { ConfigState, grows } from './state';
import { controlPlaneKinds, olderPlace, twofold } from './twofold';

/** Patches of a machine, or of all of a role, up to the documents that are judged. */
export interface Patched {
  readonly role?: 'control-plane' | 'worker';
  readonly mode: 'container' | 'metal';
  /** Documents of patches that were applied before. */
  readonly before: readonly (readonly JsonObject[])[];
  /** Other documents of the same patch. */
  readonly beside: readonly JsonObject[];
  readonly documents: readonly JsonObject[];
  /** Whether the documents are a machine's whole configuration, with nothing that talosctl generates below. @default false */
  readonly isComplete?: boolean;
}

/** A document that goes badly with what the machine has. */
export interface Contradiction {
  readonly what: 'twice' | 'swallowed' | 'role' | 'no effect' | 'no document' | 'nothing to delete' | 'repeated';
  /** Which of the judged documents. */
  readonly index: number;
  readonly path: Path;
  readonly message: string;
  readonly repair: string;
}

/**
 * What machines refuse, or drop in silence, since it goes badly with what they have: with what talosctl generates for config
 * of the contract, with patches that came before, or with their role.
 */
export function contradictions(patched: Patched, config: TalosConfig, contract: TalosConfig): Contradiction[] {
  const { documents, before, beside } = patched;
  const states = machineTypes(patched).map((type) => {
    const below = patched.isComplete === true ? {} : contract.generated[`${type} ${patched.mode}`];
    const start = new ConfigState(below, config);
    for (const patch of before) start.apply(patch);
    const end = new ConfigState(below, config);
    for (const patch of [...before, [...beside, ...documents]]) end.apply(patch);
    return { start, end };
  });
  const found = documents.flatMap((document, index) => [
    ...states.slice(0, 1).flatMap(({ end }) => twice(document, index, end, config, contract)),
    ...swallowed(document, index, patched),
    ...(patched.role === 'worker' ? ofControlPlanes(document, index) : []),
    ...deletedInVain(document, index, patched, states, config),
    ...repeated(document, index, patched, config),
  ]);
  return found;
}

function machineTypes({ role }: Patched): ('controlplane' | 'worker')[] {
  return role === undefined ? ['controlplane', 'worker'] : [role === 'worker' ? 'worker' : 'controlplane'];
}

/** What is said in the form of the other contract, where the machine has it in its own. */
function twice(document: JsonObject, index: number, state: ConfigState, config: TalosConfig, contract: TalosConfig): Contradiction[] {
  const kind = kindOf(document);
  if (deletes(document)) return [];
  if (kind !== undefined) {
    const field = documentField(config, kind);
    if (field === undefined) return [];
    const clash = twofold.find(
      (entry) =>
        entry.kind === kind &&
        (entry.name === undefined || entry.name === document.name) &&
        (entry.field === undefined || (document[entry.field] !== undefined && fieldAt(field, [entry.field]) !== undefined)) &&
        isSaid(state.at('', entry.older)),
    );
    if (clash === undefined) return [];
    const older = clash.older.join('.');
    return [
      {
        what: 'twice',
        index,
        path: clash.field === undefined ? [] : [clash.field],
        message: `'${kind}' says what ${older} says in config of Talos ${contract.minor}, and Talos refuses both`,
        repair: `write ${clash.field === undefined ? olderPlace(kind) : older} instead`,
      },
    ];
  }
  const found: Contradiction[] = [];
  for (const { older, kind: own, field, name } of twofold) {
    const said = valueIn(document, older);
    if (!isSaid(said) || deletes(said)) continue;
    const clash = state
      .ofKind(own)
      .some((other) => (field === undefined || other[field] !== undefined) && (name === undefined || other.name === name));
    if (!clash || found.some(({ path }) => isCovered(older, said, path))) continue;
    found.push({
      what: 'twice',
      index,
      path: older,
      message: `config of Talos ${contract.minor} has '${own}' for this, and Talos refuses both`,
      repair:
        own === 'KubeNetworkConfig' && isObject(said) && Object.keys(said).every((key) => key === 'cni')
          ? "leave it out: Talos brings no network where 'KubeFlannelCNIConfig' is deleted"
          : `write it in { apiVersion: 'v1alpha1', kind: '${own}', … }: ${fieldsOf(own, config)}`,
    });
  }
  return found;
}

/** Whether what is said at a path, or all of it that there is, was reported at a deeper one. */
function isCovered(older: readonly string[], said: Json | undefined, path: Path): boolean {
  const isAbove = older.every((key, i) => path[i] === key);
  return isAbove && (path.length === older.length || (isObject(said) && Object.keys(said).length === 1));
}

function fieldsOf(kind: string, config: TalosConfig): string {
  const field = documentField(config, kind);
  if (field === undefined || typeof field === 'string' || !('fields' in field)) return '';
  return Object.keys(field.fields)
    .filter((key) => key !== 'apiVersion' && key !== 'kind')
    .sort()
    .join(', ');
}

function isSaid(value: Json | undefined): boolean {
  return value !== undefined && value !== null;
}

function valueIn(document: JsonObject, path: Path): Json | undefined {
  let current: Json | undefined = document;
  for (const key of path) current = isObject(current) && Object.hasOwn(current, key) ? current[key] : undefined;
  return current;
}

/** A document that the same patch deletes: nothing that is said of it is left. */
function swallowed(document: JsonObject, index: number, { beside }: Patched): Contradiction[] {
  const identity = identityOf(document);
  if (document.$patch !== undefined || !beside.some((other) => deletes(other) && identityOf(other) === identity)) return [];
  return [
    {
      what: 'swallowed',
      index,
      path: [],
      message: `Ichor's own patch deletes '${identity}', and with it everything that this says of it`,
      repair: identity === 'KubeFlannelCNIConfig' ? 'leave it out, or write network: flannel() in place of cilium({ … })' : 'leave it out',
    },
  ];
}

/** Fields of the v1alpha1 document that workers take in silence. */
const withoutEffect = [
  ...['apiServer', 'controllerManager', 'scheduler', 'proxy', 'coreDNS', 'adminKubeconfig'],
  ...['allowSchedulingOnControlPlanes', 'allowSchedulingOnMasters', 'inlineManifests', 'extraManifests', 'extraManifestHeaders'],
];

function ofControlPlanes(document: JsonObject, index: number): Contradiction[] {
  const kind = kindOf(document);
  if (deletes(document)) return [];
  if (kind !== undefined) {
    if (!controlPlaneKinds.has(kind) && kind !== 'Layer2VIPConfig') return [];
    const message =
      kind === 'Layer2VIPConfig'
        ? 'a worker would claim the address of the API server, which only control planes serve, and Talos lets it'
        : `'${kind}' is for control planes alone, and Talos refuses it on workers`;
    return [{ what: 'role', index, path: ['kind'], message, repair: 'write it in the patch of control planes' }];
  }
  const found: Contradiction[] = [];
  if (isSaid(valueIn(document, ['cluster', 'etcd'])))
    found.push({
      what: 'role',
      index,
      path: ['cluster', 'etcd'],
      message: 'etcd runs on control planes alone, and Talos refuses its settings on workers',
      repair: 'write them in the patch of control planes',
    });
  const links = valueIn(document, ['machine', 'network', 'interfaces']);
  for (const [i, link] of (Array.isArray(links) ? links : []).entries())
    if (isObject(link) && isSaid(link.vip))
      found.push({
        what: 'role',
        index,
        path: ['machine', 'network', 'interfaces', i, 'vip'],
        message: 'control planes alone share an address, and Talos refuses it on workers',
        repair: 'write it in the patch of control planes',
      });
  for (const field of withoutEffect)
    if (isSaid(valueIn(document, ['cluster', field])))
      found.push({
        what: 'no effect',
        index,
        path: ['cluster', field],
        message: `Talos takes cluster.${field} on a worker, and does nothing with it`,
        repair: 'write it in the patch of control planes, or leave it out',
      });
  return found;
}

interface Around {
  readonly start: ConfigState;
  readonly end: ConfigState;
}

/** Deletions that find nothing: of a document Talos says nothing, and of a key of a map it refuses the patch. */
function deletedInVain(
  document: JsonObject,
  index: number,
  { beside }: Patched,
  states: readonly Around[],
  config: TalosConfig,
): Contradiction[] {
  const identity = identityOf(document);
  const kind = kindOf(document);
  const twins = beside.filter((other) => identityOf(other) === identity);
  return deletionsOf(document).flatMap((path): Contradiction[] => {
    // What two documents of one patch delete is deleted once.
    if (twins.some((other) => deletionsOf(other).some((deleted) => pathOf(deleted) === pathOf(path)))) return [];
    if (path.length === 0) {
      if (kind === undefined || states.some(({ start }) => start.has(identity)) || twins.length > 0) return [];
      const others = states.flatMap(({ start }) => start.ofKind(kind)).map(({ name }) => name);
      return [
        {
          what: 'no document',
          index,
          path: ['$patch'],
          message: `there is no document '${identity}' to delete, and Talos says nothing of it`,
          repair: others.some((name) => name !== undefined)
            ? `write its name: ${identity === kind && kind === 'DiscoveryServiceConfig' ? "'default'" : 'talosctl get machineconfig shows it'}`
            : 'leave it out',
        },
      ];
    }
    const field = documentField(config, kind);
    if (fieldAt(field, path) === undefined || states.some(({ start }) => !lacks(start, identity, field, path))) return [];
    if (twins.some((other) => isSaid(valueIn(other, path)) && !deletes(valueIn(other, path)))) return [];
    return [
      {
        what: 'nothing to delete',
        index,
        path,
        message: `there is no '${String(path.at(-1))}' to delete, and Talos refuses the patch`,
        repair: 'leave it out',
      },
    ];
  });
}

/** Whether there is nothing to delete at a path: a key that a map doesn't have, or a field of what is absent altogether. */
function lacks(state: ConfigState, identity: string, field: TalosField | undefined, path: Path): boolean {
  if (!state.has(identity)) return false;
  return path.some((_, depth) => {
    const above = fieldAt(field, path.slice(0, depth));
    if (above === undefined || typeof above === 'string') return false;
    const isThere = isSaid(state.at(identity, path.slice(0, depth + 1)));
    const own = fieldAt(field, path.slice(0, depth + 1));
    const isOptional = typeof own === 'object' && 'fields' in own && own.optional === true && depth < path.length - 1;
    return !isThere && ('map' in above || isOptional);
  });
}

/** Items that a list has already: Talos appends them once more. */
function repeated(document: JsonObject, index: number, { before, beside, documents }: Patched, config: TalosConfig): Contradiction[] {
  const identity = identityOf(document);
  const earlier = [...before.flat(), ...beside, ...documents.slice(0, index)].filter((other) => identityOf(other) === identity);
  const found: Contradiction[] = [];
  const look = (value: Json | undefined, path: Path): void => {
    if (isObject(value)) for (const [key, below] of Object.entries(value)) look(below, [...path, key]);
    if (!Array.isArray(value) || !grows(fieldAt(documentField(config, kindOf(document)), path))) return;
    const known = earlier.flatMap((other) => {
      const list = valueIn(other, path);
      return Array.isArray(list) ? list : [];
    });
    for (const [i, item] of value.entries())
      if ([...known, ...value.slice(0, i)].some((other) => same(other, item)) && !deletes(item))
        found.push({
          what: 'repeated',
          index,
          path: [...path, i],
          message: `the list has ${isObject(item) ? 'this' : `'${String(item)}'`} already: Talos appends to lists, so it would be there twice`,
          repair: 'leave it out',
        });
  };
  look(document, []);
  return found;
}

function same(a: Json, b: Json): boolean {
  if (isObject(a) && isObject(b)) {
    const [left, right] = [Object.keys(a), Object.keys(b)];
    return left.length === right.length && left.every((key) => Object.hasOwn(b, key) && same(a[key] ?? null, b[key] ?? null));
  }
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((item, i) => same(item, b[i] as Json));
  return a === b;
}
