import { entity, flannel, lan, onAddress, outside, type Pool } from 'ichor';
import { db, network, small, web } from './support/definitions';
import { bgpPool, board, box, home, l2Pool, lanPool, onMetal, rack } from './support/metal';
import { found, inValues, type Refusal } from './support/refusal';

const at = (pool: Pool, address: string, options: object = {}) =>
  onAddress(pool, address, web.port('http'), { from: home, ...options } as never);
const one = (pool: Pool, address = '192.168.1.240', changes: object = {}) => onMetal({ expose: [at(pool, address)], ...changes });
const both = (...expose: readonly unknown[]) => onMetal({ expose });
const sql = (pool: Pool, address: string, options: object = {}) =>
  onAddress(pool, address, db.port('sql'), { from: home, ...options } as never);
const values = (given: object) => one(lanPool, '192.168.1.240', { network: network({ values: given }) });
const service = (address: string) => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'own', namespace: 'apps', labels: { 'ichor/pool': 'lan' }, annotations: { 'lbipam.cilium.io/ips': address } },
  spec: { type: 'LoadBalancer', selector: { app: 'own' }, ports: [{ port: 9000 }] },
});

const ownPool = (cidr: string) => ({
  ...{ apiVersion: 'cilium.io/v2', kind: 'CiliumLoadBalancerIPPool', metadata: { name: 'own' } },
  spec: { blocks: [{ cidr }] },
});

