import type { Cluster } from '../lib/model/cluster';
import { type Direction, directions, relate } from '../lib/policy';
import { type Explanation, explain } from '../lib/policy/explain';
import { explanationText } from '../lib/report';
import { endsOf, type From, type To } from './ends';
import { clusterOf, connectivityOf, type ReadCluster } from './synthesis';

/** What matchers of Jest and of Vitest return. */
export interface MatcherResult {
  readonly pass: boolean;
  readonly message: () => string;
}

/** The matchers as tests call them, for the types of test runners other than Jest's global `expect`. */
export interface ClusterMatchers<R = void> {
  /** Whether the first end reaches the second, on every port that is asked for: the port itself, or all that it declares. */
  toAllow(from: From, to: To): R;
  /** Whether the first end reaches the second on none of the ports; stronger than `.not.toAllow`. */
  toDeny(from: From, to: To): R;
  /** Whether policies isolate these pods: in both directions, or in the one that is named. */
  toIsolate(pods: From, direction?: Direction): R;
}

/**
 * Matchers about who reaches whom in a cluster, for `expect.extend` of Jest and of Vitest. Their failures explain: which policy
 * decides, what comes near, what would change it. Where a cluster has errors, or nobody is who is asked for, they throw.
 *
 * @example
 * expect.extend(matchers);
 * expect(home).toAllow(api, redis.port('redis'));
 * expect(home).toDeny('world', redis);
 * expect(home).toIsolate(redis);
 */
export const matchers = {
  toAllow(cluster: Cluster | ReadCluster, from: From, to: To): MatcherResult {
    return judged(cluster, from, to, 'allowed', 'reach');
  },
  toDeny(cluster: Cluster | ReadCluster, from: From, to: To): MatcherResult {
    return judged(cluster, from, to, 'denied', 'not to reach');
  },
  toIsolate(cluster: Cluster | ReadCluster, pods: From, direction?: Direction): MatcherResult {
    const { world, ends } = endsOf(clusterOf(cluster), connectivityOf(cluster), [{ end: pods, isServer: false }]);
    const [end] = ends;
    const { identities = [], name = '' } = end?.peer ?? {};
    const relation = relate({ ...world, identities });
    const lines = (direction === undefined ? directions : [direction]).flatMap((d) =>
      identities.map((identity, i) => ({ posture: relation.posture(i, d), text: `  ${d} of ${identity.name}: ${relation.posture(i, d)}` })),
    );
    const pass = lines.every(({ posture }) => posture === 'isolated');
    const message = () =>
      `expected policies ${pass ? 'not ' : ''}to isolate ${name}${direction === undefined ? '' : ` (${direction})`}\n\n${lines.map(({ text }) => text).join('\n')}`;
    return { pass, message };
  },
};

function judged(cluster: Cluster | ReadCluster, from: From, to: To, wanted: Explanation['verdict'], verb: string): MatcherResult {
  const given = [
    { end: from as To, isServer: false },
    { end: to, isServer: true },
  ];
  const { world, ends } = endsOf(clusterOf(cluster), connectivityOf(cluster), given);
  const [client, server] = ends;
  if (client === undefined || server === undefined) throw new Error('a connection has two ends');
  const explanation = explain({ client: client.peer, server: server.peer, ports: server.ports }, world, { definition: true });
  const pass = explanation.verdict === wanted;
  const message = () =>
    `expected ${client.peer.name} ${pass ? 'not ' : ''}${verb === 'reach' ? 'to reach' : verb} ${server.peer.name}\n\n${explanationText(explanation)}`;
  return { pass, message };
}

declare global {
  namespace jest {
    // Declarations that are merged have the same parameters, used or not.
    interface Matchers<R, T> extends ClusterMatchers<R> {}
  }
}
