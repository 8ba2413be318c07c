import type { Construct } from 'constructs';
import type { Namespace } from './namespace';
import { type Ports, type WorkloadPort, workloadPort } from './port';
import type { Stage } from './stage';
import { type Branded, frozen } from './value';

/** Options of {@link construct}. */
export interface ConstructOptions<P extends Ports> {
  /** Labels that the recipe gives its pods, among others; policies select by them. @default `{ app: <name> }` */
  readonly labels?: Readonly<Record<string, string>>;
  /** Ports of the pods, by handle; what the recipe builds has to declare the same numbers. @default none */
  readonly ports?: P;
  /** How far policies go for these pods. @default the namespace's `policies`, else the cluster's */
  readonly policies?: Stage;
}

/** Builds cdk8s constructs below the given scope. */
export type Recipe = (scope: Construct) => unknown;

/** A workload that a cdk8s recipe builds, as made by {@link construct}. */
export interface ConstructWorkload<H extends string = string> extends Branded<'construct'> {
  readonly kind: 'construct';
  readonly namespace: Namespace;
  readonly name: string;
  readonly options: ConstructOptions<Ports>;
  readonly recipe: Recipe;
  /** One of the declared ports, by its handle. */
  port(handle: H): WorkloadPort<never>;
}

/**
 * A workload built by cdk8s constructs, e.g. of cdk8s-plus. The recipe runs at synth in a chart whose id is
 * `<namespace>-<name>`, since cdk8s-plus derives selectors from construct paths and selectors can't change later.
 *
 * @example
 * construct(apps, 'web', { ports: { http: 8080 } }, (scope) => new kplus.Deployment(scope, 'web', { … }));
 */
// biome-ignore lint/complexity/noBannedTypes: {} makes a workload without ports have no handles, instead of any
export function construct<const P extends Ports = {}>(
  ns: Namespace,
  name: string,
  options: ConstructOptions<P>,
  recipe: Recipe,
): ConstructWorkload<keyof P & string> {
  const value = {
    kind: 'construct',
    namespace: ns,
    name,
    options: { ...options },
    recipe,
    port: (handle: string) => workloadPort(value, handle),
  } as unknown as ConstructWorkload<keyof P & string>;
  for (const hidden of ['port', 'recipe']) Object.defineProperty(value, hidden, { enumerable: false });
  return frozen(value);
}
