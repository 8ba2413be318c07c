import { asCidr, isObject, valueAt } from '../../base';
import type { RuleItem } from '../../policy/read/cilium-rule';
import type { LabelSelectorSpec } from '../../policy/read/label-selector';
import type { PlacedItem } from '../policies/items';
import { placeIn, type Reading } from '../policies/reading';
import type { Breach } from '../rule';
import { isDeclared } from './policy-isolation';
import { listed, policyRule } from './policy-rule';

/** Rules that mean nobody, or more than they seem to. */
export const policyBreadthRules = [
  policyRule('POL005', (reading) =>
    reading.items.flatMap(({ policy, item, path }): Breach[] => {
      const hasPorts = (item.toPorts ?? []).length > 0;
      const empty = peerLists.filter((list) => item[list]?.length === 0 && !(hasPorts && unguarded.includes(list)));
      return empty.map((list) => ({
        at: placeIn(policy, `${path}.${list}`),
        message: `${policy.called}: ${list} is empty, which means nobody: the rule isolates, and allows nothing`,
        repair: 'write who is meant, or {} instead of the item where nobody is',
      }));
    }),
  ),
  policyRule('POL030', (reading) =>
    allowing(reading).flatMap(({ policy, item, path, direction }): Breach[] => {
      const list = direction === 'egress' ? 'toEntities' : 'fromEntities';
      const everybody = (item[list] ?? []).indexOf('all');
      const anybody = direction === 'egress' ? 'its pods → anybody' : 'anybody → its pods';
      const witness = `${anybody}, world and nodes included, is allowed`;
      if (everybody >= 0)
        return [
          {
            at: placeIn(policy, `${path}.${list}[${everybody}]`),
            message: `${policy.called}: 'all' means everybody: ${witness}`,
            repair: 'write those who are meant, such as cluster or world',
          },
        ];
      if ((item.toPorts ?? []).length === 0 || peerLists.some((of) => item[of] !== undefined && item[of] !== null)) return [];
      return [
        {
          at: placeIn(policy, path),
          message: `${policy.called}: a rule with ports and without peers is for everybody: ${witness}`,
          repair: 'write who is meant beside the ports',
        },
      ];
    }),
  ),
  policyRule('POL031', (reading) =>
    allowing(reading).flatMap((placed): Breach[] => {
      const { policy, item, path, direction } = placed;
      const list = worldIn(item);
      if (list === undefined || placed.rule.nodeSelector) return [];
      const at = placeIn(policy, `${path}.${list}`);
      if (direction === 'egress')
        return (item.toPorts ?? []).length > 0 || (item.icmps ?? []).length > 0
          ? []
          : [
              {
                at,
                message: `${policy.called}: its pods → world is allowed on every port`,
                repair: "write toPorts, such as port '443' over TCP, or the names of hosts with toFQDNs",
              },
            ];
      // Of all pods of a cluster or namespace, a file tells of some only.
      if (isEmptySelector(placed.rule.endpointSelector ?? {})) return [];
      const entry = reading.entryOf(placed);
      const subjects = entry === undefined ? [] : reading.podsIn(reading.subjects(entry).certain);
      const reached = reachedFromOutside(reading);
      if (subjects.length === 0 || subjects.some((i) => reached(i) || isDeclared(reading, i))) return [];
      return [
        {
          at,
          message: `${policy.called}: world → ${listed(subjects.map((i) => reading.named(i)))} is allowed, but no Service, route or port of a node leads there from outside`,
          repair: 'leave the rule out, or write who connects',
        },
      ];
    }),
  ),
  policyRule('POL032', (reading) =>
    allowing(reading).flatMap(({ policy, item, path, direction }): Breach[] => {
      const list = direction === 'egress' ? 'toEndpoints' : 'fromEndpoints';
      const everybody = (item[list] ?? []).findIndex(isEmptySelector);
      if (everybody < 0 || (item.toPorts ?? []).length > 0) return [];
      const isClusterwide = policy.namespace === '';
      const pods = isClusterwide ? 'every pod of the cluster' : `every pod of '${policy.namespace}'`;
      return [
        {
          at: placeIn(policy, `${path}.${list}[${everybody}]`),
          ...(isClusterwide ? {} : { severity: 'info' as const }),
          message: `${policy.called}: {} means ${pods}, here on every port: ${direction === 'egress' ? `its pods → ${pods}` : `${pods} → its pods`} is allowed`,
          repair: 'write labels of those who are meant, or the ports',
        },
      ];
    }),
  ),
];

