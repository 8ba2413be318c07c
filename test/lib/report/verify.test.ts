import { isAsItShouldBe, type Looked, lookedText, verdictText, verifyJson } from '../../../lib/report';

const of = (state: Looked['state'], ...remarks: Looked['remarks']): Looked => ({ check: 'one', title: 'One', state, remarks });
const bad = of('wrong', { kind: 'wrong', text: 'mend it' }, { kind: 'unknown', text: 'who knows' }, { kind: 'note', text: 'by the way' });

test('a check is a line, with what there is to say below', () => {
  expect([of('ok'), bad, of('unknown'), of('skipped')].map((one) => lookedText(one)).join('')).toBe(
    [
      'ok       One',
      'wrong    One',
      '         mend it',
      '         unknown: who knows',
      '         note: by the way',
      'unknown  One',
      'skipped  One',
      '',
    ].join('\n'),
  );
});

test.each<[string, readonly Looked[], boolean, string]>([
  ['all is ok', [of('ok', { kind: 'note', text: 'by the way' })], true, 'all as it should be\n'],
  ['something was skipped', [of('ok'), of('skipped')], true, 'all as it should be\n'],
  ['something is wrong', [of('ok'), bad, bad], false, '2 wrong, 2 unknown\n'],
  ['something is unknown', [of('unknown', { kind: 'unknown', text: '?' })], false, '1 unknown\n'],
])('where %s', (_, looked, ok, text) => {
  expect(isAsItShouldBe(looked)).toBe(ok);
  expect(verdictText(looked)).toBe(text);
  expect(JSON.parse(verifyJson('home', looked))).toEqual({ schema: 'ichor/verify/v1', cluster: 'home', ok, checks: looked });
});
