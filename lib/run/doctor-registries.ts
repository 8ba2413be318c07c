import type { Prerequisite } from '../report';
import { answers } from './host-port';
import type { Registry } from './needs';

/**
 * Where images and charts come from. One that doesn't answer is no failure: a proxy or a mirror may, and it is nodes that fetch most.
 */
export function registryRows(registries: readonly Registry[]): Promise<Prerequisite[]> {
  return Promise.all(
    registries.map(async ({ host, port = 443 }): Promise<Prerequisite> => {
      const row = { id: `registry.${host}`, subject: `registry ${host}` };
      if (await answers(host, port, 2000)) return { ...row, state: 'ok', found: `answers at port ${port}` };
      return { ...row, state: 'note', found: `does not answer from here at port ${port}: nodes need it, or a mirror of it` };
    }),
  );
}
