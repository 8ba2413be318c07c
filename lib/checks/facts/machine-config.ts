import { inDocument, type JsonObject, outputFolder, type Place, parseVersion, pathOf } from '../../base';
import type { Model, NodeModel, PatchModel } from '../../model';
import { absent, type Fact, known, type MachineConfigFact, type MachineDocument, type TalosConfigFact, unknown } from '../fact';
import { kindOf } from '../machine-config/document';
import { knownMinors } from '../machine-config/schema';

/** A patch of Ichor's own, without what the definition adds to it. */
export interface OwnPatch {
  readonly role: NodeModel['role'];
  /** The node that it is for; absent for that of a role. */
  readonly node?: string;
  /** Where it is written, below the output folder. */
  readonly path: string;
  readonly documents: readonly JsonObject[];
}

/**
 * What the machines of a definition get of configuration: Ichor's own, and patches of the definition. Those are judged also
 * where the former are not there yet.
 */
export function machineConfigFact(model: Model, own: readonly OwnPatch[] | undefined, at: Place): Fact<TalosConfigFact> {
  const [minor, contract] = [parseVersion(model.versions.talos)?.minor ?? model.versions.talos, model.versions.contract];
  const [oldest, newest] = [knownMinors[0], knownMinors[knownMinors.length - 1]];
  const nodes = model.platform.kind === 'docker' ? [] : model.platform.nodes;
  const isPatched = [model.talos, ...nodes].some((part) => part.patches.length > 0) || model.talos.workerPatches.length > 0;
  for (const asked of [minor, contract]) {
    if (knownMinors.includes(asked)) continue;
    return isPatched ? unknown(`configuration is known of Talos ${oldest} to ${newest}, and not of '${asked}'`, at) : absent(at);
  }
  const mode = model.platform.kind === 'docker' ? 'container' : 'metal';
  const roles = { 'control-plane': model.talos.patches, worker: model.talos.workerPatches };
  const ofRole = (role: NodeModel['role']) => own?.find((patch) => patch.role === role && patch.node === undefined)?.documents ?? [];
  const machines: MachineConfigFact[] = (['control-plane', 'worker'] as const)
    .filter((role) => roles[role].length > 0)
    .map((role) => ({ role, mode, before: [], beside: ofRole(role), documents: documentsOf(roles[role]), isWhole: own !== undefined }));
  const beforeNode = (role: NodeModel['role']) => [[...ofRole(role), ...roles[role].map(({ document }) => document)]];
  for (const { name, role, patches } of nodes) {
    if (patches.length === 0) continue;
    const beside = own?.find(({ node }) => node === name)?.documents ?? [];
    machines.push({ role, mode, before: beforeNode(role), beside, documents: documentsOf(patches), isWhole: own !== undefined });
  }
  for (const { role, node, path, documents } of own ?? [])
    machines.push({
      role,
      mode,
      before: node === undefined ? [] : [ofRole(role)],
      beside: [],
      documents: documents.map((document) => written(document, `${outputFolder}/${path}`)),
      isWhole: true,
    });
  return known({ minor, contract, machines }, at);
}

function documentsOf(patches: readonly PatchModel[]): MachineDocument[] {
  return patches.map(({ document, at }) => ({ document, placeOf: (path) => inside(at, path) }));
}

/** A place below that of an option. */
export function inside(at: Place, path: readonly (string | number)[]): Place {
  const text = pathOf(path);
  if (text === '' || at.in !== 'definition') return at;
  return { ...at, path: `${at.path}${text.startsWith('[') ? '' : '.'}${text}` };
}

function written(document: JsonObject, file: string): MachineDocument {
  const kind = kindOf(document);
  return { document, placeOf: (path) => inDocument(file, pathOf([...(kind === undefined ? [] : [kind]), ...path])) };
}