/** Pools of addresses, and what is published at one. */
export const loadBalancing: readonly Refusal[] = [
  {
    title: 'a pool over the address of a node',
    given: one(l2Pool('192.168.1.40-192.168.1.49'), '192.168.1.45'),
    finds: [
      found(
        'INV055',
        'expose.192.168.1.45:http.pool.range',
        "'192.168.1.40-192.168.1.49' (pool 'lan') contains 192.168.1.41, the address of the node 'w-1'",
        'write a range of addresses that nobody has',
        ['platform.nodes.w-1.address'],
      ),
    ],
    twin: one(l2Pool('192.168.1.42-192.168.1.49'), '192.168.1.45'),
  },
  {
    title: 'a pool over the VIP',
    given: one(lanPool, '192.168.1.240', { platform: rack({ vip: '192.168.1.245' }) }),
    finds: [
      found(
        'INV055',
        'expose.192.168.1.240:http.pool.range',
        "'192.168.1.240-192.168.1.249' (pool 'lan') contains 192.168.1.245, the address of the control planes together",
        'write a range of addresses that nobody has',
        ['platform.vip'],
      ),
    ],
    twin: one(lanPool, '192.168.1.240', { platform: rack({ vip: '192.168.1.30' }) }),
  },
  {
    title: 'a pool over what the DHCP server hands out',
    given: one(lanPool, '192.168.1.240', { platform: rack({ dhcpRange: '192.168.1.100-192.168.1.244' }) }),
    finds: [
      found(
        'INV055',
        'expose.192.168.1.240:http.pool.range',
        "'192.168.1.240-192.168.1.249' (pool 'lan') contains some of 192.168.1.100-192.168.1.244, which the DHCP server hands out",
        'write a range of addresses that nobody has',
        ['platform.dhcpRange'],
      ),
    ],
    twin: one(lanPool, '192.168.1.240', { platform: rack({ dhcpRange: '192.168.1.100-192.168.1.239' }) }),
  },
  {
    title: 'a pool over the router',
    given: one(l2Pool('192.168.1.1-192.168.1.9'), '192.168.1.5'),
    finds: [
      found(
        'INV055',
        'expose.192.168.1.5:http.pool.range',
        "'192.168.1.1-192.168.1.9' (pool 'lan') contains 192.168.1.1, the address of the router",
        'write a range of addresses that nobody has',
        ['platform.subnet'],
      ),
    ],
    twin: one(l2Pool('192.168.1.2-192.168.1.9'), '192.168.1.5'),
  },
  {
    title: 'a pool over a further link of a node',
    given: one(lanPool, '192.168.1.240', {
      platform: rack({ nodes: [board(), box({ links: [{ interface: 'enp2s0', address: '192.168.1.249/24' }] })] }),
    }),
    finds: [
      found(
        'INV055',
        'expose.192.168.1.240:http.pool.range',
        "'192.168.1.240-192.168.1.249' (pool 'lan') contains 192.168.1.249, the address of enp2s0 of 'w-1'",
        'write a range of addresses that nobody has',
        ['platform.nodes.w-1.links[0].address'],
      ),
      found(
        'INV085',
        'platform.nodes.w-1.links[0]',
        "enp2s0 of 'w-1' is in 192.168.1.0/24, where enp1s0 is: the node sends by either of the two, and answers for both addresses on both",
        'write an address of another network, or leave out the link',
      ),
    ],
    twin: one(lanPool, '192.168.1.240', {
      platform: rack({ nodes: [board(), box({ links: [{ interface: 'enp2s0', address: '10.9.0.249/24' }] })] }),
    }),
  },
  {
    title: 'a pool up to the broadcast address',
    given: one(l2Pool('192.168.1.240-192.168.1.255')),
    finds: [
      found(
        'INV055',
        'expose.192.168.1.240:http.pool.range',
        "'192.168.1.240-192.168.1.255' (pool 'lan') contains 192.168.1.255, which is that of the network 192.168.1.0/24 itself",
        'write a range without it',
      ),
    ],
    twin: one(l2Pool('192.168.1.240/28'), '192.168.1.241'),
  },
  {
    title: 'a pool of another network than the nodes',
    given: one(l2Pool('192.168.2.240-192.168.2.249'), '192.168.2.240'),
    finds: [
      found(
        'INV055',
        'expose.192.168.2.240:http.pool.range',
        "'192.168.2.240-192.168.2.249' (pool 'lan') is not in 192.168.1.0/24, and nobody outside of it asks the local network for an address",
        'write a range of 192.168.1.0/24, or announce it with bgp: { … }',
        ['platform.subnet'],
      ),
    ],
    twin: one(lanPool),
  },
  {
    title: 'a pool of routers inside of the local network',
    given: one(bgpPool({}, '192.168.1.192/27'), '192.168.1.200'),
    finds: [
      found(
        'INV031',
        'expose.192.168.1.200:http.pool.range',
        "'192.168.1.192/27' (pool 'routed') overlaps '192.168.1.0/24' (the nodes' network): machines there ask each other for such an address and no router, and nobody answers",
        'write a range that no network has yet, or announce it there with l2: {} in place of bgp',
        ['platform.subnet'],
      ),
    ],
    twin: one(bgpPool({}, '10.80.0.0/27'), '10.80.0.5'),
  },
  {
    title: 'a pool among the pods',
    given: one(bgpPool({}, '10.244.200.0/24'), '10.244.200.5'),
    finds: [
      found(
        'INV031',
        'expose.10.244.200.5:http.pool.range',
        "'10.244.200.0/24' (pool 'routed') overlaps '10.244.0.0/16' (pods): packets would go to the wrong one",
        'write ranges that share no address',
        ['network.pods'],
      ),
    ],
    twin: one(bgpPool(), '10.80.0.5'),
  },
  {
    title: 'a pool in words',
    given: one(l2Pool('192.168.1.240 to 249')),
    finds: [
      found(
        'NET007',
        'expose.192.168.1.240:http.pool.range',
        "'192.168.1.240 to 249' is not a range of IPv4 addresses",
        "write it as '192.168.1.240-192.168.1.249', or as '192.168.1.240/28'",
      ),
    ],
    twin: one(l2Pool('192.168.1.240-192.168.1.249')),
  },
  {
    title: 'a pool with host bits',
    given: one(l2Pool('192.168.1.241/28'), '192.168.1.241'),
    finds: [found('NET004', 'expose.192.168.1.241:http.pool.range', "'192.168.1.241/28' has host bits set", "write '192.168.1.240/28'")],
    twin: one(l2Pool('192.168.1.240/28'), '192.168.1.241'),
  },
  {
    title: 'a pool of IPv6',
    given: one(l2Pool('fd00::/120'), 'fd00::5'),
    finds: [
      found(
        'NET002',
        'expose.fd00::5:http.pool.range',
        "'fd00::/120' is IPv6, and the network of the nodes is IPv4",
        "write it as '192.168.1.240-192.168.1.249', or as '192.168.1.240/28'",
      ),
    ],
    twin: one(lanPool),
  },
  {
    title: 'two pools that share addresses',
    given: both(at(lanPool, '192.168.1.240'), sql(l2Pool('192.168.1.245-192.168.1.250', {}, 'more'), '192.168.1.250')),
    finds: [
      found(
        'INV057',
        'expose.192.168.1.250:sql.pool.range',
        "the pools 'lan' and 'more' share addresses, and Cilium gives none of the newer",
        'write ranges that share no address',
        ['expose.192.168.1.240:http.pool.range'],
      ),
    ],
    twin: both(at(lanPool, '192.168.1.240'), sql(l2Pool('192.168.1.250-192.168.1.252', {}, 'more'), '192.168.1.250')),
  },
  {
    title: "a pool of one's own over another",
    given: one(lanPool, '192.168.1.240', { objects: [ownPool('192.168.1.248/29')] }),
    finds: [
      found(
        'LBP005',
        'objects[0]',
        "the pools 'lan' and 'own' share addresses, and Cilium gives none of the newer",
        'write ranges that share no address',
        ['expose.192.168.1.240:http.pool.range'],
      ),
    ],
    twin: one(lanPool, '192.168.1.240', { objects: [ownPool('192.168.1.232/29')] }),
  },
  {
    title: 'an address outside of the pool',
    given: one(lanPool, '192.168.1.239'),
    finds: [
      found(
        'INV057',
        'expose.192.168.1.239:http',
        "'192.168.1.239' of the Service apps/web-on-lan is none of the addresses that the pool 'lan' gives, and it would wait for one for ever",
        'write one of 192.168.1.240 to 192.168.1.249',
        ['expose.192.168.1.239:http.pool.range'],
      ),
    ],
    twin: one(lanPool, '192.168.1.249'),
  },
  {
    title: 'an address that is a name',
    given: one(lanPool, 'redis.home'),
    finds: [
      found(
        'INV057',
        'expose.redis.home:http',
        "'redis.home' of the Service apps/web-on-lan is none of the addresses that the pool 'lan' gives, and it would wait for one for ever",
        'write one of 192.168.1.240 to 192.168.1.249',
        ['expose.redis.home:http.pool.range'],
      ),
    ],
    twin: one(lanPool),
  },
  {
    title: 'the first address of a block',
    given: one(l2Pool('192.168.1.240/28'), '192.168.1.240'),
    finds: [
      found(
        'INV057',
        'expose.192.168.1.240:http',
        "'192.168.1.240' of the Service apps/web-on-lan is none of the addresses that the pool 'lan' gives, and it would wait for one for ever",
        'write one of 192.168.1.241 to 192.168.1.254',
        ['expose.192.168.1.240:http.pool.range'],
      ),
    ],
    twin: one(l2Pool('192.168.1.240/28'), '192.168.1.241'),
  },
  {
    title: "an address of one's own Service outside of the pool",
    given: one(lanPool, '192.168.1.240', { objects: [service('192.168.1.250')] }),
    finds: [
      found(
        'INV057',
        'objects[0]',
        "'192.168.1.250' of the Service apps/own is none of the addresses that the pool 'lan' gives, and it would wait for one for ever",
        'write one of 192.168.1.240 to 192.168.1.249',
        ['expose.192.168.1.240:http.pool.range'],
      ),
    ],
    twin: one(lanPool, '192.168.1.240', { objects: [service('192.168.1.249')] }),
  },
  {
    title: 'two workloads on one address and port',
    given: both(at(lanPool, '192.168.1.240', { port: 80 }), sql(lanPool, '192.168.1.240', { port: 80 })),
    finds: [
      found(
        'INV057',
        'expose.192.168.1.240:80',
        'port 80 of 192.168.1.240 is given to the Service apps/web-on-lan and to the Service apps/db-on-lan',
        'write another port or address for one of them',
      ),
    ],
    twin: both(at(lanPool, '192.168.1.240', { port: 80 }), sql(lanPool, '192.168.1.240', { port: 81 })),
  },
  {
    title: 'an address for two policies of traffic',
    given: both(at(bgpPool(), '10.80.0.5'), sql(bgpPool(), '10.80.0.5', { externalTrafficPolicy: 'Local' })),
    finds: [
      found(
        'INV057',
        'expose.10.80.0.5:sql',
        "10.80.0.5 is shared by the Service apps/web-on-routed and the Service apps/db-on-routed, of which one has externalTrafficPolicy 'Local': Cilium lets only equals share an address",
        'write another address for one of them, or the same externalTrafficPolicy for both',
        ['expose.10.80.0.5:http'],
      ),
    ],
    twin: both(at(bgpPool(), '10.80.0.5'), sql(bgpPool(), '10.80.0.6', { externalTrafficPolicy: 'Local' })),
  },
  {
    title: 'an address for two workloads, for traffic that stays on the node',
    given: both(
      at(bgpPool(), '10.80.0.5', { externalTrafficPolicy: 'Local' }),
      sql(bgpPool(), '10.80.0.5', { externalTrafficPolicy: 'Local' }),
    ),
    finds: [
      found(
        'INV057',
        'expose.10.80.0.5:sql',
        "10.80.0.5 is shared by the Service apps/web-on-routed and the Service apps/db-on-routed, which lead to different pods with externalTrafficPolicy 'Local': Cilium gives the address to one of them alone",
        "write another address for one of them, or leave out externalTrafficPolicy: 'Local' for both",
        ['expose.10.80.0.5:http'],
      ),
    ],
    twin: both(at(bgpPool(), '10.80.0.5'), sql(bgpPool(), '10.80.0.5')),
  },
  {
    title: 'a Service with two policies of traffic',
    given: both(
      sql(bgpPool(), '10.80.0.5'),
      onAddress(bgpPool(), '10.80.0.5', db.port('metrics'), { from: home, externalTrafficPolicy: 'Local' }),
    ),
    finds: [
      found(
        'EXP015',
        'expose.10.80.0.5:metrics',
        "the Service 'apps/db-on-routed' has one externalTrafficPolicy, and another port of it says Cluster",
        'write the same for all ports of one address, or another service for one',
        ['expose.10.80.0.5:sql'],
      ),
    ],
    twin: both(
      sql(bgpPool(), '10.80.0.5', { externalTrafficPolicy: 'Local' }),
      onAddress(bgpPool(), '10.80.0.5', db.port('metrics'), { from: home, externalTrafficPolicy: 'Local' }),
    ),
  },
  {
    title: 'a port of an address twice',
    given: both(
      sql(lanPool, '192.168.1.240', { port: 80 }),
      onAddress(lanPool, '192.168.1.240', db.port('metrics'), { from: home, port: 80 }),
    ),
    finds: [
      found(
        'EXP016',
        'expose.192.168.1.240:80',
        "port 80 of 192.168.1.240 is given to 'apps/db' twice",
        'write another port for one of them',
      ),
    ],
    twin: both(
      sql(lanPool, '192.168.1.240', { port: 80 }),
      onAddress(lanPool, '192.168.1.240', db.port('metrics'), { from: home, port: 81 }),
    ),
  },
  {
    title: 'a port that does not exist',
    given: both(onAddress(lanPool, '192.168.1.240', { ...web.port('http'), handle: 'https' } as never, { from: home })),
    finds: [found('EXP009', 'expose.192.168.1.240:https', "'apps/web' has no port 'https'", "write 'http'")],
    twin: one(lanPool),
  },
  {
    title: 'no port at all',
    given: both(at(lanPool, '192.168.1.240', { port: 0 })),
    finds: [found('EXP010', 'expose.192.168.1.240:0', '0 is not a port', 'write a number of 1 to 65535')],
    twin: both(at(lanPool, '192.168.1.240', { port: 1 })),
  },
  {
    title: 'traffic for the own pods alone, announced on the local network',
    given: both(at(lanPool, '192.168.1.240', { externalTrafficPolicy: 'Local' })),
    finds: [
      found(
        'INV054',
        'expose.192.168.1.240:http',
        "one node answers for 192.168.1.240 on the local network, which need not be one with a pod behind the Service apps/web-on-lan: with externalTrafficPolicy 'Local' it drops what arrives",
        "leave out externalTrafficPolicy: with loadBalancer: 'dsr' pods see their clients anyway; or announce the pool by BGP",
      ),
    ],
    twin: both(at(bgpPool(), '10.80.0.5', { externalTrafficPolicy: 'Local' })),
  },
  {
    title: 'an address in Docker',
    given: small({ expose: [at(lanPool, '192.168.1.240')] }),
    finds: [
      found(
        'EXP014',
        'expose.192.168.1.240:http',
        "nobody outside reaches addresses of Docker's network, so none can be announced",
        'write onHost(port, …)',
        ['platform'],
      ),
    ],
    twin: one(lanPool),
  },
  {
    title: 'an address with Flannel',
    given: one(lanPool, '192.168.1.240', { network: flannel() }),
    finds: [
      found(
        'EXP017',
        'expose.192.168.1.240:http',
        'Flannel gives Services no addresses, and carries out no gateway',
        "write network: cilium({ version: '…' })",
        ['network'],
      ),
      found(
        'NET009',
        'network',
        'of the four reasons to move from Flannel to Cilium the definition has several nodes (2); whether flows have to be seen is for you to say',
        "write network: cilium({ version: '…' }) when the time has come, or accept this",
      ),
    ],
    twin: one(lanPool),
  },
  {
    title: 'clients by address, whom nodes hide',
    given: one(lanPool, '192.168.1.240', { network: network({ loadBalancer: 'snat' }) }),
    finds: [
      found(
        'INV073',
        'expose.192.168.1.240:http.from',
        "with loadBalancer: 'snat', pods of other nodes than the one that is asked see that node in place of 'lan'",
        "write cilium({ loadBalancer: 'dsr' }), or from: entity('world') for everybody",
        ['network.loadBalancer'],
      ),
    ],
    twin: onMetal({ expose: [at(lanPool, '192.168.1.240', { from: entity('world') })], network: network({ loadBalancer: 'snat' }) }),
  },
  {
    title: 'no client',
    given: both(at(lanPool, '192.168.1.240', { from: [] })),
    finds: [found('EXP013', 'expose.192.168.1.240:http.from', 'nobody may connect', "name a client, e.g. lan('192.168.1.0/24')")],
    twin: both(at(lanPool, '192.168.1.240', { from: [home, lan('10.20.0.0/16')] })),
  },
  {
    title: 'a client of the cluster itself',
    given: both(at(lanPool, '192.168.1.240', { from: entity('host') })),
    finds: [
      found(
        'EXP013',
        'expose.192.168.1.240:http.from',
        "'host' is inside of the cluster, and reaches the workload itself",
        "write entity('world'), a role or addresses; for pods write allow(…)",
      ),
    ],
    twin: both(at(lanPool, '192.168.1.240', { from: entity('world') })),
  },
  {
    title: 'a client that is nowhere',
    given: both(at(lanPool, '192.168.1.240', { from: outside('office') })),
    finds: [
      found(
        'FLO002',
        'expose.192.168.1.240:http.from',
        "nobody says from which address 'office' comes",
        "write roles: [bind(outside('office'), { in: '…' })], or lan('…')",
        ['roles'],
      ),
    ],
    twin: both(at(lanPool, '192.168.1.240')),
  },
  {
    title: 'one pool in two variants',
    given: both(at(lanPool, '192.168.1.240'), sql(l2Pool('192.168.1.240-192.168.1.248'), '192.168.1.241')),
    finds: [
      found(
        'LBP001',
        'expose.192.168.1.241:sql',
        "pool 'lan' stands here with other options than at expose.192.168.1.240:http",
        'use one value for both',
        ['expose.192.168.1.240:http'],
      ),
    ],
    twin: both(at(lanPool, '192.168.1.240'), sql(lanPool, '192.168.1.241')),
  },
  {
    title: 'a pool that nobody announces',
    given: one({ ...lanPool, options: { range: '192.168.1.240-192.168.1.249' } } as never),
    finds: [found('LBP002', 'expose[0].pool', 'nobody learns where the addresses of this pool are', 'write l2: {}, or bgp: { … }')],
    twin: one(lanPool),
  },
  {
    title: 'a pool that is announced in two ways',
    given: one({ ...lanPool, options: { ...bgpPool().options, l2: {} } } as never),
    finds: [found('LBP002', 'expose[0].pool', 'the addresses of a pool are announced in one way', 'leave out l2 or bgp')],
    twin: one(lanPool),
  },
  {
    title: 'leases that end before they are renewed',
    given: one(l2Pool('192.168.1.240-192.168.1.249', { leaseDuration: 4 })),
    finds: [
      found(
        'LBP003',
        'expose.192.168.1.240:http.pool.l2',
        'leases of 4 s that are renewed within 5 s, tried every 2 s, would end before they are renewed: Cilium refuses them',
        'write leaseDuration above leaseRenewDeadline, and that above 1.2 times leaseRetryPeriod, e.g. 15, 5 and 2',
      ),
    ],
    twin: one(l2Pool('192.168.1.240-192.168.1.249', { leaseDuration: 6 })),
  },
  {
    title: 'two timings of leases',
    given: both(at(lanPool, '192.168.1.240'), sql(l2Pool('192.168.1.250-192.168.1.252', { leaseDuration: 30 }, 'more'), '192.168.1.250')),
    finds: [
      found(
        'LBP003',
        'expose.192.168.1.250:sql.pool.l2',
        "the leases of 'more' have other timings than those of 'lan', and a cluster has one",
        'write the same timings for both',
        ['expose.192.168.1.240:http.pool.l2'],
      ),
    ],
    twin: both(at(lanPool, '192.168.1.240'), sql(l2Pool('192.168.1.250-192.168.1.252', {}, 'more'), '192.168.1.250')),
  },
  {
    title: 'a link that no node has',
    given: one(l2Pool('192.168.1.240-192.168.1.249', { interfaces: ['^eth0$'] })),
    finds: [
      found(
        'INV053',
        'expose.192.168.1.240:http.pool.l2.interfaces',
        "no node that may answer for 'lan' has a link like '^eth0$'; their links are end0, enp1s0",
        "write '^end0$', or leave it out",
      ),
    ],
    twin: one(l2Pool('192.168.1.240-192.168.1.249', { interfaces: ['^en'] })),
  },
  {
    title: 'links as a pattern of a shell',
    given: one(l2Pool('192.168.1.240-192.168.1.249', { interfaces: ['*0'] })),
    finds: [
      found(
        'INV053',
        'expose.192.168.1.240:http.pool.l2.interfaces',
        "'*0' is no regular expression",
        "write the name of a link between ^ and $, e.g. '^end0$'",
      ),
    ],
    twin: one(l2Pool('192.168.1.240-192.168.1.249', { interfaces: ['^.*0$'] })),
  },
  {
    title: 'a link without the programs of Cilium',
    given: one(l2Pool('192.168.1.240-192.168.1.249'), '192.168.1.240', { network: network({ values: { devices: ['eth1'] } }) }),
    finds: [
      found(
        'INV053',
        'expose.192.168.1.240:http.pool.l2.interfaces',
        "Cilium's programs are on eth1, and on none of end0, enp1s0: nobody would answer there",
        "write cilium({ values: { devices: ['eth1', 'end0', 'enp1s0'] } })",
        [inValues('devices')],
      ),
    ],
    twin: one(l2Pool('192.168.1.240-192.168.1.249'), '192.168.1.240', { network: network({ values: { devices: 'en+' } }) }),
  },
  {
    title: 'announcements by nodes that there are not',
    given: one(l2Pool('192.168.1.240-192.168.1.249', { nodes: { rack: 'two' } })),
    finds: [
      found(
        'INV059',
        'expose.192.168.1.240:http.pool.l2.nodes',
        "no node has the labels 'rack: two', so the addresses of 'lan' are announced by nobody",
        'write labels: { … } for a node, or leave out nodes',
        ['platform.nodes'],
      ),
    ],
    twin: one(l2Pool('192.168.1.240-192.168.1.249', { nodes: { 'kubernetes.io/arch': 'amd64' } })),
  },
  {
    title: 'announcements that values switch off',
    given: values({ l2announcements: { enabled: false } }),
    finds: [
      found(
        'INV052',
        inValues('l2announcements.enabled'),
        "no node answers for the addresses of the pool 'lan' while this is off",
        'leave it out: it is on where a pool needs it',
        ['expose.192.168.1.240:http.pool.range'],
      ),
    ],
    twin: values({ l2announcements: { enabled: true } }),
  },
  {
    title: 'too few requests for the leases',
    given: values({ k8sClientRateLimit: { qps: 1 } }),
    finds: [
      found(
        'INV058',
        inValues('k8sClientRateLimit.qps'),
        'agents may ask the API server once a second, and a node that answers for all addresses takes one of that to keep them: starved, addresses would go from node to node',
        'leave it out, or write 11',
      ),
    ],
    twin: values({ k8sClientRateLimit: { qps: 20 } }),
  },
];
