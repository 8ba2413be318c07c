import { type JsonObject, valueAt } from '../../../lib/base';
import { unlike } from '../conditions';
import { liveObjects } from '../rehearse';
import { about, type Claim } from './claim';

/** No pool of addresses has a part of another. */
export const poolsDontConflict: Claim = async (rehearsal) => {
  const pools = await liveObjects(rehearsal, 'CiliumLoadBalancerIPPool');
  return pools.flatMap((pool) => about(pool, unlike(pool.status, { 'cilium.io/PoolConflict': 'False' })));
};

/** What is said of BGP names nodes, peers and passwords that are there. */
export const bgpIsComplete: Claim = async (rehearsal) => {
  const clusters = await liveObjects(rehearsal, 'CiliumBGPClusterConfig');
  const peers = await liveObjects(rehearsal, 'CiliumBGPPeerConfig');
  const wanted = {
    'cilium.io/NoMatchingNode': 'False',
    'cilium.io/MissingPeerConfigs': 'False',
    'cilium.io/ConflictingClusterConfig': 'False',
  } as const;
  return [
    ...clusters.flatMap((config) => about(config, unlike(config.status, wanted))),
    ...peers.flatMap((config) => about(config, unlike(config.status, { 'cilium.io/MissingAuthSecret': 'False' }))),
  ];
};

/** The nodes that the operator has speak BGP, and the routers that they speak to, are those that the pools name. */
export const routersAreKnown: Claim = async ({ cluster: { api, nodes }, emitted: { model } }) => {
  const announced = model.pools.flatMap((pool) => (pool.announced.by === 'bgp' ? [pool.announced] : []));
  if (announced.length === 0) return [];
  const asked = announced.flatMap((bgp) =>
    nodes
      .filter(({ labels }) => Object.entries(bgp.nodes).every(([label, value]) => labels[label] === value))
      .flatMap(({ name }) => bgp.peers.map(({ address, asn }) => `${name} with ${address}, ${asn}`)),
  );
  const configs = await api.list({ apiVersion: 'cilium.io/v2', kind: 'CiliumBGPNodeConfig' });
  const said = configs.flatMap((config) =>
    ((valueAt(config, 'spec', 'bgpInstances') ?? []) as readonly JsonObject[]).flatMap((instance) =>
      ((valueAt(instance, 'peers') ?? []) as readonly JsonObject[]).map(
        ({ peerAddress, peerASN }) => `${config.metadata.name} with ${peerAddress}, ${peerASN}`,
      ),
    ),
  );
  return [
    ...asked.filter((text) => !said.includes(text)).map((text) => `does not talk: ${text}`),
    ...said.filter((text) => !asked.includes(text)).map((text) => `talks, and is not asked to: ${text}`),
  ];
};
