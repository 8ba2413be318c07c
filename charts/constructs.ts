import { ApiObject, type Chart } from 'cdk8s';
import {
  compareText,
  containersOf,
  type Finding,
  finding,
  type Json,
  type JsonObject,
  type Place,
  podTemplateOf,
  thrownMessage,
  valueAt,
} from '../lib/base';
import type { ConstructModel } from '../lib/model';
import { objectFaults } from './raw';

/** An object that a recipe built, with the path of its construct. */
export interface BuiltObject {
  readonly object: JsonObject;
  readonly path: string;
}

/** Runs a recipe in its chart. A recipe that throws, now or later, is a finding, never a stack trace. */
export function runRecipe(
  chart: Chart,
  construct: ConstructModel,
): { readonly objects: readonly BuiltObject[]; readonly findings: Finding[] } {
  const failed = (message: string, repair: string) => ({ objects: [], findings: [finding('CON001', construct.at, message, { repair })] });
  try {
    const returned = construct.recipe(chart);
    if (returned instanceof Promise) {
      returned.catch(() => {});
      return failed('the recipe is asynchronous, and synthesis waits for nothing', 'build its constructs without async');
    }
    return { objects: apiObjectsOf(chart).map((node) => ({ object: node.toJson() as JsonObject, path: node.node.path })), findings: [] };
  } catch (error) {
    return failed(`the recipe failed: ${thrownMessage(error)}`, 'see what its constructs ask for');
  }
}

/** Whether what a recipe built agrees with what it declares: pods with the labels, which declare the ports. */
export function checkRecipe(construct: ConstructModel, objects: readonly JsonObject[], path: string, file: string): Finding[] {
  const at: Place = { in: 'construct', file, path };
  const faults = objects.flatMap((object) => objectFaults(object, at));
  const templates = objects.map(podTemplateOf).filter((template) => template !== undefined);
  const labels = Object.entries(construct.labels)
    .map(([key, value]) => `${key}: ${value}`)
    .join(', ');
  const matching = templates.filter((template) =>
    Object.entries(construct.labels).every(([key, value]) => valueAt(template, 'metadata', 'labels', key) === value),
  );
  if (matching.length === 0) {
    return [
      ...faults,
      finding('CON002', at, `no pods with the labels { ${labels} } came of '${construct.key}', so no policy would select them`, {
        repair: templates.length === 0 ? 'build a workload in the recipe' : 'give the pods these labels, or declare theirs in labels',
        also: [construct.at],
      }),
    ];
  }
  const built = new Set(matching.flatMap(containerPorts));
  const missing = construct.ports.filter((p) => !built.has(`${p.port}/${p.protocol}`));
  return [
    ...faults,
    ...missing.map((p) =>
      finding(
        'CON002',
        at,
        `the pods of '${construct.key}' declare no container port ${p.port}/${p.protocol}, which stands under the handle '${p.handle}'`,
        {
          repair:
            built.size === 0
              ? 'declare it in the container'
              : `declare it in the container, or write one of ${[...built].sort(compareText).join(', ')}`,
          also: [construct.at],
        },
      ),
    ),
  ];
}

/** The API objects below a chart, in the order in which they were made. */
function apiObjectsOf(chart: Chart): ApiObject[] {
  return chart.node.findAll().filter((node) => ApiObject.isApiObject(node)) as ApiObject[];
}

function containerPorts(template: JsonObject): string[] {
  return containersOf(template).flatMap((container) => {
    const ports = valueAt(container, 'ports');
    return Array.isArray(ports) ? ports.map((p: Json) => `${valueAt(p, 'containerPort')}/${valueAt(p, 'protocol') ?? 'TCP'}`) : [];
  });
}
