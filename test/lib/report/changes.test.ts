import { budgetReport, changesText } from '../../../lib/report';

test('a line a file with its sign, and a count', () => {
  const text = changesText(
    [
      { path: 'a/new.yaml', change: 'added' },
      { path: 'a/old.yaml', change: 'removed' },
      { path: 'a/other.yaml', change: 'changed' },
      { path: 'a/same.yaml', change: 'unchanged' },
    ],
    { all: true },
  );
  expect(text).toBe(
    '+ dist/a/new.yaml\n- dist/a/old.yaml\n~ dist/a/other.yaml\n= dist/a/same.yaml\n1 added, 1 changed, 1 removed, 1 unchanged\n',
  );
});

test('unchanged files are only counted where not all are asked for', () => {
  expect(changesText([{ path: 'a/same.yaml', change: 'unchanged' }])).toBe('1 unchanged\n');
});

test('no files at all is said', () => {
  expect(changesText([])).toBe('no files\n');
});

test('the budget says what is left, or what is missing', () => {
  const Mi = 2 ** 20;
  const rows = [{ part: 'one', request: 1536 * Mi, limit: 2048 * Mi, source: 'here' }];
  expect(budgetReport('c', { rows, requests: 1536 * Mi, limits: 2048 * Mi, nodes: 1, available: 2048 * Mi })).toContain(
    '| left | 512 MiB | | |',
  );
  expect(budgetReport('c', { rows, requests: 1536 * Mi, limits: 2048 * Mi, nodes: 1, available: 1024 * Mi })).toContain(
    '| left | −512 MiB | | |',
  );
});
