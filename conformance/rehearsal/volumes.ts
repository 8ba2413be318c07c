import { setTimeout as pause } from 'node:timers/promises';
import { type JsonObject, valueAt } from '../../lib/base';
import { type Api, Refused, type Resource } from './api';

const selectedNode = 'volume.kubernetes.io/selected-node';

/**
 * Plays the provisioner of volumes, whose pod is only played itself: a claim that the scheduler has found a node for gets a
 * volume there, as Local Path Provisioner would make it. The controller manager binds the two.
 */
export async function provideVolumes(api: Api, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const claims = await api.list({ apiVersion: 'v1', kind: 'PersistentVolumeClaim' });
    for (const claim of claims.filter(isWaiting)) await provide(api, claim);
    await pause(250, undefined, { signal }).catch(() => undefined);
  }
}

function isWaiting(claim: Resource): boolean {
  return valueAt(claim, 'status', 'phase') === 'Pending' && valueAt(claim, 'metadata', 'annotations', selectedNode) !== undefined;
}

async function provide(api: Api, claim: Resource): Promise<void> {
  try {
    await api.create(volumeFor(claim));
  } catch (error) {
    if (!(error instanceof Refused) || error.reason !== 'AlreadyExists') throw error;
  }
}

function volumeFor(claim: Resource): JsonObject {
  const { name, namespace = '', uid = '' } = claim.metadata;
  const node = valueAt(claim, 'metadata', 'annotations', selectedNode) as string;
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolume',
    metadata: { name: `pvc-${uid}` },
    spec: {
      accessModes: valueAt(claim, 'spec', 'accessModes'),
      capacity: { storage: valueAt(claim, 'spec', 'resources', 'requests', 'storage') },
      claimRef: { apiVersion: 'v1', kind: 'PersistentVolumeClaim', name, namespace, uid },
      hostPath: { path: `/nowhere/${uid}` },
      nodeAffinity: {
        required: { nodeSelectorTerms: [{ matchExpressions: [{ key: 'kubernetes.io/hostname', operator: 'In', values: [node] }] }] },
      },
      persistentVolumeReclaimPolicy: 'Delete',
      storageClassName: valueAt(claim, 'spec', 'storageClassName'),
      volumeMode: valueAt(claim, 'spec', 'volumeMode'),
    },
  };
}
