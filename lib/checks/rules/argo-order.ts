import { comparePlaces, type Json, type JsonObject, type Place, valueAt } from '../../base';
import type { CiliumInstaller, ObjectFact } from '../fact';
import type { Breach } from '../rule';
import { andMore, called, isOfCilium } from './cilium-objects';

const waveAnnotation = 'argocd.argoproj.io/sync-wave';
const optionsAnnotation = 'argocd.argoproj.io/sync-options';
const skipsMissing = 'SkipDryRunOnMissingResource=true';
const syncs = 'https://argo-cd.readthedocs.io/en/stable/user-guide/sync-options/#skip-dry-run-for-new-custom-resources-types';

/**
 * Objects of Cilium's kinds that Argo CD syncs before the chart whose operator brings the kinds, or together with it. In one
 * Application the chart comes in wave 0, and whatever is of a kind that isn't there fails the sync before its first wave, unless
 * it says otherwise.
 */
export function underArgo(list: readonly ObjectFact[], argo: CiliumInstaller): Breach[] {
  const applications = list.flatMap(asApplication);
  const home = applications.find(({ at }) => comparePlaces(at, argo.at) === 0);
  if (home === undefined) return [];
  const own = new Map<Application, ObjectFact[]>();
  for (const fact of list) {
    const application = isOfCilium(fact.object) ? applicationOf(fact.at, applications) : undefined;
    if (application !== undefined) own.set(application, [...(own.get(application) ?? []), fact]);
  }
  const late = [...own].filter(([application]) => application !== home && application.wave <= home.wave && !application.retries);
  return [...together(own.get(home) ?? [], home, argo), ...unordered(late, home, argo)];
}

function together(objects: readonly ObjectFact[], home: Application, argo: CiliumInstaller): Breach[] {
  const [first, ...rest] = objects.filter(({ object }) => !(home.skips || optionsOf(object).includes(skipsMissing)) || waveOf(object) <= 0);
  if (first === undefined) return [];
  return [
    {
      at: first.at,
      also: [argo.at],
      message: `Argo CD syncs ${called(first)}${andMore(rest)} together with the chart of ${argo.what}, whose operator brings the kind: on a new cluster the sync fails before Cilium is there`,
      repair: `annotate it with ${waveAnnotation}: "1" and ${optionsAnnotation}: ${skipsMissing}`,
      source: syncs,
    },
  ];
}

/** One finding for all: where Cilium is there before Argo CD, as it mostly is, nothing comes of it. */
function unordered(late: readonly (readonly [Application, readonly ObjectFact[]])[], home: Application, argo: CiliumInstaller): Breach[] {
  const [first, ...rest] = late;
  const [object] = first?.[1] ?? [];
  if (first === undefined || object === undefined) return [];
  return [
    {
      at: first[0].at,
      also: [object.at, argo.at, ...rest.map(([{ at }]) => at)],
      severity: 'info',
      message: `nothing says that '${first[0].name}'${andMore(rest)} with objects such as ${called(object)} ${rest.length === 0 ? 'comes' : 'come'} behind '${home.name}', whose operator brings the kind: on a new cluster the first sync fails, unless Cilium is there before Argo CD`,
      repair: `annotate it with ${waveAnnotation}: "${home.wave + 1}", or write syncPolicy.retry`,
      source: syncs,
    },
  ];
}

interface Application {
  readonly name: string;
  /** The folders that it syncs, without `./` before and `/` behind. */
  readonly paths: readonly string[];
  readonly wave: number;
  /** Whether it leaves out kinds that aren't there yet when it looks at what there is to do. */
  readonly skips: boolean;
  /** Whether a sync that failed is tried again. */
  readonly retries: boolean;
  readonly at: Place;
}

function asApplication({ object, at }: ObjectFact): Application[] {
  if (object.kind !== 'Application' || !String(object.apiVersion).startsWith('argoproj.io/')) return [];
  const sources = [valueAt(object, 'spec', 'source') ?? null, ...listAt(object, 'spec', 'sources')];
  return [
    {
      name: String(valueAt(object, 'metadata', 'name')),
      paths: sources.flatMap((source) => {
        const path = String(valueAt(source, 'path') ?? '').replace(/^(\.?\/)+|\/+$/g, '');
        return path === '' || path === '.' ? [] : [path];
      }),
      wave: waveOf(object),
      skips: listAt(object, 'spec', 'syncPolicy', 'syncOptions').includes(skipsMissing),
      retries: valueAt(object, 'spec', 'syncPolicy', 'retry') !== undefined,
      at,
    },
  ];
}

/** The Application whose folder holds the file, that of the deepest where several do; none for what stands in no file. */
function applicationOf(at: Place, all: readonly Application[]): Application | undefined {
  if (at.in !== 'document') return undefined;
  const holding = all.flatMap((application) =>
    application.paths.filter((path) => `/${at.file}`.includes(`/${path}/`)).map((path) => ({ application, depth: path.length })),
  );
  return holding.reduce<(typeof holding)[number] | undefined>(
    (best, one) => (best !== undefined && best.depth >= one.depth ? best : one),
    undefined,
  )?.application;
}

function waveOf(object: JsonObject): number {
  return Number(valueAt(object, 'metadata', 'annotations', waveAnnotation) ?? 0) || 0;
}

function optionsOf(object: JsonObject): string[] {
  return String(valueAt(object, 'metadata', 'annotations', optionsAnnotation) ?? '')
    .split(',')
    .map((option) => option.trim());
}

function listAt(value: unknown, ...path: string[]): readonly Json[] {
  const list = valueAt(value, ...path);
  return Array.isArray(list) ? list : [];
}
