import { createServer } from 'node:net';
import joelclaw from '../../../../clusters/joelclaw';
import { verifyLive } from '../../../../lib/run';
import type { Live, Plan } from '../../../../plans';
import { synthesize } from '../../../../synthesize';
import {
  agentObject,
  hubbleEvent,
  hubblePod,
  list,
  type PlayedCluster,
  playedCluster,
  podObject,
  type Said,
} from '../../../support/played-cluster';

const { plans, live: whole } = synthesize(joelclaw, 'clusters/joelclaw.ts');
const plan: Plan = { ...(plans.find(({ name }) => name === 'verify') as Plan), steps: [] };
const live: Live = { ...(whole as Live), ways: [] };

const identity: Record<string, Said> = {
  'kubectl get namespace kube-system *': 'uid-1',
  'kubectl config view *': 'https://127.0.0.1:41234',
  'kubectl get nodes *': 'joelclaw-controlplane-1',
};
const usual: Record<string, Said> = {
  ...identity,
  'kubectl get pods --all-namespaces *': list(agentObject(), podObject('joelclaw', 'redis-0', { labels: { app: 'redis' } })),
  'kubectl get ciliumendpoints.cilium.io *': list({ metadata: { namespace: 'joelclaw', name: 'redis-0' } }),
  'kubectl get --raw /api/v1/nodes/node-1/proxy/stats/summary': JSON.stringify({
    pods: [{ podRef: { namespace: 'kube-system', name: 'cilium-node-1' }, memory: { workingSetBytes: 350_000_000 } }],
  }),
  'kubectl * hubble observe *': [
    hubbleEvent({
      source: { labels: ['reserved:world'] },
      destination: hubblePod('redis'),
      IP: { source: '10.5.0.1', destination: '10.244.0.9' },
      l4: { TCP: { destination_port: 6379 } },
    }),
    '{"lost_events":{"source":"HUBBLE_RING_BUFFER","num_events_lost":"3"}}',
  ].join('\n'),
};

async function looked(there: PlayedCluster, given: Partial<Parameters<typeof verifyLive>[2]> = {}, of: { plan?: Plan; live?: Live } = {}) {
  const all = await verifyLive(of.plan ?? plan, of.live ?? live, {
    ...there.surroundings,
    seen: () => undefined,
    tell: () => undefined,
    ...given,
  });
  return Object.fromEntries(all.map((one) => [one.check, one]));
}

const remarks = (one: { readonly remarks: readonly { readonly kind: string; readonly text: string }[] } | undefined) =>
  one?.remarks.map(({ kind, text }) => `${kind}: ${text}`);

describe('nothing is changed', () => {
  test('and every question names the kubeconfig', async () => {
    const there = playedCluster(usual);
    await looked(there);
    expect(there.calls()).toEqual([
      ...Array.from({ length: 3 }, () => expect.stringMatching(/^kubectl (get|config view) /)),
      'kubectl get pods --all-namespaces --output json',
      'kubectl get ciliumendpoints.cilium.io --all-namespaces --output json',
      'kubectl get --raw /api/v1/nodes/node-1/proxy/stats/summary',
      'kubectl --namespace kube-system exec cilium-node-1 --container cilium-agent -- hubble observe --output jsonpb --last 4095',
    ]);
  });

  test('and who has had enough is let go', async () => {
    const there = playedCluster(usual);
    const all = await looked(there, { signal: AbortSignal.abort() });
    expect(Object.keys(all)).toEqual(['target']);
    expect(there.calls()).toHaveLength(3);
  });

  test('and of another cluster nothing is asked but who it is', async () => {
    const there = playedCluster({ ...usual, 'kubectl get nodes *': 'pi-1' });
    const { target, ...others } = await looked(there);
    expect(target).toEqual({
      check: 'target',
      title: 'The cluster',
      state: 'wrong',
      remarks: [{ kind: 'wrong', text: 'its nodes are pi-1, and joelclaw has joelclaw-controlplane-1' }],
    });
    expect(others).toEqual({});
    expect(there.calls()).toHaveLength(3);
  });

  test('and a cluster that does not answer is unknown', async () => {
    const there = playedCluster({ 'kubectl *': { refuses: 'The connection to the server 127.0.0.1:41234 was refused' } });
    expect((await looked(there)).target).toMatchObject({
      state: 'unknown',
      remarks: [{ text: 'the cluster does not say who it is: The connection to the server 127.0.0.1:41234 was refused' }],
    });
  });
});

describe('steps of the plan', () => {
  const step = (otherwise: string, shows: readonly string[]) => ({
    ...(plans[0] as Plan).steps[0],
    id: 'one',
    title: 'One',
    needs: [
      { command: { program: 'kubectl', args: ['--kubeconfig', { variable: 'kubeconfig' as const }, 'get', 'one'] }, shows, otherwise },
    ],
  });

  test.each<[string, Said, string, readonly string[]]>([
    ['as it should be', 'True', 'ok', []],
    ['otherwise', 'False', 'wrong', ['wrong: mend it']],
    ['without an answer', { refuses: 'forbidden' }, 'unknown', ['unknown: kubectl gave no answer: forbidden']],
  ])('%s', async (_, said, state, expected) => {
    const there = playedCluster({ ...usual, 'kubectl get one': said });
    const { one } = await looked(there, {}, { plan: { ...plan, steps: [step('mend it', ['^True$'])] as Plan['steps'] } });
    expect(one?.state).toBe(state);
    expect(remarks(one)).toEqual(expected);
  });
});

