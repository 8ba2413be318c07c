import { spawnSync } from 'node:child_process';
import { createServer } from 'node:net';
import joelclaw from '../../../../clusters/joelclaw';
import { verifyLive } from '../../../../lib/run';
import { endingsOf, probePod } from '../../../../lib/run/verify/probe-pod';
import type { Connection, Live, Plan } from '../../../../plans';
import { synthesize } from '../../../../synthesize';
import { agentObject, list, type PlayedCluster, playedCluster, podObject, type Said } from '../../../support/played-cluster';

const { plans, live } = synthesize(joelclaw, 'clusters/joelclaw.ts');
const plan: Plan = { ...(plans.find(({ name }) => name === 'verify') as Plan), steps: [] };
const end = (name: string) => ({ key: `joelclaw/${name}`, namespace: 'joelclaw', labels: { app: name } });
const [worker, redis, qdrant] = [end('system-bus-worker'), end('redis'), end('qdrant')];
const connections: Connection[] = [
  { from: worker, to: qdrant, port: 6333, expected: 'closed' },
  { from: worker, to: redis, port: 6379, expected: 'open' },
];

const usual: Record<string, Said> = {
  'kubectl get namespace kube-system *': 'uid-1',
  'kubectl config view *': 'https://127.0.0.1:41234',
  'kubectl get nodes *': 'joelclaw-controlplane-1',
  'kubectl get pods --all-namespaces *': list(
    agentObject(),
    podObject('joelclaw', 'redis-0', { labels: { app: 'redis' }, address: '10.244.0.9' }),
    podObject('joelclaw', 'qdrant-0', { labels: { app: 'qdrant' }, address: '10.244.0.10' }),
    podObject('joelclaw', 'system-bus-worker-5d8-x', { labels: { app: 'system-bus-worker', tier: 'bus', 'pod-template-hash': '5d8' } }),
  ),
  'kubectl get ciliumendpoints.cilium.io *': list(),
  'kubectl get --raw *': '{}',
  'kubectl * get pod cilium-node-1 *': 'quay.io/cilium/cilium:v1.20.2@sha256:abc',
  'kubectl get services *': list(),
  'kubectl get namespace joelclaw *': 'uid-of-joelclaw',
  'kubectl create --filename -': 'pod/ichor-probe-1 created',
  'kubectl * wait pod/*': '',
  'kubectl * logs ichor-probe-*': '10.244.0.9 6379 0 \n10.244.0.10 6333 124 \n',
  'kubectl * delete pod ichor-probe-*': 'deleted',
};

async function probes(answers: Record<string, Said> = {}, tried: readonly Connection[] = connections, signal?: AbortSignal) {
  const there = playedCluster({ ...answers, ...Object.fromEntries(Object.entries(usual).filter(([pattern]) => !(pattern in answers))) });
  const told: string[] = [];
  const of: Live = { ...(live as Live), ways: [], hubble: false, connections: () => tried };
  const options = {
    ...there.surroundings,
    probe: true,
    seen: () => undefined,
    tell: (line: string) => void told.push(line),
    ...(signal && { signal }),
  };
  const all = await verifyLive(plan, of, options);
  const found = all.find(({ check }) => check === 'probes');
  return { there, told, found, remarks: found?.remarks.map(({ kind, text }) => `${kind}: ${text}`) };
}

const writes = (there: PlayedCluster) => there.calls().filter((call) => / (create|delete|apply|patch|label|replace) /.test(call));

test('nothing is made unless asked for', async () => {
  const there = playedCluster(usual);
  await verifyLive(
    plan,
    { ...(live as Live), ways: [], hubble: false },
    { ...there.surroundings, seen: () => undefined, tell: () => undefined },
  );
  expect(writes(there)).toEqual([]);
});

test('declared connections have to be open, others closed; what is made is told, and goes', async () => {
  const { there, told, found, remarks } = await probes();
  expect(found?.state).toBe('ok');
  expect(remarks).toEqual([
    'note: joelclaw/system-bus-worker to joelclaw/qdrant TCP 6333 is closed, as nothing declares it',
    'note: joelclaw/system-bus-worker to joelclaw/redis TCP 6379 is open, as declared',
  ]);
  const name = `ichor-probe-1-${process.pid}`;
  expect(writes(there)).toEqual([
    'kubectl create --filename -',
    `kubectl --namespace joelclaw delete pod ${name} --ignore-not-found --wait=false`,
  ]);
  expect(told).toEqual([
    `makes pod joelclaw/${name}, which connects as joelclaw/system-bus-worker to joelclaw/qdrant:6333, joelclaw/redis:6379`,
    `waits for pod joelclaw/${name}, at most 90 s`,
    `pod joelclaw/${name} is gone`,
  ]);
});

