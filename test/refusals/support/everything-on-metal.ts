import {
  addresses,
  cilium,
  controlPlane,
  defineCluster,
  deployment,
  entity,
  flux,
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
  worker,
} from 'ichor';

const apps = namespace('apps');
const edge = namespace('edge');
const home = lan('192.168.1.0/24');
const web = deployment(apps, 'web', { image: 'web:1.0.0', ports: { http: 8080, grpc: 9090, tls: 8443 } });

const near = pool('near', {
  range: '192.168.1.240-192.168.1.247',
  l2: { interfaces: ['^end0$', '^enp'], nodes: { edge: 'yes' }, leaseDuration: 15, leaseRenewDeadline: 5, leaseRetryPeriod: 2 },
});
const far = pool('far', {
  range: '10.80.0.0/24',
  bgp: {
    asn: 64512,
    peers: [{ address: '192.168.1.1', asn: 64500, password: secretRef('bgp') }],
    nodes: { edge: 'yes' },
    holdTime: 90,
    keepAliveTime: 30,
    gracefulRestartTime: 120,
  },
});
const front = gateway(edge, 'front', {
  on: { pool: near, address: '192.168.1.241' },
  certificate: secretRef('front-tls'),
  http: 'redirect',
  httpsPort: 443,
  httpPort: 80,
});

const board = raspberryPi5({
  interface: 'end0',
  disk: '/dev/mmcblk0',
  memory: '8GiB',
  extensions: ['siderolabs/iscsi-tools'],
  kernelArguments: ['console=ttyAMA10'],
  configTxtAppend: 'dtparam=eee=off',
  offloads: false,
});
const computer = generic({
  architecture: 'amd64',
  interface: 'enp1s0',
  disk: { serial: 'S123' },
  memory: '16GiB',
  extensions: ['siderolabs/intel-ucode'],
  kernelArguments: ['quiet'],
});

/** A definition on metal with every option and every kind of value that there is for it, in which nothing is wrong. */
export const everythingOnMetal = defineCluster({
  name: 'everything-on-metal',
  versions: { talos: '1.13.9', kubernetes: '1.36.3', talosContract: '1.13' },
  platform: metal({
    nodes: [
      controlPlane('cp-1', { address: '192.168.1.31', machine: board, labels: { edge: 'yes' } }),
      worker('w-1', {
        address: '192.168.1.41',
        machine: computer,
        dhcp: true,
        subnet: '192.168.1.0/24',
        router: '192.168.1.1',
        interface: 'enp2s0',
        disk: { wwid: 'eui.0025' },
        memory: '32GiB',
        links: [{ interface: 'enp3s0', address: '10.9.0.11/24', mtu: 9000 }],
        labels: { edge: 'yes' },
        taints: [{ key: 'dedicated', value: 'apps', effect: 'PreferNoSchedule' }],
      }),
    ],
    subnet: '192.168.1.0/24',
    router: '192.168.1.1',
    flat: true,
    dhcpRange: '192.168.1.100-192.168.1.199',
    vip: '192.168.1.30',
    nameservers: ['192.168.1.1'],
    mtu: 9000,
    kubeSpan: false,
    firewall: true,
  }),
  network: cilium({
    version: '1.20.2',
    id: 7,
    routing: 'native',
    loadBalancer: 'dsr',
    encryption: 'wireguard',
    hubble: {
      relay: true,
      ui: { hostname: 'hubble.example.com', via: front, from: home },
      metrics: ['dns', 'drop'],
      serviceMonitors: true,
      dashboards: true,
      export: { path: '/var/log/flows.log', verdicts: ['DROPPED'] },
    },
  }),
  gitops: flux({
    url: 'ssh://git@git.example.com/me/home',
    secretRef: secretRef('home-key'),
    branch: 'stable',
    path: 'clusters/home',
    version: '2.9.5',
    interval: '5m',
    chart: 'oci',
  }),
  workloads: [web],
  expose: [
    onAddress(near, '192.168.1.240', web.port('http'), { from: [home, addresses('10.9.0.0/16')], port: 80, service: 'web-near' }),
    onAddress(far, '10.80.0.5', web.port('http'), { from: entity('world'), externalTrafficPolicy: 'Local' }),
    onHostname('web.example.com', web.port('http').http({ method: 'GET' }), { via: front, from: home, protocol: 'http', path: '/web' }),
    onHostname('grpc.example.com', web.port('grpc'), { via: front, from: home, protocol: 'grpc' }),
    onHostname('tls.example.com', web.port('tls'), { via: front, from: home, protocol: 'tls' }),
  ],
});
