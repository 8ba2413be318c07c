import type { JsonObject } from '../../../../lib/base';
import { type Fact, talosFacts } from '../../../../lib/checks';
import { documentsPatch } from '../../../../talos/documents';
import type { MachineSettings } from '../../../../talos/machine';
import { mergeDocuments } from '../../../../talos/merge';
import { v1alpha1Patch } from '../../../../talos/v1alpha1';
import * as fc from '../../../support/fast-check';

const file = 'a/talos/controlplane-patch.yaml';
const document = (kind: string, fields: object): JsonObject => ({ apiVersion: 'v1alpha1', kind, ...fields });

/** What the facts of a patch say, without the places where they stand. */
function told(documents: readonly JsonObject[]): Record<string, unknown> {
  const facts: Readonly<Record<string, Fact<unknown>>> = talosFacts(documents, file);
  return Object.fromEntries(Object.entries(facts).map(([name, { at: _, ...fact }]) => [name, fact]));
}

const port = fc.integer({ min: 1, max: 65535 });
const settings: fc.Arbitrary<MachineSettings> = fc.record({
  role: fc.constant('control-plane'),
  cni: fc.constantFrom('none', 'flannel'),
  kubeProxy: fc.boolean(),
  schedulable: fc.boolean(),
  loadBalanced: fc.boolean(),
  podSubnet: fc.constant('10.244.0.0/16'),
  serviceSubnet: fc.constant('10.96.0.0/12'),
  dnsDomain: fc.constant('cluster.local'),
  kubePrismPort: port,
  nodePorts: fc.tuple(port, port).map(([a, b]) => ({ min: Math.min(a, b), max: Math.max(a, b) })),
  own: fc.record({ taints: fc.boolean(), labels: fc.boolean() }),
  nameservers: fc.constantFrom([], ['192.168.1.1']),
  folders: fc.constantFrom([], [{ userVolume: 'volumes' }]),
  patches: fc.constant([]),
});

test('the same settings give the same facts, whichever form of the config they are written in', () => {
  fc.assert(
    fc.property(settings, (machine) => {
      const facts = told(v1alpha1Patch(machine, '1.13'));
      expect(told(documentsPatch(machine))).toEqual(facts);
      const known = (value: unknown) => ({ state: 'known', value });
      expect(facts).toEqual({
        'talos.cni': known(machine.cni),
        'talos.kubeProxy': known(machine.kubeProxy),
        'talos.kubePrism': known({ enabled: true, port: machine.kubePrismPort }),
        'talos.hostDns': known({ enabled: true, forwarding: true }),
        'talos.schedulesOnControlPlanes': known(machine.schedulable),
        'apiServer.nodePorts': known(machine.nodePorts),
      });
    }),
  );
});

/** A patch in both forms, and what it makes of a fact. */
interface Pair {
  readonly title: string;
  readonly fact: string;
  readonly value: unknown;
  readonly v1alpha1: JsonObject;
  readonly document: JsonObject;
}

const feature = (fields: JsonObject): JsonObject => ({ machine: { features: fields } });
const args = (range: string | string[]): JsonObject => ({ extraArgs: { 'service-node-port-range': range } });
const pairs: readonly Pair[] = [
  {
    title: 'no kube-proxy',
    fact: 'talos.kubeProxy',
    value: false,
    v1alpha1: { cluster: { proxy: { disabled: true } } },
    document: document('KubeProxyConfig', { enabled: false }),
  },
  {
    title: 'kube-proxy',
    fact: 'talos.kubeProxy',
    value: true,
    v1alpha1: { cluster: { proxy: { disabled: false } } },
    document: document('KubeProxyConfig', { enabled: true }),
  },
  {
    title: 'no network',
    fact: 'talos.cni',
    value: 'none',
    v1alpha1: { cluster: { network: { cni: { name: 'none' } } } },
    document: document('KubeFlannelCNIConfig', { $patch: 'delete' }),
  },
  {
    title: 'another port of KubePrism',
    fact: 'talos.kubePrism',
    value: { enabled: true, port: 7446 },
    v1alpha1: feature({ kubePrism: { port: 7446 } }),
    document: document('KubePrismConfig', { port: 7446 }),
  },
  {
    title: 'KubePrism taken out',
    fact: 'talos.kubePrism',
    value: expect.objectContaining({ enabled: false }),
    v1alpha1: feature({ kubePrism: { $patch: 'delete' } }),
    document: document('KubePrismConfig', { $patch: 'delete' }),
  },
  {
    title: 'no host DNS',
    fact: 'talos.hostDns',
    value: expect.objectContaining({ enabled: false }),
    v1alpha1: feature({ hostDNS: { enabled: false } }),
    document: document('ResolverConfig', { hostDNS: { enabled: false } }),
  },
  {
    title: 'host DNS without forwarding',
    fact: 'talos.hostDns',
    value: { enabled: true, forwarding: false },
    v1alpha1: feature({ hostDNS: { forwardKubeDNSToHost: false } }),
    document: document('ResolverConfig', { hostDNS: { forwardKubeDNSToHost: false } }),
  },
  {
    title: 'host DNS taken out',
    fact: 'talos.hostDns',
    value: { enabled: false, forwarding: false },
    v1alpha1: feature({ hostDNS: { $patch: 'delete' } }),
    document: document('ResolverConfig', { hostDNS: { $patch: 'delete' } }),
  },
  {
    title: 'workloads on control planes',
    fact: 'talos.schedulesOnControlPlanes',
    value: true,
    v1alpha1: { cluster: { allowSchedulingOnControlPlanes: true } },
    document: document('KubeNodeConfig', { taints: { 'node-role.kubernetes.io/control-plane': { $patch: 'delete' } } }),
  },
  {
    title: 'a range of node ports',
    fact: 'apiServer.nodePorts',
    value: { min: 20000, max: 21000 },
    v1alpha1: { cluster: { apiServer: args('20000-21000') } },
    document: document('KubeAPIServerConfig', args('20000-21000')),
  },
  {
    title: 'a range of node ports given twice, of which the last counts',
    fact: 'apiServer.nodePorts',
    value: { min: 20000, max: 21000 },
    v1alpha1: { cluster: { apiServer: args(['1-2', '20000-21000']) } },
    document: document('KubeAPIServerConfig', args(['1-2', '20000-21000'])),
  },
];

