import type { Namespace } from './namespace';
import { type Ports, type WorkloadPort, workloadPort } from './port';
import { type Branded, frozen } from './value';

/** Options of {@link pods}. */
export interface PodsOptions<P extends Ports> {
  /** The labels by which the pods are known; all of them have to be there. */
  readonly labels: Readonly<Record<string, string>>;
  /** Ports that flows may lead to, by handle. @default none */
  readonly ports?: P;
  /** Whether a policy isolates these pods too. @default false: their owner decides; here they are peers only */
  readonly close?: boolean;
}

/** Pods that are defined elsewhere, as made by {@link pods}. */
export interface Pods<H extends string = string> extends Branded<'pods'> {
  readonly kind: 'pods';
  readonly namespace: Namespace;
  readonly name: string;
  readonly options: PodsOptions<Ports>;
  /** One of the declared ports, by its handle. */
  port(handle: H): WorkloadPort<never>;
}

/**
 * Pods that somebody else defines: peers of flows, never emitted, and isolated only with `close: true`.
 *
 * @example
 * const worker = pods(apps, 'system-bus-worker', { labels: { app: 'system-bus-worker' }, ports: { http: 3111 } });
 */
// biome-ignore lint/complexity/noBannedTypes: {} makes a workload without ports have no handles, instead of any
export function pods<const P extends Ports = {}>(ns: Namespace, name: string, options: PodsOptions<P>): Pods<keyof P & string> {
  const value = {
    kind: 'pods',
    namespace: ns,
    name,
    options: { ...options },
    port: (handle: string) => workloadPort(value, handle),
  } as unknown as Pods<keyof P & string>;
  Object.defineProperty(value, 'port', { enumerable: false });
  return frozen(value);
}
