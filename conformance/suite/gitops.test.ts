import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parse, parseAllDocuments } from 'yaml';
import { type JsonObject, valueAt } from '../../lib/base';
import { gatewayApi, gitOpsTools, newestGitOps } from '../../lib/model';
import { emitYaml } from '../../lib/output';
import { cases } from '../cases';
import { buildsOf, gitOpsKey, objectOf, repositoryOf } from '../claims/gitops';
import { objectName } from '../claims/objects';
import { type Judged, judgeable, judged, sha256, type Text } from '../judged';
import { minorOf, pins } from '../pins';
import { render } from './support/helm';
import { judges } from './support/judges';
import { buildByFlux, healthByArgocd, healthByFlux } from './support/keepers';
import { keepRecord } from './support/record';
import { validateKeepers } from './support/validate';

const kept = judgeable(cases).filter((c) => judged(c).gitOps.length > 0);
const named = kept.map((c) => [c.name, judged(c)] as const);
const byFlux = named.filter(([, { model }]) => model.gitops?.tool === 'flux');

/** An object as the tools of Kubernetes read its file. */
const read = ({ text }: Text): JsonObject => parse(text, { version: '1.1' });
const idOf = (object: JsonObject) => `${object.kind} ${valueAt(object, 'metadata', 'namespace')}/${valueAt(object, 'metadata', 'name')}`;
const byId = (objects: readonly JsonObject[]) => Object.fromEntries(objects.map((object) => [idOf(object), object]));

test('there are clusters of both', () => {
  expect(new Set(named.map(([, { model }]) => model.gitops?.tool))).toEqual(new Set(['flux', 'argocd']));
});

test("judges are of the minors of the table; Flux' are those of its newest release", () => {
  expect(minorOf(pins.argocd as never)).toBe('3.5');
  // flux2 v2.9.5 manifests/bases/*/kustomization.yaml
  expect(newestGitOps('flux')).toBe('2.9.5');
  expect(pins.flux).toEqual({ 'source-controller': '1.9.5', 'kustomize-controller': '1.9.5', 'helm-controller': '1.6.4' });
});

describe('what a plan waits for is in what it installs', () => {
  /** Upstream's manifests of the controllers: Flux has them with each, Argo CD together. */
  const manifests = (tool: 'flux' | 'argocd') =>
    judges().keepers.flatMap((folder) => {
      const file = tool === 'flux' ? join(folder, '..', '..', 'manager', 'deployment.yaml') : join(folder, '..', 'install.yaml');
      return existsSync(file) ? parseAllDocuments(readFileSync(file, 'utf8')).map((document) => document.toJS() as JsonObject) : [];
    });
  const definitions = judges().keepers.flatMap((folder) =>
    readdirSync(folder)
      .filter((file) => /\.yaml$/.test(file) && file !== 'kustomization.yaml')
      .map((file) => String(valueAt(parse(readFileSync(join(folder, file), 'utf8')), 'metadata', 'name'))),
  );

  test.each(['flux', 'argocd'] as const)('%s', (tool) => {
    const { controllers, kinds, hasNamespace, namespace } = gitOpsTools[tool];
    const objects = manifests(tool).map((object) => `${String(object.kind).toLowerCase()}/${valueAt(object, 'metadata', 'name')}`);
    expect(controllers.filter((controller) => !objects.includes(controller))).toEqual([]);
    expect(kinds.filter((kind) => !definitions.includes(kind))).toEqual([]);
    if (tool === 'argocd') expect(objects.includes(`namespace/${namespace}`)).toBe(hasNamespace);
  });
});

describe('Flux and Argo CD take what they are told', () => {
  test.each(named)('%s', (_, { gitOps }) => {
    const verdicts = validateKeepers(gitOps.map(read));
    expect(gitOps.map(({ path }, i) => ({ path, ...verdicts[i] }))).toEqual(
      gitOps.map(({ path }) => ({ path, accepted: true, errors: [], warnings: [] })),
    );
  });
});

describe('Flux builds each layer, and it is the very objects of the files', () => {
  test.each(byFlux)('%s', (_, input) => {
    const builds = buildsOf(input);
    expect(builds.length).toBeGreaterThan(3);
    const files = repositoryOf(input);
    const answers = buildByFlux(builds.map(({ object }) => ({ files, kustomization: object })));
    for (const [i, { name, files: own }] of builds.entries()) {
      expect([name, answers[i]?.error]).toEqual([name, undefined]);
      expect(byId(answers[i]?.objects ?? [])).toEqual(byId(own.map(read)));
      expect(own).not.toHaveLength(0);
    }
    const built = new Set(builds.flatMap(({ files: own }) => own.map(({ path }) => path)));
    expect([...input.objects, ...input.gitOps].filter(({ path }) => !built.has(path))).toEqual([]);
  });
});

