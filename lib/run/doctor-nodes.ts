import type { Prerequisite } from '../report';
import { answers } from './host-port';
import type { MetalNeeds } from './needs';

/** Talos' own, of a node that waits for its config as well as of one that has it. */
const talosApi = 50000;

/**
 * The nodes of a cluster on machines of its own: those that answer at their address. One that doesn't is no failure, since it
 * may be off, or still at an address that a DHCP server gave it.
 */
export function nodeRows({ nodes, port = talosApi }: MetalNeeds): Promise<Prerequisite[]> {
  return Promise.all(
    nodes.map(async ({ name, address }): Promise<Prerequisite> => {
      const row = { id: `machine.${name}`, subject: `machine ${name}` };
      if (await answers(address, port, 1000)) return { ...row, state: 'ok', found: `${address} answers at port ${port}` };
      const found = `${address} does not answer at port ${port}: it is off, not reachable from here, or has no config and another address`;
      return { ...row, state: 'note', found };
    }),
  );
}
