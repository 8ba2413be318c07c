import * as fc from 'fast-check';
import { compilePolicy, type Intent } from '../../../lib/policy';
import { anyIntent, declared } from './support/intents';
import { opened, peersOf, podsText, portsOf } from './support/opened';

const dns = podsText('kube-system', { 'k8s-app': 'kube-dns' });
const specOf = (intent: Intent) => compilePolicy(intent).spec as NonNullable<ReturnType<typeof compilePolicy>['spec']>;
const rulesOf = (intent: Intent, direction: 'ingress' | 'egress') =>
  (specOf(intent)[direction] ?? []) as unknown as Readonly<Record<string, unknown>>[];
const looksUp = ({ egress }: Intent) => egress.some(({ peer }) => peer.kind === 'pods' || peer.kind === 'fqdn');

test('opened are exactly the declared pairs of peer and port, and DNS where names are looked up', () => {
  fc.assert(
    fc.property(anyIntent, (intent) => {
      expect(opened(rulesOf(intent, 'ingress'), 'apps')).toEqual(declared(intent.ingress));
      const wanted = declared(intent.egress);
      if (looksUp(intent)) for (const protocol of ['UDP', 'TCP']) wanted.add(`${dns} ${protocol}/53`);
      expect(opened(rulesOf(intent, 'egress'), 'apps')).toEqual(wanted);
    }),
    { numRuns: 500 },
  );
});

test('the order of the declarations, of their ports and of their labels changes nothing', () => {
  fc.assert(
    fc.property(anyIntent, fc.infiniteStream(fc.nat()), (intent, dice) => {
      const shuffled = <T>(list: readonly T[]): T[] =>
        list
          .map((item) => ({ item, at: dice.next().value as number }))
          .sort((a, b) => a.at - b.at)
          .map(({ item }) => item);
      const turned = (allowances: Intent['ingress']) =>
        shuffled(allowances).map(({ peer, ports, name }) => ({
          peer: peer.kind === 'pods' ? { ...peer, labels: Object.fromEntries(shuffled(Object.entries(peer.labels))) } : peer,
          ports: shuffled(ports),
          name,
        }));
      expect(compilePolicy({ ...intent, ingress: turned(intent.ingress), egress: turned(intent.egress) })).toEqual(compilePolicy(intent));
    }),
  );
});

test('saying something twice changes nothing', () => {
  fc.assert(
    fc.property(anyIntent, (intent) => {
      const twice = { ...intent, ingress: [...intent.ingress, ...intent.ingress], egress: [...intent.egress, ...intent.egress] };
      expect(compilePolicy(twice)).toEqual(compilePolicy(intent));
    }),
  );
});

test('observing differs from enforcing by enableDefaultDeny alone', () => {
  fc.assert(
    fc.property(anyIntent, (intent) => {
      const { enableDefaultDeny, ...observed } = specOf({ ...intent, enforce: false });
      expect(enableDefaultDeny).toEqual({ ingress: false, egress: false });
      expect(observed).toEqual(specOf({ ...intent, enforce: true }));
    }),
  );
});

test('both directions are isolated, whatever is declared: a rule that opens nothing stands where there is no other', () => {
  fc.assert(
    fc.property(anyIntent, (intent) => {
      for (const direction of ['ingress', 'egress'] as const) {
        const rules = rulesOf(intent, direction);
        if (intent[direction].length === 0) expect(rules).toEqual([{}]);
        else expect(rules.every((rule) => peersOf(rule, 'apps').length > 0 && portsOf(rule).length > 0)).toBe(true);
      }
    }),
  );
});

test('a rule has one kind of peer, and no rule has the peers or the ports of another', () => {
  fc.assert(
    fc.property(anyIntent, (intent) => {
      for (const direction of ['ingress', 'egress'] as const) {
        const rules = rulesOf(intent, direction).filter((rule) => rule.toPorts !== undefined);
        for (const rule of rules) expect(Object.keys(rule).filter((key) => key !== 'toPorts')).toHaveLength(1);
        const own = rules.filter((rule) => !JSON.stringify(rule).includes('"53"'));
        const shape = (rule: Readonly<Record<string, unknown>>) => JSON.stringify([Object.keys(rule).sort(), rule.toPorts]);
        expect(new Set(own.map(shape)).size).toBe(own.length);
      }
    }),
  );
});

test('the DNS proxy is in the way only where a name is allowed', () => {
  fc.assert(
    fc.property(anyIntent, (intent) => {
      const proxied = rulesOf(intent, 'egress').filter((rule) => JSON.stringify(rule).includes('"rules"'));
      expect(proxied).toHaveLength(intent.egress.some(({ peer }) => peer.kind === 'fqdn') ? 1 : 0);
      expect(JSON.stringify(rulesOf(intent, 'ingress'))).not.toContain('"rules"');
    }),
  );
});
