import { allow, inngestServer, namespace, outside, pods, qdrantStore, redisStore, secretRef } from 'ichor';

/** The namespace as it runs: privileged, and shared with workloads that are not defined here. */
export const apps = namespace('joelclaw', { podSecurity: 'privileged' });

/** The machine that runs Docker. */
export const laptop = outside('laptop');

const tolerations = [{ key: 'node-role.kubernetes.io/control-plane', operator: 'Exists', effect: 'NoSchedule' }] as const;

export const redis = redisStore(apps, {
  // renovate: datasource=docker depName=redis
  image: 'redis:7-alpine',
  storage: '1Gi',
  maxMemory: '256mb',
  maxMemoryPolicy: 'allkeys-lru',
  resources: { requests: { memory: '256Mi' } },
  tolerations,
});

export const qdrant = qdrantStore(apps, {
  // The live pod runs an untagged image: compare its digest first, Qdrant's storage moves up one minor at a time.
  // renovate: datasource=docker depName=qdrant/qdrant
  image: 'qdrant/qdrant:v1.19.1',
  storage: '5Gi',
  resources: { requests: { memory: '512Mi' } },
});

export const inngest = inngestServer(apps, {
  // renovate: datasource=docker depName=inngest/inngest
  image: 'inngest/inngest:v1.44.0',
  imagePullPolicy: 'IfNotPresent',
  storage: '2Gi',
  env: secretRef('system-bus-env'),
  resources: { requests: { memory: '256Mi' } },
  tolerations,
});

/** Runs in the same namespace, from manifests of its own. */
export const worker = pods(apps, 'system-bus-worker', { labels: { app: 'system-bus-worker' }, ports: { http: 3111 } });

/** The worker uses all three; Inngest calls it back. */
export const coreFlows = [allow(worker, [redis, qdrant, inngest]), allow(inngest, worker.port('http'))];