test('the pod is its client to policies, and to nobody else', async () => {
  const [pod] = (await probes()).there.inputs() as [
    { metadata: Record<string, unknown>; spec: Record<string, unknown> & { containers: Record<string, unknown>[] } },
  ];
  expect(pod.metadata).toEqual({
    name: `ichor-probe-1-${process.pid}`,
    namespace: 'joelclaw',
    labels: { app: 'system-bus-worker', tier: 'bus' },
    annotations: { 'ichor/probe': 'joelclaw' },
    ownerReferences: [
      { apiVersion: 'v1', kind: 'Namespace', name: 'joelclaw', uid: 'uid-of-joelclaw', controller: true, blockOwnerDeletion: false },
    ],
  });
  expect(pod.spec).toMatchObject({
    restartPolicy: 'Never',
    activeDeadlineSeconds: 180,
    automountServiceAccountToken: false,
    readinessGates: [{ conditionType: 'ichor/never' }],
    securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
  });
  expect(pod.spec.containers).toMatchObject([
    {
      image: 'quay.io/cilium/cilium:v1.20.2@sha256:abc',
      imagePullPolicy: 'IfNotPresent',
      args: ['10.244.0.9', '6379', 'open', '10.244.0.10', '6333', 'closed'],
      securityContext: { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } },
    },
  ]);
});

test.each<[string, string, string]>([
  [
    'declared, and silent',
    '10.244.0.9 6379 124 \n10.244.0.10 6333 124 \n',
    'wrong: joelclaw/system-bus-worker to joelclaw/redis TCP 6379 is declared, and gets no answer: ichor explain joelclaw/system-bus-worker joelclaw/redis:6379 says what should let it pass',
  ],
  [
    'declared, and nobody listens',
    '10.244.0.9 6379 1 Connection refused\n10.244.0.10 6333 124 \n',
    'wrong: joelclaw/system-bus-worker to joelclaw/redis TCP 6379 is let through, and nobody listens there',
  ],
  [
    'not declared, and open',
    '10.244.0.9 6379 0 \n10.244.0.10 6333 0 \n',
    'wrong: joelclaw/system-bus-worker to joelclaw/qdrant TCP 6333 is declared by no flow, and was let through: the live policies are not those of the definition; ichor apply brings them',
  ],
  [
    'not declared, and let through to nobody',
    '10.244.0.9 6379 0 \n10.244.0.10 6333 1 Connection refused\n',
    'wrong: joelclaw/system-bus-worker to joelclaw/qdrant TCP 6333 is declared by no flow, and was let through: the live policies are not those of the definition; ichor apply brings them',
  ],
  ['never tried', '10.244.0.9 6379 0 \n', 'unknown: joelclaw/system-bus-worker to joelclaw/qdrant TCP 6333: the probe said nothing of it'],
])('%s', async (_, log, expected) => {
  expect((await probes({ 'kubectl * logs ichor-probe-*': log })).remarks).toContain(expected);
});

test('an answer of the network that nobody is reached is as closed as silence', async () => {
  const { found } = await probes({ 'kubectl * logs ichor-probe-*': '10.244.0.9 6379 0 \n10.244.0.10 6333 1 No route to host\n' });
  expect(found?.state).toBe('ok');
});

describe('the pod goes', () => {
  const gone = expect.stringMatching(/^kubectl --namespace joelclaw delete pod ichor-probe-1-\d+ /);

  test.each<[string, Record<string, Said>, string]>([
    [
      'it is refused',
      { 'kubectl create --filename -': { refuses: 'pods is forbidden' } },
      'joelclaw/system-bus-worker: kubectl gave no answer: pods is forbidden',
    ],
    [
      'it says nothing',
      { 'kubectl * logs ichor-probe-*': { refuses: 'container is creating' } },
      'joelclaw/system-bus-worker: kubectl gave no answer: container is creating',
    ],
    [
      'it does not end',
      { 'kubectl * wait pod/*': { refuses: 'timed out' }, 'kubectl * logs ichor-probe-*': '' },
      'joelclaw/system-bus-worker to joelclaw/qdrant TCP 6333: the probe said nothing of it',
    ],
  ])('where %s', async (_, answers, text) => {
    const { there, remarks } = await probes(answers);
    expect(remarks).toContain(`unknown: ${text}`);
    expect(there.calls().at(-1)).toEqual(gone);
  });

  test('where somebody has had enough', async () => {
    const enough = new AbortController();
    setTimeout(() => enough.abort(), 1000);
    const began = Date.now();
    const { there, remarks } = await probes({ 'kubectl * wait pod/*': { script: 'exec sleep 30' } }, connections, enough.signal);
    expect(Date.now() - began).toBeLessThan(15_000);
    expect(remarks).toEqual(['unknown: joelclaw/system-bus-worker: interrupted']);
    expect(there.calls().at(-1)).toEqual(gone);
  });

  test('and where it does not, that is said', async () => {
    const { told } = await probes({ 'kubectl * delete pod ichor-probe-*': { refuses: 'the server is gone' } });
    expect(told.at(-1)).toBe(
      `pod joelclaw/ichor-probe-1-${process.pid} is still there (kubectl gave no answer: the server is gone); the next run with --probe deletes it`,
    );
  });

  test('that a run left which was killed, and no other', async () => {
    const left = (name: string, cluster: string) =>
      podObject('joelclaw', name, { labels: { app: 'redis' }, annotations: { 'ichor/probe': cluster } });
    const pods = list(agentObject(), left('ichor-probe-1-99', 'joelclaw'), left('ichor-probe-1-98', 'other'));
    const { there, remarks } = await probes({ 'kubectl get pods --all-namespaces *': pods });
    expect(writes(there)).toEqual(['kubectl --namespace joelclaw delete pod ichor-probe-1-99 --ignore-not-found --wait=false']);
    expect(remarks).toEqual([
      'note: joelclaw/qdrant was not tried: no pod of it runs',
      'note: joelclaw/redis was not tried: no pod of it runs',
    ]);
  });
});

