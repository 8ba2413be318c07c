import { join } from 'node:path';
import { type Redact, redactor, secretsIn } from '../redact';
import type { Places } from './commands';

/** Files with secrets in them, by which a cluster is made and reached. */
export function secretFiles({ state, kubeconfig, talosconfig }: Places): string[] {
  return [join(state, 'secrets.yaml'), talosconfig, kubeconfig];
}

/** Leaves out the secrets of a cluster, as far as they are there by now, and what looks like one. */
export function hushed(places: Places): Redact {
  return redactor(secretsIn(secretFiles(places)));
}
