import type { JsonObject } from '../../lib/base';
import { type FluxModel, gatewayApiOf, gatewayApiRepository, gitOpsEntries, type Layer, type Model } from '../../lib/model';
import { fluxRelease } from './flux-cilium';
import { keepAnnotations, keptObject } from './keep';
import { below, type GitOpsObject, keptBy, layerPath } from './object';
import type { Step } from './steps';

/**
 * What Flux needs to keep the cluster: the source, a Kustomization for these objects themselves, one for each step, and the
 * release of Cilium. None of them is ever deleted because it went from git, nor what holds data or the network up; deleting a
 * Kustomization by hand leaves what it applied.
 *
 * @see https://fluxcd.io/flux/components/kustomize/kustomizations/
 */
export function fluxObjects(model: Model, gitops: FluxModel, steps: readonly Step[], values: JsonObject | undefined): GitOpsObject[] {
  const sync = [root(model.name, gitops), ...steps.flatMap((step) => stepObjects(model, gitops, step))];
  const release = values === undefined ? [] : fluxRelease(model, gitops, values);
  const all = [...sync.map((object) => ({ folder: 'sync', object })), ...release.map((object) => ({ folder: 'cilium', object }))];
  return [
    { folder: 'sync', object: keptObject('flux', repository(model.name, gitops)), comment: keptBy(gitops) },
    ...all.map(({ folder, object }) => ({ folder, object: keptObject('flux', object) })),
  ];
}

const api = { source: 'source.toolkit.fluxcd.io/v1', kustomize: 'kustomize.toolkit.fluxcd.io/v1' } as const;

function repository(name: string, { namespace, url, branch, interval, secret }: FluxModel): JsonObject {
  return {
    apiVersion: api.source,
    kind: 'GitRepository',
    metadata: { name, namespace },
    spec: { url, ref: { branch }, interval, timeout: '1m', ...(secret === undefined ? {} : { secretRef: { name: secret } }) },
  };
}

/** It applies itself too, so that it can't wait for what it applies. */
function root(cluster: string, gitops: FluxModel): JsonObject {
  return kustomization(cluster, gitops, cluster, {
    path: `./${below(gitops, gitOpsEntries.flux)}`,
    sourceRef: { kind: 'GitRepository', name: cluster },
    prune: false,
    wait: false,
  });
}

function stepObjects(model: Model, gitops: FluxModel, { name, after, prunes }: Step): JsonObject[] {
  const cluster = model.name;
  const release = gatewayApiOf(model);
  const common = {
    prune: prunes,
    wait: true,
    ...(after.length === 0 ? {} : { dependsOn: after.map((step) => ({ name: `${cluster}-${step}` })) }),
  };
  if (name === 'gateway-api' && release !== undefined) {
    const source = 'gateway-api';
    return [
      {
        apiVersion: api.source,
        kind: 'GitRepository',
        metadata: { name: source, namespace: gitops.namespace },
        spec: {
          url: gatewayApiRepository,
          ref: { tag: release.version },
          interval: '24h',
          timeout: '1m',
          ignore: nothingBut(release.paths),
        },
      },
      kustomization(cluster, gitops, `${cluster}-${name}`, {
        ...common,
        path: './config/crd',
        sourceRef: { kind: 'GitRepository', name: source },
        commonMetadata: { annotations: keepAnnotations('flux') },
      }),
    ];
  }
  const path = name === 'cilium' ? below(gitops, 'flux/cilium') : layerPath(gitops, name as Layer);
  const exprs = healthChecks[name];
  return [
    kustomization(cluster, gitops, `${cluster}-${name}`, {
      ...common,
      path: `./${path}`,
      sourceRef: { kind: 'GitRepository', name: cluster },
      ...(name === 'cilium' ? { timeout: '15m' } : {}),
      ...(exprs === undefined ? {} : { healthCheckExprs: exprs }),
    }),
  ];
}

/** Corrected hourly, retried each two minutes, and orphaned when it is deleted itself. */
function kustomization(cluster: string, { namespace }: FluxModel, name: string, spec: JsonObject): JsonObject {
  return {
    apiVersion: api.kustomize,
    kind: 'Kustomization',
    metadata: { name, namespace, labels: { 'app.kubernetes.io/part-of': cluster } },
    spec: { interval: '1h', retryInterval: '2m', timeout: '5m', deletionPolicy: 'Orphan', ...spec },
  };
}

const isTrue = (condition: string) => `status.conditions.exists(c, c.type == '${condition}' && c.status == 'True')`;
const isFalse = (condition: string) => `status.conditions.exists(c, c.type == '${condition}' && c.status == 'False')`;

/**
 * When objects are ready that don't say so with a condition `Ready`.
 *
 * @see cilium 1.20.2 pkg/policy/api/rule_validation.go, pkg/k8s/apis/cilium.io/v2/types.go (PolicyConditionValid)
 * @see https://gateway-api.sigs.k8s.io/reference/spec/#gatewayconditiontype
 */
const healthChecks: Partial<Readonly<Record<Step['name'], readonly JsonObject[]>>> = {
  policies: ['CiliumNetworkPolicy', 'CiliumClusterwideNetworkPolicy'].map((kind) => ({
    apiVersion: 'cilium.io/v2',
    kind,
    current: isTrue('Valid'),
    failed: isFalse('Valid'),
  })),
  gateways: [{ apiVersion: 'gateway.networking.k8s.io/v1', kind: 'Gateway', current: isTrue('Programmed'), failed: isFalse('Accepted') }],
};

/**
 * Patterns that leave out everything but these folders and files, in the manner of `.gitignore`: what is below a folder that is
 * left out can't be brought back, so that each folder on the way is, without the others beside it.
 *
 * @see https://git-scm.com/docs/gitignore#_pattern_format
 */
function nothingBut(paths: readonly string[]): string {
  const lines = paths.flatMap((path) => {
    const keys = path.split('/');
    return keys.flatMap((_, i) => [`/${[...keys.slice(0, i), '*'].join('/')}`, `!/${keys.slice(0, i + 1).join('/')}`]);
  });
  const left = [...new Set(lines.filter((line) => !line.startsWith('!')))];
  const brought = [...new Set(lines.filter((line) => line.startsWith('!')))];
  const depth = (line: string) => line.split('/').length;
  const deepest = Math.max(...lines.map(depth));
  const levels = Array.from({ length: deepest }, (_, i) => i + 1);
  return `${levels.flatMap((level) => [left, brought].flatMap((list) => list.filter((line) => depth(line) === level))).join('\n')}\n`;
}
