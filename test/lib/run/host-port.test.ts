import { createSocket } from 'node:dgram';
import { type AddressInfo, createServer } from 'node:net';
import { hostPortState } from '../../../lib/run/host-port';

/** A TCP port that something listens on while `use` runs. */
async function listening(use: (port: number) => Promise<void>): Promise<void> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    await use((server.address() as AddressInfo).port);
  } finally {
    await new Promise((resolve) => server.close(resolve));
  }
}

describe('a port of the host', () => {
  test('is taken while something listens on it, and free again after', async () => {
    let port = 0;
    await listening(async (taken) => {
      port = taken;
      expect(await hostPortState('127.0.0.1', port, 'TCP')).toBe('taken');
      expect(await hostPortState('0.0.0.0', port, 'TCP')).toBe('taken');
    });
    expect(await hostPortState('127.0.0.1', port, 'TCP')).toBe('free');
    expect(await hostPortState('127.0.0.1', port, 'TCP')).toBe('free');
  });

  test('of UDP is another than that of TCP', async () => {
    await listening(async (port) => {
      expect(await hostPortState('127.0.0.1', port, 'UDP')).toBe('free');
      const socket = createSocket('udp4');
      await new Promise<void>((resolve) => socket.bind(port, '127.0.0.1', resolve));
      expect(await hostPortState('127.0.0.1', port, 'UDP')).toBe('taken');
      socket.close();
    });
  });

  test('on an address of another machine is on none', async () => {
    expect(await hostPortState('192.0.2.1', 40000, 'TCP')).toBe('no-address');
  });

  test('of SCTP is unknown: Node speaks none', async () => {
    expect(await hostPortState('127.0.0.1', 40000, 'SCTP')).toBe('unknown');
  });
});
