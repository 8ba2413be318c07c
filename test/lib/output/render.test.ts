import { type Content, inDefinition } from '../../../lib/base';
import { render } from '../../../lib/output';

const rendered = (content: Content) => render({ path: 'a/file', content, origin: inDefinition('clusters/a.ts', '') });
const text = (value: string) => rendered({ kind: 'text', text: value });

test('text is written as it is', () => {
  expect(text('#!/bin/sh\n\n  echo "ä"\t\n')).toBe('#!/bin/sh\n\n  echo "ä"\t\n');
});

test.each(['a', 'a\n', 'a\n\n\n', 'a\r\n', 'a\r', 'a\r\n\r\n'])('%j ends with one LF', (value) => {
  expect(text(value)).toBe('a\n');
});

test('lines end with LF alone', () => {
  expect(text('a\r\nb\rc\n')).toBe('a\nb\nc\n');
});

test('documents are YAML, with or without null', () => {
  const documents = [{ kind: 'A', a: null }, { b: [1] }];
  expect(rendered({ kind: 'documents', documents, nulls: 'drop' })).toBe('kind: A\n---\nb:\n  - 1\n');
  expect(rendered({ kind: 'documents', documents, nulls: 'keep' })).toBe('kind: A\na: null\n---\nb:\n  - 1\n');
});

test('a comment comes first, every line of it behind a number sign', () => {
  const comment = 'Written by Ichor.\n\n  kept\tas is \r\nbreaks:\u2028here\x85there\x1b[0m\n';
  expect(rendered({ kind: 'documents', documents: [{ a: 1 }], nulls: 'keep', comment })).toBe(
    '# Written by Ichor.\n#\n#   kept\tas is\n# breaks:\n# here\n# there [0m\na: 1\n',
  );
});

test('without documents only the comment is left', () => {
  expect(rendered({ kind: 'documents', documents: [], nulls: 'keep', comment: 'nothing here' })).toBe('# nothing here\n');
});

test('a value that YAML cannot carry is refused with the name of the file', () => {
  const call = () => rendered({ kind: 'documents', documents: [{ port: Number.NaN }], nulls: 'drop' });
  expect(call).toThrow(TypeError);
  expect(call).toThrow("a/file: document 1: 'port' is NaN");
});
