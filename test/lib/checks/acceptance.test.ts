import { type Finding, finding, inDefinition } from '../../../lib/base';
import { type AcceptanceAt, accepted } from '../../../lib/checks';
import * as fc from '../../support/fast-check';

const file = 'clusters/a.ts';
const warning = (path: string) => finding('IMG003', inDefinition(file, path), `at ${path}`);
const error = finding('IMG001', inDefinition(file, 'workloads.a/b.image'), 'an error');
const note = finding('FLO012', inDefinition(file, 'network'), 'a note');
const accept = (id: string, path: string, reason = 'known'): AcceptanceAt => ({
  acceptance: { id, path, reason },
  at: inDefinition(file, 'accept[0]'),
});
const left = (findings: readonly Finding[], ...acceptances: AcceptanceAt[]) =>
  accepted(findings, acceptances, file).map(({ id, message }) => [id, message]);

describe('an acceptance silences', () => {
  test.each([
    ['the place itself', 'workloads.a/b.image'],
    ['what is above it', 'workloads.a/b'],
    ['the whole of a kind', 'workloads'],
  ])('%s', (_, path) => {
    expect(left([warning('workloads.a/b.image')], accept('IMG003', path))).toEqual([]);
  });

  test('items of a list by the list', () => {
    expect(left([warning('flows[3].from')], accept('IMG003', 'flows'))).toEqual([]);
    expect(left([warning('flows[3].from')], accept('IMG003', 'flows[3]'))).toEqual([]);
  });

  test('notes', () => {
    expect(left([note], accept('FLO012', 'network'))).toEqual([]);
  });

  test('all of the findings at its path, and none beside', () => {
    const findings = [warning('workloads.a/b.image'), warning('workloads.a/b.image'), warning('workloads.a/c.image'), note];
    expect(left(findings, accept('IMG003', 'workloads.a/b'))).toEqual([
      ['IMG003', 'at workloads.a/c.image'],
      ['FLO012', 'a note'],
    ]);
  });
});

describe('an acceptance is itself a finding', () => {
  const unmatched = (id: string, path: string) => ['ACC001', `nothing is found as ${id} at '${path}'`];

  test.each([
    ['another id', 'IMG001', 'workloads.a/b'],
    ['a path that begins alike', 'IMG003', 'workloads.a'],
    ['a path below', 'IMG003', 'workloads.a/b.image.tag'],
    ['an item that begins alike', 'IMG003', 'workloads.a/b.imag'],
  ])('with %s', (_, id, path) => {
    expect(left([warning('workloads.a/b.image')], accept(id, path))).toEqual([['IMG003', 'at workloads.a/b.image'], unmatched(id, path)]);
  });

  test('for what stands in another definition', () => {
    const elsewhere = finding('IMG003', inDefinition('clusters/b.ts', 'name'), 'elsewhere');
    expect(left([elsewhere], accept('IMG003', 'name'))).toEqual([['IMG003', 'elsewhere'], unmatched('IMG003', 'name')]);
  });

  test('of an error, which stays', () => {
    expect(left([error], accept('IMG001', 'workloads'))).toEqual([
      ['IMG001', 'an error'],
      ['ACC002', "IMG001 at 'workloads' is an error, which can't be accepted"],
    ]);
  });

  test('without a reason, and then silences nothing', () => {
    expect(left([warning('name')], accept('IMG003', 'name', ' \n'))).toEqual([
      ['IMG003', 'at name'],
      ['ACC003', "the acceptance of IMG003 at 'name' gives no reason"],
    ]);
  });
});

test('errors are never silenced, and without acceptances nothing is', () => {
  const any = fc.constantFrom(error, note, warning('name'), warning('workloads.a/b.image'));
  const acceptance = fc.record({
    id: fc.constantFrom('IMG001', 'IMG003', 'FLO012', 'ACC001'),
    path: fc.constantFrom('', 'name', 'workloads', 'network'),
  });
  fc.assert(
    fc.property(fc.array(any), fc.array(acceptance), (findings, acceptances) => {
      const result = accepted(
        findings,
        acceptances.map(({ id, path }) => accept(id, path)),
        file,
      );
      expect(result.filter((f) => f === error)).toHaveLength(findings.filter((f) => f === error).length);
      expect(accepted(findings, [], file)).toEqual(findings);
      const own = result.filter((f) => f.id.startsWith('ACC'));
      expect(result.length - own.length).toBeLessThanOrEqual(findings.length);
    }),
  );
});
