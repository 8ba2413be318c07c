import { labelFault, labelKeyFault, labelValueFault } from '../../base';
import type { NamespaceModel } from '../model';
import type { Namespace } from '../namespace';
import type { Context } from './context';
import { same } from './same';

/** The namespaces that the cluster lists, by itself or through its workloads. */
export function resolveNamespaces(context: Context): NamespaceModel[] {
  const found = new Map<string, NamespaceModel & { readonly path: string }>();
  const visit = (ns: Namespace, path: string) => {
    const before = found.get(ns.name);
    if (before !== undefined) {
      if (!same(before.options, ns.options)) {
        context.add('NSP001', path, `namespace '${ns.name}' stands here with other options than at ${before.path}`, {
          repair: 'use one value for both',
          also: [before.path],
        });
      }
      return;
    }
    const fault = labelFault(ns.name);
    if (fault !== undefined) context.add('NAM001', path, `'${ns.name}' ${fault}`, { repair: 'write another name' });
    checkLabels(context, `${path}.labels`, ns.options.labels ?? {});
    found.set(ns.name, {
      name: ns.name,
      options: ns.options,
      stage: ns.options.policies ?? context.definition.policies ?? 'enforce',
      at: context.at(path),
      path,
    });
  };
  for (const [i, ns] of (context.definition.namespaces ?? []).entries()) visit(ns, `namespaces[${i}]`);
  for (const workload of context.definition.workloads ?? [])
    visit(workload.namespace, `workloads.${workload.namespace.name}/${workload.name}.namespace`);
  for (const exposure of context.definition.expose ?? [])
    if (exposure.kind === 'on-hostname') visit(exposure.options.via.namespace, `expose.${exposure.hostname}.via.namespace`);
  return [...found.values()].map(({ path: _, ...ns }) => ns);
}

/** Checks the name of an object; `what` says whose it is. */
export function checkName(context: Context, path: string, name: string, what: string): void {
  const fault = labelFault(name);
  if (fault !== undefined) context.add('NAM001', path, `'${name}', the name of ${what}, ${fault}`, { repair: 'write another name' });
}

/** Checks keys and values of labels. */
export function checkLabels(context: Context, path: string, labels: Readonly<Record<string, string>>): void {
  for (const [key, value] of Object.entries(labels)) {
    const fault = labelKeyFault(key);
    if (fault !== undefined) context.add('NAM003', `${path}.${key}`, `label key '${key}' ${fault}`, { repair: 'write another key' });
    const valueFault = labelValueFault(value);
    if (valueFault !== undefined)
      context.add('NAM003', `${path}.${key}`, `label value '${value}' ${valueFault}`, { repair: 'write another value' });
  }
}
