import {
  controlPlane,
  entity,
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
  type Taint,
  worker,
} from 'ichor';
import { synthesize } from '../../../../synthesize';
import { network, small, web } from '../../../refusals/support/definitions';
import * as fc from '../../../support/fast-check';

const board = raspberryPi5();
const computer = generic({ architecture: 'amd64', interface: 'enp1s0', disk: '/dev/sda' });
const home = lan('192.168.1.0/24');
const keptFree: readonly Taint[] = [{ key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' }];

/** Where things are published: at addresses that nodes answer for, at those that a router knows, or on the nodes. */
const ways = {
  l2: { pool: pool('near', { range: '192.168.1.240-192.168.1.249', l2: {} }), addresses: ['192.168.1.240', '192.168.1.241'] },
  bgp: {
    pool: pool('far', { range: '10.80.0.0/24', bgp: { asn: 64512, peers: [{ address: '192.168.1.1', asn: 64500 }] } }),
    addresses: ['10.80.0.5', '10.80.0.6'],
  },
  nodes: undefined,
} as const;

const settings = fc.record({
  talos: fc.constantFrom('1.12.8', '1.13.9', '1.14.3'),
  cilium: fc.constantFrom('1.19.9', '1.20.4'),
  flat: fc.boolean(),
  firewall: fc.boolean(),
  wrapped: fc.constantFrom('no', 'kubeSpan', 'wireguard'),
  options: fc.record(
    { routing: fc.constant('tunnel'), loadBalancer: fc.constantFrom('dsr', 'snat'), hubble: fc.constantFrom(false, { metrics: true }) },
    { requiredKeys: [] },
  ),
  way: fc.constantFrom<keyof typeof ways>('l2', 'bgp', 'nodes'),
  taints: fc.constantFrom([], keptFree),
});

test('what follows from a definition breaks no rule, whatever the definition says', () => {
  fc.assert(
    fc.property(settings, ({ talos, cilium, flat, firewall, wrapped, options, way, taints }) => {
      const at = ways[way];
      const via = gateway(namespace('edge'), 'front', {
        on: at === undefined ? { hostNetwork: true } : { pool: at.pool, address: at.addresses[0] },
        certificate: secretRef('front-tls'),
      });
      const nodes = [
        ...[31, 32, 33].map((n) => controlPlane(`cp-${n}`, { address: `192.168.1.${n}`, machine: board, taints })),
        worker('w-1', { address: '192.168.1.41', machine: computer }),
      ];
      const cluster = small({
        versions: { talos, kubernetes: '1.35.2' },
        platform: metal({ subnet: '192.168.1.0/24', flat, firewall, kubeSpan: wrapped === 'kubeSpan', nodes }),
        network: network({ version: cilium, ...(wrapped === 'wireguard' ? { encryption: wrapped } : {}), ...options }),
        expose: [
          onHostname('web.example.com', web.port('http'), { via, from: home }),
          ...(at === undefined ? [] : [onAddress(at.pool, at.addresses[1], web.port('http'), { from: entity('world') })]),
        ],
      });
      // WHEN
      const { findings } = synthesize(cluster, 'clusters/small.ts');
      // THEN
      expect(findings.filter(({ id }) => id !== 'VER005')).toEqual([]);
    }),
    { numRuns: 40 },
  );
});
