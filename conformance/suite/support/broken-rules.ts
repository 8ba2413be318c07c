import type { Json, JsonObject } from '../../../lib/base';

const object = (version: string, kind: string, spec: JsonObject): JsonObject => ({
  apiVersion: `gateway.networking.k8s.io/${version}`,
  kind,
  metadata: { name: 'a', namespace: 'b' },
  spec,
});
const route = (...rules: JsonObject[]) => object('v1', 'HTTPRoute', { rules });
const gateway = (...listeners: JsonObject[]) => object('v1', 'Gateway', { gatewayClassName: 'a', listeners });
const listener = (more: JsonObject): JsonObject => ({ name: 'a', port: 80, protocol: 'HTTP', ...more });
const backend: JsonObject = { name: 'a', port: 80 };
const filters = (...list: JsonObject[]) => route({ backendRefs: [backend], filters: list });
const prefix: JsonObject = { path: { type: 'ReplacePrefixMatch', replacePrefixMatch: '/a' } };
const redirect: JsonObject = { type: 'RequestRedirect', requestRedirect: { scheme: 'https' } };
const rewrite: JsonObject = { type: 'URLRewrite', urlRewrite: { hostname: 'a.example.org' } };
const cors: JsonObject = { type: 'CORS', cors: { allowOrigins: ['https://example.org'] } };
const exact: JsonObject[] = [{ path: { type: 'Exact', value: '/a' } }];
const path = (value: string, type = 'PathPrefix') => route({ matches: [{ path: { type, value } }] });
const policy = (spec: JsonObject, validation: JsonObject) =>
  object('v1', 'BackendTLSPolicy', {
    targetRefs: [{ group: '', kind: 'Service', name: 'a' }],
    validation: { hostname: 'a.example.org', wellKnownCACertificates: 'System', ...validation },
    ...spec,
  });
const target = (sectionName?: string): JsonObject => ({
  group: '',
  kind: 'Service',
  name: 'a',
  ...(sectionName === undefined ? {} : { sectionName }),
});
const parents = (...parentRefs: JsonObject[]) => object('v1', 'HTTPRoute', { parentRefs });
const addresses = (...list: JsonObject[]) => object('v1', 'Gateway', { gatewayClassName: 'a', listeners: [listener({})], addresses: list });
const options = (key: string) =>
  gateway(listener({ protocol: 'HTTPS', tls: { certificateRefs: [{ name: 'a' }], options: { [key]: 'b' } } }));
const annotations = (key: string) =>
  object('v1', 'Gateway', { gatewayClassName: 'a', listeners: [listener({})], infrastructure: { annotations: { [key]: 'a' } } });
const labelled = (key: string) =>
  object('v1', 'Gateway', { gatewayClassName: 'a', listeners: [listener({})], infrastructure: { labels: { [key]: 'a' } } });
const tls = (version: string, ...hostnames: string[]) => object(version, 'TLSRoute', { hostnames, rules: [{ backendRefs: [backend] }] });
const grpc = (...rules: JsonObject[]) => object('v1', 'GRPCRoute', { rules });
const listeners = (...list: JsonObject[]) => object('v1', 'ListenerSet', { parentRef: { name: 'a' }, listeners: list });
const times = (count: number, one: Json): Json => new Array(count).fill(one);

/**
 * Objects of the Gateway API that break what its definitions ask of several fields together, each nearly right: what a single
 * spoilt field doesn't show.
 *
 * @param version - the newest in which the kinds are served whose version differs between releases
 */
