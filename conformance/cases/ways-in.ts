import {
  type ClusterDefinition,
  cilium,
  controlPlane,
  defineCluster,
  gateway,
  generic,
  lan,
  type MetalPlatform,
  metal,
  namespace,
  onAddress,
  onHostname,
  pods,
  pool,
  secretRef,
  worker,
} from 'ichor';
import joelclawPi from '../../clusters/joelclaw-pi';
import { inngest, qdrant, redis } from '../../clusters/shared/joelclaw';
import type { Case } from '../case';
import { type CiliumMinor, pins } from '../pins';

const real: ClusterDefinition = joelclawPi.definition;
const { options } = real.platform as MetalPlatform;
const home = lan('192.168.1.0/24');
const edge = namespace('edge');
const certificate = secretRef('home-tls');

const placed = metal({
  ...options,
  nodes: options.nodes.map((node) => {
    const [make, place] = node.role === 'worker' ? [worker, 'rack'] : [controlPlane, 'shelf'];
    return make(node.name, { ...node.options, labels: { 'example.org/place': place } });
  }),
});

const onRack = pool('lan', {
  range: '192.168.1.240/29',
  l2: { nodes: { 'example.org/place': 'rack' }, interfaces: ['^enp.*$'], leaseDuration: 6, leaseRenewDeadline: 3, leaseRetryPeriod: 1 },
});

const far = { address: '10.99.0.1', asn: 64499, password: secretRef('far') };
const near = { address: '192.168.1.1', asn: 64500 };
const timings = { holdTime: 9, keepAliveTime: 3, gracefulRestartTime: 15 };
const shelf = pool('shelf', {
  range: '10.80.0.0/28',
  bgp: { asn: 64512, peers: [near, far], nodes: { 'example.org/place': 'shelf' }, ...timings },
});
const rack = pool('rack', {
  range: '10.80.1.10-10.80.1.20',
  bgp: { asn: 64513, peers: [near], nodes: { 'example.org/place': 'rack' } },
});

const nodesOwn = gateway(edge, 'web', {
  on: { hostNetwork: true, nodes: { 'example.org/place': 'rack' } },
  certificate,
  http: 'off',
  httpsPort: 8443,
});
const shared = gateway(edge, 'web', { on: { pool: onRack, address: '192.168.1.241' }, certificate, http: 'serve' });
const second = gateway(edge, 'second', { on: { pool: onRack, address: '192.168.1.242' }, httpPort: 8080 });
const theirs = pods(namespace('theirs'), 'api', { labels: { app: 'api' }, ports: { http: 3000 } });

const computer = generic({ architecture: 'amd64', interface: 'bond0.10', disk: '/dev/sda', memory: '8GiB' });
const core = { key: 'example.org/core', value: 'yes', effect: 'NoSchedule' } as const;

/** Pools, routers and gateways away from their defaults, and operators with few nodes to run on. */
export const wayInCases: readonly Case[] = (Object.keys(pins.cilium) as CiliumMinor[]).flatMap((minor) => {
  const network = cilium({ version: pins.cilium[minor] });
  const variant = (name: string, changes: Partial<ClusterDefinition>): Case => ({
    name: `ways in: ${name}, Cilium ${minor}`,
    cluster: defineCluster({ ...real, platform: placed, network, ...changes }),
  });
  return [
    variant('some nodes answer for addresses that several have', {
      expose: [
        onAddress(onRack, '192.168.1.241', redis.port('redis'), { from: home, port: 16379 }),
        onAddress(onRack, '192.168.1.241', qdrant.port('grpc'), { from: home }),
        onHostname('inngest.home.example', inngest.port('api'), { via: shared, from: home }),
      ],
    }),
    variant('routers of two places', {
      expose: [
        onAddress(shelf, '10.80.0.5', redis.port('redis'), { from: home, externalTrafficPolicy: 'Local' }),
        onAddress(rack, '10.80.1.10', qdrant.port('grpc'), { from: home }),
      ],
    }),
    variant('ports of some nodes, beside TLS that is passed on', {
      expose: [
        onHostname('*.home.example', inngest.port('api'), { via: nodesOwn, from: home }),
        onHostname('qdrant.home.example', qdrant.port('rest'), { via: nodesOwn, from: home, protocol: 'tls' }),
      ],
    }),
    variant('one route through two gateways, paths, and pods of others', {
      expose: [
        onHostname('inngest.home.example', inngest.port('api'), { via: shared, from: home }),
        onHostname('inngest.home.example', inngest.port('api'), { via: second, from: home }),
        onHostname('inngest.home.example', theirs.port('http'), { via: second, from: home, path: '/their/api-v1' }),
        onHostname('grpc.home.example', qdrant.port('grpc'), { via: second, from: home, protocol: 'grpc' }),
      ],
    }),
    variant("Hubble's page, where policies are observed", {
      policies: 'observe',
      network: cilium({
        version: pins.cilium[minor],
        hubble: { ui: { hostname: 'hubble.home.example', via: shared, from: home }, export: { path: '/var/log/hubble/flows.log' } },
      }),
      expose: [],
    }),
    variant('control planes that are for nothing else', {
      platform: metal({
        ...options,
        nodes: [
          controlPlane('cp-1', { address: '192.168.1.31', machine: computer, taints: [core] }),
          worker('w-1', { address: '192.168.1.41', machine: computer }),
        ],
      }),
      expose: [
        onAddress(pool('lan', { range: '192.168.1.240-192.168.1.249', l2: {} }), '192.168.1.240', redis.port('redis'), { from: home }),
      ],
    }),
  ];
});
