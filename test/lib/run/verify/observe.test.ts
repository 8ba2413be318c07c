import { readdirSync, readFileSync, statSync } from 'node:fs';
import { observe } from '../../../../lib/run/verify/observe';
import type { Pod } from '../../../../lib/run/verify/pods';
import { agentObject, hubbleEvent, hubblePod, list, playedCluster, type Said } from '../../../support/played-cluster';

const agent = (node: string): Pod => ({
  namespace: 'kube-system',
  name: `cilium-${node}`,
  node,
  address: '10.5.0.2',
  labels: { 'k8s-app': 'cilium' },
  annotations: {},
  serviceAccount: 'cilium',
  hostNetwork: true,
  running: true,
  requests: 0,
});
const event = (time: string) =>
  hubbleEvent({ source: hubblePod('inngest'), destination: hubblePod('redis'), IP: {}, l4: { TCP: { destination_port: 6379 } } }, time);
const line = (text: string) => `printf '%s\\n' '${text}'`;

async function heard(
  answers: Record<string, Said>,
  { seconds = 1, agents = [agent('node-1')], ...given }: { seconds?: number; agents?: Pod[]; signal?: AbortSignal } = {},
) {
  const there = playedCluster(answers);
  const found = await observe(agents, there.surroundings, { seconds, cluster: 'joelclaw', pause: 10, ...given });
  return { ...found, there, remarks: found.remarks.map(({ kind, text }) => `${kind}: ${text}`) };
}

const follows = (...lines: readonly string[]) => ({ script: `${lines.map(line).join('; ')}; exec sleep 30` });

test('what Hubble sees is kept in a file for nobody else to read, until the time is over', async () => {
  const lost = '{"lost_events":{"source":"HUBBLE_RING_BUFFER","num_events_lost":"7"}}';
  const { seen, file, remarks, there } = await heard({ 'kubectl * --follow': follows(event('2026-11-23T04:00:00Z'), lost) });
  expect(seen).toMatchObject({ events: 1, lost: 7, flows: [{ port: 6379, count: 1 }] });
  expect(remarks).toEqual([]);
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({ schema: 'ichor/flows/v1', cluster: 'joelclaw', ...seen });
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(readdirSync(there.surroundings.places.state)).toEqual(['flows.json']);
  expect(there.calls()).toEqual([
    'kubectl --namespace kube-system exec cilium-node-1 --container cilium-agent -- hubble observe --output jsonpb --follow',
  ]);
});

test('who has had enough keeps what there is', async () => {
  const enough = new AbortController();
  setTimeout(() => enough.abort(), 500);
  const began = Date.now();
  const { seen } = await heard({ 'kubectl * --follow': follows(event('2026-11-23T04:00:00Z')) }, { seconds: 3600, signal: enough.signal });
  expect(seen.events).toBe(1);
  expect(Date.now() - began).toBeLessThan(10_000);
});

test('an agent that hangs up is asked again for what was since, by the name that it has then, and nothing is counted twice', async () => {
  const first = '2026-11-23T04:00:00.250Z';
  const { seen, remarks, there } = await heard({
    'kubectl get pods --all-namespaces *': list(agentObject('node-1', 'cilium-anew')),
    'kubectl * exec cilium-node-1 * --follow': { script: `${line(event(first))}; echo 'error: closed' >&2; exit 1` },
    'kubectl * exec cilium-anew * --follow --since *': follows(event(first), event('2026-11-23T04:00:01Z')),
  });
  expect(seen).toMatchObject({ events: 2, flows: [{ count: 2 }] });
  expect(there.calls().at(-1)).toMatch(/exec cilium-anew .* --follow --since 2026-11-23T04:00:00\.250000000Z$/);
  expect(remarks).toEqual(['note: node-1: hung up 1 times (error: closed); what its buffer lost meanwhile is not counted']);
});

test('an agent that never answers is unknown, and the others are heard', async () => {
  const { seen, remarks } = await heard(
    {
      'kubectl get pods *': list(),
      'kubectl * exec cilium-node-1 *': follows(event('2026-11-23T04:00:00Z')),
      'kubectl * exec cilium-node-2 *': { refuses: 'error: unable to upgrade connection' },
    },
    { agents: [agent('node-1'), agent('node-2')] },
  );
  expect(seen.events).toBe(1);
  expect(remarks).toEqual(['unknown: node-2: error: unable to upgrade connection']);
});

test('without an agent there is nobody to ask', async () => {
  expect((await heard({}, { agents: [] })).remarks).toEqual(['unknown: no agent runs that could be asked']);
});
