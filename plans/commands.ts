import { type Command, kubeconfig, type Probe, talosconfig, type Word } from './plan';

/** kubectl on the plan's own cluster, whatever the current context is. */
export function kubectl(...args: readonly Word[]): Command {
  return { program: 'kubectl', args: ['--kubeconfig', kubeconfig, ...args] };
}

/** Helm on the plan's own cluster. */
export function helm(...args: readonly Word[]): Command {
  return { program: 'helm', args: ['--kubeconfig', kubeconfig, ...args] };
}

/** talosctl with one node, asked through itself. */
export function talosctl(address: string, ...args: readonly Word[]): Command {
  return { program: 'talosctl', args: ['--talosconfig', talosconfig, '--endpoints', address, '--nodes', address, ...args] };
}

/** Whether an object is there. */
export function exists(kind: string, name: string, namespace?: string): Probe {
  return { command: kubectl(...inNamespace(namespace), 'get', kind, name, '--output', 'name') };
}

/** Whether an object isn't there, of a kind that the API server knows. */
export function isAbsent(kind: string, name: string, namespace?: string): Probe {
  const command = kubectl(...inNamespace(namespace), 'get', kind, name, '--ignore-not-found', '--output', 'name');
  return { command, printsNothing: true };
}

/** The flags for objects of a namespace. */
export function inNamespace(namespace: string | undefined): string[] {
  return namespace === undefined ? [] : ['--namespace', namespace];
}
