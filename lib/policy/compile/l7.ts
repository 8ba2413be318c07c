/**
 * What a request has to be like. Every field that is there has to fit; of several rules, one has to.
 *
 * `method`, `path` and `host` are regular expressions in the dialect of RE2, and have to match as a whole: `/public` is that
 * one path. The path that is compared contains the query string, so `/public(\?.*)?` is what allows it with and without one.
 *
 * @example
 * const reads: HttpRule = { method: 'GET', path: '/collections(/.*)?(\\?.*)?' };
 *
 * @see https://docs.cilium.io/en/v1.20/security/policy/layer7/#http
 * @see cilium 1.20.2 pkg/policy/api/http.go (PortRuleHTTP)
 */
export interface HttpRule {
  /** The method, e.g. `GET` or `GET|HEAD`. @default any: Cilium compares nothing that isn't said */
  readonly method?: string;
  /** The path with its query string. @default any */
  readonly path?: string;
  /** The host that the request names; dots have to be escaped. @default any */
  readonly host?: string;
  /** Headers that have to be there: `X-Token` with any value, `X-Token: secret` with this one. @default none have to be */
  readonly headers?: readonly string[];
}

/**
 * What may pass through a port that is open, judged by a proxy.
 *
 * - `http`: requests that fit one of the rules; others get status 403.
 * - `dns`: questions for one of the names; others are refused. In names, `*` stands for any characters of one label, and
 *   `**.` at the beginning for one label or several. Egress only.
 * - `server-names`: TLS connections that ask for one of the names (SNI). Egress only.
 *
 * @see cilium 1.20.2 pkg/policy/api/l4.go (PortRule, L7Rules, ServerName)
 */
export type L7 = HttpL7 | DnsL7 | ServerNamesL7;

/** Requests that may pass; one of the rules has to fit. */
export interface HttpL7 {
  readonly kind: 'http';
  readonly rules: readonly HttpRule[];
}

/** Names that may be asked for. */
export interface DnsL7 {
  readonly kind: 'dns';
  readonly names: readonly string[];
}

/** Servers that a TLS connection may ask for. */
export interface ServerNamesL7 {
  readonly kind: 'server-names';
  readonly names: readonly string[];
}

/** The kinds of {@link L7}; a port takes one of them. */
export type L7Kind = L7['kind'];

/** What can be judged where connections come in: names, of DNS and of servers, are looked at where they go out. */
export type IngressL7 = HttpL7;
