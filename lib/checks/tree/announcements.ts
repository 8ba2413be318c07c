import { type JsonObject, type Place, parseAddress, valueAt } from '../../base';
import type { BgpModel, L2Model } from '../../model';
import type { AnnouncedPoolFact } from '../fact';
import { isChosen, type LabelChoice, overlapOf } from '../labels';
import type { PlacedObject } from './objects';
import { choiceOf, type TreePool } from './pools';
import { itemsAt, textAt } from './tree';

/** How others hear of the addresses of pools, or why nobody knows. */
export type Announcements = { readonly list: readonly AnnouncedPoolFact[] } | { readonly why: string };

/** Something that announces addresses of Services that labels choose. */
interface Announcer {
  readonly name: string;
  readonly announced: L2Model | BgpModel;
  readonly nodes: LabelChoice;
  /** Choices of Services, of which each adds some. */
  readonly services: readonly LabelChoice[];
  readonly speaker?: string;
  placeOf(setting?: string): Place;
}

type Read = { readonly announcers: readonly Announcer[] } | { readonly why: string };

/**
 * Pools with what announces them. Announcements choose Services and not pools, so that a pool is announced where those that may
 * get its addresses are chosen, or one that is here is.
 *
 * @param values Cilium's values; absent where they aren't known
 */
export function announcementsOf(
  of: (kind: string) => readonly PlacedObject[],
  pools: readonly TreePool[],
  values: JsonObject | undefined,
): Announcements {
  if (pools.length === 0) return { list: [] };
  const [older] = of('CiliumBGPPeeringPolicy');
  if (older !== undefined) return { why: `CiliumBGPPeeringPolicy '${nameOf(older)}' is of a kind that is gone, and isn't read` };
  const local = l2Announcers(of('CiliumL2AnnouncementPolicy'), values);
  if ('why' in local) return local;
  const routed = bgpAnnouncers(of);
  if ('why' in routed) return routed;
  const services = of('Service').filter(({ object }) => textAt(object, 'spec', 'type') === 'LoadBalancer');
  const list: AnnouncedPoolFact[] = [];
  for (const announcer of [...local.announcers, ...routed.announcers]) {
    for (const pool of pools) {
      const isIts = isAnnounced(pool, announcer, services);
      if (isIts === undefined)
        return { why: `whether '${announcer.name}' announces addresses of '${pool.fact.name}' is said by labels of Services elsewhere` };
      if (isIts) list.push(announcedPool(pool, announcer));
    }
  }
  return list.length === 0 ? { why: 'nothing here announces their addresses' } : { list };
}

function announcedPool({ fact }: TreePool, { announced, nodes, services, speaker, placeOf }: Announcer): AnnouncedPoolFact {
  const [only, second] = services;
  return {
    ...{ pool: fact, announced, nodes, placeOf },
    ...(only === undefined || second !== undefined ? {} : { services: only }),
    ...(speaker === undefined ? {} : { speaker }),
  };
}

function isAnnounced(pool: TreePool, { services: choices }: Announcer, services: readonly PlacedObject[]): boolean | undefined {
  const each = choices.map((choice) => overlapOf(pool.services, choice));
  if (each.includes(true)) return true;
  if (!each.includes(undefined)) return false;
  const own = services.map(({ object }) => serviceLabels(object)).filter((labels) => isChosen(labels, pool.services));
  return own.some((labels) => choices.some((choice) => isChosen(labels, choice))) ? true : undefined;
}

/** The labels by which pools and announcements choose a Service: its own, and what Cilium adds. */
export function serviceLabels(object: JsonObject): Readonly<Record<string, string>> {
  return {
    ...(valueAt(object, 'metadata', 'labels') as Record<string, string> | undefined),
    'io.kubernetes.service.name': textAt(object, 'metadata', 'name') ?? '',
    'io.kubernetes.service.namespace': textAt(object, 'metadata', 'namespace') ?? 'default',
  };
}

function l2Announcers(policies: readonly PlacedObject[], values: JsonObject | undefined): Read {
  const active = policies.filter(({ object }) => valueAt(object, 'spec', 'loadBalancerIPs') === true);
  if (active.length === 0) return { announcers: [] };
  const leases = values === undefined ? undefined : leasesOf(values);
  if (leases === undefined)
    return { why: `how long nodes keep the addresses of '${nameOf(active[0] as PlacedObject)}' is said by Helm values that aren't known` };
  return {
    announcers: active.map((policy) => {
      const { object, at, place } = policy;
      return {
        name: nameOf(policy),
        announced: { by: 'l2', interfaces: itemsAt(object, 'spec', 'interfaces').map(String), nodes: {}, ...leases },
        nodes: choiceOf(valueAt(object, 'spec', 'nodeSelector')),
        services: [choiceOf(valueAt(object, 'spec', 'serviceSelector'))],
        placeOf: (setting) =>
          setting === 'l2.interfaces' ? place('spec.interfaces') : setting === 'l2.nodes' ? place('spec.nodeSelector') : at,
      };
    }),
  };
}

/** The timings of leases in seconds, by default those of the chart; nothing where one is no duration. */
function leasesOf(values: JsonObject): Pick<L2Model, 'leaseDuration' | 'leaseRenewDeadline' | 'leaseRetryPeriod'> | undefined {
  const [leaseDuration, leaseRenewDeadline, leaseRetryPeriod] = [
    ['leaseDuration', '15s'],
    ['leaseRenewDeadline', '5s'],
    ['leaseRetryPeriod', '2s'],
  ].map(([key = '', usual]) => seconds(valueAt(values, 'l2announcements', key) ?? usual));
  if (leaseDuration === undefined || leaseRenewDeadline === undefined || leaseRetryPeriod === undefined) return undefined;
  return { leaseDuration, leaseRenewDeadline, leaseRetryPeriod };
}

