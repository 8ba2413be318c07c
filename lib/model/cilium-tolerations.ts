import type { Toleration } from '../../imports/kubernetes-1.36';
import type { Taint } from './platform/metal';

/**
 * Taints that the chart lets Cilium's operator tolerate. It is the same list in both minors; certgen, relay and UI tolerate
 * none, agents and Envoy all.
 *
 * @see cilium 1.20.2 install/kubernetes/cilium/values.yaml (operator.tolerations)
 */
export const operatorTolerations: readonly Toleration[] = [
  { key: 'node-role.kubernetes.io/control-plane', operator: 'Exists' },
  { key: 'node-role.kubernetes.io/master', operator: 'Exists' },
  { key: 'node.kubernetes.io/not-ready', operator: 'Exists' },
  { key: 'node.cloudprovider.kubernetes.io/uninitialized', operator: 'Exists' },
];

/** The taints that keep away pods with these tolerations. */
export function keepingAway(taints: readonly Taint[], tolerated: readonly Toleration[]): Taint[] {
  return taints.filter((taint) => taint.effect !== 'PreferNoSchedule' && !tolerated.some((toleration) => tolerates(toleration, taint)));
}

function tolerates({ key, operator, value = '', effect }: Toleration, taint: Taint): boolean {
  const isMeant = key === taint.key || (key === undefined && operator === 'Exists');
  return isMeant && (effect === undefined || effect === taint.effect) && (operator === 'Exists' || value === (taint.value ?? ''));
}
