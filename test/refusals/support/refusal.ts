import { type FindingId, inDefinition, inDocument, type Place, type RegistryEntry, registry } from '../../../lib/base';
import type { Finding } from '../../../testing';

/** A finding that a definition must give; a place that is a text is a path in the definition. */
export interface Found {
  readonly id: FindingId;
  readonly at: Place | string;
  readonly message: string;
  readonly repair: string | undefined;
  readonly also: readonly (Place | string)[];
  /** The rule's fact was unknown, so that it could not decide. */
  readonly undecided?: true;
  /** @default what the registry gives the id */
  readonly source?: string;
  /** @default what the registry gives the id */
  readonly severity?: Finding['severity'];
}

/** A wrong definition with everything that is found in it, and one that is nearly the same and right. */
export interface Refusal {
  readonly title: string;
  readonly given: unknown;
  readonly finds: readonly (Found | Finding)[];
  readonly twin: unknown;
  /** Other clusters of the same code base. @default none */
  readonly beside?: readonly unknown[];
  /** The file that exports both, below `clusters/`. @default the name of the definition */
  readonly file?: string;
}

/** The file that exports a definition of the corpus. */
export function fileOf(cluster: unknown): string {
  return `clusters/${(cluster as { readonly definition: { readonly name: string } }).definition.name}.ts`;
}

/** A finding with the severity and the source that the registry gives its id. */
export function found(id: FindingId, at: Place | string, message: string, repair: string, also: readonly (Place | string)[] = []): Found {
  return { id, at, message, repair, also };
}

/** What is said where a rule of ours can't decide. */
export function undecided(id: FindingId, at: Place | string, message: string): Found {
  return { id, at, message, repair: undefined, also: [], undecided: true };
}

/** A place in the Helm values of a definition. */
export function inValues(path: string, cluster = 'small'): Place {
  return inDefinition(`clusters/${cluster}.ts`, path === '' ? 'network.values' : `network.values.${path}`);
}

/** A place in the control planes' patch that is emitted for a cluster. */
export function inPatch(path: string, cluster = 'small'): Place {
  return inDocument(`dist/${cluster}/talos/controlplane-patch.yaml`, path);
}

/** A construct of a recipe, by its path. */
export function inConstruct(path: string, cluster = 'small'): Place {
  return { in: 'construct', file: `clusters/${cluster}.ts`, path };
}

/** The finding as it has to come, in full. */
export function inFull(expected: Found | Finding, file: string): Finding {
  if ('status' in expected) return expected;
  const { id, at, message, repair, also, undecided: open } = expected;
  const entry: RegistryEntry = registry[id];
  const severity = expected.severity ?? entry.severity;
  const source = expected.source ?? entry.source;
  const place = (where: Place | string) => (typeof where === 'string' ? inDefinition(file, where) : where);
  return {
    id,
    severity: open ? 'info' : severity,
    status: open ? 'undecided' : 'found',
    at: place(at),
    also: also.map(place),
    message,
    ...(repair === undefined ? {} : { repair }),
    ...(source === undefined ? {} : { source }),
  };
}
