import type {
  CiliumBGPAdvertisement,
  CiliumBGPClusterConfig,
  CiliumBGPPeer,
  CiliumBGPPeerConfig,
  CiliumBGPPeerConfigSpec,
} from '../imports/cilium-crds-1.20';
import { compareText, contains, type Place, parseCidr } from '../lib/base';
import { type BgpModel, type Model, poolLabel } from '../lib/model';
import { selectNodes } from './load-balancing';
import { inLayer, type LayeredObject } from './object';

/** Pools that are announced to the same routers by the same nodes. */
interface Announcer {
  /** `bgp-64512`, with the labels of the nodes where not every node takes part. */
  readonly name: string;
  readonly bgp: BgpModel;
  readonly pools: readonly string[];
  /** The networks that nodes have an address in. */
  readonly networks: readonly string[];
  readonly at: Place;
}

type Peer = BgpModel['peers'][number];

/**
 * What announces pools to routers: an advertisement for each pool; for each set of settings one configuration of the nodes,
 * since a node may have one, and one of the sessions, or several where passwords or ways to the routers differ.
 *
 * @see https://docs.cilium.io/en/v1.20/network/bgp-control-plane/bgp-control-plane-configuration/
 */
export function bgp(model: Model): LayeredObject[] {
  return [
    ...model.pools.flatMap(({ name, announced, at }) => (announced.by === 'bgp' ? [inLayer('network', advertisement(name), at)] : [])),
    ...announcers(model).flatMap((announcer) =>
      [clusterConfig(announcer), ...peerConfigs(announcer)].map((object) => inLayer('network', object, announcer.at)),
    ),
  ];
}

function announcers({ pools, platform }: Model): Announcer[] {
  const networks = platform.kind === 'metal' ? platform.nodes.flatMap(({ subnet, links }) => [subnet, ...links.map((l) => l.address)]) : [];
  const found = new Map<string, Announcer>();
  for (const { name, announced, at } of pools) {
    if (announced.by !== 'bgp') continue;
    const settings = JSON.stringify({ ...announced, nodes: labelsOf(announced) });
    const before = found.get(settings) ?? { name: announcerName(announced), bgp: announced, pools: [], networks, at };
    found.set(settings, { ...before, pools: [...before.pools, name].sort(compareText) });
  }
  return [...found.values()];
}

function announcerName(bgp: BgpModel): string {
  return ['bgp', String(bgp.asn), ...labelsOf(bgp).flat().map(namePart)].filter((part) => part !== '').join('-');
}

function labelsOf({ nodes }: BgpModel): [string, string][] {
  return Object.entries(nodes).sort(([a], [b]) => compareText(a, b));
}

/** What of a text may stand in the name of an object. */
function namePart(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
}

function advertisement(pool: string): CiliumBGPAdvertisement {
  return {
    apiVersion: 'cilium.io/v2',
    kind: 'CiliumBGPAdvertisement',
    metadata: { name: pool, labels: { [poolLabel]: pool } },
    spec: {
      advertisements: [
        {
          advertisementType: 'Service',
          service: { addresses: ['LoadBalancerIP'] },
          selector: { matchLabels: { [poolLabel]: pool } },
        },
      ],
    },
  };
}

function clusterConfig(announcer: Announcer): CiliumBGPClusterConfig {
  const { name, bgp } = announcer;
  return {
    apiVersion: 'cilium.io/v2',
    kind: 'CiliumBGPClusterConfig',
    metadata: { name },
    spec: {
      bgpInstances: [{ name, localASN: bgp.asn, peers: bgp.peers.map((peer) => session(announcer, peer)) }],
      ...selectNodes(bgp.nodes),
    },
  };
}

function session(announcer: Announcer, peer: Peer): CiliumBGPPeer {
  const { address, asn } = peer;
  return { name: address, peerAddress: address, peerASN: asn, peerConfigRef: { name: peerConfigName(announcer, peer) } };
}

function peerConfigName(announcer: Announcer, peer: Peer): string {
  return [announcer.name, ...(isFar(announcer, peer) ? ['multihop'] : []), ...(peer.password === undefined ? [] : [peer.password])].join(
    '-',
  );
}

/**
 * Whether packets to a router of another system pass others on the way, which sessions don't unless they are told to.
 *
 * @see https://docs.cilium.io/en/v1.20/network/bgp-control-plane/bgp-control-plane-configuration/#ebgp-multihop
 */
function isFar({ bgp, networks }: Announcer, { address, asn }: Peer): boolean {
  const router = parseCidr(`${address}/32`);
  const isNear = networks.some((network) => {
    const cidr = parseCidr(network);
    return cidr !== undefined && router !== undefined && contains(cidr, router);
  });
  return asn !== bgp.asn && !isNear;
}

function peerConfigs(announcer: Announcer): CiliumBGPPeerConfig[] {
  const kinds = new Map(announcer.bgp.peers.map((peer) => [peerConfigName(announcer, peer), peer]));
  return [...kinds].map(([name, peer]) => ({
    apiVersion: 'cilium.io/v2',
    kind: 'CiliumBGPPeerConfig',
    metadata: { name },
    spec: {
      ...sessionSettings(announcer),
      ...(isFar(announcer, peer) ? { ebgpMultihop: 255 } : {}),
      ...(peer.password === undefined ? {} : { authSecretRef: peer.password }),
    },
  }));
}

function sessionSettings({ bgp, pools }: Announcer): CiliumBGPPeerConfigSpec {
  return {
    timers: { holdTimeSeconds: bgp.holdTime, keepAliveTimeSeconds: bgp.keepAliveTime },
    gracefulRestart: { enabled: true, restartTimeSeconds: bgp.gracefulRestartTime },
    families: [
      {
        afi: 'ipv4',
        safi: 'unicast',
        advertisements: { matchExpressions: [{ key: poolLabel, operator: 'In', values: [...pools] }] },
      },
    ],
  };
}
