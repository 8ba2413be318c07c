import {
  bind,
  type ClusterDefinition,
  cilium,
  controlPlane,
  defineCluster,
  entity,
  flannel,
  type Gateway,
  gateway,
  generic,
  lan,
  type MetalOptions,
  type MetalPlatform,
  metal,
  namespace,
  onAddress,
  onHostname,
  outside,
  pool,
  raspberryPi5,
  secretRef,
  worker,
} from 'ichor';
import joelclawPi from '../../clusters/joelclaw-pi';
import { inngest, qdrant, redis } from '../../clusters/shared/joelclaw';
import type { Case } from '../case';
import { pins } from '../pins';

const real: ClusterDefinition = joelclawPi.definition;
const { options } = real.platform as MetalPlatform;
const { vip: _, ...withoutVip } = options;
const home = lan('192.168.1.0/24');
const office = outside('office');

/** The real cluster on metal with other options. */
function variant(name: string, changes: Partial<ClusterDefinition>, own?: Case['own']): Case {
  return { name: `metal: ${name}`, cluster: defineCluster({ ...real, ...changes }), ...(own === undefined ? {} : { own }) };
}

/** The same on other machines. */
function on(changes: Partial<MetalOptions>): Partial<ClusterDefinition> {
  return { platform: metal({ ...options, ...changes }) };
}

/** Cilium, with these options and no others. */
function ciliumWith(own: Partial<Parameters<typeof cilium>[0]> = {}) {
  return cilium({ version: pins.cilium['1.20'], ...own });
}

const kubernetes = pins.kubernetes;

/** Talos releases on metal: of 1.14 one that can be installed anew. */
const releases = {
  '1.12': { talos: pins.talos['1.12'], kubernetes: '1.35.0' },
  '1.13': { talos: pins.talos['1.13'], kubernetes },
  '1.14': { talos: '1.14.2', kubernetes },
  '1.14, upgraded from 1.13': { talos: '1.14.2', kubernetes, talosContract: '1.13' },
} as const satisfies Record<string, ClusterDefinition['versions']>;

const computer = generic({ architecture: 'amd64', interface: 'enp1s0', disk: { serial: 'S4EVNX0R' } });
const board = generic({
  architecture: 'arm64',
  interface: 'eth0',
  disk: { model: 'CT500*' },
  extensions: ['siderolabs/util-linux-tools', 'siderolabs/iscsi-tools'],
  kernelArguments: ['console=ttyS2,1500000n8', 'net.ifnames=0'],
});

const routers = pool('routed', {
  range: '10.80.0.0/24',
  bgp: { asn: 64512, peers: [{ address: '192.168.1.1', asn: 64500, password: secretRef('router-password') }] },
});

