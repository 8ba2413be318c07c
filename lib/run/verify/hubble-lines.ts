import type { Seen, SeenEnd, SeenFlow } from '../../../plans';
import { isObject, type JsonObject, valueAt } from '../../base';
import { parseJson } from '../json';
import { textAt } from './kubectl';

/** What is kept of a connection beside its ends. */
type Kept = SeenFlow & { readonly key: string };

/** How many different connections are kept; a scan of ports makes any number. */
const most = 50_000;

/**
 * Puts events of Hubble together, as `hubble observe --output jsonpb` prints them, one to a line: connections of the same ends and the
 * same port are one.
 *
 * @see cilium 1.20.2 api/v1/observer/observer.proto (GetFlowsResponse), api/v1/flow/flow.proto, hubble/pkg/printer/printer.go
 */
export class HubbleEvents {
  #flows = new Map<string, Kept>();
  #window: { from: string; to: string } | undefined;
  #events = 0;
  #lost = 0;

  /** Takes a line of output; what is no event is passed over. */
  add(line: string): void {
    const event = parseJson(line);
    const lost = valueAt(event, 'lost_events', 'num_events_lost');
    if (lost !== undefined) this.#lost += Number(lost);
    const flow = valueAt(event, 'flow');
    const time = timeOf(event);
    if (!isObject(flow) || time === '') return;
    this.#events += 1;
    const { from, to } = this.#window ?? { from: time, to: time };
    if (time < from) this.#window = { from: time, to };
    else if (time > to || this.#window === undefined) this.#window = { from, to: time };
    const seen = connectionOf(flow, time);
    if (seen !== undefined) this.keep(seen);
  }

  /** What there is so far. */
  seen(): Seen {
    const flows = [...this.#flows.values()].map(({ key: _, ...flow }) => flow);
    return { flows, ...(this.#window === undefined ? {} : { window: this.#window }), events: this.#events, lost: this.#lost };
  }

  private keep(seen: Kept): void {
    const before = this.#flows.get(seen.key);
    if (before === undefined && this.#flows.size >= most) {
      this.#lost += 1;
      return;
    }
    this.#flows.set(seen.key, {
      ...seen,
      count: 1 + (before?.count ?? 0),
      first: before === undefined || seen.first < before.first ? seen.first : before.first,
      last: before === undefined || seen.last > before.last ? seen.last : before.last,
    });
  }
}

/** The time of an event, its fraction with nine digits, so that times compare as texts; `''` where it has none. */
export function timeOf(event: unknown): string {
  const [, second, fraction = ''] = /^([^.Z]+)(?:\.(\d+))?Z$/.exec(textAt(event, 'time') || textAt(event, 'flow', 'time')) ?? [];
  return second === undefined ? '' : `${second}.${fraction.padEnd(9, '0')}Z`;
}

/** A connection that an event is about; nothing where it is an answer, no verdict, or no connection at all. */
function connectionOf(flow: JsonObject, time: string): Kept | undefined {
  const verdict = verdictOf(flow);
  const layer = (['TCP', 'UDP', 'SCTP'] as const).flatMap((protocol) => {
    const port = valueAt(flow, 'l4', protocol, 'destination_port');
    return typeof port === 'number' ? [{ protocol, port }] : [];
  })[0];
  if (verdict === undefined || layer === undefined || !isForward(flow)) return undefined;
  const from = endOf(flow, 'source');
  const to = endOf(flow, 'destination');
  const key = JSON.stringify([idOf(from), idOf(to), layer, verdict]);
  return { key, from, to, ...layer, verdict, count: 1, first: time, last: time };
}

/** Whether it goes from who opened the connection to the other; where the agent doesn't say, the first packet of TCP tells. */
function isForward(flow: JsonObject): boolean {
  const isReply = valueAt(flow, 'is_reply');
  if (typeof isReply === 'boolean') return !isReply;
  const isDropped = textAt(flow, 'verdict') === 'DROPPED';
  const flags = valueAt(flow, 'l4', 'TCP', 'flags');
  return isObject(flags) ? flags.SYN === true && flags.ACK !== true : isDropped;
}

function verdictOf(flow: JsonObject): SeenFlow['verdict'] | undefined {
  switch (textAt(flow, 'verdict')) {
    case 'FORWARDED':
    case 'REDIRECTED':
      return 'passed';
    case 'AUDIT':
      return 'audited';
    case 'DROPPED':
      return ['POLICY_DENIED', 'POLICY_DENY'].includes(textAt(flow, 'drop_reason_desc')) ? 'denied' : undefined;
    default:
      return undefined;
  }
}

function endOf(flow: JsonObject, side: 'source' | 'destination'): SeenEnd {
  const end = valueAt(flow, side);
  const [namespace, pod] = [textAt(end, 'namespace'), textAt(end, 'pod_name')];
  const workloads = valueAt(end, 'workloads');
  const workload = Array.isArray(workloads) ? textAt(workloads[0], 'name') : '';
  return {
    address: textAt(flow, 'IP', side),
    ...(namespace === '' ? {} : { namespace }),
    ...(pod === '' ? {} : { pod }),
    ...(workload === '' ? {} : { workload }),
    labels: texts(valueAt(end, 'labels')),
    names: texts(valueAt(flow, `${side}_names`)),
  };
}

/** Pods are told apart by their names, all else by its address. */
function idOf({ namespace, pod, address }: SeenEnd): string {
  return pod === undefined ? address : `${namespace}/${pod}`;
}

function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((text) => typeof text === 'string') : [];
}
