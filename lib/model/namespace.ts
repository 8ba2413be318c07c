import type { Stage } from './stage';
import { type Branded, frozen } from './value';

/** Options of {@link namespace}. */
export interface NamespaceOptions {
  /**
   * The Pod Security level that the API server enforces, as label `pod-security.kubernetes.io/enforce`.
   *
   * @default none: Talos' own admission configuration decides, which enforces `baseline`
   * @see https://kubernetes.io/docs/concepts/security/pod-security-standards/
   */
  readonly podSecurity?: 'privileged' | 'baseline' | 'restricted';
  /** Further labels of the Namespace object. @default none: an adopted namespace keeps exactly what it has */
  readonly labels?: Readonly<Record<string, string>>;
  /**
   * Denies, for every pod of the namespace, what no policy allows, also for pods that this definition doesn't know.
   *
   * @default false: only the workloads that the definition owns are isolated; others in the namespace go on as before
   */
  readonly closed?: boolean;
  /** How far policies go for the workloads of this namespace. @default the cluster's `policies` */
  readonly policies?: Stage;
}

/** A Kubernetes namespace, as made by {@link namespace}. As a peer it stands for every pod in it. */
export interface Namespace extends Branded<'namespace'> {
  readonly kind: 'namespace';
  readonly name: string;
  readonly options: NamespaceOptions;
}

/**
 * A Kubernetes namespace; the cluster that lists a workload of it contains it.
 *
 * @example
 * const apps = namespace('joelclaw', { podSecurity: 'privileged' });
 */
export function namespace(name: string, options: NamespaceOptions = {}): Namespace {
  return frozen({ kind: 'namespace', name, options: { ...options } } as Namespace);
}
