import {
  controlPlane,
  type GatewayOptions,
  gateway,
  generic,
  lan,
  metal,
  type NodeOptions,
  namespace,
  pool,
  raspberryPi5,
  secretRef,
  worker,
} from 'ichor';
import { type Changes, small } from './definitions';

/** The boards and computers of the corpus. */
export const pi = raspberryPi5({ memory: '8GiB' });
export const computer = generic({ architecture: 'amd64', interface: 'enp1s0', disk: '/dev/nvme0n1', memory: '16GiB' });

/** A control plane on a board, with other options. */
export function board(changes: Readonly<Record<string, unknown>> = {}, name = 'cp-1') {
  return controlPlane(name, { address: '192.168.1.31', machine: pi, ...changes } as NodeOptions);
}

/** A worker on a computer, with other options. */
export function box(changes: Readonly<Record<string, unknown>> = {}, name = 'w-1') {
  return worker(name, { address: '192.168.1.41', machine: computer, ...changes } as NodeOptions);
}

/** The machines of the small definition on metal, with other options. */
export function rack(changes: Readonly<Record<string, unknown>> = {}) {
  return metal({ subnet: '192.168.1.0/24', flat: true, nodes: [board(), box()], ...changes } as never);
}

/** A cluster on metal in which nothing is found; `changes` are laid over it. */
export function onMetal(changes: Changes = {}): unknown {
  return small({ platform: rack(), ...changes });
}

/** Who comes from the local network. */
export const home = lan('192.168.1.0/24');

/** Addresses of the local network. */
export const lanPool = pool('lan', { range: '192.168.1.240-192.168.1.249', l2: {} });

/** Another pool of the local network. */
export function l2Pool(range: string, l2: object = {}, name = 'lan') {
  return pool(name, { range, l2 });
}

/** A pool that a router is told of. */
export function bgpPool(bgp: object = {}, range = '10.80.0.0/24', name = 'routed') {
  return pool(name, { range, bgp: { asn: 64512, peers: [{ address: '192.168.1.1', asn: 64500 }], ...bgp } } as never);
}

/** The namespace of gateways. */
export const edge = namespace('edge');

/** A gateway at an address of the local network, with other options. */
export function gate(changes: Readonly<Record<string, unknown>> = {}, name = 'front') {
  return gateway(edge, name, {
    on: { pool: lanPool, address: '192.168.1.241' },
    certificate: secretRef('tls'),
    ...changes,
  } as GatewayOptions);
}
