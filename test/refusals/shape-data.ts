import { statefulSet } from 'ichor';
import { apps, db, network, small, web } from './support/definitions';
import { found, type Refusal } from './support/refusal';

const dbWith = (options: object) => statefulSet(apps, 'db', { image: 'postgres:17.6', ports: { sql: 5432 }, ...options } as never);

/** What JavaScript has and YAML has not. */
export const dataShapes: readonly Refusal[] = [
  {
    title: 'a hole in a list',
    // biome-ignore lint/suspicious/noSparseArray: a comma too many is the mistake
    given: small({ workloads: [db, , web] }),
    finds: [found('DEF003', 'workloads[1]', "undefined doesn't belong here", 'write a workload, e.g. statefulSet(…) or construct(…)')],
    twin: small({ workloads: [db, web] }),
  },
  {
    title: 'values that YAML can not carry',
    given: small({
      network: network({
        values: { debug: { enabled: () => true }, bpf: { ratio: Number.NaN, since: new Date(0) }, tolerations: [undefined] },
        hubble: true,
      }),
      workloads: [dbWith({ patch: { spec: new Map() }, tolerations: [{ key: Symbol('a') }] })],
      talos: { patch: [{ machine: { sysctls: { 'net.core.somaxconn': 1024n } } }, 'machine: {}'] },
    }),
    finds: [
      found('DEF003', 'network.hubble', 'true is not an object or false', 'write { relay: true, ui: true }, or false'),
      found(
        'DEF003',
        'network.values.bpf.ratio',
        'NaN is no data that YAML can carry',
        'write texts, finite numbers, true, false, null, and lists and plain objects of these',
      ),
      found(
        'DEF003',
        'network.values.bpf.since',
        'an instance of Date is no data that YAML can carry',
        'write texts, finite numbers, true, false, null, and lists and plain objects of these',
      ),
      found(
        'DEF003',
        'network.values.debug.enabled',
        'a function is no data that YAML can carry',
        'write texts, finite numbers, true, false, null, and lists and plain objects of these',
      ),
      found(
        'DEF003',
        'network.values.tolerations[0]',
        'undefined is no data that YAML can carry',
        'write texts, finite numbers, true, false, null, and lists and plain objects of these',
      ),
      found(
        'DEF003',
        'talos.patch[0].machine.sysctls.net.core.somaxconn',
        '1024n is no data that YAML can carry',
        'write texts, finite numbers, true, false, null, and lists and plain objects of these',
      ),
      found('DEF003', 'talos.patch[1]', "'machine: {}' is not a plain object", 'write a plain object'),
      found(
        'DEF003',
        'workloads.apps/db.patch.spec',
        'an instance of Map is no data that YAML can carry',
        'write texts, finite numbers, true, false, null, and lists and plain objects of these',
      ),
      found(
        'DEF003',
        'workloads.apps/db.tolerations[0].key',
        'Symbol(a) is no data that YAML can carry',
        'write texts, finite numbers, true, false, null, and lists and plain objects of these',
      ),
    ],
    twin: small({
      network: network({ values: { debug: { enabled: true }, tolerations: null } }),
      talos: { patch: { machine: { sysctls: { 'net.core.somaxconn': '1024' } } } },
    }),
  },
  {
    title: 'a value that contains itself',
    given: small({ network: network({ values: { tolerations: looped() } }) }),
    finds: [found('DEF003', 'network.values.tolerations[0].list', 'this contains itself', 'leave it out')],
    twin: small({ network: network({ values: { tolerations: [{ operator: 'Exists' }] } }) }),
  },
  {
    title: 'names that JavaScript keeps for itself',
    given: small({
      workloads: [dbWith({ labels: { app: 'db', constructor: 'us' } })],
      network: network({ values: JSON.parse('{ "__proto__": { "debug": true } }') }),
    }),
    finds: [
      found('DEF003', 'network.values.__proto__', "'__proto__' is a name that JavaScript keeps for itself", 'write another name'),
      found(
        'DEF003',
        'workloads.apps/db.labels.constructor',
        "'constructor' is a name that JavaScript keeps for itself",
        'write another name',
      ),
    ],
    twin: small({ workloads: [dbWith({ labels: { app: 'db', constructors: 'us' } })] }),
  },
];

function looped(): unknown[] {
  const list: unknown[] = [];
  list.push({ list });
  return list;
}
