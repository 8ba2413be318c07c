import type { Toleration } from '../../imports/kubernetes-1.36';
import { keepingAway, type Model, operatorTolerations, type Taint } from '../../lib/model';

/** How many operators there are, and what they tolerate where that isn't what the chart says. */
export interface OperatorPlacement {
  readonly replicas: number;
  readonly tolerations?: Toleration[];
}

/**
 * Two operators where two nodes can run one, since the chart keeps them apart. Where fewer can, they tolerate the taints of
 * control planes as well, beside what the chart lets them tolerate, which a list replaces.
 */
export function operatorPlacement({ platform, nodes: counts }: Model): OperatorPlacement {
  if (platform.kind === 'docker') return { replicas: Math.min(2, counts.schedulable) };
  const able = (tolerated: readonly Toleration[]) =>
    platform.nodes.filter(({ taints }) => keepingAway(taints, tolerated).length === 0).length;
  if (able(operatorTolerations) >= 2) return { replicas: 2 };
  const controlPlanes = platform.nodes.filter(({ role }) => role === 'control-plane');
  const taints = controlPlanes.flatMap((node) => keepingAway(node.taints, operatorTolerations));
  if (taints.length === 0) return { replicas: able(operatorTolerations) };
  const wanted = new Map(taints.map((taint) => [JSON.stringify(tolerationOf(taint)), tolerationOf(taint)]));
  const tolerations = [...operatorTolerations, ...wanted.values()];
  return { replicas: Math.min(2, able(tolerations)), tolerations };
}

function tolerationOf({ key, value, effect }: Taint): Toleration {
  return value === undefined ? { key, operator: 'Exists', effect } : { key, operator: 'Equal', value, effect };
}
