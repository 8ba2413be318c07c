import { type Remark, unknown, wrong } from '../../base';
import type { Surroundings } from '../plan/commands';
import { objectsOf, textAt } from './kubectl';
import type { Pod } from './pods';

/** Pods that run and that Cilium doesn't know: they began before it, and no policy is enforced on them. */
export async function unmanaged(pods: readonly Pod[], surroundings: Surroundings): Promise<readonly Remark[]> {
  const endpoints = await objectsOf(surroundings, ['get', 'ciliumendpoints.cilium.io', '--all-namespaces']);
  if ('why' in endpoints) return [unknown(endpoints.why)];
  const known = new Set(
    endpoints.map((endpoint) => `${textAt(endpoint, 'metadata', 'namespace')}/${textAt(endpoint, 'metadata', 'name')}`),
  );
  return pods
    .filter(({ running, hostNetwork, namespace, name }) => running && !hostNetwork && !known.has(`${namespace}/${name}`))
    .map(({ namespace, name }) =>
      wrong(
        `${namespace}/${name} is not managed by Cilium, and no policy holds for it: kubectl --namespace ${namespace} delete pod ${name} lets its controller make it anew`,
      ),
    );
}
