import { rowsOf, trickyCases } from '../../../conformance/policy/tricky/rows';
import { worldOf } from '../../../conformance/policy/tricky/stage';
import { table } from '../../../conformance/policy/tricky/table';
import { decide, type Identity, type Restriction, relate } from '../../../lib/policy';

const cases = trickyCases(table);
const proxied = (restriction: Restriction) => `proxied: ${restriction?.join(' | ') ?? 'everything'}`;

describe('decided one by one', () => {
  test.each(cases)('%s', (_, tricky, cilium) => {
    const world = worldOf(tricky, cilium);
    const rows = rowsOf(tricky, world, cilium);
    const decided = rows.map(({ text, direction, subject, peer, protocol, port }) => {
      const [of, other] = [world.identities[subject], world.identities[peer]] as [Identity, Identity];
      const { verdict, parser, restriction } = decide({ direction, subject: of, peer: other, protocol, port }, world);
      return [text, verdict === 'allowed' && parser !== undefined ? proxied(restriction) : verdict];
    });
    expect(decided).toEqual(rows.map(({ text, verdict }) => [text, verdict]));
  });
});

describe('worked out for all of them together', () => {
  test.each(cases)('%s', (_, tricky, cilium) => {
    const world = worldOf(tricky, cilium);
    const relation = relate(world);
    const rows = rowsOf(tricky, world, cilium);
    const related = rows.map(({ text, direction, subject, peer, protocol, port }) => {
      const ports = direction === 'egress' ? relation.egressPorts(subject, peer) : relation.ingressPorts(peer, subject);
      const state = ports.at(protocol, port);
      const redirect = state?.[direction];
      return [text, redirect === undefined ? (state?.verdict ?? 'denied') : proxied(redirect.restriction)];
    });
    expect(related).toEqual(rows.map(({ text, verdict }) => [text, verdict]));
  });
});

test('a case finds nothing wrong but what opens more than it says', () => {
  const found = cases.flatMap(([title, tricky, cilium]) =>
    worldOf(tricky, cilium)
      .findings.filter(({ id }) => id !== 'POL006')
      .map(({ id, message }) => `${title}: ${id} ${message}`),
  );
  expect(found).toEqual([]);
});