describe('pods that Cilium does not manage', () => {
  const managed = async (pods: readonly object[], endpoints: Said = list()) => {
    const there = playedCluster({
      ...usual,
      'kubectl get pods --all-namespaces *': list(...pods),
      'kubectl get ciliumendpoints.cilium.io *': endpoints,
    });
    return (await looked(there)).managed;
  };

  test('are named with what to do', async () => {
    expect(
      remarks(
        await managed([podObject('web', 'app-0'), podObject('web', 'app-1')], list({ metadata: { namespace: 'web', name: 'app-1' } })),
      ),
    ).toEqual([
      'wrong: web/app-0 is not managed by Cilium, and no policy holds for it: kubectl --namespace web delete pod app-0 lets its controller make it anew',
    ]);
  });

  test.each<[string, object]>([
    ['on the network of the node', podObject('web', 'app-0', { hostNetwork: true })],
    ['that wait', podObject('web', 'app-0', { phase: 'Pending' })],
    ['that have ended', podObject('web', 'app-0', { phase: 'Succeeded' })],
    ['that go', podObject('web', 'app-0', { going: true })],
  ])('are not those %s', async (_, pod) => {
    expect(await managed([pod])).toMatchObject({ state: 'ok', remarks: [] });
  });

  test('are unknown where the kind is', async () => {
    const refused = { refuses: `error: the server doesn't have a resource type "ciliumendpoints"` };
    expect(remarks(await managed([podObject('web', 'app-0')], refused))).toEqual([
      `unknown: kubectl gave no answer: error: the server doesn't have a resource type "ciliumendpoints"`,
    ]);
  });
});

describe('memory', () => {
  const uses = async (bytes: number, stats?: Said) => {
    const summary = JSON.stringify({
      pods: [
        { podRef: { namespace: 'kube-system', name: 'cilium-node-1' }, memory: { workingSetBytes: bytes } },
        { podRef: { namespace: 'joelclaw', name: 'redis-0' }, memory: { workingSetBytes: 9e9 } },
      ],
    });
    const there = playedCluster({ ...usual, 'kubectl get --raw /api/v1/nodes/node-1/proxy/stats/summary': stats ?? summary });
    return (await looked(there)).memory;
  };

  test('is told for each node, by pod, beside what was expected', async () => {
    const found = await uses(350_000_000);
    expect(found?.state).toBe('ok');
    expect(remarks(found)).toEqual([
      'note: node-1: Cilium uses 334 MiB (cilium-node-1 334 MiB), and asks for 256 MiB; expected were 300 MiB to 500 MiB',
    ]);
  });

  test('is wrong where it is more than what was expected, and more than the budget has', async () => {
    expect(remarks(await uses(700_000_000))).toEqual([
      'wrong: node-1: Cilium uses 668 MiB (cilium-node-1 668 MiB), and asks for 256 MiB: more than the 300 MiB to 500 MiB that were expected, and more than the budget has; raise resources in cilium({ … })',
    ]);
  });

  test('is what the budget has, even if it is more than was expected', async () => {
    const agent = { ...agentObject(), spec: { nodeName: 'node-1', containers: [{ resources: { requests: { memory: '1Gi' } } }] } };
    const there = playedCluster({
      ...usual,
      'kubectl get pods --all-namespaces *': list(agent),
      'kubectl get --raw /api/v1/nodes/node-1/proxy/stats/summary': JSON.stringify({
        pods: [{ podRef: { namespace: 'kube-system', name: 'cilium-node-1' }, memory: { workingSetBytes: 700 * 2 ** 20 } }],
      }),
    });
    expect(remarks((await looked(there)).memory)).toEqual([
      'note: node-1: Cilium uses 700 MiB (cilium-node-1 700 MiB), and asks for 1 024 MiB; that is more than the 300 MiB to 500 MiB that were expected, and the budget has it',
    ]);
  });

  test.each<[Said, string]>([
    [{ refuses: 'nodes is forbidden' }, 'unknown: node-1: kubectl gave no answer: nodes is forbidden'],
    ['{}', 'unknown: node-1: its kubelet does not say what each pod of Cilium uses'],
    ['oh', 'unknown: node-1: its kubelet does not say what each pod of Cilium uses'],
  ])('is unknown where the kubelet says %j', async (said, expected) => {
    expect(remarks(await uses(0, said))).toEqual([expected]);
  });
});

