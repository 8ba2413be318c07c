import { type Finding, inDocument } from '../../../lib/base';
import { findingsMarkdown, findingsSarif, treeText } from '../../../lib/report';

const finding = (id: string, line: number, more: Partial<Finding> = {}): Finding => ({
  ...{ id, severity: 'error', status: 'found', also: [], message: `wrong | at ${line}`, repair: 'write `a`' },
  at: inDocument('apps/a.yaml', 'spec.x', line, 3),
  ...more,
});
const undecided = (id: string, why: string): Finding => ({
  ...{ id, severity: 'info', status: 'undecided', also: [], message: `a title: not decided, since ${why}` },
  at: inDocument('.'),
});
const findings = [
  finding('INV001', 1),
  undecided('INV004', 'b is not here'),
  undecided('INV003', 'a is not here'),
  undecided('INV002', 'a is not here'),
];

test('text has what was found, and then the reasons, those of most rules first', () => {
  expect(treeText(findings, 'apps')).toBe(
    [
      'INV001  apps/a.yaml:1:3  spec.x: wrong | at 1; write `a`',
      '1 error',
      'not decided',
      '  since a is not here: INV002, INV003',
      '  since b is not here: INV004',
      '',
    ].join('\n'),
  );
  expect(treeText([], 'apps')).toBe('apps: nothing found\n');
});

test('Markdown escapes what would end a cell, and folds what is not decided', () => {
  expect(findingsMarkdown(findings, ['apps']).split('\n')).toEqual([
    '### ichor check `apps`',
    '',
    '1 error.',
    '',
    '| | where | what is wrong | instead |',
    '| --- | --- | --- | --- |',
    '| **error** INV001 | `apps/a.yaml:1:3`<br>`spec.x` | wrong \\| at 1 | write \\`a\\` |',
    '',
    '<details><summary>Not decided</summary>',
    '',
    '- since a is not here: INV002, INV003',
    '- since b is not here: INV004',
    '',
    '</details>',
    '',
  ]);
});

test('Markdown fits into a comment, and says how much it leaves out', () => {
  const many = Array.from({ length: 2000 }, (_, i) => finding('INV001', i + 1));
  const text = findingsMarkdown(many, ['apps']);
  const rows = text.split('\n').filter((line) => line.startsWith('| **error**')).length;
  expect(text.length).toBeLessThan(60_000);
  expect(text).toContain(`\nand ${2000 - rows} more findings, which \`ichor check\` shows\n`);
});

test('SARIF takes a rule of the user for what its findings say', () => {
  const own = finding('OWN001', 1, { severity: 'warning', source: 'https://example.org/why' });
  const [{ tool, results }] = JSON.parse(findingsSarif([own], '1.0.0')).runs;
  expect(tool.driver.rules).toEqual([
    {
      id: 'OWN001',
      shortDescription: { text: 'the rule OWN001' },
      help: {
        text: 'the rule OWN001\n\nSource: https://example.org/why',
        markdown: '**OWN001** the rule OWN001\n\nSource: https://example.org/why',
      },
      helpUri: 'https://example.org/why',
      defaultConfiguration: { level: 'warning' },
    },
  ]);
  expect(results).toMatchObject([{ ruleId: 'OWN001', ruleIndex: 0, level: 'warning', message: { text: 'wrong | at 1; write `a`' } }]);
});

describe('files that are templates', () => {
  const template = (file: string): Finding => ({
    ...{ id: 'INP009', severity: 'info', status: 'found', also: [], message: 'this is a template, and says nothing until it is rendered' },
    at: inDocument(file),
  });
  const several = ['a', 'b', 'c', 'd', 'e'].map((name) => template(`${name}.yaml.j2`));

  test('are told of together, after what was found', () => {
    expect(
      treeText([finding('INV001', 1), ...several, ...several], 'apps')
        .split('\n')
        .slice(1),
    ).toEqual([
      '1 error',
      'not read',
      '  a.yaml.j2, b.yaml.j2, c.yaml.j2 and 2 more, templates, which say nothing until they are rendered',
      '',
    ]);
    expect(treeText(several.slice(0, 1), 'apps')).toBe(
      'apps: nothing found\nnot read\n  a.yaml.j2, a template, which says nothing until it is rendered\n',
    );
    expect(findingsMarkdown(several.slice(0, 4), ['apps']).split('\n')).toEqual([
      '### ichor check `apps`',
      '',
      'Nothing found.',
      '',
      'Not read: `a.yaml.j2`, `b.yaml.j2`, `c.yaml.j2` and `d.yaml.j2`, templates, which say nothing until they are rendered.',
      '',
    ]);
  });

  test('annotate nothing', () => {
    const { runs } = JSON.parse(findingsSarif([finding('INV001', 1), ...several], '1.0.0'));
    expect(runs[0].results.map(({ ruleId }: { ruleId: string }) => ruleId)).toEqual(['INV001']);
    expect(runs[0].invocations[0].toolExecutionNotifications).toHaveLength(5);
  });
});

test('text has a heading for each severity where there are several', () => {
  const text = treeText(
    [finding('INV001', 1), finding('INV014', 2, { severity: 'warning' }), finding('VER002', 3, { severity: 'info' })],
    'apps',
  );
  expect(text.split('\n').filter((line) => !line.includes(' wrong '))).toEqual([
    'errors',
    'warnings',
    'notes',
    '1 error, 1 warning, 1 note',
    '',
  ]);
});
