import type { JsonObject } from '../../lib/base';
import { type ArgocdModel, ciliumRelease, gatewayApiOf, gatewayApiRepository, type Layer, type Model } from '../../lib/model';
import { keptObject } from './keep';
import { below, type GitOpsObject, keptBy, layerPath } from './object';
import type { Step } from './steps';

/**
 * What Argo CD needs to keep the cluster: an Application for each step, in waves, one for all of these, and the settings by
 * which it tells that they are well. None has the finalizer by which a deleted Application takes what it applied with it.
 *
 * @see https://argo-cd.readthedocs.io/en/stable/operator-manual/cluster-bootstrapping/
 */
export function argocdObjects(model: Model, gitops: ArgocdModel, steps: readonly Step[], values: JsonObject | undefined): GitOpsObject[] {
  return [
    { folder: '', object: keptObject('argocd', settings(model, gitops)) },
    {
      folder: '',
      object: keptObject('argocd', root(model.name, gitops)),
      comment: keptBy(gitops),
    },
    ...steps.map((step) => ({ folder: 'apps', object: keptObject('argocd', stepObject(model, gitops, step, values)) })),
  ];
}

/**
 * How Argo CD tells that objects are well: Applications by what they say themselves, which it left to its settings, so that a wave
 * waits for those before; policies by Cilium's word, which it doesn't know to ask for.
 *
 * @see https://argo-cd.readthedocs.io/en/stable/operator-manual/health/#argocd-app
 * @see cilium 1.20.2 pkg/k8s/apis/cilium.io/v2/types.go (PolicyConditionValid)
 */
function settings({ network }: Model, { namespace }: ArgocdModel): JsonObject {
  const kinds = network.cilium === undefined ? [] : ['CiliumNetworkPolicy', 'CiliumClusterwideNetworkPolicy'];
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: {
      name: 'argocd-cm',
      namespace,
      labels: { 'app.kubernetes.io/name': 'argocd-cm', 'app.kubernetes.io/part-of': 'argocd' },
    },
    data: {
      'resource.customizations.health.argoproj.io_Application': applicationHealth,
      ...Object.fromEntries(kinds.map((kind) => [`resource.customizations.health.cilium.io_${kind}`, policyHealth])),
    },
  };
}

const applicationHealth = `hs = { status = "Progressing", message = "" }
if obj.status ~= nil and obj.status.health ~= nil then
  hs.status = obj.status.health.status or hs.status
  hs.message = obj.status.health.message or hs.message
end
return hs
`;

const policyHealth = `hs = { status = "Progressing", message = "" }
if obj.status ~= nil and obj.status.conditions ~= nil then
  for _, condition in ipairs(obj.status.conditions) do
    if condition.type == "Valid" and condition.status == "True" then
      hs.status = "Healthy"
    elseif condition.type == "Valid" and condition.status == "False" then
      hs.status = "Degraded"
      hs.message = condition.message or ""
    end
  end
end
return hs
`;

function root(cluster: string, gitops: ArgocdModel): JsonObject {
  return application(cluster, gitops, {
    source: { repoURL: gitops.url, targetRevision: gitops.branch, path: below(gitops, 'argocd/apps') },
    destination: { server, namespace: gitops.namespace },
    syncPolicy: policy({ prune: false, selfHeal: true, options: ['ServerSideApply=true'] }),
  });
}

function stepObject(model: Model, gitops: ArgocdModel, step: Step, values: JsonObject | undefined): JsonObject {
  const name = `${model.name}-${step.name}`;
  if (step.name === 'cilium') return application(name, gitops, ciliumSpec(model, values ?? {}), step.wave);
  const options = [
    'ServerSideApply=true',
    ...(step.prunes ? ['PruneLast=true'] : ['Prune=false', 'Delete=false']),
    // Their kinds come from Cilium's operator and from other steps, which Argo CD can't know.
    ...(step.name === 'network' || step.name === 'policies' || step.name === 'gateways' ? ['SkipDryRunOnMissingResource=true'] : []),
  ];
  return application(
    name,
    gitops,
    { ...sourceOf(model, gitops, step), destination: { server }, syncPolicy: policy({ prune: step.prunes, selfHeal: true, options }) },
    step.wave,
  );
}

function sourceOf(model: Model, gitops: ArgocdModel, { name }: Step): JsonObject {
  const release = gatewayApiOf(model);
  if (name !== 'gateway-api' || release === undefined)
    return { source: { repoURL: gitops.url, targetRevision: gitops.branch, path: layerPath(gitops, name as Layer) } };
  const sources = release.paths.map((path) => {
    const [, folder, file] = /^(.*)\/([^/]*\.yaml)$/.exec(path) ?? [];
    return {
      repoURL: gatewayApiRepository,
      targetRevision: release.version,
      path: folder ?? path,
      ...(file === undefined ? {} : { directory: { include: file } }),
    };
  });
  return sources.length === 1 ? { source: sources[0] as JsonObject } : { sources };
}

/**
 * Cilium as Argo CD keeps it: the chart, version and values that were installed before. Changes of git are applied; what was
 * changed in the cluster is shown and left alone, since Argo CD's own pods sit on what it would mend.
 *
 * @see cilium 1.20.2 Documentation/configuration/argocd-issues.rst
 */
function ciliumSpec({ network }: Model, values: JsonObject): JsonObject {
  const { name, namespace, chart, repository } = ciliumRelease;
  return {
    source: {
      repoURL: repository,
      chart,
      targetRevision: network.cilium?.version,
      helm: { releaseName: name, valuesObject: values },
    },
    destination: { server, namespace },
    // Jobs of Cilium write these, whoever made them first.
    ignoreDifferences: ['cilium-ca', 'hubble-relay-client-certs', 'hubble-server-certs'].map((secret) => ({
      kind: 'Secret',
      namespace,
      name: secret,
      jsonPointers: ['/data'],
    })),
    syncPolicy: policy({
      prune: false,
      selfHeal: false,
      options: ['ServerSideApply=true', 'RespectIgnoreDifferences=true', 'Prune=false', 'Delete=false'],
    }),
  };
}

const server = 'https://kubernetes.default.svc';

/** Retried for ever, each time later, at most five minutes apart. */
function policy({ prune, selfHeal, options }: { prune: boolean; selfHeal: boolean; options: readonly string[] }): JsonObject {
  return {
    automated: { prune, selfHeal },
    retry: { limit: -1, backoff: { duration: '10s', factor: 2, maxDuration: '5m' } },
    syncOptions: options,
  };
}

function application(name: string, { namespace }: ArgocdModel, spec: JsonObject, wave?: number): JsonObject {
  const annotations = wave === undefined ? undefined : { 'argocd.argoproj.io/sync-wave': String(wave) };
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: { name, namespace, ...(annotations === undefined ? {} : { annotations }) },
    spec: { project: 'default', ...spec },
  };
}
