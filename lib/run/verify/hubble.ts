import type { Live, Seen } from '../../../plans';
import { note, type Remark, unknown } from '../../base';
import type { Looked } from '../../report';
import type { Surroundings } from '../plan/commands';
import { HubbleEvents } from './hubble-lines';
import { kubectl } from './kubectl';
import { lookedAt, titles } from './looked';
import type { Pod } from './pods';

/** Hubble's buffer in each agent holds so many events, unless its value `hubble.eventBufferCapacity` says otherwise. */
const buffered = 4095;

/** The agents, by node. */
export function agentsOf(pods: readonly Pod[]): readonly Pod[] {
  return pods
    .filter(({ namespace, labels, running }) => running && namespace === 'kube-system' && labels['k8s-app'] === 'cilium')
    .sort((a, b) => (a.node < b.node ? -1 : 1));
}

/** The words that ask an agent's own Hubble, which needs neither relay nor certificates. */
export function hubble(agent: Pod, ...words: readonly string[]): string[] {
  const { namespace, name } = agent;
  return ['--namespace', namespace, 'exec', name, '--container', 'cilium-agent', '--', 'hubble', 'observe', '--output', 'jsonpb', ...words];
}

/** What the buffers of all agents hold, and which of them gave no answer. */
export async function recentFlows(
  agents: readonly Pod[],
  surroundings: Surroundings,
): Promise<{ readonly seen: Seen; readonly remarks: Remark[] }> {
  const events = new HubbleEvents();
  const remarks: Remark[] = agents.length === 0 ? [unknown('no agent runs that could be asked')] : [];
  for (const agent of agents) {
    const answer = await kubectl(surroundings, hubble(agent, '--last', String(buffered)));
    if ('why' in answer) remarks.push(unknown(`${agent.node}: ${answer.why}`));
    else for (const line of answer.text.split('\n')) events.add(line);
  }
  return { seen: events.seen(), remarks };
}

/** Whether Hubble sees anything. */
export function seesFlows(seen: Seen, remarks: readonly Remark[]): Looked {
  const nothing =
    remarks.length === 0 && seen.events === 0 ? [unknown('Hubble has seen nothing yet: ask again when there was traffic')] : [];
  const found = seen.window === undefined ? [] : [note(`${windowText(seen)}`)];
  return lookedAt({ check: 'hubble', title: 'Hubble sees flows' }, [...remarks, ...nothing, ...found]);
}

/** Connections that were seen beside those that are declared. */
export function comparedFlows(live: Live, seen: Seen): Looked {
  const { remarks, ...flows } = live.compare(seen);
  const window = seen.window === undefined ? unknown('nothing was seen, so nothing can be compared') : note(windowText(seen));
  return lookedAt(titles.flows, [window, ...remarks], { flows });
}

/** When it was seen, and how much of it. */
function windowText({ window = { from: '', to: '' }, events, lost }: Seen): string {
  const short = (time: string) => time.replace(/\.\d+Z$/, 'Z');
  return `${events} ${events === 1 ? 'event' : 'events'} from ${short(window.from)} to ${short(window.to)}, ${lost === 0 ? 'none lost' : `${lost} lost`}`;
}
