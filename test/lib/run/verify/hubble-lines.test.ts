import { HubbleEvents } from '../../../../lib/run/verify/hubble-lines';
import * as fc from '../../../support/fast-check';
import { hubbleEvent, hubblePod } from '../../../support/played-cluster';

const tcp = (port: number, flags: object = { SYN: true }) => ({ TCP: { source_port: 41234, destination_port: port, flags } });
const worker = {
  source: hubblePod('system-bus-worker'),
  destination: hubblePod('redis'),
  IP: { source: '10.244.0.7', destination: '10.244.0.9' },
};

function heard(...lines: readonly string[]) {
  const events = new HubbleEvents();
  for (const line of lines) events.add(line);
  return events.seen();
}

test('a connection is told by its ends, its port and what became of it', () => {
  const outside = {
    source: { identity: 2, labels: ['reserved:world'] },
    destination: hubblePod('redis'),
    IP: { source: '10.5.0.1', destination: '10.244.0.9' },
    destination_names: ['redis.joelclaw.svc.cluster.local'],
  };
  expect(heard(hubbleEvent({ ...outside, l4: tcp(6379) }))).toEqual({
    flows: [
      {
        from: { address: '10.5.0.1', labels: ['reserved:world'], names: [] },
        to: {
          address: '10.244.0.9',
          namespace: 'joelclaw',
          pod: 'redis-0',
          workload: 'redis',
          labels: ['k8s:app=redis', 'k8s:io.kubernetes.pod.namespace=joelclaw'],
          names: ['redis.joelclaw.svc.cluster.local'],
        },
        port: 6379,
        protocol: 'TCP',
        verdict: 'passed',
        count: 1,
        first: '2026-11-23T04:00:00.500000000Z',
        last: '2026-11-23T04:00:00.500000000Z',
      },
    ],
    window: { from: '2026-11-23T04:00:00.500000000Z', to: '2026-11-23T04:00:00.500000000Z' },
    events: 1,
    lost: 0,
  });
});

test('the same connection is counted, with its first and its last time, in whatever order it comes', () => {
  const times = ['2026-11-23T04:00:05Z', '2026-11-23T04:00:05.25Z', '2026-11-23T03:59:00.1Z'];
  const { flows, window, events } = heard(...times.map((time) => hubbleEvent({ ...worker, l4: tcp(6379) }, time)));
  const [from, to] = ['2026-11-23T03:59:00.100000000Z', '2026-11-23T04:00:05.250000000Z'];
  expect(flows).toMatchObject([{ count: 3, first: from, last: to }]);
  expect([window, events]).toEqual([{ from, to }, 3]);
});

test.each<[string, object, string | undefined]>([
  ['FORWARDED', {}, 'passed'],
  ['REDIRECTED', {}, 'passed'],
  ['AUDIT', {}, 'audited'],
  ['DROPPED', { drop_reason_desc: 'POLICY_DENIED' }, 'denied'],
  ['DROPPED', { drop_reason_desc: 'POLICY_DENY' }, 'denied'],
  ['DROPPED', { drop_reason_desc: 'STALE_OR_UNROUTABLE_IP' }, undefined],
  ['TRACED', {}, undefined],
  ['TRANSLATED', {}, undefined],
])('%s %j is %s', (verdict, more, expected) => {
  expect(heard(hubbleEvent({ ...worker, l4: tcp(6379), verdict, ...more })).flows.map((flow) => flow.verdict)).toEqual(
    expected === undefined ? [] : [expected],
  );
});

test.each<[string, object]>([
  ['an answer', { is_reply: true, l4: tcp(41234, { SYN: true, ACK: true }) }],
  ['a packet of which nobody knows whether it is one', { is_reply: null, l4: tcp(41234, { ACK: true }) }],
  ['an answer to a first packet', { is_reply: null, l4: tcp(41234, { SYN: true, ACK: true }) }],
  ['a ping', { l4: { ICMPv4: { type: 8 } } }],
])('%s is no connection, and an event all the same', (_, given) => {
  expect(heard(hubbleEvent({ ...worker, ...given }))).toMatchObject({ flows: [], events: 1 });
});

test('where the agent does not say, the first packet of TCP tells', () => {
  expect(heard(hubbleEvent({ ...worker, is_reply: null, l4: tcp(6379) })).flows).toHaveLength(1);
});

test('what was lost is counted, and what is no event passed over', () => {
  const lost = '{"lost_events":{"source":"HUBBLE_RING_BUFFER","num_events_lost":"12"},"node_name":"node-1","time":"2026-11-23T04:00:00Z"}';
  expect(heard(lost, lost, '', 'Handling connection', '{"node_status":{}}')).toEqual({ flows: [], events: 0, lost: 24 });
});

test('in whatever order events come, they come to the same', () => {
  const times = fc
    .tuple(fc.nat(59), fc.constantFrom('', '.5', '.250', '.123456789'))
    .map(([s, f]) => `2026-11-23T04:00:${String(s).padStart(2, '0')}${f}Z`);
  const event = fc
    .record({
      time: times,
      to: fc.constantFrom('redis', 'qdrant'),
      port: fc.constantFrom(6333, 6379),
      verdict: fc.constantFrom('FORWARDED', 'AUDIT'),
    })
    .map(({ time, to, port, verdict }) => hubbleEvent({ ...worker, destination: hubblePod(to), l4: tcp(port), verdict }, time));
  const sorted = (lines: readonly string[]) => {
    const { flows, ...rest } = heard(...lines);
    return { ...rest, flows: [...flows].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)) };
  };
  fc.assert(
    fc.property(fc.array(event, { minLength: 1, maxLength: 12 }), fc.nat(), (lines, turn) => {
      const turned = [...lines.slice(turn % lines.length), ...lines.slice(0, turn % lines.length)].reverse();
      expect(sorted(turned)).toEqual(sorted(lines));
      expect(heard(...lines).flows.reduce((sum, { count }) => sum + count, 0)).toBe(lines.length);
    }),
  );
});
