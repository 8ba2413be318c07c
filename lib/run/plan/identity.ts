import type { Plan, Target } from '../../../plans';
import { runKubectl } from '../run-kubectl';
import { firstLine } from '../tools';
import type { Surroundings } from './commands';

/** What a cluster says of itself. */
export interface Identity {
  /** The UID of the namespace `kube-system`, which no other cluster has. */
  readonly uid: string;
  /** Where its API server is, as the kubeconfig says. */
  readonly server: string;
  readonly nodes: readonly string[];
}

/** Asks the cluster of the plan's kubeconfig who it is; a text is why it doesn't say. */
export async function identify(surroundings: Surroundings): Promise<Identity | string> {
  const kubectl = async (...args: readonly string[]): Promise<string | { readonly why: string }> => {
    const outcome = await runKubectl(surroundings, args, { timeout: 30_000 });
    if (outcome.how === 'ended' && outcome.code === 0) return outcome.stdout.trim();
    return {
      why: outcome.how === 'ended' ? firstLine(outcome.stderr) || `kubectl ended with code ${outcome.code}` : 'kubectl gave no answer',
    };
  };
  const [uid, server, nodes] = await Promise.all([
    kubectl('get', 'namespace', 'kube-system', '--output', 'jsonpath={.metadata.uid}'),
    kubectl('config', 'view', '--minify', '--output', 'jsonpath={.clusters[0].cluster.server}'),
    kubectl('get', 'nodes', '--output', 'jsonpath={.items[*].metadata.name}'),
  ]);
  for (const answer of [uid, server, nodes]) if (typeof answer !== 'string') return answer.why;
  return { uid: uid as string, server: server as string, nodes: (nodes as string).split(' ').filter((name) => name !== '') };
}

/** Why a cluster is a stranger to a definition; nothing where it may be its own. */
export function stranger({ target, cluster }: Pick<Plan, 'target' | 'cluster'>, identity: Identity): string | undefined {
  const { server, nodes } = identity;
  if (!isHostOf(server, target)) {
    return `the kubeconfig leads to ${server}, and the API server of ${cluster} is at ${target.hosts.join(' or ')}`;
  }
  const others = nodes.filter((node) => !target.nodes.includes(node));
  if (nodes.length > 0 && others.length === nodes.length) {
    return `its nodes are ${nodes.join(', ')}, and ${cluster} has ${target.nodes.join(', ')}`;
  }
  return undefined;
}

function isHostOf(server: string, { hosts }: Target): boolean {
  try {
    return hosts.includes(new URL(server).hostname.replace(/^\[|\]$/g, ''));
  } catch {
    return false;
  }
}
