import { parseAddress, valueAt } from '../../base';
import type { BgpModel } from '../../model';
import type { NodeFact, PoolFact } from '../fact';
import type { Breach } from '../rule';
import { isChosen, option } from './announced';
import { rule } from './define';
import { valuePlace } from './network';
import { routingOf } from './routing';

const largestAsn = 4294967295;
/** Of the CRD of CiliumBGPPeerConfig. */
const longestHold = 65535;
const longestRestart = 4095;

/** Addresses that routers are told of. */
export const bgpRules = [
  rule('INV061', ['pools', 'nodes'], ({ pools, nodes }): Breach[] => {
    const announced = (pools.value ?? []).flatMap((pool) => (pool.announced.by === 'bgp' ? [{ pool, bgp: pool.announced }] : []));
    return announced.flatMap(({ pool, bgp }, i) => {
      const earlier = announced.slice(0, i);
      if (earlier.some((other) => JSON.stringify(other.bgp) === JSON.stringify(bgp))) return [];
      const clash = earlier
        .map((other) => ({ other, node: (nodes.value ?? []).find((n) => isChosen(n, bgp.nodes) && isChosen(n, other.bgp.nodes)) }))
        .find(({ node }) => node !== undefined);
      return [
        ...settings(pool, bgp, nodes.value ?? []),
        ...(clash === undefined
          ? []
          : [
              {
                at: option(pool, 'bgp'),
                also: [option(clash.other.pool, 'bgp')],
                message: `'${clash.node?.name}' is to speak BGP in two ways, for '${clash.other.pool.name}' and for '${pool.name}', and Cilium takes one for a node`,
                repair: 'write the same settings for both, or nodes: { … } with labels that no node has both of',
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
  rule('LBP004', ['pools', 'cilium.values'], ({ pools, 'cilium.values': values }): Breach[] => {
    const namespace = valueAt(values.value, 'bgpControlPlane', 'secretsNamespace', 'name') ?? 'kube-system';
    const pool = (pools.value ?? []).find(
      ({ announced }) => announced.by === 'bgp' && announced.peers.some((peer) => peer.password !== undefined),
    );
    if (values.value === undefined || pool === undefined || namespace === 'kube-system') return [];
    return [
      {
        at: valuePlace(values, 'bgpControlPlane', 'secretsNamespace', 'name'),
        also: [option(pool, 'bgp.peers')],
        message: `Cilium looks for passwords in '${String(namespace)}', and those of '${pool.name}' are in kube-system`,
        repair: 'leave it out',
      },
    ];
  }),
];

function settings(
  pool: PoolFact,
  { asn, peers, holdTime, keepAliveTime, gracefulRestartTime }: BgpModel,
  nodes: readonly NodeFact[],
): Breach[] {
  const breach = (path: string, message: string, repair: string): Breach => ({ at: option(pool, `bgp.${path}`), message, repair });
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
