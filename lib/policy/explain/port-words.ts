import type { Entry, PortRange } from '../entry';
import { highestPorts, protocolOrder } from '../relate';
import type { AskedPort } from './asked-port';

/** A port as people write it: `TCP 6379`, `ICMP type 8`, `GRE`. */
export function portWords({ protocol, port }: Pick<AskedPort, 'protocol' | 'port'>): string {
  if (highestOf(protocol) === 0) return protocol;
  return protocol.startsWith('ICMP') ? `${protocol} type ${port}` : `${protocol} ${port}`;
}

/** The ports of a rule as people write them: `TCP 8000-8100, UDP 53`, `every port`, `no port`. */
export function portsWords(ports: Entry['ports']): string {
  if (ports === 'all') return 'every port';
  if (ports.length === 0) return 'no port';
  const texts = [...new Set(withoutProtocols(ports))];
  return texts.length <= 6 ? texts.join(', ') : `${texts.slice(0, 5).join(', ')} and ${texts.length - 5} more`;
}

/** Ports that are open over TCP, UDP and SCTP alike, as those without a protocol are, are named once. */
function withoutProtocols(ports: readonly PortRange[]): string[] {
  return ports.map((range) => {
    const alike = ['TCP', 'UDP', 'SCTP'].filter((protocol) =>
      ports.some((p) => p.protocol === protocol && numberWords(p) === numberWords(range)),
    );
    if (alike.length < 3 || !alike.includes(range.protocol)) return rangeWords(range);
    return numberWords(range) === '' ? 'every port' : `${numberWords(range)} over any protocol`;
  });
}

function rangeWords(range: PortRange): string {
  const numbers = numberWords(range);
  if (highestOf(range.protocol) === 0) return range.protocol;
  if (numbers === '') return `every ${range.protocol}${range.protocol.startsWith('ICMP') ? ' type' : ' port'}`;
  return range.protocol.startsWith('ICMP') ? `${range.protocol} type ${numbers}` : `${range.protocol} ${numbers}`;
}

/** Nothing where every number is meant. */
function numberWords(range: PortRange): string {
  if (range.name !== undefined) return `'${range.name}'`;
  if (range.low === 0 && range.high >= highestOf(range.protocol)) return '';
  return range.low === range.high ? `${range.low}` : `${range.low}-${range.high}`;
}

function highestOf(protocol: PortRange['protocol']): number {
  return highestPorts[protocolOrder.indexOf(protocol)] ?? 0;
}