/** The definitions that a minor's operator looks for, and what comes with them in upstream's release. */
function definitionsOf(minor: keyof typeof gatewayApi): JsonObject[] {
  return judges()
    .gatewayApi[minor as '1.20'].flatMap((path) =>
      statSync(path).isDirectory() ? readdirSync(path).map((file) => join(path, file)) : [path],
    )
    .filter((file) => file.endsWith('.yaml'))
    .flatMap((file) => parseAllDocuments(readFileSync(file, 'utf8')).flatMap((document) => document.toJS() ?? []));
}

/** Where a module of Gateway API is. */
const upstream = (minor: keyof typeof gatewayApi) => String(judges().gatewayApi[minor as '1.20'][0]).replace(/\/config\/crd\/.*$/, '');

describe("of Gateway API's repository, Flux applies the kinds that Cilium's operator looks for, and nothing else", () => {
  test.each(byFlux.filter(([, { model }]) => model.gateways.length > 0))('%s', (_, input) => {
    const minor = input.chart?.minor ?? '1.20';
    const objects = input.gitOps.map(objectOf);
    const source = objects.find(({ kind, metadata }) => kind === 'GitRepository' && valueAt(metadata, 'name') === 'gateway-api');
    const kustomization = objects.find((object) => valueAt(object, 'spec', 'sourceRef', 'name') === 'gateway-api') ?? {};
    const ignore = String(valueAt(source, 'spec', 'ignore'));
    const [answer] = buildByFlux([{ folder: upstream(minor), ignore, kustomization }]);
    expect(answer?.error).toBeUndefined();
    expect(byId(answer?.objects ?? [])).toEqual(byId(definitionsOf(minor)));
    expect(valueAt(source, 'spec', 'ref', 'tag')).toBe(gatewayApi[minor]?.version);
  });
});

/** The release of Cilium as Flux or Argo CD would render it, and the values that it would take. */
function releaseOf({ gitOps }: Judged) {
  const objects = gitOps.map(read);
  const release = objects.find(({ kind }) => kind === 'HelmRelease');
  if (release !== undefined) return { namespace: valueAt(release, 'spec', 'targetNamespace'), values: valueAt(release, 'spec', 'values') };
  const application = objects.find((object) => valueAt(object, 'spec', 'source', 'chart') === 'cilium');
  return {
    namespace: valueAt(application, 'spec', 'destination', 'namespace'),
    values: valueAt(application, 'spec', 'source', 'helm', 'valuesObject'),
  };
}

describe("with the values of Flux and Argo CD, Cilium's chart renders to what was installed before, to the byte", () => {
  test.each(named.filter(([, { chart }]) => chart !== undefined))('%s', async (_, input) => {
    const { chart, model } = input;
    if (chart === undefined) throw new Error('there is no chart');
    const { namespace, values } = releaseOf(input);
    expect(namespace).toBe('kube-system');
    const rendering = { minor: chart.minor, kubernetes: model.versions.kubernetes };
    const text = emitYaml([values as JsonObject], { nulls: 'keep' });
    const [theirs, ours] = await Promise.all([render({ ...rendering, values: text }), render({ ...rendering, values: chart.values.text })]);
    expect(theirs).toBe(ours);
    expect(ours).toContain('kind: DaemonSet');
  });
});

describe('Flux tells ready objects from others by what it is told', () => {
  const condition = (type: string, status: string) => ({
    conditions: [
      { type: 'Other', status: 'True' },
      { type, status },
    ],
  });
  const [, input] = byFlux.find(([, { model }]) => model.gateways.length > 0) as (typeof byFlux)[number];
  const expressions = input.gitOps
    .map(objectOf)
    .flatMap((object) => (valueAt(object, 'spec', 'healthCheckExprs') ?? []) as readonly JsonObject[]);

  test.each([
    ['CiliumNetworkPolicy', 'Valid', 'Valid'],
    ['CiliumClusterwideNetworkPolicy', 'Valid', 'Valid'],
    ['Gateway', 'Programmed', 'Accepted'],
  ])('%s', (kind, good, bad) => {
    const { apiVersion, kind: _, ...exprs } = expressions.find((expression) => expression.kind === kind) ?? {};
    const statuses = [condition(good, 'True'), condition(bad, 'False'), condition(good, 'Unknown'), { conditions: [] }, undefined];
    const answers = healthByFlux(
      statuses.map((status) => ({
        expressions: exprs,
        object: { apiVersion, kind, metadata: { name: 'a' }, ...(status === undefined ? {} : { status }) },
      })),
    );
    expect(answers.slice(0, 4).map(({ status }) => status)).toEqual(['Current', 'Failed', 'InProgress', 'InProgress']);
    // Without a status yet there is no answer, and Flux asks again.
    expect(answers[4]?.error).toContain('no such attribute');
  });
});

