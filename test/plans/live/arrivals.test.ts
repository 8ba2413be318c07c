import { namespace, onHost, statefulSet } from 'ichor';
import joelclaw from '../../../clusters/joelclaw';
import joelclawPi from '../../../clusters/joelclaw-pi';
import type { SeenFlow } from '../../../plans';
import { synthesize } from '../../../synthesize';
import { variant } from '../../support/joelclaw';
import { flow, outsider, pod, reserved } from '../../support/seen';

const arrivals = (cluster: typeof joelclaw, ...flows: readonly SeenFlow[]) =>
  synthesize(cluster, `clusters/${cluster.definition.name}.ts`).live?.arrivals({ flows, events: flows.length, lost: 0 }) ?? [];
const redis = pod('joelclaw', 'redis');
const ofRedis = (remarks: ReturnType<typeof arrivals>) => remarks.filter(({ text }) => text.startsWith('joelclaw/redis'));

test('each port that is published is asked about', () => {
  const remarks = arrivals(joelclaw, flow(outsider('10.5.0.1'), redis, 6379));
  expect(remarks.map(({ kind, text }) => `${kind} ${text.split(':')[0]}`)).toEqual([
    'note joelclaw/redis TCP 6379',
    'unknown joelclaw/qdrant TCP 6333',
    'unknown joelclaw/qdrant TCP 6334',
    'unknown joelclaw/inngest TCP 8288',
    'unknown joelclaw/inngest TCP 8289',
  ]);
  expect(remarks[0]?.text).toBe('joelclaw/redis TCP 6379: connections arrive from 10.5.0.1/32, as declared (10.5.0.1)');
  expect(remarks[1]?.text).toBe(
    'joelclaw/qdrant TCP 6333: no connection from outside was seen, though the port was just tried: is it mapped, and does its workload run?',
  );
});

test('another address than the definition has is told with what to write', () => {
  expect(ofRedis(arrivals(joelclaw, flow(outsider('192.168.5.2'), redis, 6379, { verdict: 'denied' })))).toEqual([
    {
      kind: 'wrong',
      text: "joelclaw/redis TCP 6379: connections arrive from 192.168.5.2, and are declared to come from 10.5.0.1/32: write hostAddress: { in: '192.168.5.2' } in docker({ … })",
    },
  ]);
});

test('a port of datagrams was not tried, and nobody has come of itself', () => {
  const log = statefulSet(namespace('web'), 'log', { image: 'example/log:1', ports: { log: { port: 514, protocol: 'UDP' } } });
  const cluster = variant({ workloads: [log], expose: [onHost(5514, log.port('log'))], flows: [] });
  expect(arrivals(cluster)).toEqual([
    { kind: 'note', text: 'web/log UDP 514: no connection from outside was seen; open one, and run this again' },
  ]);
});

test('of many addresses five are named', () => {
  const flows = [1, 2, 3, 4, 5, 6, 7].map((n) => flow(outsider(`192.168.5.${n}`), redis, 6379));
  expect(ofRedis(arrivals(joelclaw, ...flows))[0]?.text).toBe(
    'joelclaw/redis TCP 6379: connections arrive from 192.168.5.1, 192.168.5.2, 192.168.5.3, 192.168.5.4, 192.168.5.5 and 2 more, and are declared to come from 10.5.0.1/32: name them in the flow, or in the role that it begins at',
  );
});

test.each<[string, SeenFlow]>([
  ['pods', flow(pod('joelclaw', 'system-bus-worker'), redis, 6379)],
  ['the node', flow(reserved('host'), redis, 6379)],
  ['gateways', flow(reserved('ingress'), redis, 6379)],
  ['who asks another port', flow(outsider('192.168.5.2'), redis, 9121)],
])('%s are nobody from outside', (_, one) => {
  expect(ofRedis(arrivals(joelclaw, one))).toMatchObject([{ kind: 'unknown' }]);
});

test('what another node sends may have come from outside, and is told', () => {
  expect(ofRedis(arrivals(joelclawPi, flow({ ...reserved('remote-node'), address: '192.168.1.32' }, redis, 6379)))).toEqual([
    { kind: 'note', text: 'joelclaw/redis TCP 6379: no connection from outside was seen; open one, and run this again' },
    {
      kind: 'note',
      text: 'joelclaw/redis TCP 6379: connections arrive from other nodes too (192.168.1.32): of what came from outside, those passed it on in their own name',
    },
  ]);
});

test('on machines of its own, addresses of pools are asked about, and nobody has come of itself', () => {
  const remarks = arrivals(joelclawPi, flow(outsider('192.168.1.77'), redis, 6379));
  expect(remarks).toEqual([
    { kind: 'note', text: 'joelclaw/redis TCP 6379: connections arrive from 192.168.1.0/24, as declared (192.168.1.77)' },
    { kind: 'note', text: 'joelclaw/qdrant TCP 6334: no connection from outside was seen; open one, and run this again' },
  ]);
});
