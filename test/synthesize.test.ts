import { cilium, controlPlanes, docker, flannel, onHost } from 'ichor';
import { filesOf, findingsOf } from 'ichor/testing';
import joelclaw from '../clusters/joelclaw';
import { inngest, laptop, qdrant, redis } from '../clusters/shared/joelclaw';
import { synthesize } from '../synthesize';
import { definition, filesChangedBy, variant } from './support/joelclaw';

const policies = ['inngest', 'qdrant', 'redis'].map((name) => `kubernetes/30-policies/CiliumNetworkPolicy-${name}.joelclaw.yaml`);
const none: string[] = [];

describe('what a change of the definition changes', () => {
  test('flannel instead of cilium: the patch, no Cilium object, and the same container', () => {
    // GIVEN
    const asked = { network: flannel() };
    // THEN
    expect(filesChangedBy(asked)).toEqual({
      added: none,
      changed: [
        'BUDGET.md',
        'CONNECTIVITY.md',
        'PLAN.md',
        'apply.sh',
        'plans/create.sh',
        'plans/verify.sh',
        'talos/controlplane-patch.yaml',
        'talos/create.sh',
      ],
      removed: ['cilium/values.yaml', ...policies],
    });
    const command = (network: typeof definition.network) =>
      filesOf(variant({ network })).get('joelclaw/talos/create.sh')?.split('exec ')[1];
    expect(command(flannel())).toBe(command(definition.network));
  });

  test('flannel says which declared flows nobody enforces', () => {
    expect(findingsOf(variant({ network: flannel() }))).toEqual([
      expect.objectContaining({
        id: 'FLO012',
        severity: 'info',
        message: [
          'Flannel enforces no policy, so everybody reaches everybody, and nobody enforces joelclaw/inngest → joelclaw/system-bus-worker:3111',
          'joelclaw/system-bus-worker → joelclaw/inngest:8288,8289',
          'joelclaw/system-bus-worker → joelclaw/qdrant:6333,6334',
          'joelclaw/system-bus-worker → joelclaw/redis:6379',
          'laptop → joelclaw/inngest:8288',
          'laptop → joelclaw/inngest:8289',
          'laptop → joelclaw/qdrant:6333',
          'laptop → joelclaw/qdrant:6334',
          'laptop → joelclaw/redis:6379',
        ].join('; '),
      }),
      expect.objectContaining({
        id: 'NET009',
        severity: 'info',
        message:
          'of the four reasons to move from Flannel to Cilium the definition has isolation (flows declared: 9); whether flows have to be seen is for you to say',
      }),
    ]);
  });

  test('observe instead of enforce: each policy, by enableDefaultDeny alone', () => {
    expect(filesChangedBy({ policies: 'observe' })).toEqual({ added: none, changed: ['CONNECTIVITY.md', ...policies], removed: none });
    const [enforced, observed] = (['enforce', 'observe'] as const).map(
      (stage) => filesOf(variant({ policies: stage })).get(`joelclaw/${policies[0]}`) as string,
    );
    expect(observed?.replace('  enableDefaultDeny:\n    egress: false\n    ingress: false\n', '')).toBe(enforced);
  });

  test('policies off: no policy', () => {
    expect(filesChangedBy({ policies: 'off' })).toEqual({
      added: none,
      changed: ['CONNECTIVITY.md', 'PLAN.md', 'apply.sh', 'plans/create.sh'],
      removed: policies,
    });
  });

  test('Talos 1.14 instead of 1.13: the patch in its documents, and the command', () => {
    expect(filesChangedBy({ versions: { talos: '1.14.2', kubernetes: '1.36.3' } })).toEqual({
      added: ['talos/later-patch.yaml'],
      changed: ['PLAN.md', 'plans/configure.sh', 'talos/configure.sh', 'talos/controlplane-patch.yaml', 'talos/create.sh'],
      removed: none,
    });
  });

  test('another Cilium release: the comment of its values, and the script', () => {
    expect(
      filesChangedBy({ network: cilium({ version: '1.19.6', hubble: { ui: true } }), versions: { talos: '1.13.9', kubernetes: '1.35.0' } }),
    ).toEqual({
      added: none,
      changed: [
        'CONNECTIVITY.md',
        'PLAN.md',
        'apply.sh',
        'cilium/values.yaml',
        'plans/create.sh',
        'plans/verify.sh',
        'talos/configure.sh',
        'talos/create.sh',
      ],
      removed: none,
    });
  });

  test('a variant of a workload: its own files, though flows and exposures name the base', () => {
    expect(filesChangedBy({ workloads: [redis, qdrant.with({ storage: '50Gi' }), inngest] })).toEqual({
      added: none,
      changed: ['kubernetes/40-workloads/StatefulSet-qdrant.joelclaw.yaml'],
      removed: none,
    });
  });

  test('hostPort instead of a node port: Service, pod and port map', () => {
    const expose = (definition.expose ?? []).map((e) =>
      e.kind === 'on-host' && e.hostPort === 6379 ? onHost(6379, redis.port('redis'), { hostPort: true }) : e,
    );
    expect(filesChangedBy({ expose })).toEqual({
      added: none,
      changed: [
        'CONNECTIVITY.md',
        'PLAN.md',
        'kubernetes/40-workloads/Service-redis.joelclaw.yaml',
        'kubernetes/40-workloads/StatefulSet-redis.joelclaw.yaml',
        'plans/configure.sh',
        'talos/create.sh',
      ],
      removed: none,
    });
    expect(filesOf(variant({ expose })).get('joelclaw/talos/create.sh')).toContain('-p 6333:30333/tcp,6334:30334/tcp,6379:6379/tcp,');
  });

  test("another Docker network: the address that the laptop's connections come from follows", () => {
    const platform = docker({ host: laptop, provider: 'colima', memory: '6GiB', cpus: 4, nodes: controlPlanes(1), subnet: '10.6.0.0/24' });
    expect(filesChangedBy({ platform })).toEqual({
      added: none,
      changed: [
        'CONNECTIVITY.md',
        'PLAN.md',
        ...policies,
        'plans/configure.sh',
        'plans/create.sh',
        'talos/configure.sh',
        'talos/create.sh',
      ],
      removed: none,
    });
    expect(filesOf(variant({ platform })).get(`joelclaw/${policies[2]}`)).toContain('- 10.6.0.1/32');
  });
});

describe('a synthesis', () => {
  test('is the same every time, and leaves the definition as it was', () => {
    const before = JSON.stringify(joelclaw);
    const [first, second] = [synthesize(joelclaw, 'clusters/joelclaw.ts'), synthesize(joelclaw, 'clusters/joelclaw.ts')];
    expect(second.product).toEqual(first.product);
    expect(second.findings).toEqual(first.findings);
    expect(JSON.stringify(joelclaw)).toBe(before);
  });

  test('finds nothing in joelclaw', () => {
    expect(findingsOf(joelclaw)).toEqual([]);
  });
});
