import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { registry, shown } from '../../tools/docs/checks';
import { root } from './support/pages';

const { pages } = require('../../tools/docs/generate.cjs') as {
  pages: (from: typeof registry, examples: ReturnType<typeof shown>) => Readonly<Record<string, string>>;
};

test.each(Object.entries(pages(registry, shown())))('%s is what `npm run docs` writes', (path, text) => {
  expect(readFileSync(join(root, path), 'utf8')).toBe(text);
});
