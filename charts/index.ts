import { ApiObject, App, Chart } from 'cdk8s';
import { type Finding, finding, type JsonObject, thrownMessage } from '../lib/base';
import { type Layer, layers, type Model } from '../lib/model';
import { bgp } from './bgp';
import { checkRecipe, runRecipe } from './constructs';
import { withoutCdk8sEnvironment } from './environment';
import { gateways } from './gateways';
import { keepObjects } from './gitops';
import { loadBalancing } from './load-balancing';
import { localPath } from './local-path';
import { namespaces } from './namespaces';
import type { LayeredObject } from './object';
import { policies } from './policies';
import { layerOf, rawObjects } from './raw';
import { services } from './services';
import { workloads } from './workloads';

export { ciliumValues } from './cilium-values';
export { type GitOpsObject, gitOpsObjects } from './gitops';
export type { LayeredObject } from './object';

/**
 * Every Kubernetes object of a definition, and what is wrong with them.
 *
 * Each layer is a cdk8s chart, and each recipe runs in one of its own; charts never depend on each other, since the order is
 * in the names of the layers.
 */
export function kubernetesObjects(model: Model): { readonly objects: readonly LayeredObject[]; readonly findings: readonly Finding[] } {
  return withoutCdk8sEnvironment(() => {
    const raw = rawObjects(model);
    const own = throughCharts([
      ...namespaces(model),
      ...localPath(model),
      ...loadBalancing(model),
      ...bgp(model),
      ...policies(model),
      ...workloads(model),
      ...services(model),
      ...gateways(model),
      ...raw.objects,
    ]);
    const recipes = model.constructs.map((construct) => built(model, construct));
    return {
      objects: keepObjects(model.gitops, [...own.objects, ...recipes.flatMap((r) => r.objects)]),
      findings: [...raw.findings, ...own.findings, ...recipes.flatMap((r) => r.findings)],
    };
  });
}

interface Built {
  readonly objects: LayeredObject[];
  readonly findings: Finding[];
}

function throughCharts(objects: readonly LayeredObject[]): Built {
  const app = new App();
  const charts = new Map<Layer, Chart>();
  const result: Built = { objects: [], findings: [] };
  objects.forEach(({ layer, object, origin }, i) => {
    const chart = charts.get(layer) ?? new Chart(app, layers[layer], { disableResourceNameHashes: true });
    charts.set(layer, chart);
    try {
      result.objects.push({ layer, origin, object: new ApiObject(chart, String(i), object as never).toJson() as JsonObject });
    } catch (error) {
      result.findings.push(
        finding('OBJ001', origin, `this is no Kubernetes object: ${thrownMessage(error)}`, { repair: 'write it as kubectl would take it' }),
      );
    }
  });
  return result;
}

/** Each recipe has an app of its own, so that its chart can have the same id for ever, whatever else is there. */
function built(model: Model, construct: Model['constructs'][number]): Built {
  const chart = new Chart(new App(), `${construct.namespace}-${construct.name}`, { namespace: construct.namespace });
  const run = runRecipe(chart, construct);
  const objects = run.objects.map(
    ({ object, path }): LayeredObject => ({ layer: layerOf(object), object, origin: { in: 'construct', file: model.file, path } }),
  );
  if (run.findings.length > 0) return { objects: [], findings: run.findings };
  const faults = checkRecipe(
    construct,
    objects.map((o) => o.object),
    chart.node.path,
    model.file,
  );
  return { objects, findings: faults };
}
