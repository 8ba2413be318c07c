import { flannel, onHost, statefulSet } from 'ichor';
import { factsOfDefinition } from '../../../../lib/checks';
import { apps, db, resolved, web } from '../../model/support/resolved';

const service = (ports: readonly object[]) => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'front', namespace: 'apps' },
  spec: { ports },
});
const portsOf = (changes: Parameters<typeof resolved>[0]) => {
  const { nodePorts, hostPorts } = factsOfDefinition(resolved(changes), undefined);
  const owners = (fact: typeof nodePorts) => (fact.state === 'known' ? fact.value.map(({ port, owner }) => [port, owner]) : fact.state);
  return { node: owners(nodePorts), host: owners(hostPorts) };
};

describe('ports of the node', () => {
  test('are those of Services and of pods, each with who takes it', () => {
    expect(portsOf({ expose: [onHost(5432, db.port('sql')), onHost(8080, web.port('http'), { hostPort: true })] })).toEqual({
      node: [
        [30432, 'apps/db:sql'],
        [30187, 'apps/db:metrics'],
      ],
      host: [[8080, 'apps/web:http']],
    });
  });

  test("are those of the user's own Services too", () => {
    const objects = [
      service([
        { port: 80, nodePort: 30080 },
        { port: 443, name: 'tls' },
      ]),
      service([{ port: 81, name: 'x', nodePort: 30081 }]),
    ] as never;
    expect(portsOf({ objects }).node).toEqual([
      [30080, 'apps/front:80'],
      [30081, 'apps/front:x'],
    ]);
  });

  test('that one Service has for two protocols are one', () => {
    const dns = statefulSet(apps, 'dns', { image: 'dns:1', ports: { tcp: 53, udp: { port: 53, protocol: 'UDP' } } });
    const objects = [
      service([
        { port: 53, nodePort: 30153, protocol: 'TCP' },
        { port: 53, nodePort: 30153, protocol: 'UDP' },
      ]),
    ] as never;
    expect(portsOf({ workloads: [dns], expose: [onHost(53, dns.port('udp'))], objects }).node).toEqual([
      [30053, 'apps/dns:tcp'],
      [30153, 'apps/front:53'],
    ]);
  });
});

test('what would be read from files is unknown while there are none, and the rest is known', () => {
  const facts = factsOfDefinition(resolved(), undefined);
  const unknown = Object.entries(facts).flatMap(([name, fact]) => (fact.state === 'unknown' ? [name] : []));
  expect(unknown).toEqual([
    'talos.cni',
    'talos.kubeProxy',
    'talos.hostDns',
    'talos.schedulesOnControlPlanes',
    'talos.kubeSpan',
    'talos.discovery',
    'talos.firewall',
    'talos.maxPods',
    'talos.inlineManifests',
    'talos.bgp',
    'talos.excludesControlPlanes',
    'cilium.values',
    'cilium.installers',
    'objects',
    'policies',
    'policies.whole',
    'budget',
  ]);
  expect(facts['talos.kubePrism']).toMatchObject({ state: 'known', value: { enabled: true, port: 7445 } });
});

test('without Cilium there are no values, which is knowledge', () => {
  expect(factsOfDefinition(resolved({ network: flannel() }), undefined)['cilium.values'].state).toBe('absent');
});
