import { ciliumValues, type GitOpsObject, gitOpsObjects, kubernetesObjects, type LayeredObject } from './charts';
import { type Finding, hasErrors, inDefinition, type JsonObject, type Product, type ProductFile, sortFindings, valueAt } from './lib/base';
import {
  aboutPolicies,
  aboutReach,
  accepted,
  agreement,
  atOrigins,
  type Connectivity,
  checkFacts,
  connectionsToTry,
  connectivityOf,
  connectivityOptions,
  connectivitySources,
  Declared,
  factsOfDefinition,
  type Origins,
  originsOf,
  sealIn,
  sealOf,
  whoReachesWhom,
} from './lib/checks';
import { budgetOf, type FlowPeer, layers, layout, type Model, resolve } from './lib/model';
import { applyShell, budgetReport, connectivityReport, planShell, plansMarkdown } from './lib/report';
import { type Live, liveOf, type Plan, plansOf, steadyPlan, type Told } from './plans';
import { controlPlanePatch, ownPatches, talosFiles } from './talos';

export type { Connectivity } from './lib/checks';

/** What a definition comes to: files in memory, and findings. With an error among them there are no files. */
export interface Synthesis {
  readonly product: Product;
  readonly findings: readonly Finding[];
  /**
   * What decides who reaches whom. It is there beside errors only where those are about just that; with Flannel, which enforces
   * nothing, it never is.
   */
  readonly connectivity?: Connectivity;
  /** What can be done with the cluster; there are none beside errors. */
  readonly plans: readonly Plan[];
  /** What a running cluster is held against; nothing beside errors. */
  readonly live?: Live;
  /** Where the roles of flows are: those that connections come from, and those that they go to. */
  readonly roles?: { readonly from: ReadonlyMap<string, string>; readonly to: ReadonlyMap<string, string> };
}

/** What the files that `manifests(…)` names hold; synthesis itself reads no file. */
export interface ReadManifests {
  readonly documents: Model['objects'];
  readonly findings: readonly Finding[];
}

/** A page of an earlier synthesis, by its path, as it was written; what it was made of decides whether it still holds. */
export type EarlierPage = (path: string) => string | undefined;

/**
 * Turns a definition, the default export of `file`, into its files. Pure: nothing is read but the values, nothing is written,
 * and what is wrong comes back as findings, all at once. What `earlier` gives changes how long it takes, and nothing else.
 */
export function synthesize(
  cluster: unknown,
  file: string,
  manifests: ReadManifests = { documents: [], findings: [] },
  earlier: EarlierPage = () => undefined,
): Synthesis {
  const resolved = resolve(cluster, file);
  const findings = [...resolved.findings, ...manifests.findings];
  if (resolved.model === undefined) return { product: { cluster: '', files: [] }, plans: [], findings: sortFindings(findings) };
  const model = { ...resolved.model, objects: [...resolved.model.objects, ...manifests.documents] };
  const emitted = hasErrors(findings) ? undefined : emit(model);
  const all = [...findings, ...(emitted?.findings ?? [])];
  const broken = hasErrors(all);
  const connectivity = emitted === undefined || broken ? undefined : connectivityOfModel(model, emitted);
  const page = pageOf(model, connectivity, earlier);
  const facts = factsOfDefinition(
    model,
    broken ? undefined : emitted && { ...emitted, objects: withKeepers(model, emitted), connectivity, settled: page.isSame },
  );
  const origins = originsOf(model, emitted?.objects ?? []);
  const ruled = checkFacts(facts, model.rules, inDefinition(file, 'rules'))
    .filter((f) => !broken || f.status === 'found')
    .map((f) => atOrigins(f, origins));
  const whole = hasErrors([...all, ...ruled.filter(({ id }) => !aboutPolicies.has(id))]) ? undefined : emitted;
  const related =
    whole === undefined
      ? undefined
      : relatedOf(
          model,
          connectivity,
          origins,
          page,
          ruled.some(({ id }) => aboutReach.has(id)),
        );
  const judged = accepted([...all, ...ruled, ...(related?.findings ?? [])], model.acceptances, file);
  const failed = hasErrors(judged);
  return {
    product: { cluster: model.name, files: failed || whole === undefined || related === undefined ? [] : [...whole.files, related.page] },
    findings: sortFindings(judged),
    plans: failed || whole === undefined ? [] : whole.plans,
    ...(failed || whole === undefined ? {} : { live: liveOf(model, toldBy(model, connectivity)) }),
    ...(connectivity === undefined || whole === undefined ? {} : { connectivity }),
    roles: { from: rolesOf(model.flows.map(({ from }) => from)), to: rolesOf(model.flows.map(({ to }) => to)) },
  };
}

/** What Flux or Argo CD are told stands among the objects that rules judge: who keeps Cilium has to be who installed it. */
function withKeepers({ gitops }: Model, { objects, gitOps }: Pick<ReturnType<typeof emit>, 'objects' | 'gitOps'>) {
  return gitops === undefined ? objects : [...gitOps.map(({ object }) => ({ object, origin: gitops.at })), ...objects];
}

function rolesOf(peers: readonly FlowPeer[]): ReadonlyMap<string, string> {
  return new Map(peers.flatMap((peer) => (peer.kind === 'role' ? [[peer.role, peer.cidr]] : [])));
}

