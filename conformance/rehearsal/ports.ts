import { createServer, type Server } from 'node:net';

/** The loopback address: a rehearsal is reached from nowhere else. */
export const loopback = '127.0.0.1';

/** Ports of the loopback address that nobody has at this moment, each another. */
export async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(Array.from({ length: count }, listen));
  const ports = servers.map((server) => (server.address() as { readonly port: number }).port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}

function listen(): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, loopback, () => resolve(server));
  });
}
