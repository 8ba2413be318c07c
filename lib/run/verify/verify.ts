import type { Live, Plan, Seen } from '../../../plans';
import { type Remark, unknown } from '../../base';
import type { Looked } from '../../report';
import type { Surroundings } from '../plan/commands';
import { look } from '../plan/look';
import { connectivityTest } from './connectivity-test';
import { agentsOf, comparedFlows, recentFlows, seesFlows } from './hubble';
import { lookedAt, skipped, titles } from './looked';
import { memory } from './memory';
import { observe } from './observe';
import { type Pod, podsOf } from './pods';
import { tryConnections } from './probe';
import { unmanaged } from './unmanaged';
import { type WayOptions, waysIn } from './ways';

/** What to look at beyond what changes nothing, and how to say how it goes. */
export interface VerifyOptions extends Surroundings {
  /** Whether to try connections, with pods that are made for it. @default false: nothing is made */
  readonly probe?: boolean;
  /** For how long to listen to Hubble, in seconds. @default not at all: what its buffers hold is compared */
  readonly observe?: number;
  /** Whether to run Cilium's own test, with pods that are made for it. @default false: nothing is made */
  readonly connectivity?: boolean;
  /** How the ways in are tried. */
  readonly ways?: WayOptions;
  /** Ends listening and trying before; what was made goes all the same. */
  readonly signal?: AbortSignal;
  /** Told of each check when it is done. */
  seen(looked: Looked): void;
  /** Told what is made, what goes again, and what it waits for. */
  tell(line: string): void;
}

/**
 * Looks whether a cluster is as its definition says: by the steps of the plan, then by what the live system shows beside. Nothing is
 * changed unless `probe` or `connectivity` asks for it; behind a cluster of somebody else's nothing is looked at.
 */
export async function verifyLive(plan: Plan, live: Live, options: VerifyOptions): Promise<readonly Looked[]> {
  const all: Looked[] = [];
  const add = (looked: Looked) => {
    options.seen(looked);
    all.push(looked);
  };
  all.push(...(await look(plan, options, options.seen, options.signal)));
  if (all[0]?.state !== 'ok' || options.signal?.aborted === true) return all;
  add(
    live.ways.length === 0
      ? skipped({ check: 'ways-in', title: 'Ways in' }, 'nothing is published')
      : await waysIn(live.ways, options.ways),
  );
  if (live.cilium === undefined) {
    for (const of of askedFor(options)) add(skipped(of, 'Flannel is the network: nobody enforces policies, and nobody sees flows'));
    return all;
  }
  const pods = await podsOf(options);
  if ('why' in pods) {
    add(lookedAt({ check: 'pods', title: 'Pods' }, [unknown(pods.why)]));
    return all;
  }
  add(lookedAt({ check: 'managed', title: 'Pods that Cilium manages' }, await unmanaged(pods, options)));
  add(lookedAt({ check: 'memory', title: 'Memory that Cilium uses' }, await memory(pods, options)));
  if (live.hubble) await flows(live, pods, options, add);
  else if (options.observe !== undefined) add(skipped(titles.flows, 'Hubble is off in the definition'));
  if (options.probe === true) add(await tryConnections(live, pods, options, options));
  if (options.connectivity === true) add(await connectivityTest(options, { ...options, nodes: live.nodes }));
  return all;
}

/** What was asked for beyond what is looked at anyway. */
function askedFor({ probe, observe: seconds, connectivity }: VerifyOptions): readonly Pick<Looked, 'check' | 'title'>[] {
  return [
    ...(seconds === undefined ? [] : [titles.flows]),
    ...(probe === true ? [titles.probes] : []),
    ...(connectivity === true ? [titles.connectivity] : []),
  ];
}

/** What Hubble saw, and who of the agents gave no answer. */
interface Heard {
  readonly seen: Seen;
  readonly remarks: readonly Remark[];
}

async function flows(live: Live, pods: readonly Pod[], options: VerifyOptions, add: (looked: Looked) => void): Promise<void> {
  const agents = agentsOf(pods);
  const heard: Heard =
    options.observe === undefined ? await recentFlows(agents, options) : await listen(live, agents, options.observe, options);
  add(seesFlows(heard.seen, heard.remarks));
  if (heard.seen.events === 0) return;
  if (live.publishes) add(lookedAt({ check: 'arrivals', title: 'Where connections from outside come from' }, live.arrivals(heard.seen)));
  add(comparedFlows(live, heard.seen));
}

async function listen(live: Live, agents: readonly Pod[], seconds: number, options: VerifyOptions): Promise<Heard> {
  const { signal, tell } = options;
  tell(`listens to Hubble for ${seconds} s; Ctrl-C ends it before, and what there is by then counts`);
  const { seen, file, remarks } = await observe(agents, options, {
    seconds,
    cluster: live.cluster,
    ...(signal === undefined ? {} : { signal }),
  });
  tell(`what it saw is in ${file}`);
  return { seen, remarks };
}
