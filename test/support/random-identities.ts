import type { Identity } from '../../lib/policy/identity';
import { clusterKey, label, namespaceKey, namespaceLabelsKey, parseLabel } from '../../lib/policy/label';
import type { NamedPort, Protocol } from '../../lib/policy/protocol';
import * as fc from './fast-check';
import { often } from './often';

/** The namespaces of random worlds. */
export const namespaces = ['n1', 'n2'] as const;
/** The values of `app` in random worlds. */
export const apps = ['a', 'b', 'c'] as const;
/** The values of `team` in random worlds. */
export const teams = ['x', 'y'] as const;
const namedPorts: fc.Arbitrary<readonly NamedPort[]> = fc.array(
  fc.record({
    name: fc.constantFrom('web', 'dns'),
    protocol: fc.constantFrom<Protocol>('TCP', 'UDP'),
    port: fc.constantFrom(80, 81, 53),
  }),
  { maxLength: 3 },
);

const someUnknown = fc.oneof(
  often(1, fc.constant([{ source: 'k8s', keyPrefix: namespaceLabelsKey, reason: 'the Namespace is not in the files' }])),
  often(1, fc.constant([{ source: 'k8s', keyPrefix: '', reason: 'the labels are made by a program' }])),
);

const pods = (unknown: fc.Arbitrary<Identity['unknown']>): fc.Arbitrary<Identity> =>
  fc
    .record({
      namespace: fc.constantFrom(...namespaces),
      app: fc.constantFrom(...apps),
      second: fc.option(fc.constantFrom(...apps), { freq: 2 }),
      team: fc.option(fc.constantFrom(...teams)),
      environment: fc.option(fc.constantFrom('live', 'test')),
      address: fc.option(fc.constantFrom('10.1.2.0/24', '192.0.2.0/24')),
      ports: namedPorts,
      further: fc.integer({ min: 0, max: 5 }).map((n) => n === 0),
      unknown,
      kind: fc.constantFrom('pods' as const, 'pods' as const, 'other-pods' as const),
    })
    .map(({ namespace, app, second, team, environment, address, ports, further, unknown, kind }) => ({
      kind,
      name: `${namespace}/${app}`,
      namespace,
      endpoint: true,
      ports,
      ...(further ? { furtherPorts: true } : {}),
      unknown,
      labels: [
        label('k8s', 'app', app),
        ...(second === null ? [] : [label('container', 'app', second)]),
        ...(team === null ? [] : [label('k8s', 'team', team)]),
        label('k8s', namespaceKey, namespace),
        label('k8s', clusterKey, 'default'),
        ...(environment === null ? [] : [label('k8s', `${namespaceLabelsKey}.environment`, environment)]),
        ...(address === null ? [] : [label('cidr', address)]),
      ],
    }));

function outside(kind: Identity['kind'], labels: readonly string[], changes: Partial<Identity> = {}): Identity {
  return { kind, name: labels.join(), namespace: '', endpoint: false, ports: [], labels: labels.map(parseLabel), ...changes };
}

const world = 'reserved:world';
const officeLabels = ['cidrgroup:site=north', 'cidrgroup:site=south', 'cidrgroup:io.cilium.policy.cidrgroupname/office'];
const others: readonly Identity[] = [
  outside('host', ['reserved:host']),
  outside('host', ['reserved:host', 'reserved:kube-apiserver']),
  outside('remote-node', ['reserved:remote-node', 'node:zone=one']),
  outside('remote-node', ['reserved:kube-apiserver', 'reserved:remote-node', 'cidr:192.0.2.0/24']),
  outside('world', [world]),
  outside('world', ['reserved:world-ipv4']),
  outside('world', ['reserved:world-ipv6']),
  outside('cidr', ['cidr:10.1.2.0/24', world]),
  outside('cidr', ['cidr:10.1.0.0/16', world, ...officeLabels]),
  outside('cidr', ['cidr:10.0.0.0/8', 'reserved:world-ipv4', ...officeLabels.slice(1)]),
  outside('cidr', ['cidr:2001-db8-1--0/48', 'reserved:world-ipv6']),
  outside('fqdn', ['fqdn:a.example.com', world], { unknown: [{ source: 'cidr', keyPrefix: '', reason: 'DNS gives the addresses' }] }),
  outside('fqdn', ['fqdn:a.example.com', 'fqdn:b.example.com', 'reserved:world-ipv4']),
  outside('health', ['reserved:health'], { endpoint: true }),
  outside('ingress', ['reserved:ingress'], { endpoint: true }),
  outside('init', ['reserved:init'], { endpoint: true }),
  outside('unmanaged', ['reserved:unmanaged']),
];

/** Blocks of addresses, most of which belong to a CIDR group. */
export const groupedIdentity: fc.Arbitrary<Identity> = fc.constantFrom(...others.filter(({ kind }) => kind === 'cidr'));
/** Nodes. */
export const nodeIdentity: fc.Arbitrary<Identity> = fc.constantFrom(
  ...others.filter(({ kind }) => kind === 'host' || kind === 'remote-node'),
);

/** Pods, nodes and what lies outside of the cluster. */
export const anyIdentity: fc.Arbitrary<Identity> = fc.oneof(
  often(3, pods(fc.oneof(often(6, fc.constant([])), often(2, someUnknown)))),
  often(1, fc.constantFrom(...others)),
);

/** Pods some of whose labels aren't known. */
export const unknownIdentity: fc.Arbitrary<Identity> = pods(someUnknown);
