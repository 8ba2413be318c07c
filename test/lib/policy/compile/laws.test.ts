import { type Allowance, compilePolicy, type Intent, type L7, type PolicyPeer } from '../../../../lib/policy';
import * as fc from '../../../support/fast-check';
import { anyIntent, anyPlainIntent } from './support/intents';
import { allowancesOf, peerFieldsOf, type Rule } from './support/read-rules';
import { dnsLabels, relationOf } from './support/universe';

type Direction = 'ingress' | 'egress';
type Read = Pick<Allowance, 'peer' | 'ports' | 'l7'>;

const directions = ['ingress', 'egress'] as const;
const specOf = (intent: Intent) => compilePolicy(intent).spec as NonNullable<ReturnType<typeof compilePolicy>['spec']>;
const rulesOf = (intent: Intent, direction: Direction) => (specOf(intent)[direction] ?? []) as unknown as readonly Rule[];
const read = (intent: Intent, direction: Direction): Read[] => rulesOf(intent, direction).flatMap((rule) => allowancesOf(rule, 'apps'));

const isCoreDns = (peer: PolicyPeer) => peer.kind === 'pods' && JSON.stringify(peer.labels) === JSON.stringify(dnsLabels);
const isDns = ({ peer, ports }: Read) => isCoreDns(peer) && ports.every(({ port }) => port === 53);
const isNamed = ({ egress }: Intent) => egress.some(({ peer }) => peer.kind === 'fqdn');

/** The allowances one port at a time. */
function single<P extends PolicyPeer, L extends L7>(list: readonly Allowance<P, L>[]): Allowance<P, L>[] {
  return list.flatMap((allowance) => allowance.ports.map((port) => ({ ...allowance, ports: [port] })));
}

/** What doesn't ask CoreDNS: whether it is asked, and what, has tests of its own. */
function withoutDns(list: readonly Read[]): Read[] {
  return single(list as readonly Allowance[]).filter((allowance) => !isDns(allowance));
}

test('what passes is exactly what is declared', () => {
  fc.assert(
    fc.property(anyIntent, (intent) => {
      expect(relationOf(read(intent, 'ingress'))).toEqual(relationOf(intent.ingress));
      const coreDns: Allowance = {
        peer: { kind: 'pods', namespace: 'kube-system', labels: dnsLabels },
        ports: [53].flatMap((port) => [
          { port, protocol: 'UDP' as const },
          { port, protocol: 'TCP' as const },
        ]),
        name: '',
      };
      // Beside CoreDNS on port 53, whatever is asked there.
      const rest = (list: readonly Read[]) => relationOf([...withoutDns(list), coreDns]);
      expect(rest(read(intent, 'egress'))).toEqual(rest(intent.egress));
    }),
    { numRuns: 60 },
  );
});

test('nothing could be left out: every peer at every port of every rule lets something pass that nothing else does', () => {
  fc.assert(
    fc.property(anyIntent, (intent) => {
      for (const direction of directions) {
        const entries = single(read(intent, direction) as Allowance[]);
        const whole = relationOf(entries).size;
        const idle = entries.filter((entry) => relationOf(entries.filter((other) => other !== entry)).size === whole);
        // What goes through the DNS proxy is where addresses of names are learnt, and has a part in that alone.
        expect(idle.filter(({ l7 }) => !(isNamed(intent) && l7?.kind === 'dns'))).toEqual([]);
      }
    }),
    { numRuns: 60 },
  );
});

test('the order of the declarations, of their ports, labels, limits and exceptions changes nothing', () => {
  fc.assert(
    fc.property(anyIntent, fc.infiniteStream(fc.nat()), (intent, dice) => {
      const shuffled = <T>(list: readonly T[]): T[] =>
        list
          .map((item) => ({ item, at: dice.next().value as number }))
          .sort((a, b) => a.at - b.at)
          .map(({ item }) => item);
      const labels = (of: Readonly<Record<string, string>>) => Object.fromEntries(shuffled(Object.entries(of)));
      const peer = <P extends PolicyPeer>(p: P): P =>
        p.kind === 'pods' || p.kind === 'nodes'
          ? { ...p, labels: labels(p.labels) }
          : p.kind === 'cidr'
            ? { ...p, except: shuffled(p.except) }
            : p;
      const limit = <L extends L7>(l7: L): L =>
        l7.kind === 'http' ? { ...l7, rules: shuffled(l7.rules) } : { ...l7, names: shuffled(l7.names) };
      const turned = <P extends PolicyPeer, L extends L7>(list: readonly Allowance<P, L>[]) =>
        shuffled(list).map(({ peer: p, ports, name, l7 }) => ({
          peer: peer(p),
          ports: shuffled(ports),
          name,
          ...(l7 === undefined ? {} : { l7: limit(l7) }),
        }));
      const other = { ...intent, ingress: turned(intent.ingress), egress: turned(intent.egress) };
      expect(specOf(other)).toEqual(specOf(intent));
    }),
    { numRuns: 60 },
  );
});

