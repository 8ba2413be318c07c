import { valueAt } from '../../base';
import type { NodeFact, PoolFact } from '../fact';
import type { Breach } from '../rule';
import { rule } from './define';
import { isOn, valuePlace } from './network';

/** What every announcement needs: Cilium's part that makes it, and a node. */
export const announcedRules = [
  rule('INV052', ['pools', 'cilium.values'], ({ pools, 'cilium.values': values }): Breach[] => {
    if (values.value === undefined) return [];
    const switches = [
      { by: 'l2', path: ['l2announcements', 'enabled'], who: 'no node answers for' },
      { by: 'bgp', path: ['bgpControlPlane', 'enabled'], who: 'no router is told of' },
    ] as const;
    return switches.flatMap(({ by, path, who }) => {
      const pool = (pools.value ?? []).find(({ announced }) => announced.by === by);
      if (pool === undefined || isOn(valueAt(values.value, ...path))) return [];
      return [
        {
          at: valuePlace(values, ...path),
          also: [pool.at],
          message: `${who} the addresses of the pool '${pool.name}' while this is off`,
          repair: 'leave it out: it is on where a pool needs it',
        },
      ];
    });
  }),
  rule('INV059', ['pools', 'gateways', 'nodes'], ({ pools, gateways, nodes }): Breach[] => {
    const wanted = [
      ...(pools.value ?? []).map((pool) => ({
        labels: pool.announced.nodes,
        at: option(pool, `${pool.announced.by}.nodes`),
        what: `the addresses of '${pool.name}' are announced by nobody`,
      })),
      ...(gateways.value ?? []).map(({ name, onNodes = {}, at }) => ({
        labels: onNodes,
        at,
        what: `the gateway '${name}' listens nowhere`,
      })),
    ];
    return wanted
      .filter(({ labels }) => (nodes.value ?? []).length > 0 && chosen(nodes.value ?? [], labels).length === 0)
      .map(({ labels, at, what }) => ({
        at,
        also: [nodes.at],
        message: `no node has the labels ${written(labels)}, so ${what}`,
        repair: `write labels: { … } for a node, or leave out nodes`,
      }));
  }),
];

/** An option of a pool, whose place is that of its range. */
export function option({ at }: PoolFact, name: string): PoolFact['at'] {
  return at.in === 'definition' ? { ...at, path: at.path.replace(/\.range$/, `.${name}`) } : at;
}

/** Whether the node has all of the labels. */
export function isChosen(node: NodeFact, labels: Readonly<Record<string, string>>): boolean {
  return Object.entries(labels).every(([key, value]) => node.labels[key] === value);
}

/** The nodes that have all of the labels. */
export function chosen(nodes: readonly NodeFact[], labels: Readonly<Record<string, string>>): NodeFact[] {
  return nodes.filter((node) => isChosen(node, labels));
}

function written(labels: Readonly<Record<string, string>>): string {
  return Object.entries(labels)
    .map(([key, value]) => `'${key}: ${value}'`)
    .join(', ');
}
