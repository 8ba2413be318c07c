import { containersOf, type Json, type JsonObject, parseBytes, podTemplateOf, valueAt } from '../base';
import type { Model, PlatformModel } from './model';
import type { Resources } from './workload-options';

/** A row of the budget: memory of one part of the cluster, in bytes; `undefined` where nobody says. */
export interface BudgetRow {
  readonly part: string;
  readonly request?: number;
  readonly limit?: number;
  /** Where the figures come from. */
  readonly source: string;
}

/** Memory that the cluster asks for, against what its nodes have together. */
export interface Budget {
  readonly rows: readonly BudgetRow[];
  readonly requests: number;
  readonly limits: number;
  /** 0 where it isn't known. */
  readonly available: number;
  /** How many nodes there are. */
  readonly nodes: number;
}

const Mi = 2 ** 20;

/** What Talos and Kubernetes ask for on a control-plane node. */
const onControlPlane: readonly BudgetRow[] = [
  {
    part: 'Talos and kubelet (reserved)',
    request: 512 * Mi,
    source: 'talos v1.13.9 pkg/machinery/constants/constants.go (KubeletSystemReservedMemoryControlPlane)',
  },
  { part: 'kube-apiserver', request: 512 * Mi, source: 'talos, internal/app/machined/pkg/controllers/k8s/control_plane_static_pod.go' },
  { part: 'kube-controller-manager', request: 256 * Mi, source: 'the same file' },
  { part: 'kube-scheduler', request: 64 * Mi, source: 'the same file' },
];

/** What Talos keeps for itself on a worker. */
const onWorker: readonly BudgetRow[] = [
  {
    part: 'Talos and kubelet (reserved on workers)',
    request: 384 * Mi,
    source: 'talos v1.13.9 pkg/machinery/constants/constants.go (KubeletSystemReservedMemoryWorker)',
  },
];

const coreDns: readonly BudgetRow[] = [
  {
    part: 'CoreDNS, two replicas',
    request: 140 * Mi,
    limit: 340 * Mi,
    source: 'talos, internal/app/machined/pkg/controllers/k8s/internal/k8stemplates',
  },
];

/** What Flannel asks for; kube-proxy asks for nothing. */
const flannel: readonly BudgetRow[] = [
  { part: 'Flannel', request: 50 * Mi, source: 'talos, internal/app/machined/pkg/controllers/k8s/internal/k8stemplates' },
];

/** What Flux and Argo CD ask for, by upstream's manifests; they are in the cluster as long as one of them keeps it. */
const keepers: Readonly<Record<'flux' | 'argocd', BudgetRow>> = {
  flux: {
    part: 'Flux, four controllers',
    request: 256 * Mi,
    limit: 4096 * Mi,
    source: 'kustomize-controller v1.9.5 config/manager/deployment.yaml, and those of the others',
  },
  argocd: { part: 'Argo CD, seven pods', source: 'argo-cd v3.6.1 manifests/install.yaml, which says nothing' },
};

/** Requests of Cilium's other parts: what the chart proposes in its comments, Envoy and relay after what a small cluster uses. */
export const ciliumParts: Readonly<Record<'operator' | 'envoy' | 'relay' | 'ui', Required<Pick<Resources, 'requests'>>>> = {
  operator: { requests: { cpu: '50m', memory: '128Mi' } },
  envoy: { requests: { cpu: '50m', memory: '128Mi' } },
  relay: { requests: { cpu: '10m', memory: '64Mi' } },
  ui: { requests: { cpu: '10m', memory: '64Mi' } },
};

/** What came of a definition, as far as it asks for memory. */
export interface Asked {
  /** Cilium's Helm values; absent with Flannel. */
  readonly values: JsonObject | undefined;
  readonly objects: readonly { readonly object: JsonObject }[];
}

/**
 * The memory budget of a definition and of what came of it: what is asked for and what is allowed, part by part. Pods of
 * `pods(…)` are somebody else's, and not in it.
 */
