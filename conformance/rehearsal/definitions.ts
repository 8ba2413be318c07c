import {
  bind,
  type CiliumNetwork,
  type Cluster,
  cilium,
  daemonSet,
  defineCluster,
  deployment,
  entity,
  gateway,
  type MetalPlatform,
  metal,
  namespace,
  onAddress,
  onHostname,
  outside,
  pool,
  secretRef,
} from 'ichor';
import joelclaw from '../../clusters/joelclaw';
import joelclawPi from '../../clusters/joelclaw-pi';
import { inngest, qdrant, redis } from '../../clusters/shared/joelclaw';
import { type CiliumMinor, pins } from '../pins';

const real = joelclawPi.definition;
const { options: machines } = real.platform as MetalPlatform;
const { options: network } = real.network as CiliumNetwork;

const office = outside('office');
const edge = namespace('edge');
const routed = pool('routed', {
  range: '10.80.0.0/24',
  bgp: {
    asn: 64512,
    nodes: { rack: 'a' },
    peers: [
      { address: '192.168.1.1', asn: 64500, password: secretRef('router-password') },
      { address: '192.168.1.2', asn: 64501 },
    ],
  },
});
const open = gateway(edge, 'open', { on: { pool: routed, address: '10.80.0.10' } });
const passing = gateway(edge, 'passing', {
  on: { pool: routed, address: '10.80.0.11' },
  certificate: secretRef('office-tls'),
  httpPort: 8080,
});

const dedicated = { key: 'dedicated', value: 'data', effect: 'NoSchedule' } as const;
const labels = { rack: 'a' };

/** Two pods for one node, which takes no others. */
const archive = deployment(edge, 'archive', {
  image: 'example.org/archive:1.0',
  ports: { http: 8080 },
  replicas: 2,
  nodeSelector: labels,
  tolerations: [{ key: dedicated.key, operator: 'Equal', value: dedicated.value, effect: dedicated.effect }],
});

/** A pod on each node but the one that takes only its own. */
const collector = daemonSet(edge, 'collector', { image: 'example.org/collector:1.0' });

/**
 * The committed cluster of machines with its addresses announced to routers, one of its nodes set apart, an address that Services of two
 * namespaces share with a gateway, and every kind of route.
 */
export function routedCluster(minor: CiliumMinor): Cluster {
  return defineCluster({
    ...real,
    platform: metal({
      ...machines,
      nodes: machines.nodes.map((node) =>
        node.name === 'nuc-2' ? { ...node, options: { ...node.options, labels, taints: [dedicated] } } : node,
      ),
    }),
    network: cilium({ version: pins.cilium[minor], id: 7 }),
    workloads: [redis, qdrant, inngest, archive, collector],
    expose: [
      onAddress(routed, '10.80.0.5', redis.port('redis'), { from: office, externalTrafficPolicy: 'Local' }),
      onAddress(routed, '10.80.0.10', qdrant.port('grpc'), { from: office }),
      onAddress(routed, '10.80.0.10', inngest.port('ws'), { from: office }),
      onHostname('inngest.example.com', inngest.port('api'), { via: open, from: entity('world') }),
      onHostname('qdrant.example.com', qdrant.port('grpc'), { via: open, from: entity('world'), protocol: 'grpc' }),
      onHostname('archive.example.com', archive.port('http'), { via: passing, from: office }),
      onHostname('connect.example.com', inngest.port('ws'), { via: passing, from: office, protocol: 'tls' }),
    ],
    roles: [bind(office, { in: '10.20.0.0/16' })],
  });
}

/** The clusters that are rehearsed: those that are committed, and what they leave out. */
export const definitions: readonly (readonly [title: string, cluster: Cluster])[] = [
  ['joelclaw', joelclaw],
  ['joelclaw-pi', joelclawPi],
  ['joelclaw-pi with Cilium 1.19', defineCluster({ ...real, network: cilium({ ...network, version: pins.cilium['1.19'], values: {} }) })],
  ['joelclaw-pi with routers', routedCluster('1.20')],
  ['joelclaw-pi with routers and Cilium 1.19', routedCluster('1.19')],
];
