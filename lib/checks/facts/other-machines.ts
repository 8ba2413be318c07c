import type { JsonObject } from '../../base';
import { valueAt } from '../../base';
import type { Model, PatchModel } from '../../model';
import type { Facts } from '../fact';
import { kindOf } from '../machine-config/document';
import { atPatches } from './patch-places';
import { talosFacts } from './talos';
import { talosNetworkFacts } from './talos-network';

type Shared = Pick<Facts, 'talos.kubePrism' | 'talos.maxPods'>;

/**
 * Facts that have to be true of every machine, as patches of workers and of single nodes have them where those make them
 * worse than they are on control planes.
 */
export function worstOf(facts: Shared, { platform, talos }: Model): Shared {
  const nodes = platform.kind === 'docker' ? [] : platform.nodes;
  const patches = [...talos.workerPatches, ...nodes.flatMap((node) => node.patches)];
  let worst = facts;
  for (const patch of patches) worst = { ...worst, ...prism(worst, patch), ...pods(worst, patch) };
  return worst;
}

function prism(worst: Shared, patch: PatchModel): Partial<Shared> {
  const { document } = patch;
  const isSaid = kindOf(document) === 'KubePrismConfig' || valueAt(document, 'machine', 'features', 'kubePrism') !== undefined;
  const before = worst['talos.kubePrism'];
  if (!isSaid || before.state !== 'known' || !before.value.enabled) return {};
  const own = factsOf(patch, talosFacts)['talos.kubePrism'];
  if (own.state !== 'known') return {};
  const isSame = own.value.enabled && (own.value.port === before.value.port || !saysPort(document));
  return isSame ? {} : { 'talos.kubePrism': own };
}

function saysPort(document: JsonObject): boolean {
  return document.port !== undefined || valueAt(document, 'machine', 'features', 'kubePrism', 'port') !== undefined;
}

function pods(worst: Shared, patch: PatchModel): Partial<Shared> {
  const before = worst['talos.maxPods'];
  const own = factsOf(patch, talosNetworkFacts)['talos.maxPods'];
  if (before.state !== 'known' || own.state !== 'known' || own.value <= before.value) return {};
  return { 'talos.maxPods': own };
}

const nowhere = '';

function factsOf<F extends Partial<Facts>>(patch: PatchModel, read: (documents: readonly JsonObject[], file: string) => F): F {
  return atPatches(read([patch.document], nowhere), nowhere, [patch]);
}
