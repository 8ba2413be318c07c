import { spawn } from 'node:child_process';
import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Seen } from '../../../plans';
import { note, type Remark, unknown } from '../../base';
import { parseJson } from '../json';
import type { Surroundings } from '../plan/commands';
import { prepare } from '../plan/state-folder';
import { agentsOf, hubble } from './hubble';
import { HubbleEvents, timeOf } from './hubble-lines';
import { type Pod, podsOf } from './pods';

/** How to listen to Hubble. */
export interface ObserveOptions {
  /** For how long, in seconds. */
  readonly seconds: number;
  readonly cluster: string;
  /** Ends it before; what there is by then counts. */
  readonly signal?: AbortSignal;
  /** How long to wait before an agent that hung up is asked again, in milliseconds. @default 5000 */
  readonly pause?: number;
  /** How often what there is so far is written down, in milliseconds. @default 60000 */
  readonly every?: number;
}

/** What was heard, and how well. */
export interface Observed {
  readonly seen: Seen;
  /** Where it is written down. */
  readonly file: string;
  readonly remarks: readonly Remark[];
}

/** The name of the file in the state folder. */
export const flowsFile = 'flows.json';

/**
 * Listens to Hubble in every agent for some time, and keeps what it saw in a file of the state folder, for nobody else to read. An
 * agent that hangs up is asked again, for what it has seen since.
 */
export async function observe(agents: readonly Pod[], surroundings: Surroundings, options: ObserveOptions): Promise<Observed> {
  const { seconds, cluster, signal, pause = 5000, every = 60_000 } = options;
  const file = join(surroundings.places.state, flowsFile);
  const events = new HubbleEvents();
  const why = agents.length === 0 ? 'no agent runs that could be asked' : await prepare(surroundings);
  if (why !== undefined) return { seen: events.seen(), file, remarks: [unknown(why)] };
  const end = new AbortController();
  const stop = () => end.abort();
  const timer = setTimeout(stop, seconds * 1000);
  signal?.addEventListener('abort', stop);
  if (signal?.aborted === true) stop();
  const write = () => keep(file, { cluster, ...events.seen() });
  const writing = setInterval(write, every);
  try {
    const heard = await Promise.all(agents.map((agent) => new Listener(agent, surroundings, events, pause).until(end.signal)));
    write();
    return { seen: events.seen(), file, remarks: heard.flat() };
  } finally {
    clearTimeout(timer);
    clearInterval(writing);
    signal?.removeEventListener('abort', stop);
  }
}

/** One agent, asked as often as it hangs up. */
class Listener {
  /** The time of the newest event. */
  private newest = '';
  private interruptions = 0;
  private complaint = '';

  constructor(
    private agent: Pod,
    private readonly surroundings: Surroundings,
    private readonly events: HubbleEvents,
    private readonly pause: number,
  ) {}

  async until(end: AbortSignal): Promise<Remark[]> {
    while (!end.aborted) {
      await this.listen(end);
      if (end.aborted) break;
      this.interruptions += 1;
      await sleep(this.pause, undefined, { signal: end }).catch(() => undefined);
      if (!end.aborted) await this.find();
    }
    const { node } = this.agent;
    if (this.newest === '' && this.complaint !== '') return [unknown(`${node}: ${this.complaint}`)];
    if (this.interruptions === 0) return [];
    const why = this.complaint === '' ? '' : ` (${this.complaint})`;
    return [note(`${node}: hung up ${this.interruptions} times${why}; what its buffer lost meanwhile is not counted`)];
  }

  /** An agent that was replaced has another name. */
  private async find(): Promise<void> {
    const pods = await podsOf(this.surroundings);
    if ('why' in pods) return;
    this.agent = agentsOf(pods).find(({ node }) => node === this.agent.node) ?? this.agent;
  }

  private listen(end: AbortSignal): Promise<void> {
    const { places, env = process.env } = this.surroundings;
    const words = ['--follow', ...(this.newest === '' ? [] : ['--since', this.newest])];
    return new Promise((resolve) => {
      const args = ['--kubeconfig', places.kubeconfig, ...hubble(this.agent, ...words)];
      const child = spawn('kubectl', args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
      const kill = () => child.kill('SIGTERM');
      end.addEventListener('abort', kill);
      const since = this.newest;
      createInterface({ input: child.stdout }).on('line', (line) => {
        const time = timeOf(parseJson(line));
        if (time !== '' && time <= since) return;
        if (time > this.newest) this.newest = time;
        this.events.add(line);
      });
      createInterface({ input: child.stderr }).on('line', (line) => {
        if (line.trim() !== '') this.complaint = line.trim();
      });
      child.on('error', (error) => {
        this.complaint = error.message;
      });
      child.on('close', () => {
        end.removeEventListener('abort', kill);
        resolve();
      });
    });
  }
}

function keep(file: string, seen: Seen & { readonly cluster: string }): void {
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, `${JSON.stringify({ schema: 'ichor/flows/v1', ...seen }, null, 2)}\n`, { mode: 0o600 });
  renameSync(draft, file);
}
