import type * as k8s from '../imports/kubernetes-1.36';
import { type JsonObject, overlay } from '../lib/base';
import type { ClaimOptions, Model, WorkloadModel } from '../lib/model';
import { inLayer, type LayeredObject } from './object';
import { defined, podTemplate } from './pod-template';

/** The controllers of the workloads that Ichor emits, each with the user's patch laid over. */
export function workloads(model: Model): LayeredObject[] {
  return model.workloads.map((workload) => {
    const object = inLayer('workloads', controllers[workload.controller](workload), workload.at);
    return { ...object, object: overlay(object.object, (workload.options.patch ?? {}) as JsonObject) };
  });
}

const controllers = { StatefulSet: statefulSet, Deployment: deployment, DaemonSet: daemonSet, CronJob: cronJob } as const;

function metadata({ name, namespace }: WorkloadModel): k8s.ObjectMeta {
  return { name, namespace };
}

function statefulSet(workload: WorkloadModel): k8s.StatefulSet {
  const { options } = workload;
  const claims = Object.entries(options.claims ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: metadata(workload),
    spec: defined<k8s.StatefulSetSpec>({
      replicas: options.replicas ?? 1,
      serviceName: options.serviceName ?? workload.name,
      podManagementPolicy: options.podManagementPolicy,
      selector: { matchLabels: { ...workload.labels } },
      template: podTemplate(workload),
      volumeClaimTemplates: claims.length === 0 ? undefined : claims.map(([name, claim]) => claimTemplate(name, claim)),
    }),
  };
}

/** `apiVersion` and `kind` are left out, as in the live templates: the API server takes either, and the field can't change. */
function claimTemplate(name: string, { size, accessModes = ['ReadWriteOnce'], storageClass }: ClaimOptions): k8s.PersistentVolumeClaim {
  const template: Omit<k8s.PersistentVolumeClaim, 'apiVersion' | 'kind'> = {
    metadata: { name },
    spec: defined<k8s.PersistentVolumeClaimSpec>({
      accessModes,
      storageClassName: storageClass,
      resources: { requests: { storage: size } },
    }),
  };
  return template as k8s.PersistentVolumeClaim;
}

function deployment(workload: WorkloadModel): k8s.Deployment {
  const { options } = workload;
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: metadata(workload),
    spec: defined<k8s.DeploymentSpec>({
      replicas: options.replicas ?? 1,
      strategy: options.strategy === undefined ? undefined : { type: options.strategy },
      selector: { matchLabels: { ...workload.labels } },
      template: podTemplate(workload),
    }),
  };
}

function daemonSet(workload: WorkloadModel): k8s.DaemonSet {
  return {
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata: metadata(workload),
    spec: { selector: { matchLabels: { ...workload.labels } }, template: podTemplate(workload) },
  };
}

function cronJob(workload: WorkloadModel): k8s.CronJob {
  const { options } = workload;
  return {
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata: metadata(workload),
    spec: defined<k8s.CronJobSpec>({
      schedule: options.schedule as string,
      timeZone: options.timeZone,
      concurrencyPolicy: options.concurrencyPolicy ?? 'Forbid',
      jobTemplate: { spec: { template: podTemplate(workload) } },
    }),
  };
}