export function budgetOf(model: Model, { values, objects }: Asked): Budget {
  const { controlPlanes, workers } = model.nodes;
  const network = values === undefined ? onEach(flannel, controlPlanes + workers) : ciliumRows(values, controlPlanes + workers);
  const rows = [
    ...onEach(onControlPlane, controlPlanes),
    ...onEach(onWorker, workers),
    ...coreDns,
    ...network,
    ...(model.gitops === undefined ? [] : [keepers[model.gitops.tool]]),
    ...objects.flatMap(({ object }) => podRow(model, object)),
  ];
  const sum = (side: 'request' | 'limit') => rows.reduce((total, row) => total + (row[side] ?? 0), 0);
  return { rows, requests: sum('request'), limits: sum('limit'), available: memoryOf(model.platform), nodes: controlPlanes + workers };
}

/** What the nodes have together; 0 where one of them doesn't say. */
function memoryOf(platform: PlatformModel): number {
  if (platform.kind === 'docker') return platform.memory.bytes;
  const memories = platform.nodes.map(({ memory }) => memory);
  return memories.includes(undefined) ? 0 : memories.reduce((sum: number, bytes) => sum + (bytes ?? 0), 0);
}

/** What there is once on each of so many nodes. */
function onEach(rows: readonly BudgetRow[], nodes: number): readonly BudgetRow[] {
  if (nodes === 1) return rows;
  return nodes === 0
    ? []
    : rows.map(({ part, request, ...row }) => ({
        part: `${part}, on ${nodes} nodes`,
        ...(request === undefined ? {} : { request: request * nodes }),
        ...row,
      }));
}

function ciliumRows(values: JsonObject, nodes: number): readonly BudgetRow[] {
  const on = (...path: string[]) => valueAt(values, ...path) === true;
  const part = (name: string, times: number, ...path: string[]) => row(name, valueAt(values, ...path), times);
  return [
    ...onEach([part('cilium-agent', 1, 'resources'), part('cilium-envoy', 1, 'envoy', 'resources')], nodes),
    part('cilium-operator', Number(valueAt(values, 'operator', 'replicas') ?? 1), 'operator', 'resources'),
    ...(on('hubble', 'relay', 'enabled') ? [part('hubble-relay', 1, 'hubble', 'relay', 'resources')] : []),
    ...(on('hubble', 'ui', 'enabled')
      ? [
          part('hubble-ui, backend', 1, 'hubble', 'ui', 'backend', 'resources'),
          part('hubble-ui, frontend', 1, 'hubble', 'ui', 'frontend', 'resources'),
        ]
      : []),
  ];
}

/** What the pods of an object ask for, all replicas together; a part that has a container without a limit has none. */
function podRow(model: Model, object: JsonObject): BudgetRow[] {
  const template = podTemplateOf(object);
  if (template === undefined) return [];
  const replicas = object.kind === 'DaemonSet' ? model.nodes.schedulable : Number(valueAt(object, 'spec', 'replicas') ?? 1);
  const amounts = (side: 'requests' | 'limits') =>
    containersOf(template).map((container) => {
      const text = valueAt(container, 'resources', side, 'memory');
      return text === undefined ? undefined : parseBytes(String(text));
    });
  const [requests, limits] = [amounts('requests').filter((bytes) => bytes !== undefined), amounts('limits')];
  const sum = (list: readonly number[]) => list.reduce((total, bytes) => total + bytes, 0) * replicas;
  const namespace = valueAt(object, 'metadata', 'namespace') ?? 'default';
  return [
    {
      part: `${namespace}/${valueAt(object, 'metadata', 'name')}`,
      source: 'its manifest',
      ...(requests.length === 0 ? {} : { request: sum(requests) }),
      ...(limits.includes(undefined) ? {} : { limit: sum(limits as number[]) }),
    },
  ];
}

function row(part: string, resources: Json | undefined, times: number): BudgetRow {
  const bytes = (side: 'requests' | 'limits') => {
    const text = valueAt(resources, side, 'memory');
    return text === undefined ? undefined : parseBytes(String(text));
  };
  const [request, limit] = [bytes('requests'), bytes('limits')];
  return {
    part,
    source: 'cilium/values.yaml',
    ...(request === undefined ? {} : { request: request * times }),
    ...(limit === undefined ? {} : { limit: limit * times }),
  };
}
