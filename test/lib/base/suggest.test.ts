import { nearest, oneOf } from '../../../lib/base';
import * as fc from '../../support/fast-check';

test.each([
  ['hubbel', ['hubble', 'values'], 'hubble'],
  ['memry', ['memory', 'cpus', 'nodes'], 'memory'],
  ['policy', ['pods', 'policies', 'platform'], 'policies'],
  ['CPUs', ['nodes', 'cpus'], 'cpus'],
  ['nodeport', ['nodepool', 'nodePORT'], 'nodePORT'],
  ['kubeprismport', ['patch', 'kubePrismPort'], 'kubePrismPort'],
  ['initcontainer', ['container', 'initContainers'], 'initContainers'],
])('%j probably meant one of %j', (word, candidates, meant) => {
  expect(nearest(word, candidates)).toBe(meant);
});

test.each([
  ['podCidr', ['pods', 'services', 'values']],
  ['claims', ['image', 'labels', 'replicas']],
  ['anything', []],
])('%j is near to none of %j', (word, candidates) => {
  expect(nearest(word, candidates)).toBeUndefined();
});

test('a candidate itself is the nearest, however it is written', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.stringMatching(/^[a-z]{1,8}$/), { minLength: 1, maxLength: 8 }), fc.nat(), (words, n) => {
      const word = words[n % words.length] as string;
      expect(nearest(word, words)).toBe(word);
      expect(nearest(word.toUpperCase(), words)).toBe(word);
    }),
  );
});

test('candidates are listed as a sentence does', () => {
  expect([[], ['a'], ['a', 'b'], ['a', 'b', 'c']].map(oneOf)).toEqual(['', "'a'", "'a' or 'b'", "'a', 'b' or 'c'"]);
});
