import { isObject, type JsonObject, type Place, parseVersion, valueAt } from '../../base';
import type { InputDocument } from '../../input';
import type { CiliumRendering } from '../fact';
import { fileNamed } from './commands';
import { embedded } from './embedded';
import { helmCommand } from './helm-commands';
import { helmSet } from './helm-set';
import { helmfileReleases } from './helmfile';
import { filledIn, type Keys, type Layer, Layers, layerAt } from './layers';
import { folderOf, isBelow, isOf, itemsAt, pathFrom, type Tree, textAt } from './tree';

/** A place where a tree says how Cilium is installed. */
export interface CiliumRelease {
  /** What says it, as people call it: `HelmRelease kube-system/cilium`. */
  readonly what: string;
  readonly at: Place;
  /** Whether somebody installs by it; a values file alone is for a person, or for who bootstraps. */
  readonly installs: boolean;
  /** Helm's names, where somebody brings Cilium by it to a cluster that has nothing yet. */
  readonly first?: { readonly name: string; readonly namespace: string | undefined };
  /** Who renders the chart, where a file says it. */
  readonly rendering?: CiliumRendering;
  readonly values: Layers;
  /** Why the values aren't known. */
  readonly why?: string;
  /** The release of the chart, where it is one. */
  readonly version?: string;
  readonly versionAt?: Place;
  /** Why nobody knows what patches make of what says it. */
  readonly changed?: string;
  /** The files that its values come from. */
  readonly files: readonly string[];
}

/** Values of a release, as they are collected. */
class Collected {
  readonly layers: Layer[] = [];
  readonly files: string[] = [];
  why: string | undefined;

  /** Remembers why they aren't known; the first reason counts. */
  unknown(why: string): void {
    this.why ??= why;
  }

  async text(document: InputDocument, inside: Keys, text: string): Promise<void> {
    const read = await embedded(document, inside, text);
    if ('why' in read) this.unknown(read.why);
    else this.layers.push(...read.documents.slice(0, 1).map((inner) => ({ document: inner, inside: [], value: inner.object })));
  }

  set(name: string, said: unknown, at: Place, isText = false): void {
    const value = helmSet(name, String(said), isText);
    if (value === undefined) this.unknown(`the parameter '${name}' leads into a list`);
    else this.layers.push({ document: { object: value, at, place: () => at, placeInText: () => at }, inside: [], value });
  }

  file(tree: Tree, path: string, key?: string): void {
    const [document] = tree.ending(path);
    if (document === undefined) {
      this.unknown(`their file ${path} is not here`);
      return;
    }
    this.files.push(document.at.file);
    this.layers.push(...layerAt(document, key === undefined ? [] : [key], key === undefined ? document.object : document.object[key]));
  }
}

/** Every way in which the tree installs Cilium, the values files that nothing else uses among them. */
export async function ciliumReleases(tree: Tree, valuesFiles: readonly string[] = []): Promise<CiliumRelease[]> {
  const installed = (
    await Promise.all([
      ...tree.kind('HelmRelease').map((document) => ofHelmRelease(tree, document)),
      ...[...tree.kind('Application'), ...tree.kind('ApplicationSet')].map((document) => ofApplication(tree, document)),
      ...[...tree.kind('Kustomization'), ...tree.kind('')].flatMap((document) => ofKustomization(tree, document)),
      ...tree.kind('').map((document) => ofChart(tree, document)),
    ])
  ).flatMap((release) => release ?? []);
  installed.push(...tree.kind('').flatMap((document) => ofHelmfile(tree, document)));
  installed.push(...ofCommands(tree));
  const used = new Set(installed.flatMap(({ files }) => files));
  const loose = tree
    .kind('')
    .filter(({ object, at }) =>
      valuesFiles.length > 0 ? valuesFiles.includes(at.file) : !used.has(at.file) && isValuesFile(object, at.file),
    )
    .map(ofValuesFile);
  return valuesFiles.length > 0 ? loose : [...installed, ...loose];
}

async function ofHelmRelease(tree: Tree, document: InputDocument): Promise<CiliumRelease | undefined> {
  const { object } = document;
  if (!isOf(object, 'helm.toolkit.fluxcd.io')) return undefined;
  const chart = chartOf(tree, document);
  if (chart === undefined) return undefined;
  const collected = new Collected();
  if (chart.patch) collected.unknown('a patch of the HelmRelease changes them');
  const changed = tree.why(document);
  if (changed !== undefined) collected.unknown(changed);
  const rendered = renderedOtherwise(object);
  if (rendered !== undefined) collected.unknown(rendered);
  for (const [i, from] of itemsAt(object, 'spec', 'valuesFrom').entries()) await valuesFrom(tree, document, from, i, collected);
  collected.layers.push(...layerAt(document, ['spec', 'values'], valueAt(object, 'spec', 'values')));
  const release = released(`HelmRelease '${nameOf(object)}'`, 'helm', document, collected, chart.version, chart.versionAt);
  return changed === undefined ? release : { ...release, changed };
}

