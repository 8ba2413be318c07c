import type { JsonObject } from '../lib/base';
import { isMultiDocument, type MetalModel, type Model, type NodeModel } from '../lib/model';
import { addressDocuments } from './node-address';
import { installDocument, installFields } from './node-install';
import { linkDocuments } from './node-links';
import { registrationDocuments, registrationFields } from './node-registration';
import { installerImage, schematicId } from './schematic';
import { machineSchematic } from './schematics';

/** What a node has for itself, in the form of the cluster's contract; a document may be there several times. */
export function nodeDocuments({ versions }: Pick<Model, 'versions'>, platform: MetalModel, node: NodeModel): JsonObject[] {
  const image = installerImage(schematicId(machineSchematic(node.machine)), versions.talos);
  const own = isMultiDocument(versions.contract)
    ? [...registrationDocuments(node, platform), installDocument(node, image)]
    : [registrationFields(node, platform), { machine: installFields(node, image) }];
  return [...addressDocuments(node, versions.contract), ...own, ...linkDocuments(node, platform)];
}
