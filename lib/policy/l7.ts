import { compareText } from '../base';

/** A request that is allowed: regular expressions for the whole of method, path and host; headers that must be there. */
export interface HttpRule {
  readonly method?: string;
  readonly path?: string;
  readonly host?: string;
  readonly headers?: readonly string[];
  readonly headerMatches?: readonly HeaderMatch[];
}

/** A header that must be there, with this value where one is given; with a `mismatch` action nothing is refused. */
export interface HeaderMatch {
  readonly name: string;
  readonly value?: string;
  readonly mismatch?: string;
  readonly secret?: { readonly namespace?: string; readonly name: string };
}

/** A name that may be asked for. */
export interface DnsRule {
  readonly matchName?: string;
  readonly matchPattern?: string;
}

/** What a port of a rule asks of the proxy. */
export interface L7Rule {
  readonly http?: readonly HttpRule[];
  readonly dns?: readonly DnsRule[];
  /** Server names of which a TLS handshake has to name one. */
  readonly serverNames?: readonly string[];
  /** The proxy ends TLS and so sees what is inside. */
  readonly terminatingTls?: boolean;
  readonly originatingTls?: boolean;
  /** A listener of one's own, with its priority; what it lets pass isn't known. */
  readonly listener?: { readonly name: string; readonly priority?: number };
}

/** The proxy's part that traffic is sent through. */
export type Parser = 'http' | 'tls' | 'dns' | 'crd';

/**
 * One way to pass a proxy, as text that is equal for equal ways. Parts are joined where all of them have to hold: a server
 * name and a request inside of it.
 */
export type Passage = string;

/** What a proxy lets pass: any of these; without it (`undefined`), everything. */
export type Restriction = readonly Passage[] | undefined;

/** The part of the proxy that a rule needs; TLS alone is overruled by what is inside of it. */
export function parserOf(rule: L7Rule | undefined): Parser | undefined {
  if (rule === undefined) return undefined;
  if (rule.listener !== undefined) return 'crd';
  if (rule.dns !== undefined && rule.dns.length > 0) return 'dns';
  if (rule.http !== undefined && rule.http.length > 0) return 'http';
  return rule.serverNames !== undefined || rule.terminatingTls === true || rule.originatingTls === true ? 'tls' : undefined;
}

/** Which parser wins where several rules send the same traffic to a proxy; the lowest does. */
export function parserPriority(parser: Parser, rule: L7Rule): number {
  return parser === 'crd' ? (rule.listener?.priority ?? 126) : { http: 101, tls: 116, dns: 121 }[parser];
}

/** What all of the rules together let pass where any of them is enough. */
export function union(restrictions: readonly Restriction[]): Restriction {
  if (restrictions.some((r) => r === undefined)) return undefined;
  return [...new Set(restrictions.flatMap((r) => r ?? []))].sort(compareText);
}

/** What rules for requests let pass; everything where there are none. */
export function httpRestriction(rules: readonly HttpRule[] | undefined): Restriction {
  if (rules === undefined || rules.length === 0) return undefined;
  return union(rules.map(httpPassage).map((passage) => (passage === undefined ? undefined : [passage])));
}

/** What rules for names let pass; everything where there are none. A rule without name and pattern lets nothing pass. */
export function dnsRestriction(rules: readonly DnsRule[] | undefined): Restriction {
  if (rules === undefined || rules.length === 0) return undefined;
  return union(rules.map(({ matchName, matchPattern }) => nameRestriction(matchName || matchPattern || undefined)));
}

function nameRestriction(name: string | undefined): Restriction {
  if (name === undefined) return [];
  return /^\*+\.?$/.test(name) ? undefined : [`DNS ${canonicalName(name)}`];
}

/** A request as text; `undefined` where nothing is asked of it. */
function httpPassage(rule: HttpRule): Passage | undefined {
  const parts = [
    ...(rule.method ? [`method ${rule.method}`] : []),
    ...(rule.host ? [`host ${rule.host}`] : []),
    ...(rule.path ? [`path ${rule.path}`] : []),
    ...(rule.headers ?? []).map((header) => `header ${header}`),
    ...(rule.headerMatches ?? []).filter(({ mismatch }) => !mismatch).map(headerText),
  ];
  return parts.length === 0 ? undefined : `HTTP ${parts.join(', ')}`;
}

function headerText({ name, value, secret }: HeaderMatch): string {
  const wanted = secret === undefined ? value : `the value of secret ${secret.namespace ?? ''}/${secret.name}`;
  return wanted ? `header ${name} ${wanted}` : `header ${name}`;
}

/** A name as DNS compares it: in lower case, with the dot of the root. */
export function canonicalName(name: string): string {
  const lower = name.trim().toLowerCase();
  return lower.endsWith('.') ? lower : `${lower}.`;
}
