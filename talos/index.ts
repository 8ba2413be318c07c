import { inDefinition, type JsonObject, type ProductFile } from '../lib/base';
import { type DockerModel, isMultiDocument, layout, type MetalModel, type Model, type NodeModel } from '../lib/model';
import { configureContainerScript, configureScript } from './configure-script';
import { createScript } from './create-script';
import { documentsPatch } from './documents';
import { machineSettings } from './machine';
import { type LaterPatch, laterPatch, mergeDocuments } from './merge';
import { metalScript } from './metal-script';
import { nodeDocuments } from './node-patch';
import { isPi, piBootNote, piOffloadsNote, piUpgradeNote } from './pi-notes';
import { bootImageUrl, installerImage, schematicDocument } from './schematic';
import { type NodeImages, nodeImages } from './schematics';
import { controlPlaneTaint, excludedFromLoadBalancers } from './taints';
import { v1alpha1Patch } from './v1alpha1';

/** The documents of the control planes' patch, in the form of the cluster's contract, with the user's own behind them. */
export function controlPlanePatch(model: Model): JsonObject[] {
  return rolePatch(model, 'control-plane');
}

/** The documents of the workers' patch, in the form of the cluster's contract. */
export function workerPatch(model: Model): JsonObject[] {
  return rolePatch(model, 'worker');
}

/** The documents of a node's own patch, which comes behind that of its role, with the user's own behind them. */
export function nodePatch(model: Model, node: NodeModel): JsonObject[] {
  return mergeDocuments([...ownNodePatch(model, node), ...node.patches.map(({ document }) => document)]);
}

/** The same without the user's own. */
function ownNodePatch(model: Model, node: NodeModel): JsonObject[] {
  return model.platform.kind === 'docker' ? [] : mergeDocuments(nodeDocuments(model, model.platform, node));
}

/** The documents of the patch of a role without the user's own; what they are may depend on those. */
function ownRolePatch(model: Model, role: NodeModel['role']): JsonObject[] {
  const { contract } = model.versions;
  const settings = machineSettings(model, role);
  return mergeDocuments(isMultiDocument(contract) ? documentsPatch(settings) : v1alpha1Patch(settings, contract));
}

function rolePatch(model: Model, role: NodeModel['role']): JsonObject[] {
  const { patches } = machineSettings(model, role);
  return mergeDocuments([...ownRolePatch(model, role), ...patches]);
}

/** Every patch of Ichor's own, without what the definition adds to it, and where it is written. */
export function ownPatches(model: Model): { role: NodeModel['role']; node?: string; path: string; documents: JsonObject[] }[] {
  const nodes = model.platform.kind === 'docker' ? [] : model.platform.nodes;
  return [
    ...rolesOf(model).map((role) => ({ role, path: rolePath(model, role), documents: ownRolePatch(model, role) })),
    ...nodes.map((node) => ({
      role: node.role,
      node: node.name,
      path: layout.nodePatch(model.name, node.name),
      documents: ownNodePatch(model, node),
    })),
  ];
}

function rolesOf({ platform }: Model): readonly NodeModel['role'][] {
  if (platform.kind === 'docker') return ['control-plane'];
  return (['control-plane', 'worker'] as const).filter((role) => platform.nodes.some((node) => node.role === role));
}

function rolePath({ name }: Model, role: NodeModel['role']): string {
  return layout.talosPatch(name, role === 'worker' ? 'worker' : 'controlplane');
}

/** The files below `talos/`. */
export function talosFiles(model: Model): ProductFile[] {
  return model.platform.kind === 'docker' ? dockerFiles(model, model.platform) : metalFiles(model, model.platform);
}

function dockerFiles(model: Model, platform: DockerModel): ProductFile[] {
  const later = laterPatch(rolePatch(model, 'control-plane'));
  return [
    roleFile(model, 'control-plane'),
    ...(later.left.length === 0 ? [] : [laterFile(model, later)]),
    ...(model.versions.contractSaid ? [] : [scriptFile(model, layout.createScript(model.name), createScript(model, platform))]),
    scriptFile(model, layout.configureScript(model.name), configureContainerScript(model, platform, later.left)),
  ];
}

