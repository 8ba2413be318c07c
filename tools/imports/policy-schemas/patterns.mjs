// Upstream's regular expressions, for JavaScript.

/**
 * Each pattern of upstream's: what it takes in words, as the end of "… is not …", and where JavaScript would read it in
 * another way or too slowly, a pattern that takes the same texts. Go's engine needs time in proportion to a text;
 * JavaScript's tries one way after the other, which for some of these takes years.
 *
 * @type {Map<string, { wanted: string, pattern?: string }>}
 */
const PATTERNS = new Map([
  ['^([-a-zA-Z0-9_]+[.]?)+$', { wanted: 'a DNS name', pattern: '^[-a-zA-Z0-9_]+([.][-a-zA-Z0-9_]+)*[.]?$' }],
  ['^([-a-zA-Z0-9_*]+[.]?)+$', { wanted: 'a DNS name, with * in it or not', pattern: '^[-a-zA-Z0-9_*]+([.][-a-zA-Z0-9_*]+)*[.]?$' }],
  [
    '^(\\*?\\*\\.)?([-a-zA-Z0-9_]+\\.?)+$',
    { wanted: 'a DNS name, with *. or **. before it or not', pattern: '^(\\*?\\*\\.)?[-a-zA-Z0-9_]+(\\.[-a-zA-Z0-9_]+)*\\.?$' },
  ],
  // The first alternative has no end and the second no beginning, so that much is taken that is neither.
  [
    '^(6553[0-5]|655[0-2][0-9]|65[0-4][0-9]{2}|6[0-4][0-9]{3}|[1-5][0-9]{4}|[0-9]{1,4})|([a-zA-Z0-9]-?)*[a-zA-Z](-?[a-zA-Z0-9])*$',
    { wanted: 'the number or the name of a port', pattern: '^[0-9]|[a-zA-Z](-?[a-zA-Z0-9])*$' },
  ],
  ['^\\PC*$', { wanted: 'a text without control characters', pattern: '^\\P{C}*$' }],
  [
    '^(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$',
    { wanted: 'the value of a label: letters, digits, -, _ and ., with a letter or digit at both ends' },
  ],
  [
    '^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$',
    { wanted: 'the name of an object: lower-case letters, digits, - and ., with a letter or digit at both ends' },
  ],
]);

/** Some of the numbers up to 255, and names: the types of ICMP messages. */
const ICMP_TYPES = /^\^\(\[0-9\]\|\[1-9\]\[0-9\]\|1\[0-9\]\{2\}\|2\[0-4\]\[0-9\]\|25\[0-5\](\|[A-Za-z ]+)+\)\$$/;

/**
 * The pattern as JavaScript reads it with the flag `u`, and what it takes in words; nothing for one that nobody has looked at.
 *
 * @param {string} pattern
 * @returns {{ pattern: string, wanted: string } | undefined}
 */
export function javascriptPattern(pattern) {
  const found = PATTERNS.get(pattern) ?? (ICMP_TYPES.test(pattern) ? { wanted: 'the number or the name of a type of ICMP' } : undefined);
  if (found === undefined) return undefined;
  const readable = found.pattern ?? pattern;
  new RegExp(readable, 'u');
  return { pattern: readable, wanted: found.wanted };
}
