import type { Context } from './context';

/** Labels of Kubernetes' own domains that a kubelet may set. */
const allowed: ReadonlySet<string> = new Set([
  ...['kubernetes.io/arch', 'kubernetes.io/hostname', 'kubernetes.io/os', 'beta.kubernetes.io/arch', 'beta.kubernetes.io/os'],
  ...['beta.kubernetes.io/instance-type', 'node.kubernetes.io/instance-type'],
  ...['failure-domain.beta.kubernetes.io/region', 'failure-domain.beta.kubernetes.io/zone'],
  ...['topology.kubernetes.io/region', 'topology.kubernetes.io/zone'],
]);

/**
 * Checks what a worker says of itself: Talos labels it with the kubelet's rights, and with those the API server lets nobody
 * set labels of Kubernetes' own domains, but for a few.
 *
 * @see https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/#noderestriction
 * @see kubernetes 1.36.3 plugin/pkg/admission/noderestriction/admission.go (getModifiedLabels)
 */
export function checkWorkerLabels(context: Context, path: string, node: string, labels: Readonly<Record<string, string>>): void {
  for (const key of Object.keys(labels)) {
    const [domain = '', name] = key.split('/');
    const isReserved = name !== undefined && ['kubernetes.io', 'k8s.io'].some((d) => domain === d || domain.endsWith(`.${d}`));
    const isKubelets = ['kubelet.kubernetes.io', 'node.kubernetes.io'].some((d) => domain === d || domain.endsWith(`.${d}`));
    if (!isReserved || isKubelets || allowed.has(key)) continue;
    context.add('NOD009', `${path}.${key}`, `the API server doesn't let a worker set the label '${key}', and Talos would try for ever`, {
      repair: `write a label of your own, or set it from outside: kubectl label node ${node} ${key}=${labels[key]}`,
    });
  }
}
