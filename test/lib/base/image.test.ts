import { parseImage } from '../../../lib/base';

const digest = `sha256:${'0'.repeat(64)}`;

test.each([
  ['redis', { repository: 'redis' }],
  ['redis:7-alpine', { repository: 'redis', tag: '7-alpine' }],
  ['qdrant/qdrant:v1.19.1', { repository: 'qdrant/qdrant', tag: 'v1.19.1' }],
  ['ghcr.io/siderolabs/talos:v1.13.9', { repository: 'ghcr.io/siderolabs/talos', tag: 'v1.13.9' }],
  ['localhost:5000/a/b', { repository: 'localhost:5000/a/b' }],
  ['localhost:5000', { repository: 'localhost', tag: '5000' }],
  [`redis@${digest}`, { repository: 'redis', digest }],
  [`redis:7@${digest}`, { repository: 'redis', tag: '7', digest }],
  ['a__b.c-d--e:1', { repository: 'a__b.c-d--e', tag: '1' }],
])('%s', (text, reference) => {
  expect(parseImage(text)).toEqual(reference);
});

test.each([
  '',
  'Redis:7',
  ':7',
  'redis:',
  'redis: 7',
  'redis:7 ',
  'a//b:1',
  '/a:1',
  'a/b/:1',
  'a___b:1',
  '-a:1',
  'https://a/b:1',
  'redis@sha256:00',
  'redis:-1',
  `redis:${'a'.repeat(129)}`,
])('%j is no image', (text) => {
  expect(parseImage(text)).toBeUndefined();
});
