import { cilium, defineCluster, docker } from 'ichor';
import { inDefinition } from '../../../lib/base';
import { checkClusters } from '../../../lib/checks';
import * as fc from '../../support/fast-check';

const cluster = (name: string, id?: number) => ({
  file: `clusters/${name}.ts`,
  exported: defineCluster({
    name,
    versions: { talos: '1.13.9', kubernetes: '1.36.3' },
    platform: docker({ provider: 'colima', memory: '4GiB' }),
    network: cilium({ version: '1.20.2', ...(id === undefined ? {} : { id }) }),
  }),
});
const found = (...clusters: Parameters<typeof checkClusters>[0]) => checkClusters(clusters).map(({ id, at, also }) => [id, at, ...also]);

test('clusters of no mesh may all have number 0', () => {
  expect(found(cluster('one'), cluster('two', 0), cluster('three', 0))).toEqual([]);
});

test('each number of a mesh is taken by the first; every later one is reported, with where it is taken', () => {
  const at = (name: string) => inDefinition(`clusters/${name}.ts`, 'network.id');
  expect(found(cluster('one', 7), cluster('two', 8), cluster('three', 7), cluster('four', 7))).toEqual([
    ['CLU002', at('three'), at('one')],
    ['CLU002', at('four'), at('one')],
  ]);
});

test('whatever is exported, nothing is thrown and nothing is found', () => {
  fc.assert(
    fc.property(fc.array(fc.jsonValue()), (values) => {
      expect(checkClusters(values.map((exported, i) => ({ file: `clusters/${i}.ts`, exported })))).toEqual([]);
    }),
  );
});
