import { Random } from '../../../../conformance/policy/random';
import { randomWorld } from '../../../../conformance/policy/random-world';
import { vocabulary } from '../../../../conformance/policy/vocabulary';
import type { JsonObject } from '../../../../lib/base';
import type { ComparedObjects } from '../../../../lib/compare';
import { readPolicies } from '../../../../lib/policy';

/** A tree of objects at random; the same for the same seed. Policies that nobody would take are left out. */
export function randomTree(
  seed: number,
): ComparedObjects & { readonly policies: readonly JsonObject[]; readonly others: readonly JsonObject[] } {
  const { profile, services, endpointSlices, cidrGroups, policies } = randomWorld(seed, seed % 4 === 0 ? '1.19' : '1.20');
  const random = new Random(seed + 1);
  const none = () => ({ endpoints: [], addresses: [] });
  const taken = policies.filter((object) => readPolicies([{ object }], profile, none).policies.length > 0);
  const others = [
    ...random.some(vocabulary.namespaces, 0.8).map((name) => namespace(name, { team: random.pick(vocabulary.namespaceLabels.team) })),
    ...vocabulary.namespaces.flatMap((ns) =>
      ['one', 'two', 'three'].filter(() => random.chance(0.6)).map((name) => randomWorkload(random, ns, name)),
    ),
    ...services,
    ...endpointSlices,
    ...cidrGroups,
  ];
  return { ...tree([...others, ...taken]), options: { profile }, policies: taken, others };
}

/** Objects as they are compared. */
export function tree(objects: readonly JsonObject[]): ComparedObjects {
  return { objects: objects.map((object) => ({ object })) };
}

/** A Namespace. */
export function namespace(name: string, labels: JsonObject = {}): JsonObject {
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } };
}

/** A Deployment of pods with these labels; by default their name. */
export function deployment(key: string, labels?: JsonObject, spec: JsonObject = {}): JsonObject {
  const [namespace, name] = key.split('/') as [string, string];
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { namespace, name },
    spec: { template: { metadata: { labels: labels ?? { app: name } }, spec: { containers: [{ name: 'main' }], ...spec } } },
  };
}

/** A CiliumNetworkPolicy about the pods with `app=<name>`. */
export function policy(key: string, spec: JsonObject): JsonObject {
  const [namespace, name] = key.split('/') as [string, string];
  return {
    apiVersion: 'cilium.io/v2',
    kind: 'CiliumNetworkPolicy',
    metadata: { namespace, name },
    spec: { endpointSelector: { matchLabels: { app: name } }, ...spec },
  };
}

/** Pods with `app=<name>` of the policy's namespace, and ports of TCP. */
export function fromApp(app: string, ...ports: readonly number[]): JsonObject {
  return { fromEndpoints: [{ matchLabels: { app } }], ...toPorts(ports) };
}

/** Ports of TCP of a rule. */
export function toPorts(ports: readonly number[]): JsonObject {
  return ports.length === 0 ? {} : { toPorts: [{ ports: ports.map((port) => ({ port: String(port), protocol: 'TCP' })) }] };
}

function randomWorkload(random: Random, namespace: string, name: string): JsonObject {
  const labels = { app: random.pick(vocabulary.labels.app), ...(random.chance(0.5) ? { tier: random.pick(vocabulary.labels.tier) } : {}) };
  const ports = random.chance(0.5) ? [{ name: random.pick(vocabulary.portNames), containerPort: random.pick(vocabulary.ports) }] : [];
  return deployment(`${namespace}/${name}`, labels, {
    serviceAccountName: random.pick(vocabulary.serviceAccounts),
    containers: [{ name: 'main', ports }],
  });
}
