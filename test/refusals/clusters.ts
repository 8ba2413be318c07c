import { inDefinition } from '../../lib/base';
import { network, small } from './support/definitions';
import { found, inValues, type Refusal } from './support/refusal';

const cluster = (id: number, name = 'small') => small({ name, network: network({ id }) });

/** Several clusters of one code base. */
export const clusters: readonly Refusal[] = [
  {
    title: 'a number that no cluster has',
    given: cluster(256),
    finds: [found('CLU001', 'network.id', '256 is no number of a cluster', 'write 1 to 255, or leave it out')],
    twin: cluster(255),
  },
  {
    title: 'a number below zero',
    given: cluster(-1),
    finds: [found('CLU001', 'network.id', '-1 is no number of a cluster', 'write 1 to 255, or leave it out')],
    twin: cluster(0),
  },
  {
    title: 'one number for two',
    given: cluster(7),
    beside: [cluster(7, 'first')],
    finds: [
      found(
        'CLU002',
        'network.id',
        "7 is the number of the cluster 'first' already",
        'write another number, or leave it out where the cluster is part of no mesh',
        [inDefinition('clusters/first.ts', 'network.id')],
      ),
    ],
    twin: cluster(8),
  },
  {
    title: 'one number for two, by values',
    given: small({ network: network({ values: { cluster: { id: 7 } } }) }),
    beside: [cluster(7, 'first')],
    finds: [
      found(
        'CLU002',
        inValues('cluster.id'),
        "7 is the number of the cluster 'first' already",
        'write another number, or leave it out where the cluster is part of no mesh',
        [inDefinition('clusters/first.ts', 'network.id')],
      ),
    ],
    twin: cluster(0),
  },
];
