import { controlPlane, lan, metal, onAddress, pool, raspberryPi5, worker } from 'ichor';
import { checkFacts, factsOfDefinition } from '../../../../lib/checks';
import * as fc from '../../../support/fast-check';
import { resolved, web } from '../../model/support/resolved';

const machine = raspberryPi5();
const home = lan('192.168.1.0/24');
const address = (octet: number) => `192.168.1.${octet}`;
const octet = fc.integer({ min: 2, max: 254 });
const range = fc.tuple(octet, octet).map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const);
const written = ([first, last]: readonly [number, number]) => `${address(first)}-${address(last)}`;

/** The paths of what a pool is found to take away from. */
function taken(model: ReturnType<typeof resolved>): string[] {
  const facts = factsOfDefinition(model, undefined);
  return checkFacts(facts, [], { in: 'definition', file: model.file, path: 'rules' })
    .filter(({ id }) => id === 'INV055')
    .flatMap(({ also }) => also.map((place) => place.path ?? ''))
    .sort();
}

test('a pool takes an address away from exactly those that have one of its addresses', () => {
  const have = fc.uniqueArray(octet, { minLength: 3, maxLength: 3 });
  fc.assert(
    fc.property(range, range, have, (own, dhcp, octets) => {
      const [first, second, vip] = octets as [number, number, number];
      const nodes = [
        controlPlane('cp-1', { address: address(first), machine }),
        worker('w-1', { address: address(second), machine, dhcp: true }),
      ];
      const platform = metal({ subnet: '192.168.1.0/24', flat: true, vip: address(vip), dhcpRange: written(dhcp), nodes });
      const near = pool('near', { range: written(own), l2: {} });
      const model = resolved({ platform, expose: [onAddress(near, address(own[0]), web.port('http'), { from: home })] });
      // WHEN
      const found = taken(model);
      // THEN
      const has = (octets: readonly number[]) => octets.some((o) => o >= own[0] && o <= own[1]);
      const everyOctet = Array.from({ length: dhcp[1] - dhcp[0] + 1 }, (_, i) => dhcp[0] + i);
      expect(found).toEqual(
        [
          ...(has([first]) ? ['platform.nodes.cp-1.address'] : []),
          ...(has([second]) ? ['platform.nodes.w-1.address'] : []),
          ...(has([vip]) ? ['platform.vip'] : []),
          ...(has(everyOctet) ? ['platform.dhcpRange'] : []),
        ].sort(),
      );
    }),
  );
});
