import type { Connection, Live, ProbedEnd } from '../../../plans';
import { isObject, type JsonObject, note, parseAddress, type Remark, unknown, valueAt, wrong } from '../../base';
import type { Looked } from '../../report';
import type { Surroundings } from '../plan/commands';
import { agentsOf } from './hubble';
import { kubectl, objectsOf, textAt } from './kubectl';
import { lookedAt, skipped, titles } from './looked';
import type { Pod } from './pods';
import { type Attempt, type Ending, endingsOf, labelsOf, type ProbePod, probeAnnotation, probePod, runningPodOf } from './probe-pod';

/** How to try connections. */
export interface ProbeOptions {
  /** Told what is made, and what goes again. */
  tell(line: string): void;
  /** Ends it before; what was made goes all the same. */
  readonly signal?: AbortSignal;
}

/**
 * Tries connections from pods that are, to policies, those of the definition: declared ones have to be open, others closed. The pods
 * go again whatever happens; what an earlier run left, because it was killed, goes first.
 */
export async function tryConnections(
  live: Live,
  pods: readonly Pod[],
  surroundings: Surroundings,
  { tell, signal }: ProbeOptions,
): Promise<Looked> {
  await sweep(live.cluster, pods, surroundings, tell);
  const connections = live.connections();
  if (connections.length === 0) return skipped(titles.probes, 'no flow is between pods, and no pods are isolated');
  const image = await agentImage(pods, surroundings);
  if ('why' in image) return lookedAt(titles.probes, [unknown(image.why)]);
  const services = await objectsOf(surroundings, ['get', 'services', '--all-namespaces']);
  if ('why' in services) return lookedAt(titles.probes, [unknown(services.why)]);
  const clients = [...new Map(connections.map(({ from }) => [from.key, from])).values()];
  const remarks = await Promise.all(
    clients.map(async (client, i) => {
      const own = connections.filter(({ from }) => from.key === client.key);
      const { attempts, remarks: missing } = addressed(own, pods);
      if (attempts.length === 0) return missing;
      const like = runningPodOf(pods, client);
      const probe = { client, attempts, image: image.text, cluster: live.cluster, ...(like === undefined ? {} : { like }) };
      const joined = services.find((service) => sendsToUnready(service, client, labelsOf(probe)));
      if (joined !== undefined) {
        const name = textAt(joined, 'metadata', 'name');
        return [
          ...missing,
          note(`${client.key} was not tried from: Service ${name} sends to pods that are not ready, so a probe would join it`),
        ];
      }
      const name = `ichor-probe-${i + 1}-${process.pid}`;
      return [...missing, ...(await attempt({ ...probe, name }, surroundings, { tell, ...(signal && { signal }) }))];
    }),
  );
  return lookedAt(titles.probes, remarks.flat());
}

/** The addresses of pods behind connections; of those that don't run nothing can be said. */
function addressed(connections: readonly Connection[], pods: readonly Pod[]): { attempts: Attempt[]; remarks: Remark[] } {
  const attempts: Attempt[] = [];
  const lacking = new Set<string>();
  for (const connection of connections) {
    const address = runningPodOf(pods, connection.to)?.address ?? '';
    if (parseAddress(address) === undefined) lacking.add(connection.to.key);
    else attempts.push({ ...connection, address });
  }
  return { attempts, remarks: [...lacking].map((key) => note(`${key} was not tried: no pod of it runs`)) };
}

/** The image of the agents: every node has it, and its shell can connect. */
async function agentImage(pods: readonly Pod[], surroundings: Surroundings): Promise<{ text: string } | { why: string }> {
  const [agent] = agentsOf(pods);
  if (agent === undefined) return { why: 'no agent runs, whose image could be used' };
  const path = '{.spec.containers[?(@.name=="cilium-agent")].image}';
  const answer = await kubectl(surroundings, ['--namespace', agent.namespace, 'get', 'pod', agent.name, '--output', `jsonpath=${path}`]);
  if ('why' in answer) return answer;
  const text = answer.text.trim();
  return text === '' ? { why: 'the agent does not say of which image it is' } : { text };
}

