import { ApiObject, type Chart } from 'cdk8s';
import { construct } from 'ichor';
import { apps, small, web } from './support/definitions';
import { found, inConstruct, type Refusal } from './support/refusal';

const pod = (scope: unknown, options: { labels?: object; ports?: readonly object[]; name?: string } = {}) =>
  new ApiObject(scope as Chart, 'pod', {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: options.name ?? 'site', labels: options.labels ?? { app: 'site' } },
    spec: { containers: [{ name: 'site', image: 'nginx:1.29.1', ports: options.ports ?? [{ containerPort: 8081 }] }] },
  } as never);

const site = (recipe: (scope: unknown) => unknown, options: object = {}) => [
  construct(apps, 'site', { ports: { http: 8081 }, ...options }, recipe),
];

/** Workloads that recipes build. */
export const constructs: readonly Refusal[] = [
  {
    title: 'a recipe that throws',
    given: small({
      workloads: site(() => {
        throw new Error('no image for arm64\nat somewhere');
      }),
    }),
    finds: [found('CON001', 'workloads.apps/site', 'the recipe failed: no image for arm64', 'see what its constructs ask for')],
    twin: small({ workloads: site((scope) => pod(scope)) }),
  },
  {
    title: 'a recipe that builds nothing',
    given: small({ workloads: site(() => undefined) }),
    finds: [
      found(
        'CON002',
        inConstruct('apps-site'),
        "no pods with the labels { app: site } came of 'apps/site', so no policy would select them",
        'build a workload in the recipe',
        ['workloads.apps/site'],
      ),
    ],
    twin: small({ workloads: site((scope) => pod(scope)) }),
  },
  {
    title: 'pods with other labels than declared',
    given: small({ workloads: site((scope) => pod(scope, { labels: { app: 'web-site' } })) }),
    finds: [
      found(
        'CON002',
        inConstruct('apps-site'),
        "no pods with the labels { app: site } came of 'apps/site', so no policy would select them",
        'give the pods these labels, or declare theirs in labels',
        ['workloads.apps/site'],
      ),
    ],
    twin: small({ workloads: site((scope) => pod(scope, { labels: { app: 'web-site' } }), { labels: { app: 'web-site' } }) }),
  },
  {
    title: 'pods without the declared port',
    given: small({ workloads: site((scope) => pod(scope, { ports: [{ containerPort: 80 }, { containerPort: 8081, protocol: 'UDP' }] })) }),
    finds: [
      found(
        'CON002',
        inConstruct('apps-site'),
        "the pods of 'apps/site' declare no container port 8081/TCP, which stands under the handle 'http'",
        'declare it in the container, or write one of 80/TCP, 8081/UDP',
        ['workloads.apps/site'],
      ),
    ],
    twin: small({ workloads: site((scope) => pod(scope, { ports: [{ containerPort: 80 }, { containerPort: 8081 }] })) }),
  },
  {
    title: 'containers that declare no port',
    given: small({ workloads: site((scope) => pod(scope, { ports: [] })) }),
    finds: [
      found(
        'CON002',
        inConstruct('apps-site'),
        "the pods of 'apps/site' declare no container port 8081/TCP, which stands under the handle 'http'",
        'declare it in the container',
        ['workloads.apps/site'],
      ),
    ],
    twin: small({ workloads: site((scope) => pod(scope, { ports: [] }), { ports: {} }) }),
  },
  {
    title: 'an object with a malformed name',
    given: small({ workloads: site((scope) => pod(scope, { name: 'The Site' })) }),
    finds: [
      found(
        'NAM001',
        inConstruct('apps-site'),
        "'The Site' must consist of lower-case letters, digits, - and ., and begin and end with a letter or digit",
        'write another name',
      ),
    ],
    twin: small({ workloads: site((scope) => pod(scope, { name: 'the-site' })) }),
  },
  {
    title: 'no recipe',
    given: small({ workloads: site('site' as never) }),
    finds: [found('DEF003', 'workloads.apps/site.recipe', "'site' is not a function", 'write a function')],
    twin: small({ workloads: site((scope) => pod(scope)) }),
  },
  {
    title: 'the labels of a recipe select the pods of a workload too',
    given: small({ workloads: [web, ...site((scope) => pod(scope, { labels: { app: 'web' } }), { labels: { app: 'web' } })] }),
    finds: [
      found(
        'WRK011',
        'workloads.apps/site.labels',
        "the labels of 'apps/site' select the pods of 'apps/web' too",
        'give each a label of its own',
        ['workloads.apps/web.labels'],
      ),
      found(
        'WRK011',
        'workloads.apps/web.labels',
        "the labels of 'apps/web' select the pods of 'apps/site' too",
        'give each a label of its own',
        ['workloads.apps/site.labels'],
      ),
    ],
    twin: small({ workloads: [web, ...site((scope) => pod(scope))] }),
  },
];
