import type { NodeModel } from '../lib/model';

/** The taint and the label that Talos gives to every control plane, to keep workloads and load balancers off it. */
export const controlPlaneTaint = 'node-role.kubernetes.io/control-plane';

/** The label that has them in common with no other node. */
export const controlPlaneRole = 'node-role.kubernetes.io/control-plane';

/** @see {@link controlPlaneTaint} */
export const excludedFromLoadBalancers = 'node.kubernetes.io/exclude-from-external-load-balancers';

type Tainted = Pick<NodeModel, 'taints'>;

/** Whether a control plane runs workloads as well: it does unless its own taints have the one that Talos would give it. */
export function takesWorkloads({ taints }: Tainted): boolean {
  return !taints.some(({ key, effect }) => key === controlPlaneTaint && effect === 'NoSchedule');
}

/** Whether any control plane takes workloads. */
export function controlPlanesTakeWorkloads(nodes: readonly NodeModel[]): boolean {
  return nodes.some((node) => node.role === 'control-plane' && takesWorkloads(node));
}

/** Taints as Talos writes them: the effect by key, behind the value where there is one. */
export function taintMap({ taints }: Tainted): Record<string, string> {
  return Object.fromEntries(taints.map(({ key, value, effect }) => [key, value === undefined ? effect : `${value}:${effect}`]));
}