/** The page about who reaches whom as it was, if it was made of the same. */
interface Page {
  readonly file: (text: string) => ProductFile;
  readonly seal: string;
  readonly before: string | undefined;
  readonly isSame: boolean;
}

function pageOf(model: Model, connectivity: Connectivity | undefined, earlier: EarlierPage): Page {
  const path = layout.connectivity(model.name);
  const seal = sealOf(model, connectivity?.sources ?? [], connectivity?.options);
  const before = earlier(path);
  return {
    file: (text) => ({ path, content: { kind: 'text', text }, origin: inDefinition(model.file, 'flows') }),
    seal,
    before,
    isSame: before !== undefined && sealIn(before) === seal,
  };
}

/**
 * The page about who reaches whom, and what is wrong there. A page that was made of the same is taken over: nothing was found
 * then, since where something is, a page has no seal.
 */
function relatedOf(
  model: Model,
  connectivity: Connectivity | undefined,
  origins: Origins,
  { file, seal, before, isSame }: Page,
  isOdd: boolean,
): { readonly findings: readonly Finding[]; readonly page: ProductFile } {
  if (before !== undefined && isSame) return { findings: [], page: file(before) };
  if (connectivity === undefined) return { findings: [], page: file(connectivityReport(whoReachesWhom(model), seal)) };

  const relation = connectivity.relation();
  const world = connectivity.world();
  const declared = new Declared(model, world, relation.sets);
  const findings = [...world.findings.map((f) => atOrigins(f, origins)), ...agreement(model, relation, declared, origins)];
  const notes = findings.filter(({ status }) => status === 'undecided').map(({ message }) => message);
  const reach = whoReachesWhom(model, { relation, declared }, notes);
  return { findings, page: file(connectivityReport(reach, findings.length === 0 && !isOdd ? seal : undefined)) };
}

/** What policies of a definition tell of a running cluster; with Flannel nothing is enforced. */
function toldBy(model: Model, connectivity: Connectivity | undefined): Told {
  if (connectivity === undefined) return { flows: () => model.flows, connections: () => [] };
  const declared = () => new Declared(model, connectivity.world(), connectivity.relation().sets);
  return {
    flows: () => declared().flows,
    connections: () => connectionsToTry(model, connectivity.relation(), declared()),
  };
}

function connectivityOfModel(
  model: Model,
  { values, objects }: Pick<ReturnType<typeof emit>, 'values' | 'objects'>,
): Connectivity | undefined {
  return values === undefined ? undefined : connectivityOf(connectivitySources(model, objects), connectivityOptions(model, values));
}

function emit(model: Model) {
  const talos = controlPlanePatch(model);
  const cilium = model.network.cilium;
  const values = cilium === undefined ? undefined : ciliumValues(model, cilium);
  const { objects, findings } = kubernetesObjects(model);
  const used = new Set(objects.map((o) => layers[o.layer]));
  const emitted = { used, ...(values === undefined ? {} : { values }) };
  const plans = plansOf(model, emitted);
  const gitOps = gitOpsObjects(model, objects, values);
  const files = [
    ...talosFiles(model),
    ...(values === undefined ? [] : [valuesFile(model, values)]),
    ...objects.map((o) => objectFile(model, o)),
    ...gitOps.map((o) => gitOpsFile(model, o)),
    ...pages(model, values, objects),
    ...planFiles(model, plans, steadyPlan(model, emitted)),
  ];
  return { plans, talos, ownPatches: ownPatches(model), values, objects, gitOps, files, findings };
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

/** Helm values stand in some of them, in which `null` means something. */
function gitOpsFile(model: Model, { folder, object, comment }: GitOpsObject): ProductFile {
  const [name, namespace] = ['name', 'namespace'].map((key) => String(valueAt(object, 'metadata', key)));
  return {
    path: layout.gitOps(model.name, model.gitops?.tool ?? 'flux', folder, String(object.kind), String(name), String(namespace)),
    content: { kind: 'documents', documents: [object], nulls: 'keep', ...(comment === undefined ? {} : { comment }) },
    origin: model.gitops?.at ?? inDefinition(model.file, 'gitops'),
  };
}

/** The plans for people, and each as a script; that of the steady state is `apply.sh`. */
function planFiles(model: Model, plans: readonly Plan[], steady: Plan): ProductFile[] {
  const origin = inDefinition(model.file, '');
  const script = (path: string, text: string): ProductFile => ({ path, content: { kind: 'text', text }, origin, executable: true });
  return [
    { path: layout.plans(model.name), content: { kind: 'text', text: plansMarkdown(model.name, plans) }, origin },
    script(layout.applyScript(model.name), applyShell(steady)),
    ...plans.filter(({ name }) => name !== steady.name).map((plan) => script(layout.planScript(model.name, plan.name), planShell(plan))),
  ];
}

function pages(model: Model, values: JsonObject | undefined, objects: readonly LayeredObject[]): ProductFile[] {
  const budget = budgetReport(model.name, budgetOf(model, { values, objects }));
  return [
    { path: layout.budget(model.name), content: { kind: 'text', text: budget }, origin: inDefinition(model.file, 'platform.memory') },
  ];
}
