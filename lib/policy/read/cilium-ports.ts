import type { PortRange } from '../entry';
import type { HeaderMatch, HttpRule, L7Rule } from '../l7';
import type { Profile } from '../profile';
import { type Protocol, transportProtocols } from '../protocol';
import type { HeaderSpec, HttpSpec, IcmpField, PortProtocol, PortRule, RuleItem } from './cilium-rule';
import { icmpProtocol, icmpTypes } from './icmp';

const highest = 65535;

/**
 * The ports of a rule's item; `all` where it names none at all. An item that names lists without ports opens nothing.
 *
 * @see cilium 1.20.2 pkg/policy/rule.go (mergeL4Filter) and pkg/policy/l4.go (createL4Filter)
 */
export function portsOf(item: RuleItem, deny: boolean, { cilium }: Pick<Profile, 'cilium'>): 'all' | readonly PortRange[] {
  const toPorts = item.toPorts ?? [];
  const icmps = item.icmps ?? [];
  if (toPorts.length === 0 && icmps.length === 0) return 'all';
  return [
    ...toPorts.flatMap((rule) => (rule.ports ?? []).flatMap((port) => rangesOf(port, cilium, deny ? undefined : l7Of(rule, cilium)))),
    ...icmps.flatMap(({ fields }) => (fields ?? []).map(icmpRange)),
  ];
}

/**
 * The ranges of one port, one for each protocol that is meant. From port 0 on, an end counts for Cilium 1.19 alone; otherwise 0
 * is every port.
 */
export function rangesOf({ port, endPort, protocol }: PortProtocol, cilium: Profile['cilium'], l7?: L7Rule): PortRange[] {
  return protocolsOf(protocol).map((p) => {
    const base = { protocol: p, ...(l7 === undefined ? {} : { l7: forProtocol(l7, p) }) };
    const text = port ?? '';
    if (isServiceName(text)) return { ...base, name: text.toLowerCase(), key: text.toLowerCase(), ...(endPort ? { end: endPort } : {}) };
    const low = text === '' ? 0 : (parseGoNumber(text) ?? 0);
    const key = `${low}-${endPort ?? 0}`;
    if (low === 0) return { ...base, low: 0, high: cilium === '1.19' && endPort ? endPort : highest, key };
    return { ...base, low, high: Math.max(low, endPort ?? 0), key };
  });
}

/**
 * Whether the text is a port's name: letters, digits and single dashes, one letter at least, 15 characters at most. `0x10`
 * is one.
 *
 * @see cilium 1.20.2 pkg/iana/svcname.go
 */
export function isServiceName(text: string): boolean {
  return text.length <= 15 && /^([a-zA-Z0-9]-?)*[a-zA-Z](-?[a-zA-Z0-9])*$/.test(text);
}

/** The number that Go reads from a port's text with base 0, or `undefined`: decimal, or octal after a leading zero. */
export function parseGoNumber(text: string): number | undefined {
  if (!/^(0|[1-9]\d*(_\d+)*|0_?[0-7]+(_[0-7]+)*)$/.test(text)) return undefined;
  const digits = text.replaceAll('_', '');
  const value = digits.length > 1 && digits.startsWith('0') ? Number.parseInt(digits, 8) : Number(digits);
  return value <= highest ? value : undefined;
}

function protocolsOf(protocol: string | null | undefined): readonly Protocol[] {
  const name = (protocol ?? '').toUpperCase();
  return name === '' || name === 'ANY' ? transportProtocols : [name as Protocol];
}

/** Requests are looked at over TCP alone. */
function forProtocol(l7: L7Rule, protocol: Protocol): L7Rule {
  const { http, ...rest } = l7;
  return protocol === 'TCP' || http === undefined ? l7 : rest;
}

function l7Of({ rules, serverNames, terminatingTLS, originatingTLS, listener }: PortRule, cilium: Profile['cilium']): L7Rule | undefined {
  const opaque = cilium === '1.19' ? opaqueParser(rules) : undefined;
  const l7: L7Rule = {
    ...((rules?.http ?? []).length > 0 ? { http: (rules?.http ?? []).map(httpRule) } : {}),
    ...((rules?.dns ?? []).length > 0 ? { dns: (rules?.dns ?? []).map((r) => withoutNulls(r)) } : {}),
    ...((serverNames ?? []).length > 0 ? { serverNames: serverNames ?? [] } : {}),
    ...(terminatingTLS ? { terminatingTls: true } : {}),
    ...(originatingTLS ? { originatingTls: true } : {}),
    ...(listener
      ? {
          listener: {
            name: `${listener.envoyConfig.name}/${listener.name}`,
            ...(listener.priority ? { priority: listener.priority } : {}),
          },
        }
      : {}),
  };
  if (opaque !== undefined) return { ...l7, listener: opaque };
  return Object.keys(l7).length === 0 ? undefined : l7;
}

/**
 * Parsers that Cilium had up to 1.19; what they let pass isn't known here.
 *
 * @see cilium 1.19.6 pkg/policy/l4.go (ListenerPriorityKafka, ListenerPriorityProxylib)
 */
function opaqueParser(rules: PortRule['rules']): L7Rule['listener'] {
  if ((rules?.kafka ?? []).length > 0) return { name: 'kafka', priority: 106 };
  return rules?.l7proto ? { name: rules.l7proto, priority: 111 } : undefined;
}

function httpRule({ headers, headerMatches, ...rest }: HttpSpec): HttpRule {
  return {
    ...withoutNulls(rest),
    ...(headers && headers.length > 0 ? { headers } : {}),
    ...(headerMatches && headerMatches.length > 0 ? { headerMatches: headerMatches.map(headerMatch) } : {}),
  };
}

function headerMatch({ secret, ...rest }: HeaderSpec): HeaderMatch {
  return { ...withoutNulls(rest), ...(secret ? { secret: withoutNulls(secret) } : {}) };
}

function withoutNulls<T extends object>(value: T): { [K in keyof T]: Exclude<T[K], null> } {
  return Object.fromEntries(Object.entries(value).filter(([, v]) => v !== null)) as { [K in keyof T]: Exclude<T[K], null> };
}

/** Type 0 is every type, as port 0 is every port. */
function icmpRange({ type, family }: IcmpField): PortRange {
  const protocol = icmpProtocol(family);
  const number = typeof type === 'number' ? type : (icmpTypes[protocol][type] ?? Number(type));
  const all = number === 0;
  return { protocol, low: number, high: all ? 255 : number, key: `${number}` };
}
