import { startingVersions } from './versions';

/** Where a cluster that begins can run. */
export type PlatformName = 'docker' | 'metal';

/** What differs in a new definition by where the cluster runs. */
interface Variant {
  readonly imports: readonly string[];
  /** What is declared in front of the workloads. */
  readonly outside: string;
  readonly platform: string;
  readonly expose: string;
}

const docker: Variant = {
  imports: ['docker', 'onHost', 'outside'],
  outside: `/** The machine that runs Docker: the client of every port under \`expose\`. */
const laptop = outside('laptop');
`,
  platform: `  platform: docker({
    host: laptop,
    // What runs Docker: 'engine' is Docker Engine on Linux; others are 'colima', 'docker-desktop', and 'other' with hostAddress.
    provider: 'engine',
    memory: '4GiB',
    cpus: 2,
  }),
`,
  expose: `  // Ports of this machine. Each is a flow from the laptop as well, so it needs no other.
  expose: [onHost(8080, web.port('http'))],
`,
};

const metal: Variant = {
  imports: ['controlPlane', 'generic', 'lan', 'metal', 'onAddress', 'pool', 'worker'],
  outside: `/** The network that the nodes are in, and who uses the cluster from there. */
const home = lan('192.168.1.0/24');

/** Addresses of that network that nothing else has, for what is published. */
const addresses = pool('lan', { range: '192.168.1.240-192.168.1.249', l2: {} });

/** Links and disks as the machines call them: talosctl get links (or disks) --insecure --nodes ADDRESS. */
const computer = generic({ architecture: 'amd64', interface: 'enp1s0', disk: '/dev/nvme0n1' });
`,
  platform: `  platform: metal({
    subnet: '192.168.1.0/24',
    // All nodes are on one switch: pods of different nodes then talk without a tunnel.
    flat: true,
    // What the router hands out to others; nothing here may lie in it.
    dhcpRange: '192.168.1.100-192.168.1.199',
    // One control plane, three or five; with several, \`vip\` gives the API server an address that one of them always has.
    nodes: [
      controlPlane('node-1', { address: '192.168.1.31', machine: computer }),
      // A Raspberry Pi 5 is { machine: raspberryPi5() }: its link, its disk and its image are known.
      worker('node-2', { address: '192.168.1.32', machine: computer }),
    ],
  }),
`,
  expose: `  // An address for what isn't HTTP; onHostname(…, { via: gateway(…) }) publishes many host names at one address.
  expose: [onAddress(addresses, '192.168.1.240', web.port('http'), { from: home })],
`,
};

const variants: Readonly<Record<PlatformName, Variant>> = { docker, metal };

/** The text of `clusters/<name>.ts` for a new cluster: small, complete, and explained where it will be edited. */
export function definitionTemplate(name: string, on: PlatformName = 'docker'): string {
  const { talos, kubernetes, cilium } = startingVersions();
  const { imports, outside, platform, expose } = variants[on];
  const names = ['allow', 'cilium', 'defineCluster', 'deployment', 'namespace', 'pods', ...imports].sort();
  const line = `import { ${names.join(', ')} } from 'ichor';`;
  return `${line.length <= 140 ? line : `import {\n${names.map((n) => `  ${n},\n`).join('')}} from 'ichor';`}

${outside}
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
${platform}  network: cilium({
    // renovate: datasource=github-releases depName=cilium/cilium
    version: '${cilium}',
  }),
  workloads: [web],
${expose}  // Who else may talk to whom; what isn't said here is denied.
  flows: [allow(client, web.port('http'))],
  // 'observe' emits policies that deny nothing yet: the way into a cluster that is in use.
  policies: 'enforce',
});
`;
}
