import { Deployment as PlusDeployment } from 'cdk8s-plus-28';
import { allow, type ConstructWorkload, construct, namespace, onHost } from 'ichor';
import { filesOf, findingsOf } from 'ichor/testing';
import { parse } from 'yaml';
import { apps, redis } from '../../clusters/shared/joelclaw';
import { definition, variant } from '../support/joelclaw';

const image = 'ghcr.io/nginxinc/nginx-unprivileged:1.29.1';

const web = construct(apps, 'web', { ports: { http: 8080 } }, (scope) => {
  const deployment = new PlusDeployment(scope, 'web', { replicas: 1, podMetadata: { labels: { app: 'web' } } });
  deployment.addContainer({ image, portNumber: 8080 });
});

const withWeb = (workload: ConstructWorkload<string>, more = {}) =>
  variant({ workloads: [...(definition.workloads ?? []), workload], ...more });

describe('a workload of cdk8s-plus', () => {
  const files = filesOf(
    withWeb(web, {
      flows: [...(definition.flows ?? []), allow(web, redis)],
      expose: [...(definition.expose ?? []), onHost(8080, web.port('http'))],
    }),
  );
  const path = [...files.keys()].find((p) => p.includes('Deployment-joelclaw-web')) as string;

  test('is emitted with what cdk8s-plus gives it', () => {
    const deployment = parse(files.get(path) as string);
    expect(deployment.metadata.namespace).toBe('joelclaw');
    expect(deployment.spec.template.metadata.labels).toMatchObject({ app: 'web', 'cdk8s.io/metadata.addr': expect.any(String) });
    expect(deployment.spec.selector.matchLabels).toEqual({
      'cdk8s.io/metadata.addr': deployment.spec.template.metadata.labels['cdk8s.io/metadata.addr'],
    });
  });

  test('has a selector that stays, since its chart has one id for ever', () => {
    expect(parse(files.get(path) as string).spec.selector.matchLabels['cdk8s.io/metadata.addr']).toBe('joelclaw-web-web-c88d71c5');
  });

  test('is isolated by its declared labels, and is a peer of others', () => {
    const policy = parse(files.get('joelclaw/kubernetes/30-policies/CiliumNetworkPolicy-web.joelclaw.yaml') as string);
    expect(policy.spec.endpointSelector).toEqual({ matchLabels: { app: 'web' } });
    const redisPolicy = parse(files.get('joelclaw/kubernetes/30-policies/CiliumNetworkPolicy-redis.joelclaw.yaml') as string);
    expect(redisPolicy.spec.ingress).toContainEqual(
      expect.objectContaining({ fromEndpoints: expect.arrayContaining([{ matchLabels: { app: 'web' } }]) }),
    );
  });

  test('is published by a Service of its own', () => {
    const service = parse(files.get('joelclaw/kubernetes/40-workloads/Service-web-on-host.joelclaw.yaml') as string);
    expect(service.spec).toEqual({
      type: 'NodePort',
      selector: { app: 'web' },
      ports: [{ port: 8080, targetPort: 8080, protocol: 'TCP', nodePort: 30080 }],
    });
    expect(files.get('joelclaw/talos/create.sh')).toContain('8080:30080/tcp');
  });

  test("is the same under cdk8s' own variables", () => {
    const before = process.env;
    try {
      process.env = { ...before, CDK8S_LEGACY_HASH: '1', CDK8S_DISABLE_SORT: '1', CDK8S_RECORD_CONSTRUCT_METADATA: '1' };
      expect(filesOf(withWeb(web)).get(path)).toBe(files.get(path));
    } finally {
      process.env = before;
    }
  });
});

describe('a recipe that does not do what it declares', () => {
  const build = (labels: Record<string, string>, port: number) =>
    construct(apps, 'web', { ports: { http: 8080 } }, (scope) => {
      const deployment = new PlusDeployment(scope, 'web', { podMetadata: { labels } });
      deployment.addContainer({ image, portNumber: port });
    });

  test.each([
    [
      'other labels',
      build({ app: 'site' }, 8080),
      "no pods with the labels { app: web } came of 'joelclaw/web', so no policy would select them",
      'give the pods these labels, or declare theirs in labels',
    ],
    [
      'another port',
      build({ app: 'web' }, 8081),
      "the pods of 'joelclaw/web' declare no container port 8080/TCP, which stands under the handle 'http'",
      'declare it in the container, or write one of 8081/TCP',
    ],
    [
      'nothing',
      construct(apps, 'web', {}, () => undefined),
      "no pods with the labels { app: web } came of 'joelclaw/web', so no policy would select them",
      'build a workload in the recipe',
    ],
  ])('%s', (_, workload, message, repair) => {
    expect(findingsOf(withWeb(workload))).toEqual([
      expect.objectContaining({
        id: 'CON002',
        at: { in: 'construct', file: 'clusters/joelclaw.ts', path: 'joelclaw-web' },
        message,
        repair,
      }),
    ]);
  });

  test('an exception is a finding, and not a stack trace', () => {
    const workload = construct(apps, 'web', {}, () => {
      throw new Error('no image given');
    });
    expect(findingsOf(withWeb(workload))).toEqual([
      expect.objectContaining({ id: 'CON001', message: 'the recipe failed: no image given' }),
    ]);
  });

  test('an asynchronous recipe is a finding, and ends nothing', () => {
    const workload = construct(apps, 'web', {}, async () => {
      throw new Error('too late');
    });
    expect(findingsOf(withWeb(workload))).toEqual([
      expect.objectContaining({ id: 'CON001', message: 'the recipe is asynchronous, and synthesis waits for nothing' }),
    ]);
  });
});

test('recipes whose namespace and name run together keep apart', () => {
  const one = construct(
    namespace('a'),
    'b-c',
    {},
    (scope) => new PlusDeployment(scope, 'x', { podMetadata: { labels: { app: 'b-c' } }, containers: [{ image }] }),
  );
  const other = construct(
    namespace('a-b'),
    'c',
    {},
    (scope) => new PlusDeployment(scope, 'x', { podMetadata: { labels: { app: 'c' } }, containers: [{ image }] }),
  );
  const findings = findingsOf(variant({ workloads: [...(definition.workloads ?? []), one, other] }));
  expect(findings.filter((f) => f.severity === 'error')).toEqual([]);
});
