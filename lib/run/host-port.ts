import { createSocket } from 'node:dgram';
import { connect, createServer } from 'node:net';
import type { Protocol } from '../base';

/** Whether a port of this machine can be listened on; `forbidden` where only root may say. */
export type HostPortState = 'free' | 'taken' | 'no-address' | 'forbidden' | 'unknown';

/** Listens on a port for a moment, and says whether that was possible. */
export async function hostPortState(address: string, port: number, protocol: Protocol): Promise<HostPortState> {
  if (protocol === 'SCTP') return 'unknown';
  if (protocol === 'UDP') return bindUdp(address, port);
  const state = await bindTcp(address, port);
  // On macOS a listener on every address doesn't keep others from listening on one: whoever answers is there.
  return state === 'free' && (await answers(address, port)) ? 'taken' : state;
}

function bindTcp(address: string, port: number): Promise<HostPortState> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error) => resolve(stateOf(error)));
    server.listen({ host: address, port, exclusive: true }, () => server.close(() => resolve('free')));
  });
}

function bindUdp(address: string, port: number): Promise<HostPortState> {
  return new Promise((resolve) => {
    const socket = createSocket(address.includes(':') ? 'udp6' : 'udp4');
    socket.once('error', (error) => {
      socket.close();
      resolve(stateOf(error));
    });
    socket.bind({ address, port, exclusive: true }, () => socket.close(() => resolve('free')));
  });
}

/** Whether somebody accepts a connection there, within half a second unless said otherwise. */
export function answers(address: string, port: number, timeout = 500): Promise<boolean> {
  return new Promise((resolve) => {
    const host = address === '0.0.0.0' ? '127.0.0.1' : address === '::' ? '::1' : address;
    const socket = connect({ host, port, timeout });
    const end = (answered: boolean) => {
      socket.destroy();
      resolve(answered);
    };
    socket.once('connect', () => end(true));
    socket.once('timeout', () => end(false));
    socket.once('error', () => end(false));
  });
}

function stateOf(error: Error): HostPortState {
  switch ((error as NodeJS.ErrnoException).code) {
    case 'EADDRINUSE':
      return 'taken';
    case 'EADDRNOTAVAIL':
      return 'no-address';
    case 'EACCES':
    case 'EPERM':
      return 'forbidden';
    default:
      return 'unknown';
  }
}
