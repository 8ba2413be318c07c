import { onAddress, type Pool, secretRef } from 'ichor';
import { db, network, web } from './support/definitions';
import { bgpPool, board, box, home, onMetal, rack } from './support/metal';
import { found, inValues, type Refusal } from './support/refusal';

const one = (pool: Pool, changes: object = {}) =>
  onMetal({ expose: [onAddress(pool, '10.80.0.5', web.port('http'), { from: home })], ...changes });
const two = (pool: Pool, changes: object = {}) =>
  onMetal({
    expose: [
      onAddress(bgpPool(), '10.80.0.5', web.port('http'), { from: home }),
      onAddress(pool, '10.81.0.5', db.port('sql'), { from: home }),
    ],
    ...changes,
  });
const other = (bgp: object) => bgpPool(bgp, '10.81.0.0/24', 'others');
const peer = { address: '192.168.1.1', asn: 64500 };
const values = (given: object, pool = bgpPool()) => one(pool, { network: network({ values: { bgpControlPlane: given } }) });
const secret = bgpPool({ peers: [{ ...peer, password: secretRef('bgp') }] });

const ways = (advertisementType: string) => ({
  ...{ apiVersion: 'cilium.io/v2', kind: 'CiliumBGPAdvertisement', metadata: { name: 'pods' } },
  spec: { advertisements: [{ advertisementType }] },
});

