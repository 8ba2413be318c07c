import { gatewayApiOf, type Layer, type Model } from '../../lib/model';

/** What is applied as one: a layer, or what stands in no layer since upstream has it. */
export type StepName = Layer | 'gateway-api' | 'cilium';

/** A step on the way to the state of the output. */
export interface Step {
  readonly name: StepName;
  /** The steps that have to be ready before, as few as say all of it. */
  readonly after: readonly StepName[];
  /** How many steps come before at least: those of one wave don't wait for each other. */
  readonly wave: number;
  /** Whether what goes from git goes from the cluster. */
  readonly prunes: boolean;
}

/**
 * What comes before what. Cilium waits for nothing that runs pods, since without Cilium there are none; storage, which does, comes
 * behind it. Gateways don't wait for workloads: one whose Secret is missing would keep all host names away.
 */
const before: Readonly<Record<StepName, readonly StepName[]>> = {
  namespaces: [],
  crds: ['namespaces'],
  'gateway-api': ['namespaces'],
  cilium: ['crds', 'gateway-api'],
  storage: ['cilium'],
  network: ['cilium'],
  policies: ['network'],
  workloads: ['storage', 'policies'],
  gateways: ['policies'],
};

/** What holds data, or everything else up: it stays when it goes from git, until a person deletes it. */
const kept: ReadonlySet<StepName> = new Set(['namespaces', 'crds', 'gateway-api', 'cilium', 'storage']);

/** Whether objects of a layer stay when they go from git. */
export function isKept(layer: Layer): boolean {
  return kept.has(layer);
}

/** The steps of a definition, in their order. */
export function stepsOf(model: Model, used: ReadonlySet<Layer>): Step[] {
  const exists = (name: StepName) =>
    name === 'cilium' ? model.network.cilium !== undefined : name === 'gateway-api' ? gatewayApiOf(model) !== undefined : used.has(name);
  const nearest = (name: StepName): StepName[] => before[name].flatMap((step) => (exists(step) ? [step] : nearest(step)));
  const ancestors = (name: StepName): StepName[] => nearest(name).flatMap((step) => [step, ...ancestors(step)]);
  const wave = (name: StepName): number => Math.max(-1, ...nearest(name).map(wave)) + 1;
  return (Object.keys(before) as StepName[]).filter(exists).map((name) => {
    const all = [...new Set(nearest(name))];
    const after = all.filter((step) => !all.some((other) => other !== step && ancestors(other).includes(step)));
    return { name, after, wave: wave(name), prunes: !kept.has(name) };
  });
}
