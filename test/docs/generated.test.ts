import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as sources from '../../tools/docs/sources';
import { root } from './support/pages';

const { pages } = require('../../tools/docs/generate.cjs') as {
  pages: (from: typeof sources) => Readonly<Record<string, string>>;
};

test.each(Object.entries(pages(sources)))('%s is what `npm run docs` writes', (path, text) => {
  expect(readFileSync(join(root, path), 'utf8')).toBe(text);
});
