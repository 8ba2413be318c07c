import type { Prerequisite } from '../report';
import type { DockerContainer } from './docker';
import { hostPortState } from './host-port';
import type { DockerNeeds } from './needs';
import { whoListens } from './repairs';

/** The ports of the host that a cluster publishes: each has to be free, or the cluster's own already. */
export function portRows(cluster: DockerNeeds, containers: readonly DockerContainer[], platform: NodeJS.Platform): Promise<Prerequisite[]> {
  const own = new Set(containers.flatMap(({ hostPorts }) => [...hostPorts]));
  return Promise.all(cluster.ports.map((port) => portRow(port, own, cluster.hostIp, platform)));
}

async function portRow(
  { port, protocol }: DockerNeeds['ports'][number],
  own: ReadonlySet<string>,
  hostIp: string,
  platform: NodeJS.Platform,
): Promise<Prerequisite> {
  const key = `${port}/${protocol.toLowerCase()}`;
  const row = { id: `port.${key}`, subject: `port ${key}` };
  if (own.has(key)) return { ...row, state: 'ok', found: "this cluster's own already" };
  switch (await hostPortState(hostIp, port, protocol)) {
    case 'free':
      return { ...row, state: 'ok', found: `free on ${hostIp}` };
    case 'taken':
      return {
        ...row,
        state: 'missing',
        found: `taken on ${hostIp}`,
        repair: `${whoListens(port, protocol, platform)}; or write another in expose`,
      };
    case 'no-address':
      return { ...row, state: 'missing', found: `${hostIp} is no address of this machine`, repair: 'write one that is in platform.hostIp' };
    case 'forbidden':
      return { ...row, state: 'note', found: 'only root can say whether it is free' };
    case 'unknown':
      return { ...row, state: 'unknown', found: "can't be tried from here" };
  }
}
