import type { Entry, PortRange } from '../../lib/policy/entry';
import type { L7Rule } from '../../lib/policy/l7';
import type { Protocol } from '../../lib/policy/protocol';
import * as fc from './fast-check';
import { often } from './often';

const httpRule = fc.constantFrom(
  { method: 'GET' },
  { method: 'GET', path: '/public' },
  { headers: ['X-Team: a'] },
  {},
  { headerMatches: [{ name: 'X-Team', value: 'a', mismatch: 'LOG' }] },
);
const dnsRule = fc.constantFrom({ matchName: 'a.example.com' }, { matchPattern: '*.example.com' }, { matchPattern: '*' });
const serverNames = fc.uniqueArray(fc.constantFrom('a.example.com', 'b.example.com'), { minLength: 1, maxLength: 2 });

/** What a rule may ask of the proxy, of every parser. A listener's name follows from its priority, so that no two of one compete. */
export const anyL7: fc.Arbitrary<L7Rule> = fc.oneof(
  often(
    3,
    fc.uniqueArray(httpRule, { minLength: 1, maxLength: 2 }).map((http) => ({ http })),
  ),
  often(
    2,
    fc.uniqueArray(dnsRule, { minLength: 1, maxLength: 2 }).map((dns) => ({ dns })),
  ),
  often(
    2,
    serverNames.map((names) => ({ serverNames: names })),
  ),
  often(1, fc.constantFrom<L7Rule>({ terminatingTls: true }, { originatingTls: true }, {})),
  often(
    1,
    fc
      .record({ http: fc.uniqueArray(httpRule, { minLength: 1, maxLength: 2 }), serverNames })
      .map((rule) => ({ ...rule, terminatingTls: true })),
  ),
  often(
    1,
    fc.constantFrom<L7Rule>(
      { listener: { name: 'n1/envoy/first', priority: 1 } },
      { listener: { name: 'n1/envoy/late', priority: 118 } },
      { listener: { name: 'n1/envoy/usual' } },
    ),
  ),
);

const numbers = [
  [0, 65535],
  [80, 80],
  [80, 90],
  [81, 443],
  [53, 53],
  [443, 443],
] as const;

function ranges(l7: fc.Arbitrary<L7Rule | undefined>): fc.Arbitrary<PortRange> {
  const numbered = fc
    .record({ protocol: fc.constantFrom<Protocol>('TCP', 'TCP', 'TCP', 'UDP', 'SCTP'), ports: fc.constantFrom(...numbers), rule: l7 })
    .map(({ protocol, ports: [low, high], rule }) => ({ protocol, low, high, key: `${low}-${high}`, ...(rule && { l7: rule }) }));
  const named = fc
    .record({
      protocol: fc.constantFrom<Protocol>('TCP', 'UDP'),
      name: fc.constantFrom('web', 'dns'),
      end: fc.constantFrom({}, {}, { end: 90 }, { end: 60 }),
      rule: l7,
    })
    .map(({ protocol, name, end, rule }) => ({ protocol, name, ...end, key: name, ...(rule && { l7: rule }) }));
  const types = fc
    .record({ protocol: fc.constantFrom<Protocol>('ICMP', 'ICMPv6'), type: fc.constantFrom(0, 8, 128) })
    .map(({ protocol, type }) => ({ protocol, low: type, high: type === 0 ? 255 : type, key: `${type}` }));
  const portless = fc.constant({ protocol: 'GRE' as const, low: 0, high: 65535, key: '0-0' });
  return fc.oneof(often(7, numbered), often(2, named), often(1, types), often(1, portless));
}

/** Ports of rules. */
export const anyRange: fc.Arbitrary<PortRange> = ranges(fc.oneof(often(3, fc.constant<L7Rule | undefined>(undefined)), often(2, anyL7)));

/** The same few ports again and again, which all ask something of the proxy. */
export const proxiedRange: fc.Arbitrary<PortRange> = fc
  .record({ low: fc.constantFrom(0, 80), l7: anyL7 })
  .map(({ low, l7 }) => ({ protocol: 'TCP', low, high: 80, key: `${low}-80`, l7 }));

/** The same ports without what they ask of the proxy. */
export function withoutL7(ports: Entry['ports']): Entry['ports'] {
  return ports === 'all' ? ports : ports.map(({ l7, ...plain }) => plain);
}
