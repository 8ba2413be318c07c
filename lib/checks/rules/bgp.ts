import { parseAddress, valueAt } from '../../base';
import type { BgpModel } from '../../model';
import type { AnnouncedPoolFact, NodeFact } from '../fact';
import { isChosen } from '../labels';
import type { Breach } from '../rule';
import { rule } from './define';
import { valuePlace } from './network';
import { routingOf } from './routing';

const largestAsn = 4294967295;
/** Of the CRD of CiliumBGPPeerConfig. */
const longestHold = 65535;
const longestRestart = 4095;

/** Addresses that routers are told of. */
export const bgpRules = [
  rule('INV061', ['pools.announced', 'nodes'], ({ 'pools.announced': pools, nodes }): Breach[] => {
    const announced = (pools.value ?? []).flatMap((pool) => (pool.announced.by === 'bgp' ? [{ ...pool, bgp: pool.announced }] : []));
    return announced.flatMap((one, i) => {
      const { pool, bgp, placeOf } = one;
      const earlier = announced.slice(0, i);
      if (earlier.some((other) => isSame(one, other) && JSON.stringify(other.bgp) === JSON.stringify(bgp))) return [];
      const both = (other: AnnouncedPoolFact) => (n: NodeFact) => isChosen(n.labels, one.nodes) && isChosen(n.labels, other.nodes);
      const clash = earlier
        .filter((other) => !isSame(one, other) || one.speaker === undefined)
        .map((other) => ({ other, node: (nodes.value ?? []).find(both(other)) }))
        .find(({ node }) => node !== undefined);
      return [
        ...settings(one, bgp, nodes.value ?? []),
        ...(clash === undefined
          ? []
          : [
              {
                at: placeOf(),
                also: [clash.other.placeOf()],
                message: `'${clash.node?.name}' is to speak BGP in two ways, for '${clash.other.speaker ?? clash.other.pool.name}' and for '${one.speaker ?? pool.name}', and Cilium takes one for a node`,
                repair:
                  one.speaker === undefined
                    ? 'write the same settings for both, or nodes: { … } with labels that no node has both of'
                    : 'write a nodeSelector for each, with labels that no node has both of',
              },
            ]),
      ];
    });
  }),
  rule('INV062', ['objects', 'cilium.values'], ({ objects, 'cilium.values': values }): Breach[] => {
    if (values.value === undefined || routingOf(values.value) === 'native') return [];
    return (objects.value ?? [])
      .filter(({ object }) => object.kind === 'CiliumBGPAdvertisement' && JSON.stringify(object.spec ?? {}).includes('"PodCIDR"'))
      .map(({ object, at }) => ({
        at,
        also: [valuePlace(values, 'routingMode')],
        message: `'${String(valueAt(object, 'metadata', 'name'))}' tells routers the way to pods, who answer through a tunnel: connections would go one way only`,
        repair: "write cilium({ routing: 'native' }), or leave out PodCIDR",
      }));
  }),
  rule('LBP004', ['pools.announced', 'cilium.values'], ({ 'pools.announced': pools, 'cilium.values': values }): Breach[] => {
    const namespace = valueAt(values.value, 'bgpControlPlane', 'secretsNamespace', 'name') ?? 'kube-system';
    const secret = (pools.value ?? []).find(
      ({ announced }) => announced.by === 'bgp' && announced.peers.some((peer) => peer.password !== undefined),
    );
    if (values.value === undefined || secret === undefined || namespace === 'kube-system') return [];
    return [
      {
        at: valuePlace(values, 'bgpControlPlane', 'secretsNamespace', 'name'),
        also: [secret.placeOf('bgp.peers')],
        message: `Cilium looks for passwords in '${String(namespace)}', and those of '${secret.pool.name}' are in kube-system`,
        repair: 'leave it out',
      },
    ];
  }),
];

/** Whether both come of the same settings: of one object, or, where that has no name, of equal ones. */
function isSame(one: AnnouncedPoolFact, other: AnnouncedPoolFact): boolean {
  return one.speaker === other.speaker;
}

function settings(
  { placeOf }: AnnouncedPoolFact,
  { asn, peers, holdTime, keepAliveTime, gracefulRestartTime }: BgpModel,
  nodes: readonly NodeFact[],
): Breach[] {
  const breach = (path: string, message: string, repair: string): Breach => ({ at: placeOf(`bgp.${path}`), message, repair });
  const number = (path: string, value: number): Breach[] =>
    value >= 1 && value <= largestAsn
      ? []
      : [breach(path, `${value} is no number of an autonomous system`, `write 1 to ${largestAsn}; 64512 to 65534 are for private use`)];
  const routers = peers.flatMap(({ address, asn: theirs }, i): Breach[] => {
    const node = nodes.find((n) => n.links.some((link) => link.address.split('/', 1)[0] === address));
    const at = `peers[${i}].address`;
    if (parseAddress(address)?.family !== 4)
      return [breach(at, `'${address}' is not an IPv4 address`, "write that of the router, e.g. '192.168.1.1'")];
    if (node !== undefined) return [breach(at, `${address} is that of the node '${node.name}' itself`, 'write that of the router')];
    const again = peers.slice(0, i).some((peer) => peer.address === address);
    return [...(again ? [breach(at, `the router ${address} stands twice`, 'leave one out')] : []), ...number(`peers[${i}].asn`, theirs)];
  });
  return [
    ...number('asn', asn),
    ...(peers.length === 0 ? [breach('peers', 'there is no router to announce addresses to', "write [{ address: '…', asn: … }]")] : []),
    ...routers,
    ...(holdTime >= 3 && holdTime <= longestHold
      ? []
      : [breach('holdTime', `a session can't be given up after ${holdTime} s`, `write 3 to ${longestHold}`)]),
    ...(keepAliveTime >= 1 && keepAliveTime * 3 <= Math.max(holdTime, 3)
      ? []
      : [
          breach(
            'keepAliveTime',
            `with a sign of life every ${keepAliveTime} s a session of holdTime ${holdTime} is given up when one or two are lost`,
            `write 1 to ${Math.max(1, Math.floor(holdTime / 3))}`,
          ),
        ]),
    ...(gracefulRestartTime >= 1 && gracefulRestartTime <= longestRestart
      ? []
      : [breach('gracefulRestartTime', `routers keep no routes for ${gracefulRestartTime} s`, `write 1 to ${longestRestart}`)]),
  ];
}