test.each(pairs)('$title reads alike in both forms', ({ fact, value, v1alpha1, document: one }) => {
  expect(told([v1alpha1])[fact]).toEqual({ state: 'known', value });
  expect(told([one])[fact]).toEqual({ state: 'known', value });
});

test('a patch of the own changes its fact alike in both forms, and no other', () => {
  fc.assert(
    fc.property(settings, fc.constantFrom(...pairs), (machine, { fact, value, v1alpha1, document: one }) => {
      for (const [own, patch] of [[v1alpha1Patch(machine, '1.13'), v1alpha1] as const, [documentsPatch(machine), one] as const]) {
        expect(told(mergeDocuments([...own, patch]))).toEqual({ ...told(own), [fact]: { state: 'known', value } });
      }
    }),
  );
});

test("without a form of its own, v1alpha1 takes out what makes Talos' own come back", () => {
  const deleted = { $patch: 'delete' };
  const facts = told([{ cluster: { network: { cni: { name: 'none', ...deleted } }, proxy: { disabled: true, ...deleted } } }]);
  expect(facts).toMatchObject({ 'talos.cni': { value: 'flannel' }, 'talos.kubeProxy': { value: true } });
});

describe('where nothing is said', () => {
  test("it is Talos' own: Flannel, kube-proxy, KubePrism, host DNS, and no workloads on control planes", () => {
    expect(told([])).toEqual({
      'talos.cni': { state: 'known', value: 'flannel' },
      'talos.kubeProxy': { state: 'known', value: true },
      'talos.kubePrism': { state: 'known', value: { enabled: true, port: 7445 } },
      'talos.hostDns': { state: 'known', value: { enabled: true, forwarding: true } },
      'talos.schedulesOnControlPlanes': { state: 'known', value: false },
      'apiServer.nodePorts': { state: 'known', value: { min: 30000, max: 32767 } },
    });
  });
});

test('a document of kube-proxy that does not say so leaves it on, and one that is taken out does not', () => {
  expect(told([document('KubeProxyConfig', { mode: 'nftables' })])['talos.kubeProxy']).toEqual({ state: 'known', value: true });
  expect(told([document('KubeProxyConfig', { enabled: true, $patch: 'delete' })])['talos.kubeProxy']).toEqual({
    state: 'known',
    value: false,
  });
});

describe('what can not be read is unknown, with the reason', () => {
  test.each([
    ['talos.cni', { cluster: { network: { cni: { name: 'calico' } } } }, "Talos has no CNI 'calico'"],
    [
      'apiServer.nodePorts',
      { cluster: { apiServer: { extraArgs: { 'service-node-port-range': 'all' } } } },
      "'all' is not a range of ports",
    ],
  ] as const)('%s', (name, patch, why) => {
    expect(told([patch])[name]).toEqual({ state: 'unknown', why });
  });
});

test('a fact has the place that says so', () => {
  const at = (documents: readonly JsonObject[]) => Object.values(talosFacts(documents, file)).map((fact) => fact.at);
  for (const place of [
    ...at([]),
    ...at([document('KubeProxyConfig', {}), document('KubePrismConfig', {}), document('ResolverConfig', {})]),
  ]) {
    expect(place).toEqual({ in: 'document', file, path: expect.stringMatching(/^[\w.-]+$/) });
  }
});
