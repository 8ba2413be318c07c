import { cilium, controlPlane, entity, flannel, generic, onAddress, pool, raspberryPi5, secretRef, worker } from 'ichor';
import joelclawPi from '../../clusters/joelclaw-pi';
import { redis } from '../../clusters/shared/joelclaw';
import { documentsOf, ofKind, talosFiles } from './support/metal';

type Changes = Parameters<typeof talosFiles>[0];
type Platform = Parameters<typeof talosFiles>[1];

/** What the firewall lets in: a line for each rule, as `tcp 10250 from 192.168.1.0/24`, by the rule's name. */
function rules(role: 'controlplane' | 'worker', changes: Changes = {}, platform: Platform = {}): Record<string, string> {
  const documents = documentsOf(talosFiles(changes, { firewall: true, ...platform }), `${role}-patch.yaml`);
  expect(ofKind(documents, 'NetworkDefaultActionConfig')).toEqual([{ ingress: 'block' }]);
  const named = ofKind(documents, 'NetworkRuleConfig') as {
    name: string;
    portSelector: { protocol: string; ports: (number | string)[] };
    ingress: { subnet: string }[];
  }[];
  return Object.fromEntries(
    named.map(({ name, portSelector: { protocol, ports }, ingress }) => [
      name,
      `${protocol} ${ports.join(',')} from ${ingress.map(({ subnet }) => subnet).join(' ')}`,
    ]),
  );
}

const nodes = '192.168.1.0/24';
const pods = `${nodes} 10.244.0.0/16`;
const anywhere = '0.0.0.0/0 ::/0';
const version = '1.20.2';

test('there is none unless it is asked for', () => {
  const documents = documentsOf(talosFiles(), 'controlplane-patch.yaml');
  expect([...ofKind(documents, 'NetworkDefaultActionConfig'), ...ofKind(documents, 'NetworkRuleConfig')]).toEqual([]);
});

describe('with native routing', () => {
  const everywhere = {
    apid: `tcp 50000 from ${nodes}`,
    kubelet: `tcp 10250 from ${pods}`,
    'cilium-health': `tcp 4240 from ${nodes}`,
    hubble: `tcp 4244 from ${pods}`,
    'proxied-80': `tcp 80 from ${nodes}`,
    'proxied-443': `tcp 443 from ${nodes}`,
  };

  test("control planes are reached at Talos' and Kubernetes' APIs, and at etcd by one another", () => {
    expect(rules('controlplane')).toEqual({
      ...everywhere,
      trustd: `tcp 50001 from ${nodes}`,
      'kubernetes-api': `tcp 6443 from ${pods}`,
      etcd: 'tcp 2379-2380 from 192.168.1.31/32 192.168.1.32/32 192.168.1.33/32',
    });
  });

  test('workers at none of these', () => {
    expect(rules('worker')).toEqual(everywhere);
  });
});

describe('it follows the network', () => {
  const none = { expose: [] };

  test('a tunnel by its protocol', () => {
    expect(rules('worker', { ...none, network: cilium({ version }) }, { flat: false })).toMatchObject({
      'cilium-vxlan': `udp 8472 from ${nodes}`,
    });
    expect(rules('worker', { network: cilium({ version, loadBalancer: 'dsr' }) }, { flat: false })).toMatchObject({
      'cilium-geneve': `udp 6081 from ${nodes}`,
    });
    expect(Object.values(rules('worker')).join()).not.toMatch(/8472|6081/);
  });

  test('encryption and the mesh of Talos', () => {
    expect(rules('worker', { network: cilium({ version, encryption: 'wireguard' }) })).toMatchObject({
      'cilium-wireguard': `udp 51871 from ${nodes}`,
    });
    expect(rules('worker', none, { kubeSpan: true, flat: false })).toMatchObject({ kubespan: `udp 51820 from ${anywhere}` });
    expect(Object.values(rules('worker')).join()).not.toMatch(/5187|5182/);
  });

  test('Hubble, and metrics where somebody reads them', () => {
    expect(rules('worker', { ...none, network: cilium({ version, hubble: false }) })).not.toHaveProperty('hubble');
    expect(rules('worker')).not.toHaveProperty('metrics');
    const all = cilium({ version, hubble: { metrics: true, serviceMonitors: true } });
    expect(rules('worker', { ...none, network: all })).toMatchObject({ metrics: `tcp 9962-9964,9965 from ${pods}` });
  });

  test('subnets of nodes elsewhere', () => {
    const machine = generic({ architecture: 'amd64', interface: 'eth0', disk: '/dev/sda' });
    const far = [
      controlPlane('a', { address: '192.168.1.31', machine: raspberryPi5() }),
      worker('b', { address: '10.0.4.9', subnet: '10.0.4.0/24', machine }),
    ];
    expect(rules('controlplane', none, { flat: false, nodes: far })).toMatchObject({
      apid: `tcp 50000 from ${nodes} 10.0.4.0/24`,
      etcd: 'tcp 2379-2380 from 192.168.1.31/32',
    });
  });

  test('clients of gateways, wherever they are', () => {
    const { network } = joelclawPi.definition;
    const hubble = network.kind === 'cilium' ? network.options.hubble : undefined;
    if (typeof hubble !== 'object' || typeof hubble.ui !== 'object') throw new Error('no UI behind a gateway');
    const ui = { ...hubble.ui, from: entity('world') };
    expect(rules('worker', { expose: [], network: cilium({ version, hubble: { ui } }) })).toMatchObject({
      'proxied-443': `tcp 443 from ${anywhere}`,
    });
  });

  test('no listener of BGP, whose sessions Cilium opens', () => {
    const routed = pool('routed', {
      range: '10.80.0.0/24',
      bgp: { asn: 64512, peers: [{ address: '192.168.1.1', asn: 64500, password: secretRef('router') }] },
    });
    const exposed = { expose: [onAddress(routed, '10.80.0.5', redis.port('redis'), { from: entity('world') })] };
    expect(rules('worker', exposed)).toEqual(rules('worker', none));
  });

  test("Flannel's, whose node ports come behind it", () => {
    expect(rules('worker', { ...none, network: flannel(), workloads: [], flows: [] })).toEqual({
      apid: `tcp 50000 from ${nodes}`,
      kubelet: `tcp 10250 from ${pods}`,
      'flannel-vxlan': `udp 4789 from ${nodes}`,
      'node-ports-tcp': `tcp 30000-32767 from ${anywhere}`,
      'node-ports-udp': `udp 30000-32767 from ${anywhere}`,
    });
  });
});
