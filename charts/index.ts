import { ApiObject, App, Chart } from 'cdk8s';
import type { Finding, JsonObject } from '../lib/base';
import { type Layer, layers, type Model } from '../lib/model';
import { apiObjectsOf, checkRecipe, runRecipe } from './constructs';
import { withoutCdk8sEnvironment } from './environment';
import { localPath } from './local-path';
import { namespaces } from './namespaces';
import type { LayeredObject } from './object';
import { policies } from './policies';
import { layerOf, rawObjects } from './raw';
import { services } from './services';
import { workloads } from './workloads';

export { ciliumValues } from './cilium-values';
export type { LayeredObject } from './object';

/**
 * Every Kubernetes object of a definition, and what is wrong with them.
 *
 * Each layer is a cdk8s chart, and each recipe runs in one of its own; charts never depend on each other, since the order is
 * in the names of the layers.
 */
export function kubernetesObjects(model: Model): { readonly objects: readonly LayeredObject[]; readonly findings: readonly Finding[] } {
  return withoutCdk8sEnvironment(() => {
    const app = new App();
    const raw = rawObjects(model);
    const own = [...namespaces(model), ...localPath(model), ...policies(model), ...workloads(model), ...services(model), ...raw.objects];
    const recipes = model.constructs.map((construct) => built(app, model, construct));
    return {
      objects: [...throughCharts(app, own), ...recipes.flatMap((r) => r.objects)],
      findings: [...raw.findings, ...recipes.flatMap((r) => r.findings)],
    };
  });
}

function throughCharts(app: App, objects: readonly LayeredObject[]): LayeredObject[] {
  const charts = new Map<Layer, Chart>();
  return objects.map(({ layer, object, origin }, i) => {
    const chart = charts.get(layer) ?? new Chart(app, layers[layer], { disableResourceNameHashes: true });
    charts.set(layer, chart);
    return { layer, origin, object: new ApiObject(chart, String(i), object as never).toJson() as JsonObject };
  });
}

function built(app: App, model: Model, construct: Model['constructs'][number]): { objects: LayeredObject[]; findings: Finding[] } {
  const chart = new Chart(app, `${construct.namespace}-${construct.name}`, { namespace: construct.namespace });
  const failed = runRecipe(chart, construct);
  if (failed.length > 0) return { objects: [], findings: failed };
  const objects = apiObjectsOf(chart).map((node): LayeredObject => {
    const object = node.toJson() as JsonObject;
    return { layer: layerOf(object), object, origin: { in: 'construct', file: model.file, path: node.node.path } };
  });
  return {
    objects,
    findings: checkRecipe(
      construct,
      objects.map((o) => o.object),
      chart.node.path,
      model.file,
    ),
  };
}
