import { valueAt } from '../../base';
import type { NodeFact } from '../fact';
import { choiceText, isChosen, type LabelChoice, withLabels } from '../labels';
import type { Breach } from '../rule';
import { rule } from './define';
import { isOn, valuePlace } from './network';

/** What every announcement needs: Cilium's part that makes it, and a node. */
export const announcedRules = [
  rule('INV052', ['pools.announced', 'cilium.values'], ({ 'pools.announced': pools, 'cilium.values': values }): Breach[] => {
    if (values.value === undefined) return [];
    const switches = [
      { by: 'l2', path: ['l2announcements', 'enabled'], who: 'no node answers for' },
      { by: 'bgp', path: ['bgpControlPlane', 'enabled'], who: 'no router is told of' },
    ] as const;
    return switches.flatMap(({ by, path, who }) => {
      const pool = (pools.value ?? []).find(({ announced }) => announced.by === by)?.pool;
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
  rule('INV059', ['pools.announced', 'gateways', 'nodes'], ({ 'pools.announced': pools, gateways, nodes }): Breach[] => {
    const wanted = [
      ...(pools.value ?? []).map(({ pool, announced, nodes: choice, placeOf }) => ({
        choice,
        at: placeOf(`${announced.by}.nodes`),
        what: `the addresses of '${pool.name}' are announced by nobody`,
      })),
      ...(gateways.value ?? []).map(({ name, onNodes = {}, at }) => ({
        choice: withLabels(onNodes),
        at,
        what: `the gateway '${name}' listens nowhere`,
      })),
    ];
    return wanted
      .filter(({ choice }) => (nodes.value ?? []).length > 0 && chosen(nodes.value ?? [], choice).length === 0)
      .map(({ choice, at, what }) => ({
        at,
        also: [nodes.at],
        message: `no node has the labels ${choiceText(choice)}, so ${what}`,
        repair: `write labels: { … } for a node, or leave out nodes`,
      }));
  }),
];

/** The nodes that are meant. */
export function chosen(nodes: readonly NodeFact[], choice: LabelChoice): NodeFact[] {
  return nodes.filter(({ labels }) => isChosen(labels, choice));
}
