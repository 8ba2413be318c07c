import { type Finding, inDefinition, inDocument, type RegistryEntry, registry } from '../../../lib/base';
import { checkFacts, defineRule, type Facts, factsOfDefinition, rules } from '../../../lib/checks';
import { resolved } from '../model/support/resolved';

const at = inDefinition('clusters/small.ts', 'rules');
const facts = factsOfDefinition(resolved(), undefined);
const own = (rule: object, given: Facts = facts): Finding[] =>
  checkFacts(given, [{ id: 'OWN001', title: 'our own', severity: 'warning', needs: [], ...rule } as never], at).filter(({ id }) =>
    /^OWN|^RUL/.test(id),
  );

describe('rules of ours', () => {
  test('have ids of the registry, with its severity and source; parts with one id need different facts', () => {
    expect(new Set(rules.map(({ id, needs }) => [id, ...needs].join(' '))).size).toBe(rules.length);
    for (const { id, severity, title, source } of rules) {
      const { foreign: _, ...entry }: RegistryEntry = registry[id as keyof typeof registry];
      expect({ severity, title, ...(source === undefined ? {} : { source }) }).toEqual(entry);
    }
  });

  test('are the whole of the invariants', () => {
    const invariants = Object.keys(registry).filter((id) => id.startsWith('INV'));
    expect([...new Set(rules.map(({ id }) => id).filter((id) => id.startsWith('INV')))].sort()).toEqual(invariants);
  });

  test('say that they could not decide, each with the place of the fact that is unknown', () => {
    const undecided = checkFacts(facts, [], at).filter(({ status }) => status === 'undecided');
    expect(undecided.map(({ id }) => id)).toEqual(expect.arrayContaining(['INV001', 'INV002', 'INV015', 'RES001', 'STO002']));
    for (const { severity, message, at: place } of undecided) {
      expect([severity, message.endsWith(': not decided, since the definition has errors'), place.file]).toEqual([
        'info',
        true,
        expect.stringContaining('small'),
      ]);
    }
  });
});

describe('a rule of a user', () => {
  test('sees the facts that it needs, and nothing else', () => {
    const seen: unknown[] = [];
    own({ needs: ['platform.kind', 'nodes.schedulable'], check: (given: unknown) => seen.push(given) && [] });
    expect(seen).toEqual([
      {
        'platform.kind': { value: 'docker', at: inDefinition('clusters/small.ts', 'platform') },
        'nodes.schedulable': { value: 1, at: inDefinition('clusters/small.ts', 'platform.nodes') },
      },
    ]);
  });

  test('sees undefined where the cluster has no such thing', () => {
    const absent = { ...facts, 'cilium.values': { state: 'absent', at } } as const;
    const check = ({ 'cilium.values': values }: { 'cilium.values': { value: unknown } }) =>
      values.value === undefined ? [{ at, message: 'no Cilium', repair: 'get it' }] : [];
    expect(own({ needs: ['cilium.values'], check }, absent)).toEqual([
      { id: 'OWN001', severity: 'warning', status: 'found', at, also: [], message: 'no Cilium', repair: 'get it' },
    ]);
  });

  test('gives its own severity, source and other places, of which none is the place itself', () => {
    const other = inDocument('a.yaml', 'b', 3, 4);
    const rule = defineRule({
      id: 'OWN001',
      title: 'our own',
      severity: 'error',
      source: 'https://example.com',
      needs: [],
      check: () => [{ at, message: 'm', repair: 'r', also: [at, other] }],
    });
    expect(own(rule)).toEqual([
      { id: 'OWN001', severity: 'error', status: 'found', at, also: [other], message: 'm', repair: 'r', source: 'https://example.com' },
    ]);
  });

  test('is not asked while a fact is unknown', () => {
    const check = jest.fn(() => []);
    expect(own({ needs: ['platform.kind', 'objects'], check })).toMatchObject([
      { id: 'OWN001', status: 'undecided', severity: 'info', message: 'our own: not decided, since the definition has errors' },
    ]);
    expect(check).not.toHaveBeenCalled();
  });

  test.each([
    ['nothing', undefined],
    ['a text', 'fine'],
    ['a breach without a list', { at, message: 'm', repair: 'r' }],
    ['a breach without a place', [{ message: 'm', repair: 'r' }]],
    ['a place that is a text', [{ at: 'name', message: 'm', repair: 'r' }]],
    ['another place that is none', [{ at, message: 'm', repair: 'r', also: [{ in: 'definition' }] }]],
    ['a message that is no text', [{ at, message: 7, repair: 'r' }]],
    ['a hole', [null]],
  ])('that returns %s is itself a finding', (_, returned) => {
    expect(own({ check: () => returned })).toMatchObject([
      {
        id: 'RUL001',
        severity: 'error',
        at: inDefinition('clusters/small.ts', 'rules[0]'),
        message: 'rule OWN001 returned no list of breaches',
      },
    ]);
  });

  test.each([
    [new Error('boom\n  at x'), 'boom'],
    ['boom', 'boom'],
    [undefined, 'undefined'],
    [Object.create(null), 'something was thrown that has no text'],
  ])('that throws is itself a finding', (thrown, message) => {
    const check = () => {
      throw thrown;
    };
    expect(own({ check })).toMatchObject([{ id: 'RUL001', message: `rule OWN001 failed: ${message}` }]);
  });
});