/** Whether a Service would send to a pod with these labels though it isn't ready. */
function sendsToUnready(service: JsonObject, { namespace }: ProbedEnd, labels: Readonly<Record<string, string>>): boolean {
  const selector = valueAt(service, 'spec', 'selector');
  if (textAt(service, 'metadata', 'namespace') !== namespace || valueAt(service, 'spec', 'publishNotReadyAddresses') !== true) return false;
  return isObject(selector) && Object.entries(selector).every(([key, value]) => labels[key] === value);
}

async function attempt(
  probe: Omit<ProbePod, 'namespaceUid'>,
  surroundings: Surroundings,
  { tell, signal }: ProbeOptions,
): Promise<Remark[]> {
  const { name, client, attempts } = probe;
  const { namespace } = client;
  if (isOver(signal)) return [unknown(`${client.key}: interrupted`)];
  const owner = await kubectl(surroundings, ['get', 'namespace', namespace, '--output', 'jsonpath={.metadata.uid}']);
  if ('why' in owner) return [unknown(`${client.key}: ${owner.why}`)];
  tell(`makes pod ${namespace}/${name}, which connects as ${client.key} to ${attempts.map(targetOf).join(', ')}`);
  const input = JSON.stringify(probePod({ ...probe, namespaceUid: owner.text.trim() }));
  try {
    const made = await kubectl(surroundings, ['create', '--filename', '-'], { input });
    if ('why' in made) return [unknown(`${client.key}: ${made.why}`)];
    const patience = 60 + 15 * attempts.length;
    tell(`waits for pod ${namespace}/${name}, at most ${patience} s`);
    const done = ['--for', 'jsonpath={.status.phase}=Succeeded', '--timeout', `${patience}s`];
    await kubectl(surroundings, ['--namespace', namespace, 'wait', `pod/${name}`, ...done], {
      timeout: (patience + 30) * 1000,
      ...(signal && { signal }),
    });
    if (isOver(signal)) return [unknown(`${client.key}: interrupted`)];
    const log = await kubectl(surroundings, ['--namespace', namespace, 'logs', name, '--container', 'probe']);
    if ('why' in log) return [unknown(`${client.key}: ${log.why}`)];
    const endings = endingsOf(log.text);
    return attempts.map((one) => judged(one, endings.get(`${one.address} ${one.port}`)));
  } finally {
    await remove(namespace, name, surroundings, tell);
  }
}

function isOver(signal: AbortSignal | undefined): boolean {
  return signal?.aborted === true;
}

function judged(attempt: Attempt, ending: Ending | undefined): Remark {
  const { from, to, port, expected } = attempt;
  const what = `${from.key} to ${to.key} TCP ${port}`;
  if (ending === undefined) return unknown(`${what}: the probe said nothing of it`);
  if (expected === 'open') {
    if (ending === 'open') return note(`${what} is open, as declared`);
    if (ending === 'refused') return wrong(`${what} is let through, and nobody listens there`);
    return wrong(`${what} is declared, and gets no answer: ichor explain ${from.key} ${to.key}:${port} says what should let it pass`);
  }
  if (ending === 'open' || ending === 'refused') {
    return wrong(
      `${what} is declared by no flow, and was let through: the live policies are not those of the definition; ichor apply brings them`,
    );
  }
  return note(`${what} is closed, as nothing declares it`);
}

function targetOf({ to, port }: Attempt): string {
  return `${to.key}:${port}`;
}

/** Removes what a run that was killed left behind. */
async function sweep(cluster: string, pods: readonly Pod[], surroundings: Surroundings, tell: (line: string) => void): Promise<void> {
  const left = pods.filter(({ annotations }) => annotations[probeAnnotation] === cluster);
  for (const { namespace, name } of left) await remove(namespace, name, surroundings, tell);
}

async function remove(namespace: string, name: string, surroundings: Surroundings, tell: (line: string) => void): Promise<void> {
  const gone = await kubectl(surroundings, ['--namespace', namespace, 'delete', 'pod', name, '--ignore-not-found', '--wait=false']);
  tell(
    'why' in gone
      ? `pod ${namespace}/${name} is still there (${gone.why}); the next run with --probe deletes it`
      : `pod ${namespace}/${name} is gone`,
  );
}
