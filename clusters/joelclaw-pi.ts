import {
  accept,
  cilium,
  controlPlane,
  defineCluster,
  gateway,
  generic,
  lan,
  metal,
  namespace,
  onAddress,
  onHostname,
  pool,
  raspberryPi5,
  secretRef,
  worker as workerNode,
} from 'ichor';
import { coreFlows, inngest, qdrant, redis } from './shared/joelclaw';

const home = lan('192.168.1.0/24');
const addresses = pool('lan', { range: '192.168.1.240-192.168.1.249', l2: {} });

const edge = namespace('edge');
const web = gateway(edge, 'web', { on: { pool: addresses, address: addresses.address(1) }, certificate: secretRef('home-tls') });

const pi = raspberryPi5({ memory: '8GiB' });
const computer = generic({ architecture: 'amd64', interface: 'enp1s0', disk: '/dev/nvme0n1', memory: '16GiB' });

export default defineCluster({
  name: 'joelclaw-pi',
  versions: {
    // renovate: datasource=github-releases depName=siderolabs/talos
    talos: '1.13.9',
    // renovate: datasource=github-releases depName=kubernetes/kubernetes
    kubernetes: '1.36.3',
  },
  platform: metal({
    subnet: '192.168.1.0/24',
    flat: true,
    dhcpRange: '192.168.1.100-192.168.1.199',
    vip: '192.168.1.30',
    nodes: [
      controlPlane('pi-1', { address: '192.168.1.31', machine: pi }),
      controlPlane('pi-2', { address: '192.168.1.32', machine: pi }),
      controlPlane('pi-3', { address: '192.168.1.33', machine: pi }),
      workerNode('nuc-1', { address: '192.168.1.41', machine: computer }),
      workerNode('nuc-2', { address: '192.168.1.42', machine: computer }),
    ],
  }),
  network: cilium({
    // renovate: datasource=github-releases depName=cilium/cilium
    version: '1.20.2',
    hubble: { ui: { hostname: 'hubble.home.example', via: web, from: home } },
  }),
  workloads: [redis, qdrant, inngest],
  expose: [
    onAddress(addresses, addresses.address(0), redis.port('redis'), { from: home }),
    onAddress(addresses, addresses.address(2), qdrant.port('grpc'), { from: home }),
    onHostname('qdrant.home.example', qdrant.port('rest'), { via: web, from: home }),
    onHostname('inngest.home.example', inngest.port('api'), { via: web, from: home }),
    onHostname('connect.inngest.home.example', inngest.port('ws'), { via: web, from: home }),
  ],
  flows: coreFlows,
  policies: 'enforce',
  accept: [
    accept('STO003', 'storage', 'one replica of each, as on the laptop: a node that is away for an upgrade comes back with its data'),
  ],
});
