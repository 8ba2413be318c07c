import { existsSync } from 'node:fs';
import type { Prerequisite } from '../report';
import type { ReachNeeds } from './needs';
import { type ProgramOptions, runProgram } from './run-program';
import { firstLine } from './tools';

/** The files by which a cluster is reached, and what else on this machine goes by its name. */
export async function reachRows(name: string, reach: ReachNeeds, options: ProgramOptions): Promise<readonly Prerequisite[]> {
  const [kubeconfig, contexts] = await Promise.all([kubeconfigRow(name, reach, options), contextRows(name, options)]);
  return [kubeconfig, talosconfigRow(reach), ...contexts];
}

async function kubeconfigRow(name: string, { kubeconfig, hosts }: ReachNeeds, options: ProgramOptions): Promise<Prerequisite> {
  const row = { id: 'kubeconfig', subject: 'kubeconfig' };
  if (!existsSync(kubeconfig)) return { ...row, state: 'note', found: `${kubeconfig} is not there yet: ichor apply create fetches it` };
  const kubectl = (...args: readonly string[]) => runProgram('kubectl', ['--kubeconfig', kubeconfig, ...args], options);
  const view = await kubectl('config', 'view', '--minify', '--output', 'jsonpath={.clusters[0].cluster.server}');
  const server = view.how === 'ended' && view.code === 0 ? view.stdout.trim() : '';
  if (server === '') return { ...row, state: 'unknown', found: `${kubeconfig} doesn't say where the API server is` };
  if (!hosts.includes(hostOf(server))) {
    const found = `${kubeconfig} leads to ${server}, and the API server of ${name} is at ${hosts.join(' or ')}`;
    return { ...row, state: 'missing', found, repair: `delete the file, and fetch the one of ${name}` };
  }
  const ready = await kubectl('get', '--raw', '/readyz', '--request-timeout', '5s');
  if (ready.how === 'ended' && ready.code === 0) return { ...row, state: 'ok', found: `${server} answers` };
  const why = ready.how === 'ended' ? firstLine(ready.stderr) : 'no answer';
  return { ...row, state: 'note', found: `${server} does not answer: ${why || 'no answer'}` };
}

function talosconfigRow({ talosconfig }: ReachNeeds): Prerequisite {
  const row = { id: 'talosconfig', subject: 'talosconfig' };
  if (existsSync(talosconfig)) return { ...row, state: 'ok', found: 'there' };
  return { ...row, state: 'note', found: `${talosconfig} is not there yet: ichor apply create makes it` };
}

/** A context of the same name may be of an earlier cluster; it is never used, and a person who does should know. */
async function contextRows(name: string, options: ProgramOptions): Promise<Prerequisite[]> {
  const listed = await runProgram('kubectl', ['config', 'get-contexts', '--output', 'name'], options);
  const contexts = listed.how === 'ended' && listed.code === 0 ? listed.stdout.trim().split('\n') : [];
  const own = contexts.filter((context) => context === `admin@${name}`);
  return own.map((context) => ({
    id: 'context',
    state: 'note',
    subject: 'context',
    found: `your own kubeconfig has '${context}' too, of this or an earlier cluster; it is not used here`,
  }));
}

function hostOf(server: string): string {
  try {
    return new URL(server).hostname.replace(/^\[|\]$/g, '');
  } catch {
    return '';
  }
}