describe('Argo CD tells well objects from others by what it is told', () => {
  const [, input] = named.find(([, { model, chart }]) => model.gitops?.tool === 'argocd' && chart !== undefined) as (typeof named)[number];
  const { data } = input.gitOps.map(objectOf).find(({ kind }) => kind === 'ConfigMap') ?? {};
  const statusesOf = (key: string, statuses: readonly (JsonObject | undefined)[]) => {
    const script = String(valueAt(data, `resource.customizations.health.${key}`));
    const answers = healthByArgocd(statuses.map((status) => ({ script, object: status === undefined ? {} : { status } })));
    return answers.map(({ error, status, message }) => error ?? [status, message ?? '']);
  };

  test('Applications, by what they say', () => {
    expect(
      statusesOf('argoproj.io_Application', [
        { health: { status: 'Healthy' } },
        { health: { status: 'Degraded', message: 'no' } },
        { health: {} },
        {},
        undefined,
      ]),
    ).toEqual([
      ['Healthy', ''],
      ['Degraded', 'no'],
      ['Progressing', ''],
      ['Progressing', ''],
      ['Progressing', ''],
    ]);
  });

  test.each(['CiliumNetworkPolicy', 'CiliumClusterwideNetworkPolicy'])('%s', (kind) => {
    const valid = (status: string) => ({
      conditions: [
        { type: 'Other', status: 'False' },
        { type: 'Valid', status, message: 'why' },
      ],
    });
    expect(statusesOf(`cilium.io_${kind}`, [valid('True'), valid('False'), valid('Unknown'), { conditions: [] }, undefined])).toEqual([
      ['Healthy', ''],
      ['Degraded', 'why'],
      ['Progressing', ''],
      ['Progressing', ''],
      ['Progressing', ''],
    ]);
  });

  test('a script that fails says so', () => {
    expect(healthByArgocd([{ script: 'return obj.a.b', object: {} }])[0]?.error).toContain('attempt to index a non-table object');
  });
});

describe('controls', () => {
  const [, input] = byFlux[0] as (typeof byFlux)[number];
  const kustomization = buildsOf(input)[0]?.object as JsonObject;

  test('a misspelt key, a missing one and a bad interval are refused', () => {
    const spec = kustomization.spec as JsonObject;
    const { prune: _, ...without } = spec;
    const errors = validateKeepers([
      { ...kustomization, spec: { ...spec, prunes: true } },
      { ...kustomization, spec: without },
      { ...kustomization, spec: { ...spec, interval: 'soon' } },
      { ...kustomization, spec: { ...spec, deletionPolicy: 'Keep' } },
    ]).map((verdict) => verdict.errors.join('\n'));
    expect(errors[0]).toContain('unknown field "spec.prunes"');
    expect(errors[1]).toContain('spec.prune: Required value');
    expect(errors[2]).toContain('spec.interval');
    expect(errors[3]).toContain('spec.deletionPolicy: Unsupported value');
  });

  test('a folder that is not there, and what is no object, are not built', () => {
    const [gone, broken] = buildByFlux([
      { files: {}, kustomization },
      { files: { 'a/b.yaml': 'kind: ConfigMap\n' }, kustomization: { ...kustomization, spec: { path: './a' } } },
    ]);
    expect(gone?.error).toContain('no such file or directory');
    expect(broken?.error).toBeDefined();
  });
});

test('the record says the same', () => {
  const texts = named.flatMap(([, { gitOps }]) => gitOps);
  const verdicts = validateKeepers(texts.map(read));
  const accepted = texts.flatMap((text, i) => (verdicts[i]?.accepted ? [[sha256(text.text), objectName(text)]] : []));
  const built = byFlux.flatMap(([, input]) => {
    const builds = buildsOf(input);
    const files = repositoryOf(input);
    const answers = buildByFlux(builds.map(({ object }) => ({ files, kustomization: object })));
    return builds.map(({ key }, i) => [key, answers[i]?.objects?.length ?? 0]);
  });
  keepRecord('gitops', { [gitOpsKey]: { accepted: Object.fromEntries(accepted), built: Object.fromEntries(built) } });
});
