import type { JsonObject } from '../../../lib/base';
import { defaultProfile, type Identity, type Profile, type ReadWorld, readWorld, type World } from '../../../lib/policy';
import { prefixesOf } from '../../../lib/policy/read/address-identities';
import type { AskedWorld } from '../random-world';
import type { Tricky } from './tricky';

function deployment(namespace: string, name: string, port: JsonObject, labels: JsonObject = {}): JsonObject {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace },
    spec: {
      selector: { matchLabels: { app: name } },
      template: { metadata: { labels: { app: name, ...labels } }, spec: { containers: [{ name, image: `${name}:1`, ports: [port] }] } },
    },
  };
}

const namespace = (name: string, team: string): JsonObject => ({
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name, labels: { team } },
});

/** Whom every tricky case is about: two namespaces of two workloads each. `n/a` alone has the label `tier`. */
const stage: readonly JsonObject[] = [
  namespace('n', 'red'),
  namespace('m', 'blue'),
  deployment('n', 'a', { name: 'http', containerPort: 8080 }, { tier: 'front', 'pod-template-hash': 'x1' }),
  deployment('n', 'b', { name: 'http', containerPort: 8080 }),
  deployment('m', 'a', { name: 'http', containerPort: 8080 }),
  deployment('m', 'c', { name: 'http', containerPort: 9090 }),
];

const isOf = (group: string) => (object: JsonObject) => String(object.apiVersion).startsWith(group);
const isKind = (kind: string) => (object: JsonObject) => object.kind === kind;
const isPolicy = (object: JsonObject) => String(object.kind).endsWith('NetworkPolicy');

/**
 * The world of a case: the stage, the case's objects, and a cluster of one control plane and one worker. What has ports has
 * them in the objects, as a judge is told too.
 */
export function worldOf(tricky: Tricky, cilium: Profile['cilium']): ReadWorld {
  const objects = [...stage, ...tricky.given].filter((object) => !isOf('policy.networking.k8s.io/')(object));
  const read = readWorld(
    objects.map((object) => ({ object })),
    { profile: profileOf(tricky, cilium), nodes: { count: 2, controlPlanes: 1 }, addresses: prefixesOf(tricky.entries ?? []), names: [] },
  );
  const identities = read.identities.map(({ furtherPorts: _, ...identity }): Identity => identity);
  return { ...read, identities, entries: [...read.entries, ...(tricky.entries ?? [])] };
}

/** The same world as a judge is asked about it. */
export function askedOf(tricky: Tricky, { identities }: ReadWorld, cilium: Profile['cilium']): AskedWorld {
  const { given } = tricky;
  return {
    name: tricky.title,
    profile: profileOf(tricky, cilium),
    identities,
    services: given.filter(isKind('Service')),
    endpointSlices: given.filter(isKind('EndpointSlice')),
    cidrGroups: given.filter(isKind('CiliumCIDRGroup')),
    policies: given.filter(isPolicy),
  };
}

/** The world as the agent of each kind of node sees it: only one node is its own. */
export function asSeen<W extends World>(world: W): readonly W[] {
  const isHost = ({ kind }: Identity) => kind === 'host';
  return world.identities
    .filter(isHost)
    .map((host) => ({ ...world, identities: world.identities.filter((identity) => identity === host || !isHost(identity)) }));
}

function profileOf({ profile }: Tricky, cilium: Profile['cilium']): Profile {
  return { ...defaultProfile, ...profile, cilium };
}
