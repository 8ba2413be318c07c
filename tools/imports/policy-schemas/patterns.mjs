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
  [
    '^([0-9]{1,4})|([a-zA-Z0-9]-?)*[a-zA-Z](-?[a-zA-Z0-9])*$',
    { wanted: 'the name of a port', pattern: '^[0-9]|[a-zA-Z](-?[a-zA-Z0-9])*$' },
  ],
  ['^[a-z0-9]([-a-z0-9]*[a-z0-9])?$', { wanted: 'a name: lower-case letters, digits and -, with a letter or digit at both ends' }],
  [
    '^$|^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$',
    { wanted: 'the name of an API group: lower-case letters, digits, - and ., with a letter or digit at both ends' },
  ],
  [
    '^(\\*\\.)?[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$',
    { wanted: 'a host name in lower-case letters, with *. before it or not' },
  ],
  ['^[a-zA-Z]([-a-zA-Z0-9]*[a-zA-Z0-9])?$', { wanted: 'the name of a kind: letters, digits and -' }],
  ['^([0-9]{1,5}(h|m|s|ms)){1,4}$', { wanted: "a time as in '10s' or '1m30s'" }],
  ["^[A-Za-z0-9!#$%&'*+\\-.^_\\x60|~]+$", { wanted: 'the name of a header' }],
  [
    '(^\\*$)|(^(http(s)?):\\/\\/(((\\*\\.)?([a-zA-Z0-9\\-]+\\.)*[a-zA-Z0-9-]+|\\*)(:([0-9]{1,5}))?)$)',
    { wanted: "an origin as in 'https://example.com', or '*'" },
  ],
  ['^(([^:/?#]+):)(//([^/?#]*))([^?#]*)(\\?([^#]*))?(#(.*))?', { wanted: 'a URI' }],
  [
    "^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*\\/[A-Za-z0-9\\/\\-._~%!$&'()*+,;=:]+$",
    { wanted: "a name below a domain, as in 'example.com/name'" },
  ],
  [
    "^Hostname|IPAddress|NamedAddress|[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*\\/[A-Za-z0-9\\/\\-._~%!$&'()*+,;=:]+$",
    { wanted: "'IPAddress', 'Hostname', 'NamedAddress' or a name below a domain" },
  ],
  [
    '^[a-zA-Z0-9]([-a-zA-Z0-9]*[a-zA-Z0-9])?$|[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*\\/[A-Za-z0-9]+$',
    { wanted: "a protocol as in 'HTTPS', or a name below a domain" },
  ],
  [
    '^(System|([a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*/([A-Za-z0-9][-A-Za-z0-9_.]{0,61})?[A-Za-z0-9]))$',
    { wanted: "'System', or a name below a domain" },
  ],
  ['^()([1-9]|[1-5]?[0-9]{2,4}|6[1-4][0-9]{3}|65[1-4][0-9]{2}|655[1-2][0-9]|6553[1-5])$', { wanted: 'the number of a port as a text' }],
]);

/** Patterns too long to be written here: what they begin with, and what they take. */
const LONG = [
  ['((^\\s*((([0-9]|[1-9][0-9]|1[0-9]{2}|2[0-4][0-9]|25[0-5])\\.){3}', 'an address'],
  ['^(?:(?:25[0-5]|2[0-4][0-9]|[01]?[0-9][0-9]?)\\.){3}', 'a range of addresses with its length'],
  ['^([0-9]|[1-9][0-9]{1,8}|[1-3][0-9]{9}|4[01][0-9]{8}|42[0-8][0-9]{7}|429[0-3][0-9]{6}|', 'a community of BGP'],
];

/** Some of the numbers up to 255, and names: the types of ICMP messages. */
const ICMP_TYPES = /^\^\(\[0-9\]\|\[1-9\]\[0-9\]\|1\[0-9\]\{2\}\|2\[0-4\]\[0-9\]\|25\[0-5\](\|[A-Za-z ]+)+\)\$$/;

/**
 * The pattern as JavaScript reads it with the flag `u`, and what it takes in words; nothing for one that nobody has looked at.
 *
 * @param {string} pattern
 * @returns {{ pattern: string, wanted: string } | undefined}
 */
export function javascriptPattern(pattern) {
  const long = LONG.find(([beginning]) => pattern.startsWith(beginning));
  if (long !== undefined) return { pattern, wanted: long[1] };
  const found = PATTERNS.get(pattern) ?? (ICMP_TYPES.test(pattern) ? { wanted: 'the number or the name of a type of ICMP' } : undefined);
  if (found === undefined) return undefined;
  const readable = found.pattern ?? pattern;
  new RegExp(readable, 'u');
  return { pattern: readable, wanted: found.wanted };
}