test('from a client whose pods a Service takes before they are ready, nothing is tried', async () => {
  const headless = (selector: object) => ({
    metadata: { namespace: 'joelclaw', name: 'bus' },
    spec: { selector, publishNotReadyAddresses: true },
  });
  const joined = await probes({ 'kubectl get services *': list(headless({ app: 'system-bus-worker' })) });
  expect(joined.remarks).toEqual([
    'note: joelclaw/system-bus-worker was not tried from: Service bus sends to pods that are not ready, so a probe would join it',
  ]);
  expect(writes(joined.there)).toEqual([]);
  const beside = await probes({ 'kubectl get services *': list(headless({ app: 'redis' })) });
  expect(writes(beside.there)).toHaveLength(2);
});

test('a client that does not run is played by its labels', async () => {
  const pods = list(agentObject(), podObject('joelclaw', 'redis-0', { labels: { app: 'redis' }, address: '10.244.0.9' }));
  const { there } = await probes({ 'kubectl get pods --all-namespaces *': pods }, [connections[1] as Connection]);
  expect(there.inputs()).toMatchObject([{ metadata: { labels: { app: 'system-bus-worker' } }, spec: { serviceAccountName: 'default' } }]);
});

test('without a connection nothing is made', async () => {
  const { there, found } = await probes({}, []);
  expect(found).toMatchObject({ state: 'skipped', remarks: [{ text: 'no flow is between pods, and no pods are isolated' }] });
  expect(writes(there)).toEqual([]);
});

describe('what runs in the pod', () => {
  const attempt = (port: number, expected: 'open' | 'closed') => ({ from: worker, to: redis, address: '127.0.0.1', port, expected });

  /** Runs what the pod would, with time that does not pass. */
  function run(...attempts: ReturnType<typeof attempt>[]) {
    const pod = probePod({ name: 'probe', client: worker, attempts, image: 'x', cluster: 'joelclaw', namespaceUid: '1' });
    const [container] = (pod.spec as unknown as { containers: { command: string[]; args: string[] }[] }).containers;
    const { command, args } = container as { command: string[]; args: string[] };
    const [shell, flag, script, ...rest] = command as [string, string, string];
    const { stdout, status } = spawnSync(shell, [flag, `sleep() { :; }\n${script}`, ...rest, ...args], { encoding: 'utf8' });
    return { status, endings: endingsOf(stdout) };
  }

  test('connects, and says how that ended', async () => {
    const received: Buffer[] = [];
    const server = createServer((socket) => socket.on('data', (data) => received.push(data)));
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', () => resolve()));
    const { port } = server.address() as { port: number };
    const closed = createServer();
    await new Promise<void>((resolve) => void closed.listen(0, '127.0.0.1', () => resolve()));
    const free = (closed.address() as { port: number }).port;
    await new Promise((resolve) => closed.close(resolve));
    // WHEN
    const { status, endings } = run(attempt(free, 'closed'), attempt(port, 'open'));
    // THEN
    expect(status).toBe(0);
    expect([...endings]).toEqual([
      [`127.0.0.1 ${port}`, 'open'],
      [`127.0.0.1 ${free}`, 'refused'],
    ]);
    await new Promise((resolve) => server.close(resolve));
    expect(received).toEqual([]);
  });

  test('waits no longer than four seconds', () => {
    expect(endingsOf('192.0.2.1 80 124 \n').get('192.0.2.1 80')).toBe('silent');
    const script = JSON.stringify(probePod({ name: 'probe', client: worker, attempts: [], image: 'x', cluster: 'c', namespaceUid: '1' }));
    expect(script).toContain('timeout 4 bash');
  });
});
