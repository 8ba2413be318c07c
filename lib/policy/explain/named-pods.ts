import { nearest, oneOf } from '../../base';
import type { Identity } from '../identity';
import { clusterKey, label, namespaceKey, namespaceLabelsKey, serviceAccountKey } from '../label';
import { entityNames } from '../read/entities';
import { aroundPods } from '../read/pod-identity';
import type { Workload } from '../read/workloads';
import { type AskedWorld, type Named, peerOf } from './peer';

/** Any pod of a namespace that nothing else names. */
export function anyOther(namespace: string, world: AskedWorld): Named {
  const known = world.identities.find(({ kind, name }) => kind === 'other-pods' && name === `any other pod in ${namespace}`);
  if (known !== undefined) return peerOf(known);
  return {
    ...peerOf(madeUp(`any pod in ${namespace}`, namespace, [], world)),
    notes: [`no object tells of namespace '${namespace}'`],
  };
}

/** Pods by their labels: those that have them, or, where nobody has, pods that have these and no others. */
export function labelled(name: string, namespace: string, texts: readonly string[], world: AskedWorld): Named {
  const wanted = texts.map((text) => [text.slice(0, text.indexOf('=')), text.slice(text.indexOf('=') + 1)] as const);
  const identities = podsOf(namespace, world).filter(({ labels }) =>
    wanted.every(([key, value]) => labels.some((l) => l.source === 'k8s' && l.key === key && l.value === value)),
  );
  if (identities.length > 0) return { name, identities, workloads: workloadsWith(identities, world), notes: [] };
  return { ...peerOf(madeUp(name, namespace, wanted, world)), notes: [`no object tells of pods with these labels in '${namespace}'`] };
}

function madeUp(name: string, namespace: string, wanted: readonly (readonly [string, string])[], world: AskedWorld): Identity {
  const sibling = podsOf(namespace, world)[0];
  const around =
    sibling === undefined
      ? aroundPods(namespace, new Map(), world.profile)
      : { labels: sibling.labels.filter(isAround), unknown: sibling.unknown ?? [] };
  const labels = [...around.labels, ...wanted.map(([key, value]) => label('k8s', key, value))];
  return { kind: 'other-pods', name, namespace, endpoint: true, ports: [], furtherPorts: true, labels, unknown: around.unknown };
}

const isAround = ({ key }: { readonly key: string }) => key === namespaceKey || key === clusterKey || key.startsWith(namespaceLabelsKey);

const podsOf = (namespace: string, { identities }: AskedWorld) =>
  identities.filter((identity) => identity.namespace === namespace && (identity.kind === 'pods' || identity.kind === 'other-pods'));

function workloadsWith(identities: readonly Identity[], { workloads }: AskedWorld): readonly Workload[] {
  return [...(workloads ?? [])].filter(([, of]) => of.some((identity) => identities.includes(identity))).map(([workload]) => workload);
}

/** The workload of that name, or pods of which rules alone tell, by the label that names them. */
export function ofNamespace(name: string, namespace: string, inside: string, world: AskedWorld): Named {
  const own = [...(world.workloads ?? new Map<Workload, readonly Identity[]>())].filter(([{ key }]) => key === name);
  if (own.length > 0) return workload(name, own);
  const called = podsOf(namespace, world).filter((identity) => identity.name === name || isCalled(identity, inside));
  if (called.length > 0) {
    const [first] = called as [Identity];
    return {
      name,
      identities: called,
      workloads: [],
      notes: first.name === name ? [] : [`no object is '${name}'; it is taken for ${first.name}`],
    };
  }
  return unknownName(name, world);
}

const namingKeys = ['app', 'k8s-app', 'app.kubernetes.io/name'];
const isCalled = ({ labels }: Identity, name: string) =>
  labels.some(({ source, key, value }) => source === 'k8s' && value === name && namingKeys.includes(key));

function workload(name: string, entries: readonly (readonly [Workload, readonly Identity[]])[]): Named {
  const identities = [...new Set(entries.flatMap(([, of]) => of))];
  const shared = identities.filter((identity) => identity.kind === 'pods' && identity.name !== name);
  return {
    name,
    identities,
    workloads: entries.map(([of]) => of),
    notes: [
      ...(entries.some(([of]) => of.hostNetwork)
        ? [`'${name}' is on the host network: to policies it is its node, 'host' to pods of that node and 'remote-node' to all others`]
        : []),
      ...shared.map((identity) => `no rule tells '${name}' from the others of ${identity.name}: their pods have the same labels`),
    ],
  };
}

/** The workload of a name without a namespace; `undefined` where there is none. */
export function single(name: string, world: AskedWorld): Named | undefined {
  const keys = new Set([...(world.workloads ?? new Map<Workload, unknown>()).keys()].filter((w) => w.name === name).map(({ key }) => key));
  const called =
    keys.size > 0 ? [] : world.identities.filter((i) => i.namespace !== '' && (isCalled(i, name) || i.name === `${i.namespace}/${name}`));
  const candidates = [...keys, ...new Set(called.map(({ namespace }) => `${namespace}/${name}`))];
  if (candidates.length > 1)
    return { id: 'ASK002', message: `'${name}' is the name of several workloads`, repair: `write ${oneOf(candidates)}` };
  const [only] = candidates;
  return only === undefined ? undefined : ofNamespace(only, only.slice(0, only.indexOf('/')), name, world);
}

/** That nothing has the name, with what may have been meant. */
export function unknownName(name: string, world: AskedWorld, roles: readonly string[] = []): Named {
  const short = name.slice(name.indexOf('/') + 1);
  const message = `nothing is called '${name}'`;
  const service = world.services?.find((s) => s.name === short && (name === short || name === `${s.namespace}/${short}`));
  const behind = service && behindService(service, world);
  if (behind !== undefined && behind.length > 0) {
    return {
      id: 'ASK001',
      message: `'${name}' is a Service, and policies are about pods`,
      repair: `write ${oneOf(behind)}, whose pods are behind it`,
    };
  }
  const keys = [...new Set([...(world.workloads ?? new Map<Workload, unknown>()).keys()].map(({ key }) => key))];
  const known = name.includes('/')
    ? keys
    : [...keys.map((key) => key.slice(key.indexOf('/') + 1)), ...entityNames(world.profile), ...roles];
  const candidate = nearest(name, known);
  if (candidate !== undefined) return { id: 'ASK001', message, repair: `write '${candidate}'` };
  if (keys.length === 0 || keys.length > 12)
    return { id: 'ASK001', message, repair: 'write namespace/workload, an entity, an address or a host name' };
  return { id: 'ASK001', message, repair: `write ${oneOf(keys)}, or an entity, an address or a host name` };
}

function behindService({ namespace, selector }: NonNullable<AskedWorld['services']>[number], { workloads }: AskedWorld): string[] {
  const wanted = Object.entries(selector);
  const behind = [...(workloads ?? new Map<Workload, unknown>()).keys()].filter(
    (w) => w.namespace === namespace && wanted.length > 0 && wanted.every(([key, value]) => w.labels[key] === value),
  );
  return [...new Set(behind.map(({ key }) => key))];
}

/** Whether a key is one that the agent gives to pods itself. */
export function isGivenKey(key: string): boolean {
  return isAround({ key }) || key === serviceAccountKey;
}
