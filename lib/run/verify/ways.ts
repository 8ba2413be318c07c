import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import type { Way } from '../../../plans';
import { asCidr, type Cidr, contains, note, type Remark, wrong } from '../../base';
import type { Looked } from '../../report';
import { lookedAt, skipped } from './looked';

/** What becomes of a connection: a port map of Docker accepts it, and hangs up where nobody is behind it. */
export type Reached = 'open' | 'refused' | 'silent' | 'hangs-up';

/** How to try the ways into a cluster. */
export interface WayOptions {
  /** How long to wait for an answer, in milliseconds. @default 3000 */
  readonly patience?: number;
  /** How long a connection has to last to count, in milliseconds. @default 300 */
  readonly lasting?: number;
  /** Addresses of this machine. @default those that it has */
  readonly own?: readonly string[];
}

const titled = { check: 'ways-in', title: 'Ways in from this machine' };

/** Whether the cluster answers where the definition publishes it; nothing is sent. */
export async function waysIn(ways: readonly Way[], options: WayOptions = {}): Promise<Looked> {
  const { own = ownAddresses() } = options;
  const mayCome = ({ from }: Way) => from === undefined || own.some((address) => from.some((block) => isIn(block, address)));
  const isTried = (way: Way) => way.protocol === 'TCP' && mayCome(way);
  const tried = ways.filter(isTried);
  const notes = ways.filter((way) => !isTried(way)).map((way) => note(`${nameOf(way)} was not tried: ${whyNot(way)}`));
  if (tried.length === 0) return { ...skipped(titled, 'nothing that is published can be tried from this machine'), remarks: notes };
  const remarks = await Promise.all(tried.map(async (way) => remarkOn(way, await reach(way, options))));
  return lookedAt(titled, [...remarks.filter((remark) => remark !== undefined), ...notes]);
}

function remarkOn(way: Way, reached: Reached): Remark | undefined {
  const to = nameOf(way);
  switch (reached) {
    case 'open':
      return undefined;
    case 'refused':
      return wrong(`nobody answers at ${to}: is the port mapped, and the workload ready?`);
    case 'silent':
      return wrong(`no answer at ${to} within the time: the address leads nowhere, or a policy denies it`);
    case 'hangs-up':
      return wrong(`${to} hangs up at once: the port is mapped, and nobody is behind it`);
  }
}

function nameOf({ address, port, to }: Way): string {
  return `${address.includes(':') ? `[${address}]` : address}:${port} (${to})`;
}

function whyNot({ protocol, from = [] }: Way): string {
  if (protocol !== 'TCP') return `${protocol} answers to nothing but a request`;
  return from.length === 0 ? 'no address may come' : `this machine is not in ${from.join(', ')}, and nobody else may come`;
}

/** Connects, says nothing, and sees whether it lasts. */
export function reach(
  { address, port }: Pick<Way, 'address' | 'port'>,
  { patience = 3000, lasting = 300 }: WayOptions = {},
): Promise<Reached> {
  return new Promise((resolve) => {
    const host = address === '0.0.0.0' ? '127.0.0.1' : address === '::' ? '::1' : address;
    const socket = connect({ host, port });
    const end = (reached: Reached) => {
      clearTimeout(timer);
      socket.destroy();
      resolve(reached);
    };
    let timer = setTimeout(() => end('silent'), patience);
    let isOpen = false;
    socket.once('connect', () => {
      isOpen = true;
      clearTimeout(timer);
      timer = setTimeout(() => end('open'), lasting);
    });
    socket.once('data', () => end('open'));
    socket.once('end', () => end('hangs-up'));
    socket.once('error', (error: NodeJS.ErrnoException) => end(isOpen ? 'hangs-up' : error.code === 'ETIMEDOUT' ? 'silent' : 'refused'));
  });
}

function ownAddresses(): string[] {
  return Object.values(networkInterfaces()).flatMap((addresses) => (addresses ?? []).map(({ address }) => address));
}

function isIn(block: string, address: string): boolean {
  const [outer, inner] = [asCidr(block), asCidr(address)];
  return outer !== undefined && inner !== undefined && contains(outer, inner as Cidr);
}