function laterFile(model: Model, { documents, left }: LaterPatch): ProductFile {
  return {
    path: layout.laterPatch(model.name),
    content: {
      kind: 'documents',
      documents,
      nulls: 'keep',
      comment: `What of controlplane-patch.yaml can be merged into config that has it already: without ${left.join(', ')}.`,
    },
    origin: inDefinition(model.file, 'versions.talos'),
  };
}

function metalFiles(model: Model, platform: MetalModel): ProductFile[] {
  return [
    ...rolesOf(model).map((role) => roleFile(model, role)),
    ...platform.nodes.map((node) => nodeFile(model, node)),
    ...nodeImages(platform).map((images) => schematicFile(model, images)),
    scriptFile(model, layout.createScript(model.name), metalScript(model, platform)),
    scriptFile(model, layout.configureScript(model.name), configureScript(model, platform)),
  ];
}

function roleFile(model: Model, role: NodeModel['role']): ProductFile {
  const { contract } = model.versions;
  const documents = rolePatch(model, role);
  return {
    path: rolePath(model, role),
    content: {
      kind: 'documents',
      documents,
      nulls: 'keep',
      comment: [
        `Strategic-merge patch for the ${role === 'worker' ? 'workers' : 'control planes'} of ${model.name}, in the form of Talos ${contract}, for config as talosctl generates it.`,
        ...(deletesOnce(documents) ? ['A second time Talos refuses it: the taint or label that it deletes is gone by then.'] : []),
      ].join('\n'),
    },
    origin: inDefinition(model.file, 'versions.talos'),
  };
}

/** Whether a patch deletes what it finds only the first time. */
function deletesOnce(documents: readonly JsonObject[]): boolean {
  const text = JSON.stringify(documents);
  return [controlPlaneTaint, excludedFromLoadBalancers].some((key) => text.includes(`"${key}":{"$patch":"delete"}`));
}

function nodeFile(model: Model, node: NodeModel): ProductFile {
  const role = node.role === 'worker' ? 'worker' : 'controlplane';
  return {
    path: layout.nodePatch(model.name, node.name),
    content: {
      kind: 'documents',
      documents: nodePatch(model, node),
      nulls: 'keep',
      comment: [
        `Strategic-merge patch for the node ${node.name} of ${model.name}, behind ${role}-patch.yaml, for config as talosctl generates it:`,
        'on a node that has it already, lists as those of addresses and routes would grow. Changed config is made anew by configure.sh.',
        ...(role === 'worker' && node.taints.length > 0
          ? ['A worker has its taints from when it registers: those of one that runs are changed with kubectl.']
          : []),
        ...(isPi(node) ? [...piOffloadsNote(node), ...piUpgradeNote] : []),
      ].join('\n'),
    },
    origin: node.at,
  };
}

function schematicFile({ name: cluster, versions }: Model, { name, schematic, id, bootImage, nodes }: NodeImages): ProductFile {
  return {
    path: layout.schematic(cluster, name),
    content: {
      kind: 'documents',
      documents: [schematicDocument(schematic)],
      nulls: 'keep',
      comment: [
        `What Image Factory makes the images of ${nodes.map((node) => node.name).join(', ')} of; "./create.sh images" gives it to the factory.`,
        `id:        ${id}`,
        `boot:      ${bootImageUrl(id, versions.talos, bootImage)}`,
        `installer: ${installerImage(id, versions.talos)}`,
        ...(nodes.some(isPi) ? piBootNote : []),
      ].join('\n'),
    },
    origin: nodes[0]?.at ?? inDefinition('', ''),
  };
}

function scriptFile(model: Model, path: string, text: string): ProductFile {
  return {
    path,
    content: { kind: 'text', text },
    origin: inDefinition(model.file, 'platform'),
    executable: true,
  };
}
