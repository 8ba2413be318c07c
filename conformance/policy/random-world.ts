import { type JsonObject, parseCidr } from '../../lib/base';
import { cidrLabel, defaultProfile, type Identity, type IdentityKind, label, type Profile, parseLabel, worldLabel } from '../../lib/policy';
import type { NamedPort, Protocol } from '../../lib/policy/protocol';
import { PolicyMaker } from './objects';
import { Random } from './random';
import { vocabulary } from './vocabulary';

/** A world to ask about: who is there, the objects, and how the agents are configured. */
export interface AskedWorld {
  readonly name: string;
  readonly profile: Profile;
  readonly identities: readonly Identity[];
  readonly services: readonly JsonObject[];
  readonly endpointSlices: readonly JsonObject[];
  readonly cidrGroups: readonly JsonObject[];
  readonly policies: readonly JsonObject[];
}

/** A world at random; the same for the same seed and release. */
export function randomWorld(seed: number, cilium: Profile['cilium']): AskedWorld {
  const random = new Random(seed);
  const profile = randomProfile(random, cilium);
  const maker = new PolicyMaker(random, profile);
  const { services, endpointSlices } = randomServices(random);
  const cidrGroups = vocabulary.groups.map((name) => randomGroup(random, name));
  return {
    name: `${cilium} seed ${seed}`,
    profile,
    identities: randomIdentities(random, profile, cidrGroups),
    services,
    endpointSlices,
    cidrGroups,
    policies: Array.from({ length: random.int(1, 6) }, (_, i) => maker.policy(`p${i}`)),
  };
}

function randomProfile(random: Random, cilium: Profile['cilium']): Profile {
  const modes = cilium === '1.19' ? (['nodes'] as const) : (['nodes', 'pods'] as const);
  return {
    ...defaultProfile,
    cilium,
    ...(random.chance(0.05) ? { enforcement: random.pick(['always', 'never'] as const) } : {}),
    ...(random.chance(0.1) ? { defaultLocalCluster: false } : {}),
    ...(random.chance(0.05) ? { allowLocalhost: false } : {}),
    ...(random.chance(0.1) ? { cidrMatch: random.some(modes, 0.6) } : {}),
    ...(random.chance(0.25) ? { hostFirewall: true } : {}),
    ...(random.chance(0.05) ? { nonDefaultDeny: false } : {}),
    ...(random.chance(0.15) ? { nodeSelectorLabels: true } : {}),
    ...(random.chance(0.4) ? { ipv6: true } : {}),
  };
}

function randomServices(random: Random): { services: JsonObject[]; endpointSlices: JsonObject[] } {
  const web = (namespace: string): JsonObject => ({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'web', namespace, labels: { kind: 'web' } },
    spec: { selector: { app: random.pick(vocabulary.labels.app) }, ports: [{ port: 80, targetPort: 8080 }] },
  });
  const legacy = random.pick(vocabulary.namespaces);
  return {
    services: [
      ...random.some(vocabulary.namespaces, 0.8).map(web),
      {
        apiVersion: 'v1',
        kind: 'Service',
        metadata: { name: 'legacy', namespace: legacy, labels: { kind: 'old' } },
        spec: { ports: [{ port: 80 }] },
      },
    ],
    endpointSlices: [
      {
        apiVersion: 'discovery.k8s.io/v1',
        kind: 'EndpointSlice',
        metadata: { name: 'legacy-1', namespace: legacy, labels: { 'kubernetes.io/service-name': 'legacy' } },
        addressType: 'IPv4',
        endpoints: [{ addresses: ['10.1.2.3'], conditions: { ready: true } }],
        ports: [{ port: 80, protocol: 'TCP' }],
      },
    ],
  };
}

function randomGroup(random: Random, name: string): JsonObject {
  const cidrs = vocabulary.cidrs.filter((cidr) => !cidr.endsWith('/0'));
  return {
    apiVersion: 'cilium.io/v2',
    kind: 'CiliumCIDRGroup',
    metadata: { name, ...(random.chance(0.8) ? { labels: { place: random.pick(['near', 'far']) } } : {}) },
    spec: { externalCIDRs: random.list(1, 2, () => random.pick(cidrs)) },
  };
}

