import { startingVersions } from './versions';

/** The text of `clusters/<name>.ts` for a new cluster: small, complete, and explained where it will be edited. */
export function definitionTemplate(name: string): string {
  const { talos, kubernetes, cilium } = startingVersions();
  return `import { allow, cilium, defineCluster, deployment, docker, namespace, onHost, outside, pods } from 'ichor';

/** The machine that runs Docker: the client of every port under \`expose\`. */
const laptop = outside('laptop');

const apps = namespace('apps');

/** An example to replace: a web server that answers with what it was asked. */
const web = deployment(apps, 'web', {
  // renovate: datasource=docker depName=traefik/whoami
  image: 'traefik/whoami:v1.11.0',
  args: ['--port', '8080'],
  ports: { http: 8080 },
  probes: { readiness: { httpGet: { path: '/health', port: 'http' } } },
  resources: { requests: { cpu: '10m', memory: '16Mi' }, limits: { memory: '64Mi' } },
});

/** Pods that come from elsewhere are peers: known by their labels, never emitted. */
const client = pods(apps, 'client', { labels: { app: 'client' } });

export default defineCluster({
  name: '${name}',
  versions: {
    // renovate: datasource=github-releases depName=siderolabs/talos
    talos: '${talos}',
    // Always said: newer releases of Talos default to one that Cilium isn't tested with.
    // renovate: datasource=github-releases depName=kubernetes/kubernetes
    kubernetes: '${kubernetes}',
  },
  platform: docker({
    host: laptop,
    // What runs Docker: 'engine' is Docker Engine on Linux; others are 'colima', 'docker-desktop', and 'other' with hostAddress.
    provider: 'engine',
    memory: '4GiB',
    cpus: 2,
  }),
  network: cilium({
    // renovate: datasource=github-releases depName=cilium/cilium
    version: '${cilium}',
  }),
  workloads: [web],
  // Ports of this machine. Each is a flow from the laptop as well, so it needs no other.
  expose: [onHost(8080, web.port('http'))],
  // Who else may talk to whom; what isn't said here is denied.
  flows: [allow(client, web.port('http'))],
  // 'observe' emits policies that deny nothing yet: the way into a cluster that is in use.
  policies: 'enforce',
});
`;
}
