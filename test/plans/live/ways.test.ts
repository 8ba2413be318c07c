import joelclaw from '../../../clusters/joelclaw';
import joelclawPi from '../../../clusters/joelclaw-pi';
import { synthesize } from '../../../synthesize';

const waysOf = (cluster: typeof joelclaw) => synthesize(cluster, `clusters/${cluster.definition.name}.ts`).live?.ways;

test('in Docker they are the ports of the host', () => {
  expect(waysOf(joelclaw)).toEqual([
    { to: 'joelclaw/redis', address: '127.0.0.1', port: 6379, protocol: 'TCP' },
    { to: 'joelclaw/qdrant', address: '127.0.0.1', port: 6333, protocol: 'TCP' },
    { to: 'joelclaw/qdrant', address: '127.0.0.1', port: 6334, protocol: 'TCP' },
    { to: 'joelclaw/inngest', address: '127.0.0.1', port: 8288, protocol: 'TCP' },
    { to: 'joelclaw/inngest', address: '127.0.0.1', port: 8289, protocol: 'TCP' },
  ]);
});

test('on machines they are addresses of pools and gateways, for those who may come', () => {
  const from = ['192.168.1.0/24'];
  expect(waysOf(joelclawPi)).toEqual([
    { to: 'joelclaw/redis', address: '192.168.1.240', port: 6379, protocol: 'TCP', from },
    { to: 'joelclaw/qdrant', address: '192.168.1.242', port: 6334, protocol: 'TCP', from },
    { to: 'gateway edge/web', address: '192.168.1.241', port: 80, protocol: 'TCP', from },
    { to: 'gateway edge/web', address: '192.168.1.241', port: 443, protocol: 'TCP', from },
  ]);
});
