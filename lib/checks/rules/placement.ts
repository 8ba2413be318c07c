import { isObject, type JsonObject, valueAt } from '../../base';
import { keepingAway, operatorTolerations } from '../../model';
import type { NodeFact } from '../fact';
import type { Breach, Seen } from '../rule';
import { rule } from './define';
import { isOn, valuePlace } from './network';

type Taint = NodeFact['taints'][number];
type Tolerations = typeof operatorTolerations;

/** A part of Cilium that is scheduled. */
interface Part {
  readonly what: string;
  /** Where its settings stand in the values; empty for the agents'. */
  readonly path: readonly string[];
  /** What the chart lets it tolerate. */
  readonly usual: Tolerations;
  readonly without: string;
  /** Whether it has to run on every node, or on one. */
  readonly everywhere?: true;
  /** Whether it has to start before nodes are Ready. */
  readonly first?: true;
  isWanted(values: JsonObject): boolean;
}

const everything: Tolerations = [{ operator: 'Exists' }];
/** What every node has until Cilium runs there. */
const notReady: Taint = { key: 'node.kubernetes.io/not-ready', effect: 'NoSchedule' };
const controlPlane: Taint = { key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' };
/** Labels that nodes give themselves, of which facts need not tell. */
const selfGiven = /^(kubernetes\.io\/(arch|hostname|os)|node\.kubernetes\.io\/|topology\.kubernetes\.io\/|feature\.node\.kubernetes\.io\/)/;

const parts: readonly Part[] = [
  {
    ...{ what: 'the agents', path: [], usual: everything, everywhere: true, first: true },
    without: 'such a node has no network and never gets Ready',
    isWanted: () => true,
  },
  {
    ...{ what: 'Envoy', path: ['envoy'], usual: everything, everywhere: true },
    without: 'nothing on such a node passes limits or gateways',
    isWanted: (values) => valueAt(values, 'envoy', 'enabled') !== false,
  },
  {
    ...{ what: 'the operator', path: ['operator'], usual: operatorTolerations, first: true },
    without: "Cilium's kinds are never there, and agents wait for them for ever",
    isWanted: (values) => valueAt(values, 'operator', 'enabled') !== false,
  },
  {
    ...{ what: 'certgen', path: ['certgen'], usual: [], without: "Hubble's certificates are never made" },
    isWanted: (values) => isHubbleOn(values) && valueAt(values, 'hubble', 'tls', 'auto', 'method') === 'cronJob',
  },
  {
    ...{ what: "Hubble's relay", path: ['hubble', 'relay'], usual: [], without: 'it stays Pending, and helm --wait with it' },
    isWanted: (values) => isHubbleOn(values) && isOn(valueAt(values, 'hubble', 'relay', 'enabled')),
  },
  {
    ...{ what: "Hubble's UI", path: ['hubble', 'ui'], usual: [], without: 'it stays Pending, and helm --wait with it' },
    isWanted: (values) => isHubbleOn(values) && isOn(valueAt(values, 'hubble', 'ui', 'enabled')),
  },
];

/** Where the parts of Cilium can run. */
export const placementRules = [
  rule(
    'INV019',
    ['cilium.values', 'nodes', 'talos.schedulesOnControlPlanes'],
    ({ 'cilium.values': values, nodes, 'talos.schedulesOnControlPlanes': schedules }): Breach[] => {
      if (values.value === undefined || nodes.value === undefined) return [];
      const all = nodes.value.map((node) => ({ node, taints: taintsOf(node, schedules.value) }));
      const given = values.value;
      return parts.filter((part) => part.isWanted(given)).flatMap((part) => breachesOf(part, values, all, nodes.at));
    },
  ),
];

interface Tainted {
  readonly node: NodeFact;
  readonly taints: readonly Taint[];
}

function breachesOf(part: Part, values: Seen<JsonObject>, nodes: readonly Tainted[], nodesAt: Breach['at']): Breach[] {
  const own = valueAt(values.value, ...part.path, 'tolerations');
  const tolerated = Array.isArray(own) ? (own.filter(isObject) as unknown as Tolerations) : part.usual;
  const selector = valueAt(values.value, ...part.path, 'nodeSelector');
  const wanted = isObject(selector) ? Object.entries(selector).filter(([key]) => !selfGiven.test(key)) : [];
  const at = valuePlace(values, ...part.path, 'tolerations');
  if (part.first && keepingAway([notReady], tolerated).length > 0)
    return [
      {
        at,
        message: `every node has the taint '${notReady.key}' until Cilium runs, and ${part.what} ${areOrIs(part)} not to tolerate it: ${part.without}`,
        repair: part.everywhere
          ? "leave it out, or write [{ operator: 'Exists' }]"
          : `leave it out, or add { key: '${notReady.key}', operator: 'Exists' }`,
      },
    ];
  const candidates = nodes.filter(({ node }) => wanted.every(([key, value]) => node.labels[key] === value));
  if (candidates.length === 0 && nodes.length > 0)
    return [
      {
        at: valuePlace(values, ...part.path, 'nodeSelector'),
        also: [nodesAt],
        severity: 'warning',
        message: `no node is known to have the labels ${wanted.map(([key, value]) => `'${key}: ${String(value)}'`).join(', ')} that ${part.what} ${areOrIs(part)} bound to: ${part.without}`,
        repair: 'write labels: { … } for a node, or leave out nodeSelector',
      },
    ];
  const barred = candidates.filter(({ taints }) => keepingAway(taints, tolerated).length > 0);
  if (part.everywhere ? barred.length === 0 : barred.length < candidates.length) return [];
  if (!part.everywhere && wanted.length === 0 && isSaidElsewhere(part, nodes, own)) return [];
  const taints = [...new Set(barred.flatMap((one) => keepingAway(one.taints, tolerated)).map(({ key }) => `'${key}'`))].sort();
  const names = barred.map(({ node }) => `'${node.name}'`).join(', ');
  return [
    {
      at,
      also: [nodesAt],
      message: `${part.what} ${areOrIs(part)} not to tolerate ${taints.join(', ')}, which ${names} ${barred.length === 1 ? 'has' : 'have'}: ${part.without}`,
      repair: part.everywhere
        ? "leave it out, or write [{ operator: 'Exists' }]"
        : `write tolerations for ${taints.length === 1 ? 'it' : 'them'}${wanted.length === 0 ? '' : ', or leave out nodeSelector'}`,
    },
  ];
}

/** Whether another rule says so already: that the operator fits nowhere, or that nothing that tolerates nothing does. */
function isSaidElsewhere(part: Part, nodes: readonly Tainted[], own: unknown): boolean {
  if (part.path[0] === 'operator') return true;
  return (!Array.isArray(own) || own.length === 0) && nodes.every(({ taints }) => keepingAway(taints, []).length > 0);
}

function taintsOf({ role, taints }: NodeFact, schedules: boolean | undefined): readonly Taint[] {
  const has = taints.some(({ key }) => key === controlPlane.key);
  return role === 'control-plane' && schedules === false && !has ? [...taints, controlPlane] : taints;
}

function isHubbleOn(values: JsonObject): boolean {
  return valueAt(values, 'hubble', 'enabled') !== false;
}

function areOrIs({ path }: Part): string {
  return path.length === 0 ? 'are' : 'is';
}
