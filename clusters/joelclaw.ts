import { cilium, controlPlanes, defineCluster, docker, onHost } from 'ichor';
import { coreFlows, inngest, laptop, qdrant, redis } from './shared/joelclaw';

export default defineCluster({
  name: 'joelclaw',
  versions: {
    // renovate: datasource=github-releases depName=siderolabs/talos
    talos: '1.13.9',
    // renovate: datasource=github-releases depName=kubernetes/kubernetes
    kubernetes: '1.36.3',
  },
  platform: docker({ host: laptop, provider: 'colima', memory: '6GiB', cpus: 4, nodes: controlPlanes(1) }),
  network: cilium({
    // renovate: datasource=github-releases depName=cilium/cilium
    version: '1.20.2',
    hubble: { ui: true },
  }),
  workloads: [redis, qdrant, inngest],
  expose: [
    onHost(6379, redis.port('redis')),
    onHost(6333, qdrant.port('rest')),
    onHost(6334, qdrant.port('grpc')),
    onHost(8288, inngest.port('api')),
    onHost(8289, inngest.port('ws')),
  ],
  flows: coreFlows,
  policies: 'enforce',
});
