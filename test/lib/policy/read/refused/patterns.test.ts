import { isGoRegexp } from '../../../../../lib/policy/read/cilium-rule-faults-regexp';
import { refused, taken } from './patterns';

test.each(taken)('Go takes %j', (pattern) => {
  expect(isGoRegexp(pattern)).toBe(true);
});

test.each(refused)('Go refuses %j', (pattern) => {
  expect(isGoRegexp(pattern)).toBe(false);
});
