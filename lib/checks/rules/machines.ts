import { compareVersions, overlaps, parseCidr, parseVersion } from '../../base';
import type { Breach } from '../rule';
import { nodeMask } from './addresses';
import { rule } from './define';

/** The first Talos with the overlay of the board. */
const firstForPi5 = '1.12.3';

/** Addresses of a node's pods that are no pod's: the network's own, and the node's. */
const notForPods = 2;

/** What machines need of Talos, and their links of each other. */
export const machineRules = [
  rule('INV033', ['talos.maxPods'], ({ 'talos.maxPods': most }): Breach[] => {
    const room = 2 ** (32 - nodeMask) - notForPods;
    if (most.value === undefined || most.value <= room) return [];
    return [
      {
        at: most.at,
        message: `the kubelet takes ${most.value} pods, and a node has a /${nodeMask} of addresses for them: those beyond ${room} would get none`,
        repair: `write ${room} or less`,
      },
    ];
  }),
  rule('TAL002', ['talos.kubeSpan', 'talos.discovery'], ({ 'talos.kubeSpan': mesh, 'talos.discovery': discovery }): Breach[] =>
    mesh.value === true && discovery.value === false
      ? [
          {
            at: discovery.at,
            also: [mesh.at],
            message: 'nodes of KubeSpan find each other by discovery, which is off',
            repair: 'leave out the patch that says so, or kubeSpan: true',
          },
        ]
      : [],
  ),
  rule('INV083', ['nodes', 'talos.version'], ({ nodes, 'talos.version': talos }): Breach[] => {
    const boards = (nodes.value ?? []).filter(({ machine }) => machine === 'raspberry-pi-5');
    if (boards.length === 0 || talos.value === undefined || parseVersion(talos.value) === undefined) return [];
    if (compareVersions(talos.value, firstForPi5) >= 0) return [];
    return [
      {
        at: talos.at,
        also: boards.map(({ at }) => at),
        message: `Talos '${talos.value}' doesn't boot on a Raspberry Pi 5, which ${boards.map(({ name }) => `'${name}'`).join(', ')} ${boards.length === 1 ? 'is' : 'are'}`,
        repair: `write '${firstForPi5}' or newer`,
      },
    ];
  }),
  rule('INV084', ['nodes'], ({ nodes }): Breach[] =>
    (nodes.value ?? [])
      .filter(({ machine, disk }) => machine === 'raspberry-pi-5' && typeof disk === 'string' && disk.startsWith('/dev/nvme'))
      .map(({ name, disk, at }) => ({
        at: at.in === 'definition' ? { ...at, path: `${at.path}.disk` } : at,
        message: `the boot loader of Talos' image doesn't start a Raspberry Pi 5 from '${disk}': '${name}' would install there, and find nothing at the next boot`,
        repair: "write disk: '/dev/mmcblk0', or accept it where the board has a boot loader of yours",
      })),
  ),
  rule('INV085', ['nodes'], ({ nodes }): Breach[] =>
    (nodes.value ?? []).flatMap((node) => {
      const own = parseCidr(node.subnet);
      return node.links.slice(1).flatMap(({ interface: link, address, at }): Breach[] => {
        const cidr = parseCidr(address);
        if (cidr === undefined || own === undefined || !overlaps(cidr, own)) return [];
        const first = node.links[0]?.interface;
        return [
          {
            at,
            message: `${link} of '${node.name}' is in ${own.canonical}, where ${first} is: the node sends by either of the two, and answers for both addresses on both`,
            repair: 'write an address of another network, or leave out the link',
          },
        ];
      });
    }),
  ),
];
