import { passesBeyond, restrictionOf } from '../../../../lib/checks/agreement/passing';
import type { L7 } from '../../../../lib/policy';
import type { MaybeState } from '../../../../lib/policy/relate';

const all: MaybeState = { verdict: 'allowed' };
const unknown: MaybeState = { verdict: 'unknown' };
const through = (...restriction: string[]): MaybeState => ({ verdict: 'allowed', ingress: { parsers: ['http'], restriction } });
const out = (...restriction: string[]): MaybeState => ({ verdict: 'allowed', egress: { parsers: ['tls'], restriction } });
const proxied: MaybeState = { verdict: 'allowed', ingress: { parsers: ['http'] } };
const get = 'HTTP method GET';

test.each<[string, MaybeState, MaybeState, boolean | undefined]>([
  ['nothing beyond nothing', undefined, undefined, false],
  ['everything beyond nothing', all, undefined, true],
  ['nothing beyond everything', undefined, all, false],
  ['everything beyond a limit', all, through(get), true],
  ['a proxy that limits nothing beyond a limit', proxied, through(get), true],
  ['a limit beyond a proxy that limits nothing', through(get), proxied, false],
  ['a request beyond one of which less is asked', through('HTTP method GET, path /a'), through(get), false],
  ['a request beyond one of which more is asked', through(get), through('HTTP method GET, path /a'), true],
  ['headers in another order, and twice', through('HTTP header A, header B, header A'), through('HTTP header B, header A'), false],
  ['a path with a comma beyond the path before it', through('HTTP path /a, b'), through('HTTP path /a'), true],
  ['a limit on one side beyond one on the other', through(get), out('TLS to a'), true],
  ['a server name beyond every name', out('TLS to a.example.com'), out('TLS to *'), false],
  ['what is not known beyond nothing', unknown, undefined, undefined],
  ['what is not known beyond everything', unknown, all, false],
  ['what is not known beyond a limit', unknown, through(get), undefined],
  ['everything beyond what is not known', all, unknown, undefined],
  ['two things that are not known', unknown, unknown, false],
])('%s', (_, a, b, beyond) => {
  expect(passesBeyond(a, b)).toBe(beyond);
});

test.each<[string, L7, readonly string[] | undefined]>([
  ['requests', { kind: 'http', rules: [{ method: 'GET', path: '/a' }, { host: 'b' }] }, ['HTTP host b', 'HTTP method GET, path /a']],
  ['any request', { kind: 'http', rules: [{ method: 'GET' }, {}] }, undefined],
  ['names', { kind: 'dns', names: ['A.example.com', '*.example.org'] }, ['DNS *.example.org.', 'DNS a.example.com.']],
  ['any name', { kind: 'dns', names: ['a.example.com', '*'] }, undefined],
  ['servers', { kind: 'server-names', names: ['B.example.com', 'a.example.com'] }, ['TLS to a.example.com', 'TLS to b.example.com']],
])('a limit of %s', (_, l7, passages) => {
  expect(restrictionOf(l7)).toEqual(passages);
});
