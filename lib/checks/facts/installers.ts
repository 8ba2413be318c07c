import { type JsonObject, type Place, parseVersion, valueAt } from '../../base';
import type { CiliumInstaller, InlineManifestFact, ObjectFact } from '../fact';

/** Who installs Cilium by objects, and by manifests of the machine config. */
export function installersOf(objects: readonly ObjectFact[], inline: readonly InlineManifestFact[]): CiliumInstaller[] {
  return [
    ...objects.flatMap(({ object, at }) => byHelmRelease(object, at, objects) ?? byApplication(object, at) ?? byObject(object, at) ?? []),
    ...inline
      .filter(({ contents }) => documentsIn(contents).some(isAgentText))
      .map(({ name, at }) => ({ what: `the inline manifest '${name}'`, by: 'talos' as const, at })),
  ];
}

/** The texts of the documents of a YAML text. */
export function documentsIn(text: string): string[] {
  return text.split(/^---.*$/m).filter((part) => part.trim() !== '');
}

function isAgentText(text: string): boolean {
  return /^kind:\s*["']?DaemonSet["']?\s*$/m.test(text) && /^ {2}name:\s*["']?cilium["']?\s*$/m.test(text);
}

function byObject(object: JsonObject, at: Place): CiliumInstaller | undefined {
  if (object.kind !== 'DaemonSet' || textAt(object, 'metadata', 'name') !== 'cilium') return undefined;
  return { what: `the DaemonSet '${nameOf(object)}'`, by: 'objects', at };
}

function byHelmRelease(object: JsonObject, at: Place, objects: readonly ObjectFact[]): CiliumInstaller | undefined {
  if (object.kind !== 'HelmRelease' || !isOf(object, 'helm.toolkit.fluxcd.io')) return undefined;
  const chart = textAt(object, 'spec', 'chart', 'spec', 'chart');
  const source = chart === undefined ? sourceOf(object, objects) : undefined;
  if (!isCilium(chart ?? source?.chart ?? '')) return undefined;
  const name = textAt(object, 'metadata', 'name') ?? '';
  const target = textAt(object, 'spec', 'targetNamespace');
  const values = valueAt(object, 'spec', 'valuesFrom') === undefined ? (valueAt(object, 'spec', 'values') ?? {}) : undefined;
  return {
    what: `the HelmRelease '${nameOf(object)}'`,
    by: 'flux',
    release: {
      namespace: target ?? textAt(object, 'metadata', 'namespace') ?? 'default',
      name: textAt(object, 'spec', 'releaseName') ?? (target === undefined ? name : `${target}-${name}`),
    },
    ...sourced(chart === undefined ? source?.chart : repositoryOf(object, chart, objects)),
    ...versionOf(textAt(object, 'spec', 'chart', 'spec', 'version') ?? source?.version),
    ...(values === undefined ? {} : { values: values as JsonObject }),
    object,
    at,
  };
}

/** The address of the HelmRepository of a HelmRelease, with the chart behind it where it holds OCI artifacts. */
function repositoryOf(object: JsonObject, chart: string, objects: readonly ObjectFact[]): string | undefined {
  const reference = valueAt(object, 'spec', 'chart', 'spec', 'sourceRef');
  const [name, namespace] = [textAt(reference, 'name'), textAt(reference, 'namespace') ?? textAt(object, 'metadata', 'namespace')];
  const found = objects.filter(({ object: o }) => o.kind === 'HelmRepository' && textAt(o, 'metadata', 'name') === name);
  const source = found.find(({ object: o }) => textAt(o, 'metadata', 'namespace') === namespace) ?? found[0];
  const url = textAt(source?.object, 'spec', 'url');
  return url?.startsWith('oci://') ? `${url.replace(/\/$/, '')}/${chart}` : url;
}

function sourced(source: string | undefined): { readonly source?: string } {
  return source !== undefined && /^(https?|oci):\/\//.test(source) ? { source: source.replace(/\/$/, '') } : {};
}

/** What the OCIRepository or HelmChart of a HelmRelease says; where it isn't there, its name stands for the chart. */
function sourceOf(object: JsonObject, objects: readonly ObjectFact[]): { readonly chart: string; readonly version?: string | undefined } {
  const name = textAt(object, 'spec', 'chartRef', 'name') ?? '';
  const kind = textAt(object, 'spec', 'chartRef', 'kind');
  const source = objects.find(({ object: o }) => o.kind === kind && textAt(o, 'metadata', 'name') === name)?.object;
  if (source === undefined) return { chart: name };
  return {
    chart: textAt(source, 'spec', 'url') ?? textAt(source, 'spec', 'chart') ?? '',
    version: textAt(source, 'spec', 'ref', 'tag') ?? textAt(source, 'spec', 'version'),
  };
}

function byApplication(object: JsonObject, at: Place): CiliumInstaller | undefined {
  if (!isOf(object, 'argoproj.io') || (object.kind !== 'Application' && object.kind !== 'ApplicationSet')) return undefined;
  const spec = object.kind === 'Application' ? object.spec : valueAt(object, 'spec', 'template', 'spec');
  const several = valueAt(spec, 'sources');
  const source = [valueAt(spec, 'source'), ...(Array.isArray(several) ? several : [])].find((s) => isCilium(textAt(s, 'chart') ?? ''));
  if (source === undefined) return undefined;
  const namespace = textAt(spec, 'destination', 'namespace');
  const values = chartValues(valueAt(source, 'helm'));
  return {
    what: `the ${object.kind} '${nameOf(object)}'`,
    by: 'argo',
    ...(namespace === undefined
      ? {}
      : { release: { namespace, name: textAt(source, 'helm', 'releaseName') ?? textAt(object, 'metadata', 'name') ?? '' } }),
    ...sourced(textAt(source, 'repoURL')),
    ...versionOf(textAt(source, 'targetRevision')),
    ...(values === undefined ? {} : { values }),
    object,
    at,
  };
}

/** The values of an Application, as far as they stand in it as a map and nowhere else. */
function chartValues(helm: unknown): JsonObject | undefined {
  const isElsewhere = ['valueFiles', 'values', 'parameters', 'fileParameters'].some((key) => valueAt(helm, key) !== undefined);
  return isElsewhere ? undefined : ((valueAt(helm, 'valuesObject') ?? {}) as JsonObject);
}

function versionOf(text: string | undefined): { readonly version?: string } {
  const version = text === undefined ? undefined : parseVersion(text.replace(/^v/, ''))?.text;
  return version === undefined ? {} : { version };
}

function isCilium(chart: string): boolean {
  return chart === 'cilium' || chart.endsWith('/cilium');
}

function isOf(object: JsonObject, group: string): boolean {
  return typeof object.apiVersion === 'string' && object.apiVersion.startsWith(`${group}/`);
}

function nameOf(object: JsonObject): string {
  const namespace = textAt(object, 'metadata', 'namespace');
  return `${namespace === undefined ? '' : `${namespace}/`}${textAt(object, 'metadata', 'name') ?? ''}`;
}

function textAt(value: unknown, ...path: string[]): string | undefined {
  const text = valueAt(value, ...path);
  return typeof text === 'string' ? text : undefined;
}
