import { isObject, type Json, type JsonObject, valueAt } from '../../../base';
import { itemsAt } from '../tree';
import type { Patch } from './patches';
import { PatchedDocument, sourceOf } from './source';

type Pairs = Readonly<Record<string, string>>;

/** Labels that a kustomization adds, and where. */
interface Added {
  readonly pairs: Pairs;
  readonly templates: boolean;
  readonly selectors: boolean;
}

/**
 * The labels that a kustomization adds to what it includes: to objects, and where it says so to the pods that they make, and to
 * selectors.
 *
 * @see https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/labels/
 * @see kustomize api/internal/konfig/builtinpluginconsts/commonlabels.go
 */
export function labelsOf(kustomization: JsonObject): Patch[] {
  const common = pairsOf(kustomization.commonLabels);
  const added: Added[] = [
    ...(common === undefined ? [] : [{ pairs: common, templates: true, selectors: true }]),
    ...itemsAt(kustomization, 'labels').flatMap((entry) => {
      const pairs = pairsOf(valueAt(entry, 'pairs'));
      const selectors = valueAt(entry, 'includeSelectors') === true;
      return pairs === undefined ? [] : [{ pairs, selectors, templates: selectors || valueAt(entry, 'includeTemplates') === true }];
    }),
  ];
  return added.map((each) => ({
    labelsOnly: true,
    isFor: ({ kind, apiVersion }) => typeof kind === 'string' && typeof apiVersion === 'string',
    apply: (document) => new PatchedDocument(labelled(document.object, each), sourceOf(document)),
  }));
}

function pairsOf(value: unknown): Pairs | undefined {
  if (!isObject(value) || Object.keys(value).length === 0) return undefined;
  return Object.fromEntries(Object.entries(value).map(([key, text]) => [key, String(text)]));
}

const workloads = new Set(['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet']);

function labelled(object: JsonObject, { pairs, templates, selectors }: Added): JsonObject {
  const kind = String(object.kind);
  const at: (readonly string[])[] = [['metadata', 'labels']];
  const existing: (readonly string[])[] = [];
  if (templates && (workloads.has(kind) || kind === 'Job')) at.push(['spec', 'template', 'metadata', 'labels']);
  if (templates && kind === 'CronJob')
    at.push(['spec', 'jobTemplate', 'metadata', 'labels'], ['spec', 'jobTemplate', 'spec', 'template', 'metadata', 'labels']);
  if (selectors) {
    if (workloads.has(kind)) at.push(['spec', 'selector', 'matchLabels']);
    if (kind === 'Service') at.push(['spec', 'selector']);
    if (kind === 'Job' || kind === 'PodDisruptionBudget') existing.push(['spec', 'selector', 'matchLabels']);
    if (kind === 'NetworkPolicy') existing.push(['spec', 'podSelector', 'matchLabels']);
  }
  const outer = [...at, ...existing.filter((path) => valueAt(object, ...path) !== undefined)];
  const changed = outer.reduce<JsonObject>((value, path) => withPairs(value, path, pairs), object);
  return selectors && kind === 'NetworkPolicy' ? withPeers(changed, pairs) : changed;
}

function withPairs(value: JsonObject, [key, ...rest]: readonly string[], pairs: Pairs): JsonObject {
  if (key === undefined) return { ...value, ...pairs };
  const below = value[key];
  return { ...value, [key]: withPairs(isObject(below) ? below : {}, rest, pairs) };
}

/** Peers of a policy that are pods with labels are meant to be those of the kustomization too. */
function withPeers(policy: JsonObject, pairs: Pairs): JsonObject {
  const peers = (list: Json | undefined): Json =>
    (Array.isArray(list) ? list : []).map((peer) =>
      isObject(peer) && valueAt(peer, 'podSelector', 'matchLabels') !== undefined
        ? withPairs(peer, ['podSelector', 'matchLabels'], pairs)
        : peer,
    );
  const rules = (list: Json | undefined, key: string): Json =>
    (Array.isArray(list) ? list : []).map((rule) =>
      isObject(rule) && Array.isArray(rule[key]) ? { ...rule, [key]: peers(rule[key]) } : rule,
    );
  const { spec } = policy;
  if (!isObject(spec)) return policy;
  return {
    ...policy,
    spec: {
      ...spec,
      ...(Array.isArray(spec.ingress) ? { ingress: rules(spec.ingress, 'from') } : {}),
      ...(Array.isArray(spec.egress) ? { egress: rules(spec.egress, 'to') } : {}),
    },
  };
}