describe('Hubble', () => {
  test('is read through the agents, and what it saw is compared with what is declared', async () => {
    const { hubble, flows, arrivals } = await looked(playedCluster(usual));
    expect(remarks(hubble)).toEqual(['note: 1 event from 2026-11-23T04:00:00Z to 2026-11-23T04:00:00Z, 3 lost']);
    expect(flows?.state).toBe('ok');
    expect(flows?.flows).toMatchObject({ events: 1, lost: 3, notAsDeclared: [] });
    expect(flows?.flows?.declaredNotSeen).toHaveLength(12);
    expect(remarks(arrivals)?.[0]).toBe('note: joelclaw/redis TCP 6379: connections arrive from 10.5.0.1/32, as declared (10.5.0.1)');
  });

  test('has each agent asked, and those that do not answer are named', async () => {
    const there = playedCluster({
      'kubectl * exec cilium-node-2 *': { refuses: 'error: unable to upgrade connection' },
      ...usual,
      'kubectl get pods --all-namespaces *': list(agentObject('node-1'), agentObject('node-2')),
    });
    const { hubble } = await looked(there);
    expect(hubble?.state).toBe('unknown');
    expect(remarks(hubble)?.[0]).toBe('unknown: node-2: kubectl gave no answer: error: unable to upgrade connection');
  });

  test('that has seen nothing is unknown, and nothing is compared', async () => {
    const { hubble, flows } = await looked(playedCluster({ ...usual, 'kubectl * hubble observe *': '' }));
    expect(remarks(hubble)).toEqual(['unknown: Hubble has seen nothing yet: ask again when there was traffic']);
    expect(flows).toBeUndefined();
  });

  test('that is off is not asked', async () => {
    const there = playedCluster(usual);
    const found = await looked(there, {}, { live: { ...live, hubble: false } });
    expect(Object.keys(found)).toEqual(['target', 'ways-in', 'managed', 'memory']);
  });
});

describe('what is asked for, and can not be', () => {
  const asked = { probe: true, observe: 1, connectivity: true };

  test('with Flannel is skipped', async () => {
    const there = playedCluster(usual);
    const { cilium: _, ...flannel } = live;
    const found = await looked(there, asked, { live: flannel });
    expect(Object.values(found).map(({ check, state }) => `${check} ${state}`)).toEqual([
      'target ok',
      'ways-in skipped',
      'flows skipped',
      'probes skipped',
      'connectivity skipped',
    ]);
    expect(remarks(found.probes)).toEqual(['note: Flannel is the network: nobody enforces policies, and nobody sees flows']);
    expect(there.calls()).toHaveLength(3);
  });

  test('without Hubble is skipped', async () => {
    const found = await looked(playedCluster(usual), { observe: 1 }, { live: { ...live, hubble: false } });
    expect(remarks(found.flows)).toEqual(['note: Hubble is off in the definition']);
  });
});

describe('ways in', () => {
  const way = { to: 'web/app', address: '127.0.0.1', protocol: 'TCP' as const };

  async function listening(onConnection: 'stays' | 'hangs-up', use: (port: number) => Promise<void>): Promise<void> {
    const server = createServer((socket) => (onConnection === 'hangs-up' ? socket.end() : socket.resume()));
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', () => resolve()));
    try {
      await use((server.address() as { port: number }).port);
    } finally {
      server.close();
    }
  }

  const tried = async (ways: Live['ways'], options: object = {}) =>
    (await looked(playedCluster(usual), { ways: { patience: 500, lasting: 50, ...options } }, { live: { ...live, ways } }))['ways-in'];

  test('are ok where somebody answers and stays', async () => {
    await listening('stays', async (port) => {
      expect(await tried([{ ...way, port }])).toMatchObject({ state: 'ok', remarks: [] });
    });
  });

  test('are wrong where Docker answers and nobody is behind it', async () => {
    await listening('hangs-up', async (port) => {
      expect(remarks(await tried([{ ...way, port }]))).toEqual([
        `wrong: 127.0.0.1:${port} (web/app) hangs up at once: the port is mapped, and nobody is behind it`,
      ]);
    });
  });

  test('are wrong where nobody answers', async () => {
    let free = 0;
    await listening('stays', async (port) => {
      free = port;
    });
    expect(remarks(await tried([{ ...way, port: free }]))).toEqual([
      `wrong: nobody answers at 127.0.0.1:${free} (web/app): is the port mapped, and the workload ready?`,
    ]);
  });

  test('are left out where this machine is none of those who may come', async () => {
    const from = ['192.168.1.0/24'];
    expect(await tried([{ ...way, port: 6379, from }], { own: ['10.0.0.5', 'fe80::1'] })).toEqual({
      check: 'ways-in',
      title: 'Ways in from this machine',
      state: 'skipped',
      remarks: [
        { kind: 'note', text: '127.0.0.1:6379 (web/app) was not tried: this machine is not in 192.168.1.0/24, and nobody else may come' },
      ],
    });
  });

  test('are tried where it is', async () => {
    await listening('stays', async (port) => {
      expect(await tried([{ ...way, port, from: ['192.168.1.0/24'] }], { own: ['192.168.1.5'] })).toMatchObject({ state: 'ok' });
    });
  });

  test('of datagrams are left out', async () => {
    expect(remarks(await tried([{ ...way, port: 53, protocol: 'UDP' }]))).toEqual([
      'note: 127.0.0.1:53 (web/app) was not tried: UDP answers to nothing but a request',
    ]);
  });
});