function randomIdentities(random: Random, profile: Profile, groups: readonly JsonObject[]): Identity[] {
  const teams = Object.fromEntries(vocabulary.namespaces.map((ns) => [ns, random.pick(vocabulary.namespaceLabels.team)]));
  const pods = vocabulary.namespaces.flatMap((namespace) =>
    random.list(1, 3, () => {
      const cluster = random.chance(0.1) ? 'other' : 'default';
      const labels = [
        `k8s:app=${random.pick(vocabulary.labels.app)}`,
        ...(random.chance(0.6) ? [`k8s:tier=${random.pick(vocabulary.labels.tier)}`] : []),
        `k8s:io.kubernetes.pod.namespace=${namespace}`,
        `k8s:io.cilium.k8s.namespace.labels.kubernetes.io/metadata.name=${namespace}`,
        `k8s:io.cilium.k8s.namespace.labels.team=${teams[namespace]}`,
        `k8s:io.cilium.k8s.policy.cluster=${cluster}`,
        `k8s:io.cilium.k8s.policy.serviceaccount=${random.pick(vocabulary.serviceAccounts)}`,
      ];
      return pod(labels, namespace, cluster === 'default', randomPorts(random));
    }),
  );
  const others = (
    [
      [['reserved:host'], 'host'],
      ...(random.chance(0.5) ? [[['reserved:host', 'reserved:kube-apiserver'], 'host'] as const] : []),
      [['reserved:remote-node'], 'remote-node'],
      [['reserved:remote-node', 'reserved:kube-apiserver'], 'remote-node'],
      [['reserved:kube-apiserver', worldText(4, profile)], 'kube-apiserver'],
      [['reserved:health'], 'health'],
      [['reserved:ingress'], 'ingress'],
      [['reserved:init'], 'init'],
      [['reserved:unmanaged'], 'unmanaged'],
      ...(profile.nodeSelectorLabels
        ? [[['reserved:remote-node', `k8s:io.cilium.k8s.policy.cluster=default`, 'node:app=a'], 'remote-node'] as const]
        : []),
    ] as readonly (readonly [readonly string[], IdentityKind])[]
  ).map(([labels, kind]) => reserved(labels, kind));
  const hosts = others.filter(({ kind }) => kind === 'host');
  const oneHost = hosts.length > 1 ? others.filter((o) => o !== (random.chance(0.5) ? hosts[0] : hosts[1])) : others;
  const families: (4 | 6)[] = profile.ipv6 ? [4, 6] : [4];
  return [
    ...unique(pods),
    ...(hosts.length > 1 && oneHost.filter(({ kind }) => kind === 'host').length !== 1 ? others.filter((o) => o !== hosts[1]) : oneHost),
    ...families.map((family) => reserved([worldText(family, profile)], 'world')),
    ...vocabulary.cidrs.flatMap((cidr) => addresses(cidr, profile, groups)),
    ...vocabulary.names.map((name) => named(name, profile)),
  ];
}

function unique(identities: readonly Identity[]): Identity[] {
  const key = ({ labels, ports }: Identity) => JSON.stringify([labels, ports]);
  return identities.filter((identity, i) => identities.findIndex((other) => key(other) === key(identity)) === i);
}

function randomPorts(random: Random): NamedPort[] {
  return random.some(vocabulary.portNames, 0.4).map((name) => {
    const protocol: Protocol = name === 'dns' ? random.pick(['UDP', 'TCP'] as const) : 'TCP';
    return { name, protocol, port: random.pick([53, 80, 8080]) };
  });
}

const worldText = (family: 4 | 6, profile: Profile) => {
  const { source, key } = worldLabel(family, profile);
  return `${source}:${key}`;
};

function pod(labels: readonly string[], namespace: string, local: boolean, ports: readonly NamedPort[]): Identity {
  return {
    kind: local ? 'pods' : 'other-pods',
    name: labels.slice(0, 2).join(' '),
    namespace,
    endpoint: local,
    labels: labels.map(parseLabel),
    ports,
  };
}

function reserved(labels: readonly string[], kind: IdentityKind): Identity {
  const endpoint = kind === 'health' || kind === 'ingress' || kind === 'init';
  return { kind, name: labels.join(' '), namespace: '', endpoint, labels: labels.map(parseLabel), ports: [] };
}

/** A block, with the labels of the groups that it is part of. */
function addresses(text: string, profile: Profile, groups: readonly JsonObject[]): Identity[] {
  const block = parseCidr(text);
  if (block === undefined || block.prefix === 0 || (block.family === 6 && !profile.ipv6)) return [];
  const of = groups.filter((g) => (g.spec as { externalCIDRs: string[] }).externalCIDRs.some((cidr) => cidr === text));
  const groupLabels = of.flatMap((g) => {
    const { name, labels } = g.metadata as { name: string; labels?: Record<string, string> };
    return [
      label('cidrgroup', `io.cilium.policy.cidrgroupname/${name}`),
      ...Object.entries(labels ?? {}).map(([k, v]) => label('cidrgroup', k, v)),
    ];
  });
  return [
    {
      kind: 'cidr',
      name: text,
      namespace: '',
      endpoint: false,
      labels: [cidrLabel(block), worldLabel(block.family, profile), ...groupLabels],
      ports: [],
    },
  ];
}

/** The addresses of a name, with the label of every name and pattern that selects it. */
function named(name: string, profile: Profile): Identity {
  const patterns = vocabulary.patterns.filter((p) => p === '*' || (p === '*.example.com' && name.endsWith('.example.com')));
  const labels = [name, ...patterns].map((text) => label('fqdn', text));
  return { kind: 'fqdn', name, namespace: '', endpoint: false, labels: [...labels, worldLabel(4, profile)], ports: [] };
}
