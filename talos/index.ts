import { inDefinition, type JsonObject, type ProductFile } from '../lib/base';
import { isMultiDocument, layout, type Model } from '../lib/model';
import { createScript } from './create-script';
import { documentsPatch } from './documents';
import { controlPlaneSettings } from './machine';
import { mergeDocuments } from './merge';
import { v1alpha1Patch } from './v1alpha1';

/** The documents of the control-plane patch, in the form of the cluster's contract, with the user's own behind them. */
export function controlPlanePatch(model: Model): JsonObject[] {
  const settings = controlPlaneSettings(model);
  const own = isMultiDocument(model.versions.contract) ? documentsPatch(settings) : v1alpha1Patch(settings);
  return mergeDocuments([...own, ...settings.patches]);
}

/** The files below `talos/`. */
export function talosFiles(model: Model): ProductFile[] {
  const patch: ProductFile = {
    path: layout.talosPatch(model.name, 'controlplane'),
    content: { kind: 'documents', documents: controlPlanePatch(model), nulls: 'keep', comment: patchComment(model) },
    origin: inDefinition(model.file, 'versions.talos'),
  };
  if (model.versions.contractSaid) return [patch];
  return [
    patch,
    {
      path: layout.createScript(model.name),
      content: { kind: 'text', text: createScript(model) },
      origin: inDefinition(model.file, 'platform'),
      executable: true,
    },
  ];
}

function patchComment(model: Model): string {
  const { contract } = model.versions;
  return [
    `Strategic-merge patch for the control planes of ${model.name}, in the form of Talos ${contract}, for config as talosctl generates it.`,
    ...(isMultiDocument(contract) ? ['A second time Talos refuses it: the taint that it deletes is gone by then.'] : []),
  ].join('\n');
}
