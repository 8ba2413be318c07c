import { createHash } from 'node:crypto';
import { digest } from '../../../lib/base';
import * as fc from '../../support/fast-check';

test('a digest is SHA-256', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: fc.anyCharacter, maxLength: 300 }), fc.string({ minLength: 40, maxLength: 140 })), (text) => {
      expect(digest(text)).toBe(createHash('sha256').update(text).digest('hex'));
    }),
  );
});