test('saying something twice, or one port at a time, changes nothing', () => {
  fc.assert(
    fc.property(anyIntent, (intent) => {
      const twice = { ...intent, ingress: [...intent.ingress, ...intent.ingress], egress: [...intent.egress, ...intent.egress] };
      expect(compilePolicy(twice)).toEqual(compilePolicy(intent));
      expect(compilePolicy({ ...intent, ingress: single(intent.ingress), egress: single(intent.egress) })).toEqual(compilePolicy(intent));
    }),
  );
});

test('observing differs from enforcing by enableDefaultDeny alone, where no server names are limited', () => {
  fc.assert(
    fc.property(anyPlainIntent, (intent) => {
      const { enableDefaultDeny, ...observed } = specOf({ ...intent, enforce: false });
      expect(enableDefaultDeny).toEqual({ ingress: false, egress: false });
      expect(observed).toEqual(specOf(intent));
    }),
  );
});

test('observed, no server names are limited: nothing would be added to them that lets all pass', () => {
  fc.assert(
    fc.property(anyIntent, (intent) => {
      expect(JSON.stringify(compilePolicy({ ...intent, enforce: false }))).not.toContain('"serverNames"');
    }),
  );
});

test('both directions are isolated, whatever is declared: a rule that opens nothing stands where there is no other', () => {
  fc.assert(
    fc.property(anyIntent, (intent) => {
      for (const direction of directions) {
        const rules = rulesOf(intent, direction);
        if (intent[direction].length === 0) expect(rules).toEqual([{}]);
        else expect(rules.every((rule) => allowancesOf(rule, 'apps').some(({ ports }) => ports.length > 0))).toBe(true);
      }
    }),
  );
});

test('a rule has one kind of peer, and no rule has the kind, the ports and the limit of another', () => {
  fc.assert(
    fc.property(anyIntent, (intent) => {
      for (const direction of directions) {
        const rules = rulesOf(intent, direction).filter((rule) => rule.toPorts !== undefined);
        for (const rule of rules) expect(peerFieldsOf(rule)).toHaveLength(1);
        const own = rules.filter((rule) => !allowancesOf(rule, 'apps').some(isDns));
        const shape = (rule: Rule) => JSON.stringify([peerFieldsOf(rule), rule.toPorts]);
        expect(new Set(own.map(shape)).size).toBe(own.length);
      }
    }),
  );
});

test('a rule has at most 40 ports', () => {
  const many = fc.uniqueArray(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 130 });
  fc.assert(
    fc.property(anyIntent, many, many, (intent, some, others) => {
      const peer = { kind: 'pods' as const, namespace: 'jobs', labels: {} };
      const tcp = (numbers: readonly number[]) => numbers.map((port) => ({ port, protocol: 'TCP' as const }));
      const http: L7 = { kind: 'http', rules: [{ method: 'GET' }] };
      const ingress = [...intent.ingress, { peer, ports: tcp(some), name: 'jobs' }, { peer, ports: tcp(others), name: 'jobs', l7: http }];
      const rules = rulesOf({ ...intent, ingress }, 'ingress');
      const counts = rules.flatMap((rule) => (rule.toPorts as { ports: unknown[] }[]).map(({ ports }) => ports.length));
      expect(Math.max(...counts)).toBeLessThanOrEqual(40);
    }),
  );
});

describe('CoreDNS', () => {
  const asking = (intent: Intent) => single(read(intent, 'egress') as Allowance[]).filter(isDns);
  const looksUp = ({ egress }: Intent) =>
    single(egress).some(
      (allowance) =>
        ['fqdn', 'service', 'pods'].includes(allowance.peer.kind) && !(isDns(allowance) && allowance.ports[0]?.protocol !== 'SCTP'),
    );

  test('is asked plainly or through the proxy, and never both ways', () => {
    fc.assert(
      fc.property(anyIntent, (intent) => {
        const ways = asking(intent).filter(({ l7 }) => l7 === undefined || l7.kind === 'dns');
        expect(new Set(ways.map(({ l7 }) => l7?.kind)).size).toBeLessThanOrEqual(1);
      }),
      { numRuns: 60 },
    );
  });

  test('is asked through the proxy for any name where names are allowed, unless the names are limited', () => {
    fc.assert(
      fc.property(anyPlainIntent, (intent) => {
        const proxied = asking(intent).filter(({ l7 }) => l7 !== undefined);
        if (!isNamed(intent)) expect(proxied).toEqual([]);
        else
          expect(proxied.map(({ ports, l7 }) => [ports[0]?.protocol, l7])).toEqual(
            ['UDP', 'TCP'].map((p) => [p, { kind: 'dns', names: ['*'] }]),
          );
      }),
      { numRuns: 60 },
    );
  });

  test('is open wherever names are looked up, by its own rule or one that is wider', () => {
    fc.assert(
      fc.property(anyIntent.filter(looksUp), (intent) => {
        const coreDns = JSON.stringify({ kind: 'pod', namespace: 'kube-system', labels: dnsLabels });
        const open = [...relationOf(read(intent, 'egress'))].filter((text) => text.startsWith(coreDns));
        for (const protocol of ['UDP', 'TCP']) expect(open).toContain(`${coreDns} ${protocol}/53 dns db.apps.svc.cluster.local`);
      }),
      { numRuns: 60 },
    );
  });
});
