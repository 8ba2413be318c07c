import {
  accept,
  addresses,
  allow,
  argocd,
  bind,
  type ClusterDefinition,
  cilium,
  construct,
  controlPlane,
  controlPlanes,
  cronJob,
  defineCluster,
  docker,
  entity,
  existingStorage,
  flannel,
  flux,
  gateway,
  generic,
  hostName,
  inngestServer,
  lan,
  localPath,
  manifests,
  metal,
  namespace,
  onAddress,
  onHost,
  onHostname,
  outside,
  pods,
  pool,
  qdrantStore,
  raspberryPi5,
  redisStore,
  secretRef,
  statefulSet,
  worker,
} from 'ichor';
import { render } from '../../lib/output';
import { synthesize } from '../../synthesize';
import * as fc from '../support/fast-check';
import { everything } from './support/everything';
import { everythingOnMetal } from './support/everything-on-metal';
import { removedAt, replacedAt, type Way, waysInto } from './support/mutations';

/** The options of a workload count where the cluster lists it, and nobody reads those of a reference. */
const waysOf = (definition: unknown) =>
  waysInto(definition, (way, parent) => {
    const isWorkload = 'kind' in parent && (parent.kind === 'workload' || parent.kind === 'construct');
    return isWorkload && way[way.length - 1] === 'options' && way[1] !== 'workloads';
  });
const platforms = [
  ['in Docker', everything, [expect.objectContaining({ id: 'NSP002', severity: 'info' })]],
  ['on metal', everythingOnMetal, []],
] as const;

/** Synthesizes, and says what is wrong with the answer; whatever is thrown comes through. */
function judge(cluster: unknown, file = 'clusters/everything.ts'): string | undefined {
  const { findings, product } = synthesize(cluster, file);
  const isRefused = findings.some(({ severity }) => severity === 'error');
  if (isRefused !== (product.files.length === 0)) return 'an error and files, or neither';
  for (const produced of product.files) render(produced);
  const malformed = findings.find(({ id, at, message }) => !/^[A-Z]{3}\d{3}$/.test(id) || at.file === '' || message === '');
  return malformed === undefined ? undefined : `malformed: ${JSON.stringify(malformed)}`;
}

describe.each(platforms)('whatever stands in a definition %s, synth answers with findings', (_, whole, finds) => {
  const file = `clusters/${whole.definition.name}.ts`;
  const ways = waysOf(whole);

  test('everything that there is to say can be said at once', () => {
    expect(synthesize(whole, file).findings).toEqual(finds);
    expect(new Set(ways.map((way) => way.join('.'))).size).toBe(ways.length);
  });

  test('null in every third place', () => {
    for (const way of ways.filter((_way, i) => i % 3 === 0))
      expect([way, judge(replacedAt(whole, way, null), file)]).toEqual([way, undefined]);
  });

  test('any place left out', () => {
    fc.assert(
      fc.property(fc.constantFrom(...ways.slice(1)), (way) => {
        expect(judge(removedAt(whole, way), file)).toBeUndefined();
      }),
      { numRuns: 70 },
    );
  });

  test('any JSON in any places', () => {
    const mutation = fc.tuple(
      fc.constantFrom(...ways),
      fc.oneof(fc.jsonValue({ maxDepth: 2 }), fc.constantFrom('', 'constructor', '__proto__', -1, 1.5, 70000)),
    );
    fc.assert(
      fc.property(fc.array(mutation, { minLength: 1, maxLength: 3 }), (mutations) => {
        const mutated = mutations.reduce<unknown>((value, [way, by]) => (has(value, way) ? replacedAt(value, way, by) : value), whole);
        expect(judge(mutated, file)).toBeUndefined();
      }),
      { numRuns: 90 },
    );
  });

  test('what JSON does not have, in any place', () => {
    const foreign = fc.constantFrom<unknown>(
      ...[
        undefined,
        Number.NaN,
        Number.POSITIVE_INFINITY,
        10n,
        Symbol('s'),
        () => 1,
        new Date(0),
        new Map(),
        Object.create(null),
        Buffer.from('a'),
      ],
    );
    fc.assert(
      fc.property(fc.constantFrom(...ways), foreign, (way, by) => {
        expect(judge(replacedAt(whole, way, by), file)).toBeUndefined();
      }),
      { numRuns: 90 },
    );
  });

  test('values are frozen all the way down', () => {
    const open = ways.filter((way) => {
      const value = at(whole, way);
      return typeof value === 'object' && value !== null && !Object.isFrozen(value);
    });
    expect(open).toEqual([]);
  });
});

test('any JSON in place of a cluster is answered with findings', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(judge(value)).toBeUndefined();
      expect(judge({ kind: 'cluster', definition: value })).toBeUndefined();
    }),
  );
});

describe('helpers never throw: a bad value is kept, and found later', () => {
  const helpers: Readonly<Record<string, (...values: never[]) => unknown>> = {
    accept,
    argocd,
    flux,
    worker,
    raspberryPi5,
    pool,
    onHostname,
    onAddress,
    metal,
    lan,
    generic,
    gateway,
    controlPlane,
    addresses,
    allow,
    bind,
    cilium,
    construct,
    controlPlanes,
    cronJob,
    defineCluster,
    docker,
    entity,
    existingStorage,
    flannel,
    hostName,
    inngestServer,
    localPath,
    manifests,
    namespace,
    onHost,
    outside,
    pods,
    qdrantStore,
    redisStore,
    secretRef,
    statefulSet,
  };

  test.each(Object.entries(helpers))('%s', (_, helper) => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.jsonValue({ maxDepth: 1 }), fc.constantFrom(undefined, Buffer.from('a'))), { maxLength: 4 }),
        (values) => {
          const made = helper(...(values as never[]));
          const everywhere = { workloads: [made], flows: [made], expose: [made] };
          for (const { definition } of [everything, everythingOnMetal])
            for (const [platform, gitops] of [
              [definition.platform, made],
              [made, definition.gitops],
            ])
              expect(
                judge(defineCluster({ ...definition, ...everywhere, platform, gitops } as never as ClusterDefinition)),
              ).toBeUndefined();
        },
      ),
      { numRuns: 20 },
    );
  });
});

function at(value: unknown, way: Way): unknown {
  return way.reduce<unknown>((current, key) => (current as Record<string, unknown> | undefined)?.[key], value);
}

function has(value: unknown, way: Way): boolean {
  const parent = at(value, way.slice(0, -1));
  return typeof parent === 'object' && parent !== null;
}
