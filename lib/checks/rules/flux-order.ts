import { type Json, type Place, valueAt } from '../../base';
import type { CiliumInstaller, ObjectFact } from '../fact';
import type { Breach } from '../rule';
import { andMore, called, isOfCilium } from './cilium-objects';

/** Objects of Cilium's kinds that Flux applies before the HelmRelease whose operator brings the kinds, or together with it. */
export function underFlux(list: readonly ObjectFact[], flux: CiliumInstaller): Breach[] {
  const kustomizations = list.flatMap(asKustomization);
  const home = kustomizationOf(flux.at, kustomizations);
  if (home === undefined) return [];
  const own = new Map<Kustomization, ObjectFact[]>();
  for (const fact of list) {
    const kustomization = isOfCilium(fact.object) ? kustomizationOf(fact.at, kustomizations) : undefined;
    if (kustomization !== undefined) own.set(kustomization, [...(own.get(kustomization) ?? []), fact]);
  }
  const late = [...own].filter(([kustomization]) => kustomization !== home && !isBehind(kustomization, home, kustomizations));
  return [...together(own.get(home), home, flux), ...unordered(late, home, flux)];
}

function together(objects: readonly ObjectFact[] | undefined, home: Kustomization, flux: CiliumInstaller): Breach[] {
  const [first, ...rest] = objects ?? [];
  if (first === undefined) return [];
  return [
    {
      at: first.at,
      also: [flux.at, home.at],
      message: `Flux applies ${called(first)}${andMore(rest)} together with ${flux.what}, whose operator brings the kind: on a new cluster it refuses all of '${home.name}', and Cilium never comes`,
      repair: `move it to a Kustomization with dependsOn: [{ name: ${home.name} }], or install Cilium before Flux`,
    },
  ];
}

/** One finding for all: where Cilium is there before Flux, as it mostly is, nothing comes of it. */
function unordered(
  late: readonly (readonly [Kustomization, readonly ObjectFact[]])[],
  home: Kustomization,
  flux: CiliumInstaller,
): Breach[] {
  const [first, ...rest] = late;
  const [object] = first?.[1] ?? [];
  if (first === undefined || object === undefined) return [];
  return [
    {
      at: first[0].at,
      also: [object.at, flux.at, ...rest.map(([{ at }]) => at)],
      severity: 'info',
      message: `nothing says that '${first[0].name}'${andMore(rest)} with objects such as ${called(object)} ${rest.length === 0 ? 'waits' : 'wait'} for '${home.name}', whose operator brings the kind: on a new cluster the first try fails, unless Cilium is there before Flux`,
      repair: `write dependsOn: [{ name: ${home.name} }]`,
    },
  ];
}

interface Kustomization {
  readonly name: string;
  /** The folder, without `./` before and `/` behind. */
  readonly path: string;
  readonly needs: readonly string[];
  readonly at: Place;
}

function asKustomization({ object, at }: ObjectFact): Kustomization[] {
  if (object.kind !== 'Kustomization' || !String(object.apiVersion).startsWith('kustomize.toolkit.fluxcd.io/')) return [];
  const needs = valueAt(object, 'spec', 'dependsOn');
  return [
    {
      name: String(valueAt(object, 'metadata', 'name')),
      path: String(valueAt(object, 'spec', 'path') ?? '').replace(/^(\.?\/)+|\/+$/g, ''),
      needs: (Array.isArray(needs) ? needs : []).map((need: Json) => String(valueAt(need, 'name'))),
      at,
    },
  ];
}

/** The Kustomization whose folder holds the file, the deepest where several do; none for what stands in no file. */
function kustomizationOf(at: Place, all: readonly Kustomization[]): Kustomization | undefined {
  if (at.in !== 'document') return undefined;
  const holding = all.filter(({ path }) => path !== '' && `/${at.file}`.includes(`/${path}/`));
  return holding.reduce<Kustomization | undefined>(
    (best, one) => (best !== undefined && best.path.length >= one.path.length ? best : one),
    undefined,
  );
}

function isBehind(one: Kustomization, home: Kustomization, all: readonly Kustomization[], seen = new Set<string>()): boolean {
  if (one.needs.includes(home.name)) return true;
  return all.some((other) => {
    if (!one.needs.includes(other.name) || seen.has(other.name)) return false;
    seen.add(other.name);
    return isBehind(other, home, all, seen);
  });
}
