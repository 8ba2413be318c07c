/**
 * The objects of joelclaw as they run, as far as an adoption must keep them.
 *
 * Source: github.com/joelhooks/joelclaw, folder k8s/, commits ec09492f (February 2026, with Qdrant) and 46c21139 (August 2026).
 */
export const live = {
  redis: {
    serviceName: 'redis',
    claim: { name: 'data', size: '1Gi', mountPath: '/data' },
    ports: [{ containerPort: 6379 }],
    command: ['redis-server', '--appendonly', 'yes', '--maxmemory', '256mb', '--maxmemory-policy', 'allkeys-lru'],
    image: 'redis:7-alpine',
    liveness: { exec: { command: ['redis-cli', 'ping'] }, initialDelaySeconds: 5, periodSeconds: 30 },
    readiness: { exec: { command: ['redis-cli', 'ping'] }, initialDelaySeconds: 3, periodSeconds: 10 },
    service: { name: 'redis', ports: [{ port: 6379, targetPort: 6379 }] },
  },
  qdrant: {
    serviceName: 'qdrant',
    claim: { name: 'storage', size: '5Gi', mountPath: '/qdrant/storage' },
    ports: [
      { containerPort: 6333, name: 'rest' },
      { containerPort: 6334, name: 'grpc' },
    ],
    image: 'qdrant/qdrant',
    liveness: { httpGet: { path: '/healthz', port: 6333 }, initialDelaySeconds: 10, periodSeconds: 30 },
    readiness: { httpGet: { path: '/readyz', port: 6333 }, initialDelaySeconds: 5, periodSeconds: 10 },
    service: {
      name: 'qdrant',
      ports: [
        { name: 'rest', port: 6333, targetPort: 6333 },
        { name: 'grpc', port: 6334, targetPort: 6334 },
      ],
    },
  },
  inngest: {
    serviceName: 'inngest',
    claim: { name: 'data', size: '2Gi', mountPath: '/data' },
    ports: [
      { containerPort: 8288, name: 'api' },
      { containerPort: 8289, name: 'ws' },
    ],
    args: ['inngest', 'start', '--verbose'],
    env: [{ name: 'INNGEST_SQLITE_DIR', value: '/data' }],
    envFrom: [{ secretRef: { name: 'system-bus-env' } }],
    image: 'inngest/inngest',
    imagePullPolicy: 'IfNotPresent',
    liveness: { httpGet: { path: '/health', port: 8288 }, initialDelaySeconds: 10, periodSeconds: 30 },
    readiness: { httpGet: { path: '/health', port: 8288 }, initialDelaySeconds: 5, periodSeconds: 10 },
    service: {
      name: 'inngest-svc',
      ports: [
        { name: 'api', port: 8288, targetPort: 8288 },
        { name: 'ws', port: 8289, targetPort: 8289 },
      ],
    },
  },
} as const;
