/** Layer-4 protocols that a Service can carry. */
export type Protocol = 'TCP' | 'UDP' | 'SCTP';

/** A range of port numbers, both ends included. */
export interface PortRange {
  readonly min: number;
  readonly max: number;
}

/** Whether it is a port's number: a whole number from 1 to 65535. */
export function isPort(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= 65535;
}

/** The range that `30000-32767` names, or `undefined` where the text names none. */
export function parsePortRange(text: string): PortRange | undefined {
  const match = /^(\d{1,5})-(\d{1,5})$/.exec(text);
  if (match === null) return undefined;
  const [min, max] = [Number(match[1]), Number(match[2])];
  return isPort(min) && isPort(max) && min <= max ? { min, max } : undefined;
}

/** Whether the port lies in the range. */
export function inRange(port: number, range: PortRange): boolean {
  return port >= range.min && port <= range.max;
}