export function brokenRules(version: 'v1' | 'v1alpha2'): JsonObject[] {
  return [
    policy({ targetRefs: [target(), target('a')] }, {}),
    policy({ targetRefs: [target('a'), target('a')] }, {}),
    policy({}, { caCertificateRefs: [{ group: '', kind: 'ConfigMap', name: 'a' }] }),
    addresses({ type: 'IPAddress', value: '192.0.2.1' }, { type: 'IPAddress', value: '192.0.2.1' }),
    addresses({ type: 'Hostname', value: 'a.example.org' }, { type: 'Hostname', value: 'a.example.org' }),
    addresses({ type: 'Hostname', value: 'A_b' }),
    options('a_/b'),
    annotations('-a'),
    annotations(`${'a'.repeat(60)}.${'b'.repeat(300)}/c`),
    labelled('-a'),
    labelled(`${'a'.repeat(253)}/c`),
    gateway(listener({ tls: { certificateRefs: [{ name: 'a' }] } })),
    gateway(listener({ protocol: 'HTTPS', tls: { mode: 'Passthrough' } })),
    gateway(listener({ protocol: 'TLS' })),
    gateway(listener({ protocol: 'TCP', hostname: 'a.example.org' })),
    gateway(listener({}), listener({ port: 81 })),
    gateway(listener({}), listener({ name: 'b' })),
    parents({ name: 'a' }, { name: 'a', sectionName: 'a' }),
    parents({ name: 'a', namespace: 'c' }, { name: 'a', namespace: 'c', sectionName: 'a' }),
    parents({ name: 'a', port: 80 }, { name: 'a' }),
    parents({ name: 'a' }, { name: 'a' }),
    grpc(
      { matches: times(64, { method: { method: 'a' } }) },
      { matches: times(64, { method: { method: 'a' } }) },
      { matches: [{ method: { method: 'a' } }] },
    ),
    grpc({ matches: [{ method: { service: '1.b' } }] }),
    grpc({ matches: [{ method: { service: 'a.B' } }] }),
    grpc({ matches: [{ method: { method: 'a-b' } }] }),
    grpc({ filters: [{ type: 'RequestMirror', requestMirror: { backendRef: backend, percent: 1, fraction: { numerator: 1 } } }] }),
    route({ matches: times(64, {}) }, { matches: times(64, {}) }, { matches: [{}] }),
    filters(redirect),
    route({ filters: [{ type: 'RequestRedirect', requestRedirect: prefix }], matches: exact }),
    route({ filters: [{ type: 'URLRewrite', urlRewrite: prefix }], matches: exact }),
    route({ backendRefs: [{ ...backend, filters: [{ type: 'RequestRedirect', requestRedirect: prefix }] }], matches: exact }),
    route({ backendRefs: [{ ...backend, filters: [{ type: 'URLRewrite', urlRewrite: prefix }] }], matches: exact }),
    route({ filters: [redirect, rewrite] }),
    route({ filters: [redirect, redirect] }),
    route({ filters: [rewrite, rewrite] }),
    filters(cors, cors),
    ...['allowHeaders', 'allowMethods', 'exposeHeaders', 'allowOrigins'].map((field) =>
      filters({ type: 'CORS', cors: { [field]: field === 'allowOrigins' ? ['*', 'https://example.org'] : ['*', 'GET'] } }),
    ),
    ...['/a//b', '/a/./b', '/a/../b', '/a%2fb', '/a%2Fb', '/a#b', '/a/..', '/a/.', '/a b'].map((value) => path(value)),
    path('/a', 'Pattern'),
    route({ timeouts: { request: '1s', backendRequest: '1m' } }),
    route({ timeouts: { request: '0s', backendRequest: '1m' } }),
    tls(version, '192.0.2.1'),
    tls(version, 'A_b'),
    tls(version, 'a*.example.org'),
    tls(version, '*.example.org'),
    ...(version === 'v1'
      ? [
          listeners(listener({}), listener({ name: 'b' })),
          listeners(listener({}), listener({ port: 81 })),
          gateway(listener({ protocol: 'TLS', tls: { certificateRefs: [{ name: 'a' }] } })),
          object('v1', 'Gateway', {
            gatewayClassName: 'a',
            listeners: [listener({})],
            tls: {
              frontend: {
                default: { validation: { caCertificateRefs: [{ group: '', kind: 'ConfigMap', name: 'a' }] } },
                perPort: [
                  { port: 443, tls: {} },
                  { port: 443, tls: {} },
                ],
              },
            },
          }),
        ]
      : [
          object('v1alpha2', 'TLSRoute', {
            parentRefs: [{ name: 'a', port: 80 }, { name: 'a' }],
            hostnames: ['a.example.org'],
            rules: [{ backendRefs: [backend] }],
          }),
          object('v1alpha2', 'TLSRoute', {
            hostnames: ['a.example.org'],
            rules: [
              { name: 'a', backendRefs: [backend] },
              { name: 'a', backendRefs: [backend] },
            ],
          }),
        ]),
  ];
}

/** Rules that nothing breaks alone, since keywords of the schema say the same: keys of lists, words, patterns. */
export const saidBySchema: readonly RegExp[] = [
  /^self\.all\(l1, self\.exists_one\(l2, l1\.name == l2\.name\)\)$/,
  /^self\.all\(t1, self\.exists_one\(t2, t1\.port == t2\.port\)\)$/,
  /^self\.type in \['Exact','PathPrefix'\] \|\| self\.type == 'RegularExpression'$/,
  /^self\.all\(h, !?h\.contains/,
];
