import type { Parser } from '../l7';
import { type AnyProtocol, highestPorts, type PortSet, protocolOrder, type Span } from './port-set';
import type { MaybeState, State } from './state';

/**
 * A set of ports as people read it: `TCP 8000-8100, UDP 53`, `TCP 80 (HTTP method GET, path /public)`, `everything`,
 * `everything but TCP 22`, `nothing`. A protocol without numbers means all of its ports.
 */
export function portText(set: PortSet): string {
  if (set.isEmpty) return 'nothing';
  const usual = set.at('other');
  if (usual === undefined) return set.spans.map(spanText).join(', ');
  const spans = protocolOrder.flatMap((protocol, i) => withGaps(set, protocol, highestPorts[i] as number));
  const closed = spans.filter(({ state }) => state === undefined).map(portsText);
  const special = spans.filter((span): span is Span => span.state !== undefined && span.state !== usual).map(spanText);
  const but = closed.length === 0 ? '' : ` but ${closed.join(', ')}`;
  return [`everything${but}${stateText(usual)}`, ...special].join('; ');
}

/** A range of ports with its state, as text. */
export function spanText(span: Span): string {
  return `${portsText(span)}${stateText(span.state)}`;
}

const parserNames: Readonly<Record<Parser, string>> = {
  http: 'the HTTP proxy',
  tls: 'the TLS proxy',
  dns: 'the DNS proxy',
  crd: 'a listener of its own',
};

type MaybeSpan = Omit<Span, 'state'> & { readonly state: MaybeState };

/** The spans of a protocol, and those between them that are denied. */
function withGaps(set: PortSet, protocol: AnyProtocol, highest: number): MaybeSpan[] {
  const result: MaybeSpan[] = [];
  let next = 0;
  for (const span of set.spans.filter((s) => s.protocol === protocol)) {
    if (next < span.low) result.push({ protocol, low: next, high: span.low - 1, state: undefined });
    result.push(span);
    next = span.high + 1;
  }
  if (next <= highest) result.push({ protocol, low: next, high: highest, state: undefined });
  return result;
}

function portsText({ protocol, low, high }: Omit<MaybeSpan, 'state'>): string {
  const name = protocol === 'other' ? 'other protocols' : protocol;
  if (low === 0 && high === highestPorts[protocolOrder.indexOf(protocol)]) return name;
  const numbers = low === high ? `${low}` : `${low}-${high}`;
  return protocol === 'ICMP' || protocol === 'ICMPv6' ? `${name} type ${numbers}` : `${name} ${numbers}`;
}

function stateText({ verdict, egress, ingress }: State): string {
  if (verdict === 'unknown') return ' (unknown)';
  if (egress !== undefined && ingress !== undefined) return ` (${redirectText(egress)} on egress; ${redirectText(ingress)} on ingress)`;
  const redirect = egress ?? ingress;
  return redirect === undefined ? '' : ` (${redirectText(redirect)})`;
}

function redirectText({ parsers, restriction }: NonNullable<State['egress']>): string {
  if (restriction !== undefined) return restriction.join(' or ');
  return `through ${parsers.map((parser) => parserNames[parser]).join(' and ')}`;
}