const unguarded: readonly string[] = ['toFQDNs', 'toServices', 'toGroups', 'fromGroups'];
const peerLists = [
  ...(['fromEndpoints', 'toEndpoints', 'fromNodes', 'toNodes', 'fromEntities', 'toEntities', 'fromCIDR', 'toCIDR'] as const),
  ...(['fromCIDRSet', 'toCIDRSet', 'fromGroups', 'toGroups', 'toServices', 'toFQDNs'] as const),
];

function allowing(reading: Reading): PlacedItem[] {
  return reading.items.filter(({ denies, rule }) => !denies && !rule.nodeSelector);
}

/** The list that means everything outside. */
function worldIn(item: RuleItem): string | undefined {
  const entities = (['fromEntities', 'toEntities'] as const).find((list) => item[list]?.includes('world'));
  const blocks = (['fromCIDR', 'toCIDR'] as const).find((list) => item[list]?.some((text) => asCidr(text)?.prefix === 0));
  const sets = (['fromCIDRSet', 'toCIDRSet'] as const).find((list) =>
    item[list]?.some(({ cidr, except }) => cidr && (except ?? []).length === 0 && asCidr(cidr)?.prefix === 0),
  );
  return entities ?? blocks ?? sets;
}

function isEmptySelector({ matchLabels, matchExpressions }: LabelSelectorSpec): boolean {
  return Object.keys(matchLabels ?? {}).length + (matchExpressions ?? []).length === 0;
}

const reachedBy = new WeakMap<Reading, (i: number) => boolean>();

/** Whether anything leads to pods from outside: a Service of such a type, a route to their Service, or a port of a node. */
function reachedFromOutside(reading: Reading): (i: number) => boolean {
  const known = reachedBy.get(reading);
  if (known !== undefined) return known;
  const objects = reading.fact.sources.map(({ object }) => object);
  const open = new Set<string>();
  for (const object of objects) {
    const namespace = String(valueAt(object, 'metadata', 'namespace') ?? 'default');
    const type = valueAt(object, 'spec', 'type');
    const addresses = valueAt(object, 'spec', 'externalIPs');
    if (object.kind === 'Service' && (type === 'LoadBalancer' || type === 'NodePort' || (Array.isArray(addresses) && addresses.length > 0)))
      open.add(`${namespace}/${valueAt(object, 'metadata', 'name')}`);
    if (/^(Ingress|IngressRoute|HTTPRoute|GRPCRoute|TLSRoute|TCPRoute|UDPRoute)$/.test(String(object.kind)))
      for (const name of namesIn(object.spec)) open.add(`${namespace}/${name}`);
  }
  const leads = (i: number) => {
    const workloads = reading.workloadsOf(i);
    return (
      reading.servicesOf(workloads).some(({ namespace, name }) => open.has(`${namespace}/${name}`)) ||
      workloads.some(({ source }) => JSON.stringify(source.object).includes('"hostPort"'))
    );
  };
  reachedBy.set(reading, leads);
  return leads;
}

/** Every name of a backend somewhere inside. */
function namesIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(namesIn);
  if (!isObject(value as never)) return [];
  return Object.entries(value as Readonly<Record<string, unknown>>).flatMap(([key, inside]) =>
    (key === 'name' || key === 'serviceName') && typeof inside === 'string' ? [inside] : namesIn(inside),
  );
}