/** Every kind of machine, disk, link, label and taint; one control plane keeps workloads off, as Talos would by itself. */
const everyMachine: MetalOptions['nodes'] = [
  controlPlane('cp-1', {
    address: '192.168.1.31',
    machine: raspberryPi5({ offloads: true, configTxtAppend: 'dtparam=pciex1_gen=3', disk: { serial: '0x12345678' } }),
    taints: [{ key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' }],
    labels: { 'example.org/board': 'yes' },
    links: [{ interface: 'enu1', address: '10.9.0.31/24' }],
  }),
  controlPlane('cp-2', {
    address: '192.168.1.32',
    machine: raspberryPi5(),
    dhcp: true,
    taints: [{ key: 'example.org/slow', value: 'yes', effect: 'PreferNoSchedule' }],
  }),
  controlPlane('cp-3', { address: '192.168.1.33', machine: computer, interface: 'eno1', disk: { wwid: 'eui.0025388b01' } }),
  worker('w-1', {
    address: '192.168.1.41',
    machine: computer,
    labels: { 'topology.kubernetes.io/zone': 'rack-1' },
    taints: [
      { key: 'dedicated', value: 'data', effect: 'PreferNoSchedule' },
      { key: 'example.org/bare', effect: 'PreferNoSchedule' },
    ],
    links: [
      { interface: 'enp2s0', address: '10.9.0.41/24', mtu: 9000 },
      { interface: 'enp3s0', address: 'dhcp' },
    ],
  }),
  worker('w-2', { address: '192.168.1.42', machine: board, dhcp: true }),
  worker('w-3', { address: '192.168.7.43', subnet: '192.168.7.0/24', router: '192.168.7.254', machine: board, disk: '/dev/sda' }),
];

/** Control planes as Talos has them by itself. */
const dedicated: MetalOptions['nodes'] = options.nodes.map((node) =>
  node.role === 'worker'
    ? node
    : controlPlane(node.name, { ...node.options, taints: [{ key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' }] }),
);

const web = gateway(namespace('edge'), 'web', { on: { hostNetwork: true }, certificate: secretRef('home-tls') });
const open = gateway(namespace('edge'), 'open', { on: { pool: routers, address: '10.80.0.10' } });

/** Ways in from another network: through routers to an address, and through a gateway. */
function fromOffice(via: Gateway): Partial<ClusterDefinition> {
  return {
    expose: [
      onAddress(routers, '10.80.0.5', redis.port('redis'), { from: office, externalTrafficPolicy: 'Local' }),
      onHostname('inngest.home.example', inngest.port('api'), { via, from: office }),
    ],
    roles: [bind(office, { in: '10.20.0.0/16' })],
  };
}

/** A patch of the user in the form of each contract, for control planes. */
const patches = {
  '1.13': { machine: { kernel: { modules: [{ name: 'nbd' }] }, sysctls: { 'vm.max_map_count': '262144' }, nodeLabels: { rack: 'one' } } },
  '1.14': [
    { apiVersion: 'v1alpha1', kind: 'KernelModuleConfig', name: 'nbd' },
    { apiVersion: 'v1alpha1', kind: 'SysctlConfig', params: { 'vm.max_map_count': '262144' } },
    { apiVersion: 'v1alpha1', kind: 'KubeNodeConfig', labels: { rack: 'one' } },
  ],
};

const nbd = { machine: { kernel: { modules: [{ name: 'nbd' }] } } };

/** Machines of one's own: every Talos, and each option of them, of the datapath, of pools and of gateways away from its default. */
export const metalCases: readonly Case[] = [
  { name: 'joelclaw-pi as committed', cluster: joelclawPi },
  ...Object.entries(releases).flatMap(([talos, versions]) => [
    variant(`Talos ${talos}`, { versions }),
    variant(`Talos ${talos} with Flannel`, { versions, network: flannel(), expose: [] }),
    variant(`Talos ${talos} on machines of every kind`, {
      versions,
      ...on({ nodes: everyMachine, flat: false, mtu: 9000, nameservers: ['192.168.1.1', '9.9.9.9'] }),
      network: ciliumWith({ loadBalancer: 'dsr' }),
    }),
    variant(`Talos ${talos} with the firewall, through a tunnel`, {
      versions,
      ...on({ flat: false, firewall: true }),
      network: ciliumWith({ loadBalancer: 'dsr', encryption: 'wireguard' }),
    }),
    variant(`Talos ${talos} with KubeSpan`, {
      versions,
      ...on({ kubeSpan: true, flat: false }),
      network: ciliumWith(),
      expose: [onAddress(routers, '10.80.0.5', redis.port('redis'), { from: entity('world') })],
    }),
  ]),
  ...(['1.13', '1.14'] as const).map((talos) =>
    variant(
      `a patch of the user on Talos ${talos}`,
      { versions: releases[talos], talos: { patch: patches[talos] } },
      { talos: { nodeLabels: { rack: 'one' } }, metal: { kernelModules: ['nbd'], sysctls: { 'vm.max_map_count': '262144' } } },
    ),
  ),
  ...(['1.13', '1.14'] as const).map((talos) =>
    variant(
      `patches of the user for workers, together and one by one, on Talos ${talos}`,
      {
        versions: releases[talos],
        ...on({ nodes: options.nodes.map((node) => (node.role === 'worker' ? worker(node.name, { ...node.options, patch: nbd }) : node)) }),
        talos: { workerPatch: { machine: { sysctls: { 'vm.max_map_count': '262144' } } } },
      },
      { workers: { kernelModules: ['nbd'], sysctls: { 'vm.max_map_count': '262144' } } },
    ),
  ),
  ...(['1.13', '1.14'] as const).map((talos) =>
    variant(`control planes without workloads on Talos ${talos}`, { versions: releases[talos], ...on({ nodes: dedicated }) }),
  ),
  variant('without a VIP', { platform: metal(withoutVip) }),
  variant('with KubeSpan in one flat network', { ...on({ kubeSpan: true }), network: ciliumWith() }),
  variant('with the firewall and Flannel', { ...on({ firewall: true }), network: flannel(), expose: [] }),
  variant('with the firewall, KubeSpan and metrics', {
    ...on({ firewall: true, kubeSpan: true, flat: false }),
    network: ciliumWith({ hubble: { metrics: true, serviceMonitors: true } }),
    ...fromOffice(open),
  }),
  ...(['1.19', '1.20'] as const).flatMap((minor) => {
    const version = pins.cilium[minor];
    return [
      variant(`Cilium ${minor}`, { network: cilium({ version }) }),
      variant(`Cilium ${minor} with routers and an open gateway`, {
        network: cilium({ version, id: 7 }),
        expose: [
          onAddress(routers, '10.80.0.5', redis.port('redis'), { from: office, externalTrafficPolicy: 'Local' }),
          onAddress(routers, '10.80.0.6', qdrant.port('grpc'), { from: office, externalTrafficPolicy: 'Local' }),
          onHostname('inngest.example.com', inngest.port('api'), { via: open, from: entity('world') }),
          onHostname('qdrant.example.com', qdrant.port('grpc'), { via: open, from: entity('world'), protocol: 'grpc' }),
        ],
        roles: [bind(office, { in: '10.20.0.0/16' })],
      }),
      variant(`Cilium ${minor} with native routing and snat`, {
        network: cilium({ version, loadBalancer: 'snat', encryption: 'wireguard' }),
        expose: [onAddress(routers, '10.80.0.5', redis.port('redis'), { from: entity('world') })],
      }),
      variant(`Cilium ${minor} with the firewall, for another network`, {
        ...on({ firewall: true }),
        network: cilium({ version, hubble: false }),
        ...fromOffice(web),
      }),
      variant(`Cilium ${minor} with metrics, dashboards and export`, {
        network: cilium({
          version,
          hubble: { metrics: true, serviceMonitors: true, dashboards: true, export: { verdicts: ['DROPPED', 'ERROR'] } },
        }),
      }),
      variant(`Cilium ${minor} with chosen metrics and every flow exported`, {
        network: cilium({ version, hubble: { metrics: ['dns', 'drop'], export: true } }),
      }),
      variant(`Cilium ${minor} with TLS that is passed on`, {
        network: cilium({ version }),
        expose: [
          onHostname('qdrant.home.example', qdrant.port('rest'), { via: web, from: home, protocol: 'tls' }),
          onHostname('inngest.home.example', inngest.port('api'), { via: web, from: home, path: '/e' }),
        ],
      }),
    ];
  }),
];