/**
 * Why the values don't tell what runs: patches behind the chart of what has Cilium's settings in it, its agents or its operator.
 *
 * @see https://fluxcd.io/flux/components/helm/helmreleases/#post-renderers
 */
function renderedOtherwise(object: JsonObject): string | undefined {
  for (const [i, renderer] of itemsAt(object, 'spec', 'postRenderers').entries()) {
    for (const list of ['patches', 'patchesStrategicMerge', 'patchesJson6902']) {
      for (const patch of itemsAt(renderer, 'kustomize', list)) {
        const kind =
          textAt(patch, 'target', 'kind') ?? textAt(patch, 'kind') ?? /^kind:\s*["']?(\w+)/m.exec(textAt(patch, 'patch') ?? '')?.[1];
        if (kind === undefined || renderedKinds.has(kind)) return `spec.postRenderers[${i}] changes what the chart renders`;
      }
    }
  }
  return undefined;
}

const renderedKinds = new Set(['ConfigMap', 'DaemonSet', 'Deployment']);

interface Chart {
  readonly version?: string | undefined;
  readonly versionAt?: Place | undefined;
  readonly patch: boolean;
}

/** The chart of a HelmRelease where it is Cilium's. */
function chartOf(tree: Tree, document: InputDocument): Chart | undefined {
  const { object } = document;
  const name = textAt(object, 'spec', 'chart', 'spec', 'chart');
  if (name !== undefined)
    return isCilium(name)
      ? {
          version: textAt(object, 'spec', 'chart', 'spec', 'version'),
          versionAt: document.place('spec.chart.spec.version'),
          patch: false,
        }
      : undefined;
  const ref = textAt(object, 'spec', 'chartRef', 'name');
  if (ref === undefined) return textAt(object, 'metadata', 'name') === 'cilium' ? { patch: true } : undefined;
  const sources = tree
    .kind(textAt(object, 'spec', 'chartRef', 'kind') ?? 'OCIRepository')
    .filter(({ object: o }) => textAt(o, 'metadata', 'name') === ref);
  const source = sources.find(({ at }) => folderOf(at.file) === folderOf(document.at.file)) ?? sources[0];
  if (source === undefined) return ref === 'cilium' ? { patch: false } : undefined;
  const chart = textAt(source.object, 'spec', 'url') ?? textAt(source.object, 'spec', 'chart') ?? '';
  if (!isCilium(chart)) return undefined;
  const tag = textAt(source.object, 'spec', 'ref', 'tag');
  return tag === undefined
    ? { version: textAt(source.object, 'spec', 'version'), versionAt: source.place('spec.version'), patch: false }
    : { version: tag, versionAt: source.place('spec.ref.tag'), patch: false };
}

function isCilium(chart: string): boolean {
  return chart === 'cilium' || chart.endsWith('/cilium');
}

async function valuesFrom(tree: Tree, document: InputDocument, from: unknown, i: number, collected: Collected): Promise<void> {
  const [kind, name, key] = [textAt(from, 'kind'), textAt(from, 'name') ?? '', textAt(from, 'valuesKey') ?? 'values.yaml'];
  const isOptional = valueAt(from, 'optional') === true;
  if (kind !== 'ConfigMap') return collected.unknown(`spec.valuesFrom[${i}] takes some from the ${kind ?? 'object'} '${name}'`);
  if (valueAt(from, 'targetPath') !== undefined)
    return collected.unknown(`spec.valuesFrom[${i}] puts one of the ConfigMap '${name}' into a path`);
  const map = tree.kind('ConfigMap').find(({ object }) => textAt(object, 'metadata', 'name') === name);
  const text = textAt(map?.object, 'data', key);
  const changed = map === undefined ? undefined : tree.why(map);
  if (changed !== undefined) return collected.unknown(changed);
  if (map !== undefined && text !== undefined) return collected.text(map, ['data', key], text);
  const generated = generatedFile(tree, folderOf(document.at.file), name, key);
  if (generated !== undefined) return collected.file(tree, generated);
  if (!isOptional) collected.unknown(`the ConfigMap '${name}', of which spec.valuesFrom[${i}] takes '${key}', is not here`);
}

/** The file that a configMapGenerator puts into a key of the ConfigMap, for what stands in the folder. */
function generatedFile(tree: Tree, folder: string, name: string, key: string): string | undefined {
  for (const { object, at } of [...tree.kind('Kustomization'), ...tree.kind('')]) {
    if (!isBelow(folderOf(at.file), folder)) continue;
    for (const generator of itemsAt(object, 'configMapGenerator')) {
      if (textAt(generator, 'name') !== name) continue;
      for (const entry of itemsAt(generator, 'files')) {
        const [left = '', right] = String(entry).split('=', 2);
        const [said, path] = right === undefined ? [left.split('/').at(-1), left] : [left, right];
        if (said === key) return pathFrom(folderOf(at.file), path);
      }
    }
  }
  return undefined;
}

async function ofApplication(tree: Tree, document: InputDocument): Promise<CiliumRelease | undefined> {
  const { object } = document;
  if (!isOf(object, 'argoproj.io')) return undefined;
  const spec: Keys = object.kind === 'ApplicationSet' ? ['spec', 'template', 'spec'] : ['spec'];
  const said = valueAt(object, ...(spec as string[]));
  const several = itemsAt(said, 'sources');
  const sources =
    several.length > 0
      ? several.map((source, i) => ({ source, at: [...spec, 'sources', i] }))
      : [{ source: valueAt(said, 'source'), at: [...spec, 'source'] }];
  const own = sources.find(({ source }) => isCilium(textAt(source, 'chart') ?? '') || isOciCilium(textAt(source, 'repoURL')));
  if (own === undefined) return undefined;
  const collected = new Collected();
  const changed = tree.why(document);
  if (changed !== undefined) collected.unknown(changed);
  for (const entry of itemsAt(own.source, 'helm', 'valueFiles')) {
    if (/^https?:/.test(String(entry)) || !String(entry).startsWith('$')) collected.unknown(`their file ${String(entry)} is not here`);
    else collected.file(tree, String(entry).replace(/^\$[^/]+\//, ''));
  }
  const text = textAt(own.source, 'helm', 'values');
  const object_ = valueAt(own.source, 'helm', 'valuesObject');
  if (object_ !== undefined) collected.layers.push(...layerAt(document, [...own.at, 'helm', 'valuesObject'], object_));
  else if (text !== undefined) await collected.text(document, [...own.at, 'helm', 'values'], text);
  for (const [i, parameter] of itemsAt(own.source, 'helm', 'parameters').entries()) {
    const isText = valueAt(parameter, 'forceString') === true;
    const at = document.place([...own.at, 'helm', 'parameters', i, 'value']);
    collected.set(textAt(parameter, 'name') ?? '', valueAt(parameter, 'value') ?? '', at, isText);
  }
  const release = released(
    `${object.kind} '${nameOf(object)}'`,
    'argo',
    document,
    collected,
    textAt(own.source, 'targetRevision'),
    document.place([...own.at, 'targetRevision']),
  );
  return changed === undefined ? release : { ...release, changed };
}

function isOciCilium(url: string | undefined): boolean {
  return url !== undefined && /(^oci:\/\/|charts?).*\/cilium$/.test(url);
}

function ofKustomization(tree: Tree, document: InputDocument): Promise<CiliumRelease | undefined>[] {
  return itemsAt(document.object, 'helmCharts').map(async (chart, i) => {
    if (textAt(chart, 'name') !== 'cilium') return undefined;
    const [collected, folder] = [new Collected(), folderOf(document.at.file)];
    const files = [textAt(chart, 'valuesFile'), ...itemsAt(chart, 'additionalValuesFiles').map(String)];
    for (const file of files) if (file !== undefined) collected.file(tree, pathFrom(folder, file));
    const at = ['helmCharts', i];
    collected.layers.push(...layerAt(document, [...at, 'valuesInline'], valueAt(chart, 'valuesInline')));
    const version = textAt(chart, 'version');
    return released('the chart of a kustomization', 'template', document, collected, version, document.place([...at, 'version']));
  });
}

async function ofChart(tree: Tree, document: InputDocument): Promise<CiliumRelease | undefined> {
  const { object, at } = document;
  if (!/(^|\/)Chart\.ya?ml$/.test(at.file)) return undefined;
  const i = itemsAt(object, 'dependencies').findIndex((chart) => textAt(chart, 'name') === 'cilium');
  if (i < 0) return undefined;
  const dependency = itemsAt(object, 'dependencies')[i];
  const collected = new Collected();
  collected.file(tree, pathFrom(folderOf(at.file), 'values.yaml'), textAt(dependency, 'alias') ?? 'cilium');
  return released(
    `the chart '${textAt(object, 'name') ?? ''}'`,
    undefined,
    document,
    collected,
    textAt(dependency, 'version'),
    document.place(['dependencies', i, 'version']),
  );
}

function ofHelmfile(tree: Tree, document: InputDocument): CiliumRelease[] {
  return helmfileReleases(document)
    .filter(({ chart }) => isCilium(chart))
    .map(({ name, namespace, version, versionAt, at, values }): CiliumRelease => {
      const [collected, folder] = [new Collected(), folderOf(document.at.file)];
      for (const from of values) {
        if ('file' in from) collected.file(tree, pathFrom(folder, from.file));
        else if ('inside' in from) collected.layers.push(...layerAt(document, from.inside, from.value));
        else collected.set(from.name, from.set, from.at);
      }
      const called = `the release '${namespace === undefined ? '' : `${namespace}/`}${name}' of ${document.at.file}`;
      const release = released(called, 'helm', document, collected, version, versionAt);
      return { ...release, at, installs: false, first: { name, namespace } };
    });
}

/** Calls of helm in scripts, those that say the same once. */
function ofCommands(tree: Tree): CiliumRelease[] {
  const releases = new Map<string, CiliumRelease>();
  for (const document of tree.kind('')) {
    const command = helmCommand(document);
    if (command === undefined || !isCilium(command.chart)) continue;
    const collected = new Collected();
    if (command.why !== undefined) collected.unknown(command.why);
    for (const from of command.values) {
      if ('file' in from) collected.file(tree, fileNamed(tree, document, from.file));
      else if ('set' in from) collected.set(from.name, from.set, from.at);
    }
    const release = released(document.at.file, command.renders, document, collected, command.version, command.versionAt);
    const key = JSON.stringify([release.version, release.values.value, release.why]);
    if (!releases.has(key)) releases.set(key, { ...release, installs: false });
  }
  return [...releases.values()];
}

function ofValuesFile(document: InputDocument): CiliumRelease {
  const { object, at, heading = '' } = document;
  const layers = [{ document, inside: [], value: object }];
  const version = /\bchart cilium v?(\d+\.\d+\.\d+(?:-[\w.]*\w)?)/.exec(heading)?.[1];
  const said = version === undefined ? {} : { version, versionAt: at };
  return { what: at.file, at, installs: false, values: new Layers(layers), files: [at.file], ...said };
}

function released(
  what: string,
  rendering: CiliumRendering | undefined,
  document: InputDocument,
  { layers, files, why }: Collected,
  version?: string,
  versionAt?: Place,
): CiliumRelease {
  const release = version === undefined || filledIn(version) !== undefined ? undefined : parseVersion(version.replace(/^v/, ''))?.text;
  return {
    ...{ what, at: document.at, installs: true, values: new Layers(layers), files },
    ...(rendering === undefined ? {} : { rendering }),
    ...(why === undefined ? {} : { why }),
    ...(release === undefined ? {} : { version: release }),
    ...(versionAt === undefined ? {} : { versionAt }),
  };
}

function nameOf(object: JsonObject): string {
  const [namespace, name] = [textAt(object, 'metadata', 'namespace'), textAt(object, 'metadata', 'name') ?? ''];
  return namespace === undefined ? name : `${namespace}/${name}`;
}

/** Keys that Cilium's chart has, and hardly any other. */
const telling = new Set([
  ...['kubeProxyReplacement', 'k8sServiceHost', 'k8sServicePort', 'routingMode', 'tunnelProtocol', 'ipv4NativeRoutingCIDR', 'hubble'],
  ...['l2announcements', 'bgpControlPlane', 'autoDirectNodeRoutes', 'bpf', 'cgroup', 'rollOutCiliumPods', 'policyEnforcementMode'],
  ...['enableIPv4Masquerade', 'endpointRoutes', 'socketLB', 'hostFirewall', 'clustermesh', 'nodePort', 'devices', 'envoy', 'cni', 'ipam'],
  ...['gatewayAPI', 'operator', 'loadBalancer', 'encryption'],
]);

/** Whether a document without a kind is a values file for Cilium, by its keys and, with few of them, by its path. */
export function isValuesFile(object: JsonObject, file: string): boolean {
  if (!isObject(object) || 'apiVersion' in object || 'kind' in object) return false;
  const keys = Object.keys(object).filter((key) => telling.has(key)).length;
  return keys >= 3 || (keys >= 1 && /cilium/i.test(file) && /values?[^/]*\.(ya?ml|json)$/i.test(file));
}