/** Pools that routers are told of. */
export const bgp: readonly Refusal[] = [
  {
    title: 'no router',
    given: one(bgpPool({ peers: [] })),
    finds: [
      found(
        'INV061',
        'expose.10.80.0.5:http.pool.bgp.peers',
        'there is no router to announce addresses to',
        "write [{ address: '…', asn: … }]",
      ),
    ],
    twin: one(bgpPool({ peers: [peer] })),
  },
  {
    title: 'a router without its number',
    given: one(bgpPool({ peers: [{ address: '192.168.1.1' }] })),
    finds: [found('DEF006', 'expose[0].pool.bgp.peers[0].asn', "'asn' is missing", 'write asn: …')],
    twin: one(bgpPool({ peers: [peer] })),
  },
  {
    title: 'nodes without a number',
    given: one(bgpPool({ asn: undefined })),
    finds: [found('DEF006', 'expose[0].pool.bgp.asn', "'asn' is missing", 'write asn: …')],
    twin: one(bgpPool()),
  },
  {
    title: 'numbers that no autonomous system has',
    given: one(bgpPool({ asn: 0, peers: [{ ...peer, asn: 4294967296 }] })),
    finds: [
      found(
        'INV061',
        'expose.10.80.0.5:http.pool.bgp.asn',
        '0 is no number of an autonomous system',
        'write 1 to 4294967295; 64512 to 65534 are for private use',
      ),
      found(
        'INV061',
        'expose.10.80.0.5:http.pool.bgp.peers[0].asn',
        '4294967296 is no number of an autonomous system',
        'write 1 to 4294967295; 64512 to 65534 are for private use',
      ),
    ],
    twin: one(bgpPool({ asn: 1, peers: [{ ...peer, asn: 4294967295 }] })),
  },
  {
    title: 'a router by name',
    given: one(bgpPool({ peers: [{ ...peer, address: 'router.home' }] })),
    finds: [
      found(
        'INV061',
        'expose.10.80.0.5:http.pool.bgp.peers[0].address',
        "'router.home' is not an IPv4 address",
        "write that of the router, e.g. '192.168.1.1'",
      ),
    ],
    twin: one(bgpPool({ peers: [{ ...peer, address: '192.168.1.254' }] })),
  },
  {
    title: 'a router twice',
    given: one(bgpPool({ peers: [peer, peer] })),
    finds: [found('INV061', 'expose.10.80.0.5:http.pool.bgp.peers[1].address', 'the router 192.168.1.1 stands twice', 'leave one out')],
    twin: one(bgpPool({ peers: [peer, { ...peer, address: '192.168.1.2' }] })),
  },
  {
    title: 'a router that is a node',
    given: one(bgpPool({ peers: [{ ...peer, address: '192.168.1.41' }] })),
    finds: [
      found(
        'INV061',
        'expose.10.80.0.5:http.pool.bgp.peers[0].address',
        "192.168.1.41 is that of the node 'w-1' itself",
        'write that of the router',
      ),
    ],
    twin: one(bgpPool({ peers: [{ ...peer, address: '192.168.1.42' }] })),
  },
  {
    title: 'a session that is given up at once',
    given: one(bgpPool({ holdTime: 2, keepAliveTime: 1 })),
    finds: [found('INV061', 'expose.10.80.0.5:http.pool.bgp.holdTime', "a session can't be given up after 2 s", 'write 3 to 65535')],
    twin: one(bgpPool({ holdTime: 3, keepAliveTime: 1 })),
  },
  {
    title: 'signs of life that come too late',
    given: one(bgpPool({ holdTime: 9, keepAliveTime: 30 })),
    finds: [
      found(
        'INV061',
        'expose.10.80.0.5:http.pool.bgp.keepAliveTime',
        'with a sign of life every 30 s a session of holdTime 9 is given up when one or two are lost',
        'write 1 to 3',
      ),
    ],
    twin: one(bgpPool({ holdTime: 9, keepAliveTime: 3 })),
  },
  {
    title: 'routes that nobody keeps',
    given: one(bgpPool({ gracefulRestartTime: 0 })),
    finds: [found('INV061', 'expose.10.80.0.5:http.pool.bgp.gracefulRestartTime', 'routers keep no routes for 0 s', 'write 1 to 4095')],
    twin: one(bgpPool({ gracefulRestartTime: 1 })),
  },
  {
    title: 'a node that speaks in two ways',
    given: two(other({ asn: 64513 })),
    finds: [
      found(
        'INV061',
        'expose.10.80.0.5:http.pool.bgp',
        "'cp-1' is to speak BGP in two ways, for 'others' and for 'routed', and Cilium takes one for a node",
        'write the same settings for both, or nodes: { … } with labels that no node has both of',
        ['expose.10.81.0.5:sql.pool.bgp'],
      ),
    ],
    twin: two(other({})),
  },
  {
    title: 'two ways for nodes that have both labels',
    given: onMetal({
      expose: [
        onAddress(bgpPool({ nodes: { 'kubernetes.io/os': 'linux' } }), '10.80.0.5', web.port('http'), { from: home }),
        onAddress(other({ nodes: { 'kubernetes.io/arch': 'arm64' } }), '10.81.0.5', db.port('sql'), { from: home }),
      ],
    }),
    finds: [
      found(
        'INV061',
        'expose.10.80.0.5:http.pool.bgp',
        "'cp-1' is to speak BGP in two ways, for 'others' and for 'routed', and Cilium takes one for a node",
        'write the same settings for both, or nodes: { … } with labels that no node has both of',
        ['expose.10.81.0.5:sql.pool.bgp'],
      ),
    ],
    twin: onMetal({
      expose: [
        onAddress(bgpPool({ nodes: { 'kubernetes.io/arch': 'amd64' } }), '10.80.0.5', web.port('http'), { from: home }),
        onAddress(other({ nodes: { 'kubernetes.io/arch': 'arm64' } }), '10.81.0.5', db.port('sql'), { from: home }),
      ],
    }),
  },
  {
    title: 'routers that nobody talks to',
    given: one(bgpPool({ nodes: { edge: 'yes' } })),
    finds: [
      found(
        'INV059',
        'expose.10.80.0.5:http.pool.bgp.nodes',
        "no node has the labels 'edge: yes', so the addresses of 'routed' are announced by nobody",
        'write labels: { … } for a node, or leave out nodes',
        ['platform.nodes'],
      ),
    ],
    twin: one(bgpPool({ nodes: { edge: 'yes' } }), { platform: rack({ nodes: [board(), box({ labels: { edge: 'yes' } })] }) }),
  },
  {
    title: 'the way to pods in a tunnel',
    given: one(bgpPool(), { platform: rack({ flat: false }), objects: [ways('PodCIDR')], network: network({ loadBalancer: 'dsr' }) }),
    finds: [
      found(
        'INV062',
        'objects[0]',
        "'pods' tells routers the way to pods, who answer through a tunnel: connections would go one way only",
        "write cilium({ routing: 'native' }), or leave out PodCIDR",
        [inValues('routingMode')],
      ),
    ],
    twin: one(bgpPool(), { objects: [ways('PodCIDR')] }),
  },
  {
    title: 'BGP that values switch off',
    given: values({ enabled: false }),
    finds: [
      found(
        'INV052',
        inValues('bgpControlPlane.enabled'),
        "no router is told of the addresses of the pool 'routed' while this is off",
        'leave it out: it is on where a pool needs it',
        ['expose.10.80.0.5:http.pool.range'],
      ),
    ],
    twin: values({ enabled: true }),
  },
  {
    title: 'a password by a name that a shell would carry out',
    given: one(bgpPool({ peers: [{ ...peer, password: secretRef('a$(touch x)') }] })),
    finds: [
      found(
        'NAM001',
        'expose[0].pool.bgp.peers[0].password.name',
        "the name of a Secret 'a$(touch x)' must consist of lower-case letters, digits, - and ., and begin and end with a letter or digit",
        'write what the Secret in the cluster has',
      ),
    ],
    twin: one(secret),
  },
  {
    title: 'a password that nobody finds',
    given: values({ secretsNamespace: { name: 'bgp' } }, secret),
    finds: [
      found(
        'LBP004',
        inValues('bgpControlPlane.secretsNamespace.name'),
        "Cilium looks for passwords in 'bgp', and those of 'routed' are in kube-system",
        'leave it out',
        ['expose.10.80.0.5:http.pool.bgp.peers'],
      ),
    ],
    twin: values({ secretsNamespace: { name: 'bgp' } }),
  },
];