const units: Readonly<Record<string, number>> = { ms: 0.001, s: 1, m: 60, h: 3600 };

function seconds(text: unknown): number | undefined {
  if (typeof text !== 'string' || !/^(\d+(\.\d+)?(ms|s|m|h))+$/.test(text)) return undefined;
  return [...text.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h)/g)].reduce(
    (sum, [, number, unit = 's']) => sum + Number(number) * (units[unit] ?? 0),
    0,
  );
}

/** Each session of the nodes with routers that are told of addresses of load balancers, those with equal settings together. */
function bgpAnnouncers(of: (kind: string) => readonly PlacedObject[]): Read {
  const [configs, advertisements] = [of('CiliumBGPPeerConfig'), of('CiliumBGPAdvertisement')];
  const announcers: Announcer[] = [];
  for (const cluster of of('CiliumBGPClusterConfig')) {
    const name = nameOf(cluster);
    for (const [i, instance] of itemsAt(cluster.object, 'spec', 'bgpInstances').entries()) {
      const asn = valueAt(instance, 'localASN');
      if (typeof asn !== 'number') return { why: `'${name}' doesn't say its localASN` };
      const peers = itemsAt(instance, 'peers').map((peer, p) => ({ peer, p }));
      for (const ref of new Set(peers.map(({ peer }) => textAt(peer, 'peerConfigRef', 'name')))) {
        // Without settings of its own a session announces nothing.
        if (ref === undefined) continue;
        const config = configs.find((one) => nameOf(one) === ref);
        if (config === undefined) return { why: `the CiliumBGPPeerConfig '${ref}' of '${name}' is not here` };
        const services = advertised(config.object, advertisements);
        const own = peers.filter(({ peer }) => textAt(peer, 'peerConfigRef', 'name') === ref && isRouter(peer));
        if (services.length === 0 || own.length === 0) continue;
        announcers.push({
          name,
          announced: bgpOf(asn, own, config.object),
          nodes: choiceOf(valueAt(cluster.object, 'spec', 'nodeSelector')),
          services,
          speaker: name,
          placeOf: (setting) => bgpPlace(cluster, i, own, config, setting),
        });
      }
    }
  }
  return { announcers };
}

type Peers = readonly { readonly peer: unknown; readonly p: number }[];

/** Rules about routers are about those of IPv4; whatever is no address at all is for them to say. */
function isRouter(peer: unknown): boolean {
  const address = textAt(peer, 'peerAddress');
  return address !== undefined && parseAddress(address)?.family !== 6;
}

function bgpOf(asn: number, peers: Peers, config: JsonObject): BgpModel {
  const number = (usual: number, ...path: string[]) => Number(valueAt(config, 'spec', ...path) ?? usual);
  return {
    by: 'bgp',
    asn,
    peers: peers.map(({ peer }) => ({
      address: textAt(peer, 'peerAddress') ?? '',
      // Zero, the default, takes a router of any number.
      asn: Number(valueAt(peer, 'peerASN') ?? 0) || asn,
    })),
    nodes: {},
    holdTime: number(90, 'timers', 'holdTimeSeconds'),
    keepAliveTime: number(30, 'timers', 'keepAliveTimeSeconds'),
    gracefulRestartTime: number(120, 'gracefulRestart', 'restartTimeSeconds'),
  };
}

function bgpPlace({ at, place }: PlacedObject, i: number, peers: Peers, config: PlacedObject, setting = ''): Place {
  const [, p, field] = /^bgp\.peers\[(\d+)\]\.(address|asn)$/.exec(setting) ?? [];
  if (p !== undefined)
    return place(['spec', 'bgpInstances', i, 'peers', peers[Number(p)]?.p ?? 0, field === 'asn' ? 'peerASN' : 'peerAddress']);
  const timers: Readonly<Record<string, string>> = {
    'bgp.holdTime': 'spec.timers.holdTimeSeconds',
    'bgp.keepAliveTime': 'spec.timers.keepAliveTimeSeconds',
    'bgp.gracefulRestartTime': 'spec.gracefulRestart.restartTimeSeconds',
  };
  if (timers[setting] !== undefined) return config.place(timers[setting]);
  if (setting === 'bgp.asn') return place(['spec', 'bgpInstances', i, 'localASN']);
  return setting === 'bgp.nodes' ? place('spec.nodeSelector') : at;
}

/**
 * Which Services routers are told of, by the advertisements that the families of a session choose. Without a selector an
 * advertisement of Services chooses none.
 *
 * @see cilium 1.20.2 pkg/k8s/apis/cilium.io/v2/bgp_advert_types.go
 */
function advertised(config: JsonObject, advertisements: readonly PlacedObject[]): LabelChoice[] {
  const wanted = itemsAt(config, 'spec', 'families').flatMap((family) => {
    const selector = valueAt(family, 'advertisements');
    return selector === undefined ? [] : [choiceOf(selector)];
  });
  return advertisements
    .filter(({ object }) =>
      wanted.some((choice) => isChosen((valueAt(object, 'metadata', 'labels') ?? {}) as Record<string, string>, choice)),
    )
    .flatMap(({ object }) => itemsAt(object, 'spec', 'advertisements'))
    .filter((entry) => textAt(entry, 'advertisementType') === 'Service' && valueAt(entry, 'selector') !== undefined)
    .filter((entry) => itemsAt(entry, 'service', 'addresses').includes('LoadBalancerIP'))
    .map((entry) => choiceOf(valueAt(entry, 'selector')));
}

function nameOf({ object }: PlacedObject): string {
  return textAt(object, 'metadata', 'name') ?? '';
}
