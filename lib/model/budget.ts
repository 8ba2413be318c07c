import { parseBytes } from '../base';
import type { Model } from './model';
import type { Resources } from './workload-options';

/** A row of the budget: memory of one part of the cluster, in bytes; `undefined` where nobody says. */
export interface BudgetRow {
  readonly part: string;
  readonly request?: number;
  readonly limit?: number;
  /** Where the figures come from. */
  readonly source: string;
}

/** Memory that the cluster asks for, against what the platform gives one node. */
export interface Budget {
  readonly rows: readonly BudgetRow[];
  readonly requests: number;
  readonly limits: number;
  readonly available: number;
}

const Mi = 2 ** 20;

/** What Talos and Kubernetes ask for on a control-plane node. */
const system: readonly BudgetRow[] = [
  {
    part: 'Talos and kubelet (reserved)',
    request: 512 * Mi,
    source: 'talos v1.13.9 pkg/machinery/constants/constants.go (KubeletSystemReservedMemoryControlPlane)',
  },
  { part: 'kube-apiserver', request: 512 * Mi, source: 'talos, internal/app/machined/pkg/controllers/k8s/control_plane_static_pod.go' },
  { part: 'kube-controller-manager', request: 256 * Mi, source: 'the same file' },
  { part: 'kube-scheduler', request: 64 * Mi, source: 'the same file' },
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

/** Requests of Cilium's other parts: what the chart proposes in its comments, Envoy and relay after what a small cluster uses. */
export const ciliumParts: Readonly<Record<'operator' | 'envoy' | 'relay' | 'ui', Required<Pick<Resources, 'requests'>>>> = {
  operator: { requests: { cpu: '50m', memory: '128Mi' } },
  envoy: { requests: { cpu: '50m', memory: '128Mi' } },
  relay: { requests: { cpu: '10m', memory: '64Mi' } },
  ui: { requests: { cpu: '10m', memory: '64Mi' } },
};

/** The memory budget of a definition: what is asked for and what is allowed, part by part. */
export function budgetOf(model: Model): Budget {
  const rows = [...system, ...networkRows(model), ...workloadRows(model)];
  const sum = (side: 'request' | 'limit') => rows.reduce((total, row) => total + (row[side] ?? 0), 0);
  return { rows, requests: sum('request'), limits: sum('limit'), available: model.platform.memory.bytes };
}

function networkRows(model: Model): readonly BudgetRow[] {
  const cilium = model.network.cilium;
  if (cilium === undefined) return flannel;
  const part = (name: string, resources: Resources, times = 1) => row(name, resources, 'values.yaml of this cluster', times);
  return [
    part('cilium-agent', cilium.resources),
    part('cilium-envoy', ciliumParts.envoy),
    part('cilium-operator', ciliumParts.operator),
    ...(cilium.hubble.relay ? [part('hubble-relay', ciliumParts.relay)] : []),
    ...(cilium.hubble.ui ? [part('hubble-ui, two containers', ciliumParts.ui, 2)] : []),
  ];
}

function workloadRows(model: Model): BudgetRow[] {
  return model.workloads.map((w) => row(w.key, w.options.resources ?? {}, 'the definition', w.options.replicas ?? 1));
}

function row(part: string, { requests, limits }: Resources, source: string, times = 1): BudgetRow {
  const bytes = (text: string | undefined) => (text === undefined ? undefined : parseBytes(text));
  const [request, limit] = [bytes(requests?.memory), bytes(limits?.memory)];
  return {
    part,
    source,
    ...(request === undefined ? {} : { request: request * times }),
    ...(limit === undefined ? {} : { limit: limit * times }),
  };
}
