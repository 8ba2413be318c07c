import type { Entry, PortRange } from '../../policy';

/** A range of ports of an entry that is one number. */
export interface SinglePort {
  readonly protocol: PortRange['protocol'];
  readonly port: number;
  readonly range: PortRange;
}

const transport: readonly string[] = ['TCP', 'UDP', 'SCTP'];

/** The ports of an entry that are written as single numbers. */
export function singlePorts({ ports }: Entry): SinglePort[] {
  if (ports === 'all') return [];
  return ports.flatMap((range) =>
    range.name === undefined && range.low === range.high && range.low > 0 && transport.includes(range.protocol)
      ? [{ protocol: range.protocol, port: range.low, range }]
      : [],
  );
}

/** Whether an entry speaks of the port, or perhaps, where it names it. */
export function speaksOfPort({ ports }: Entry, protocol: string, port: number): boolean {
  return (
    ports === 'all' ||
    ports.some((range) => range.protocol === protocol && (range.name !== undefined || (range.low <= port && port <= range.high)))
  );
}

/** Whether every port of the second is one of the first, as far as numbers tell. */
export function hasPortsOf(outer: Entry['ports'], inner: Entry['ports']): boolean {
  if (outer === 'all') return true;
  if (inner === 'all') return false;
  return inner.every((range) =>
    outer.some((other) => {
      if (other.protocol !== range.protocol) return false;
      if (range.name !== undefined || other.name !== undefined) return range.key === other.key;
      return other.low <= range.low && range.high <= other.high;
    }),
  );
}

/** `TCP 80`, `TCP 80-90`, `TCP http`: a range as a message has it. */
export function rangeText(range: PortRange): string {
  if (range.name !== undefined) return `${range.protocol} '${range.name}'`;
  return `${range.protocol} ${range.low === range.high ? range.low : `${range.low}-${range.high}`}`;
}

/** `protocol port`s of an entry, protocols that share a port together. */
export function portsText(ports: Entry['ports']): string {
  if (ports === 'all') return 'every port';
  const texts = [...new Set(ports.map(rangeText))];
  return texts.length > 3 ? `${texts.slice(0, 2).join(', ')} and ${texts.length - 2} more` : texts.join(', ');
}
