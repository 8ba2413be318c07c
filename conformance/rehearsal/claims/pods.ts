import { valueAt } from '../../../lib/base';
import type { Resource } from '../api';
import { unlike } from '../conditions';
import { liveObjects } from '../rehearse';
import { about, type Claim } from './claim';

/** Every controller has the pods that it asks for, every claim its volume, and every pod is Ready or done. */
export const podsAreReady: Claim = async (rehearsal) => {
  const { api } = rehearsal.cluster;
  const controllers = await liveObjects(rehearsal, 'Deployment', 'StatefulSet', 'DaemonSet', 'Job');
  const pods = await api.list({ apiVersion: 'v1', kind: 'Pod' });
  const claims = await api.list({ apiVersion: 'v1', kind: 'PersistentVolumeClaim' });
  return [
    ...controllers.flatMap((controller) => about(controller, lacking(controller))),
    ...pods.flatMap((pod) => about(pod, unready(pod))),
    ...claims.flatMap((claim) => about(claim, phaseOf(claim) === 'Bound' ? [] : [`is ${phaseOf(claim)}`])),
  ];
};

function lacking(controller: Resource): string[] {
  const number = (...path: string[]) => Number(valueAt(controller, ...path) ?? 0);
  if (controller.kind === 'Job') return unlike(controller.status, { Complete: 'True' });
  const [ready, wanted] =
    controller.kind === 'DaemonSet'
      ? [number('status', 'numberReady'), number('status', 'desiredNumberScheduled')]
      : [number('status', 'readyReplicas'), number('spec', 'replicas')];
  const seen = number('status', 'observedGeneration') === controller.metadata.generation;
  return seen && ready === wanted ? [] : [`${ready} of ${wanted} pods are ready${seen ? '' : ', and it was not looked at yet'}`];
}

function unready(pod: Resource): string[] {
  if (phaseOf(pod) === 'Succeeded') return [];
  const scheduled = unlike(pod.status, { PodScheduled: 'True' });
  return scheduled.length > 0 ? scheduled : unlike(pod.status, { Ready: 'True' });
}

function phaseOf(object: Resource): unknown {
  return valueAt(object, 'status', 'phase');
}
