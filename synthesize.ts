import { ciliumValues, kubernetesObjects, type LayeredObject } from './charts';
import { type Finding, hasErrors, inDefinition, type JsonObject, type Product, type ProductFile, sortFindings, valueAt } from './lib/base';
import { accepted, checkFacts, factsOfDefinition } from './lib/checks';
import { budgetOf, layers, layout, type Model, resolve } from './lib/model';
import { budgetReport } from './lib/report';
import { applyScript } from './plans';
import { controlPlanePatch, talosFiles } from './talos';

/** What a definition comes to: files in memory, and findings. With an error among them there are no files. */
export interface Synthesis {
  readonly product: Product;
  readonly findings: readonly Finding[];
}

/** What the files that `manifests(…)` names hold; synthesis itself reads no file. */
export interface ReadManifests {
  readonly documents: Model['objects'];
  readonly findings: readonly Finding[];
}

/**
 * Turns a definition, the default export of `file`, into its files. Pure: nothing is read but the value, nothing is written,
 * and what is wrong comes back as findings, all at once.
 */
export function synthesize(cluster: unknown, file: string, manifests: ReadManifests = { documents: [], findings: [] }): Synthesis {
  const resolved = resolve(cluster, file);
  const findings = [...resolved.findings, ...manifests.findings];
  if (resolved.model === undefined) return { product: { cluster: '', files: [] }, findings: sortFindings(findings) };
  const model = { ...resolved.model, objects: [...resolved.model.objects, ...manifests.documents] };
  const emitted = hasErrors(findings) ? undefined : emit(model);
  const all = [...findings, ...(emitted?.findings ?? [])];
  const facts = factsOfDefinition(model, hasErrors(all) ? undefined : emitted);
  const broken = hasErrors(all);
  const ruled = checkFacts(facts, model.rules, inDefinition(file, 'rules')).filter((f) => !broken || f.status === 'found');
  const judged = accepted([...all, ...ruled], model.acceptances, file);
  return {
    product: { cluster: model.name, files: hasErrors(judged) ? [] : (emitted?.files ?? []) },
    findings: sortFindings(judged),
  };
}

function emit(model: Model) {
  const talos = controlPlanePatch(model);
  const cilium = model.network.cilium;
  const values = cilium === undefined ? undefined : ciliumValues(model, cilium);
  const { objects, findings } = kubernetesObjects(model);
  const files = [
    ...talosFiles(model),
    ...(values === undefined ? [] : [valuesFile(model, values)]),
    ...objects.map((o) => objectFile(model, o)),
    ...pages(model, values, objects),
  ];
  return { talos, values, objects, files, findings };
}

function valuesFile(model: Model, values: JsonObject): ProductFile {
  return {
    path: layout.ciliumValues(model.name),
    content: {
      kind: 'documents',
      documents: [values],
      nulls: 'keep',
      comment: `Values of release cilium in namespace kube-system: chart cilium ${model.network.cilium?.version}.`,
    },
    origin: inDefinition(model.file, 'network'),
  };
}

function objectFile(model: Model, { layer, object, origin }: LayeredObject): ProductFile {
  const namespace = valueAt(object, 'metadata', 'namespace');
  return {
    path: layout.object(
      model.name,
      layer,
      String(object.kind),
      String(valueAt(object, 'metadata', 'name')),
      typeof namespace === 'string' ? namespace : undefined,
    ),
    content: { kind: 'documents', documents: [object], nulls: 'drop' },
    origin,
  };
}

function pages(model: Model, values: JsonObject | undefined, objects: readonly LayeredObject[]): ProductFile[] {
  const used = new Set(objects.map((o) => layers[o.layer]));
  const budget = budgetReport(model.name, budgetOf(model, { values, objects }));
  return [
    { path: layout.budget(model.name), content: { kind: 'text', text: budget }, origin: inDefinition(model.file, 'platform.memory') },
    {
      path: layout.applyScript(model.name),
      content: { kind: 'text', text: applyScript(model, used) },
      origin: inDefinition(model.file, ''),
      executable: true,
    },
  ];
}
