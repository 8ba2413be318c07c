import { describePlace } from '../../../../lib/base';
import { type Decision, type Direction, decide, type Identity, type Protocol, relate } from '../../../../lib/policy';
import { app, around, ccnp, cnp, dns, fromStore, pods, service, tcp, toStore } from '../../../refusals/support/shop';
import * as fc from '../../../support/fast-check';
import { breachesOf, factOf } from './support/policies';

const placesOf = (id: string, objects: readonly object[]) => breachesOf(id, factOf(objects)).map(({ at }) => describePlace(at));

test('what is found in files stands at its line there', () => {
  expect(placesOf('POL013', [...around, cnp({ egress: [{}] }, 'shop', 'frnt')])).toEqual([
    { file: 'all.yaml:5', inside: 'spec.endpointSelector' },
  ]);
});

describe('what no file tells of is not held against a policy', () => {
  test('a selector in a namespace without known pods', () => {
    expect(placesOf('POL013', [...around, cnp({ egress: [{}] }, 'mail', 'frnt')])).toEqual([]);
  });

  test('a peer that is like none of the known pods', () => {
    expect(placesOf('POL014', [...around, cnp({ egress: [{ toEndpoints: [app('grafana', 'data')] }] })])).toEqual([]);
  });

  test('the ports of pods where one of them tells of none', () => {
    const silent = pods('Deployment', 'shop', 'front', { containerPort: 8080 }, { containers: [{ name: 'front', image: 'front:1.0.0' }] });
    expect(placesOf('POL026', [silent, cnp({ ingress: [{ ...fromStore, toPorts: tcp('9999') }] })])).toEqual([]);
  });
});

describe('policies made of flows are judged with these, and not by themselves', () => {
  const objects = [...around, cnp({ ingress: [{ ...fromStore, toPorts: tcp('9999') }] })];

  test('a port that no container has', () => {
    expect(breachesOf('POL026', factOf(objects))).toHaveLength(1);
    expect(breachesOf('POL026', factOf(objects, { declared: new Set(['shop/policy']) }))).toEqual([]);
  });

  test('pods that nobody may use', () => {
    const closed = [...around, cnp({ ingress: [{}] })];
    expect(breachesOf('POL012', factOf(closed))).toHaveLength(1);
    expect(breachesOf('POL012', factOf(closed, { declared: new Set(['shop/front']) }))).toEqual([]);
  });
});

test('who reaches whom is not asked again while nothing of it has changed', () => {
  const objects = [...around, cnp({ egress: [dns(), toStore] }), cnp({ ingress: [{}] }, 'data', 'store')];
  expect(breachesOf('POL015', factOf(objects))).toHaveLength(1);
  const relation = () => {
    throw new Error('asked again');
  };
  const settled = { ...factOf(objects, { settled: true }), relation };
  expect(breachesOf('POL015', settled)).toEqual([]);
});

describe('how agents are configured counts', () => {
  test('pods that rules with addresses mean too', () => {
    const objects = [...around, cnp({ egress: [{ toCIDR: ['10.244.1.0/24'], toPorts: tcp('443') }] })];
    const subnets = [{ name: 'pods', cidr: '10.244.0.0/16' }];
    expect(breachesOf('POL024', factOf(objects), { subnets, addresses: [] })).toHaveLength(1);
    expect(breachesOf('POL024', factOf(objects, {}, { cidrMatch: ['pods'] }), { subnets, addresses: [] })).toEqual([]);
  });

  test('probes where a node has no way in of its own', () => {
    const container = { name: 'front', image: 'front:1.0.0', readinessProbe: { tcpSocket: { port: 8080 } } };
    const objects = [pods('Deployment', 'shop', 'front', {}, { containers: [container] }), cnp({ ingress: [fromStore] })];
    expect(breachesOf('POL037', factOf(objects))).toEqual([]);
    expect(breachesOf('POL037', factOf(objects, {}, { allowLocalhost: false })).map(({ message }) => message)).toEqual([
      "CiliumNetworkPolicy 'shop/policy' isolates pods with probes, and the agent's allow-localhost is 'policy': probes 'host' → 'shop/front' fail",
    ]);
  });

  test('a firewall of the nodes that is off', () => {
    const objects = [ccnp({ nodeSelector: {}, ingress: [{ fromEntities: ['cluster'] }] })];
    expect(breachesOf('POL039', factOf(objects))).toHaveLength(1);
    expect(breachesOf('POL039', factOf(objects, {}, { hostFirewall: true }))).toEqual([]);
  });
});

test('a Service that leads from outside keeps the world from being odd, whatever leads there', () => {
  const fromWorld = cnp({ ingress: [{ fromEntities: ['world'], toPorts: tcp('8080') }] });
  const route = {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'HTTPRoute',
    metadata: { name: 'front', namespace: 'shop' },
    spec: { rules: [{ backendRefs: [{ name: 'front', port: 80 }] }] },
  };
  expect(breachesOf('POL031', factOf([...around, fromWorld]))).toHaveLength(1);
  expect(breachesOf('POL031', factOf([...around, fromWorld, route]))).toEqual([]);
  expect(
    breachesOf(
      'POL031',
      factOf([...around, fromWorld, service('shop', 'lan', { port: 80 }, { type: 'LoadBalancer', selector: { app: 'front' } })]),
    ),
  ).toEqual([]);
});

describe('what is meant so is no mistake:', () => {
  const dns = (rules: object) => ({
    toEndpoints: [{ matchLabels: { 'k8s-app': 'kube-dns', 'io.kubernetes.pod.namespace': 'kube-system' } }],
    toPorts: [{ ports: [{ port: '53', protocol: 'UDP' }], rules: { dns: [rules] } }],
  });
  const everybody = { toEntities: ['cluster'] };

  test('a proxy that is to see every name limits none', () => {
    const named = (rules: object) => breachesOf('POL020', factOf([...around, cnp({ egress: [dns(rules), everybody] })]));
    expect(named({ matchPattern: '*' })).toEqual([]);
    expect(named({ matchName: 'example.com' })).toHaveLength(1);
  });

  test('nor does it where a direction stays open', () => {
    const open = (rules: object) =>
      breachesOf('POL050', factOf([...around, cnp({ enableDefaultDeny: { egress: false }, egress: [dns(rules)] })]));
    expect(open({ matchPattern: '*' })).toEqual([]);
    expect(open({ matchName: 'example.com' })).toHaveLength(1);
  });

  test('the world reaches whatever pods there are', () => {
    const world = { ingress: [{ fromEntities: ['world'] }] };
    expect(breachesOf('POL031', factOf([...around, ccnp({ endpointSelector: {}, ...world })]))).toEqual([]);
    expect(breachesOf('POL031', factOf([...around, ccnp({ endpointSelector: { matchLabels: { app: 'front' } }, ...world })]))).toHaveLength(
      1,
    );
  });

  test('everybody but private networks, and a part of these', () => {
    const other = (...blocks: string[]) =>
      breachesOf(
        'POL051',
        factOf([...around, cnp({ egress: [{ toCIDRSet: [{ cidr: '0.0.0.0/0', except: ['192.168.0.0/16'] }] }, { toCIDR: blocks }] })]),
      );
    expect(other('192.168.10.32/27', '192.168.10.133/32')).toEqual([]);
    expect(other('192.168.0.0/16')).toHaveLength(1);
  });

  test('another policy, of the whole cluster, lets pods ask DNS, though no file tells of them', () => {
    const names = { endpointSelector: { matchLabels: { app: 'job' } }, egress: [{ toFQDNs: [{ matchName: 'example.com' }] }] };
    const allow = (selector: object) => ccnp({ endpointSelector: selector, egress: [dns({ matchPattern: '*' })] });
    const asked = (selector: object) => breachesOf('POL007', factOf([...around, cnp(names), allow(selector)]));
    expect(asked({ matchLabels: { 'io.cilium.k8s.policy.cluster': 'default' } })).toEqual([]);
    expect(asked({ matchExpressions: [{ key: 'closed', operator: 'DoesNotExist' }] })).toEqual([]);
    expect(asked({ matchLabels: { app: 'other' } })).toHaveLength(1);
  });
});

test('a label that is nearly that of the namespace is told what that is called', () => {
  const policy = cnp({ ingress: [{ fromEndpoints: [{ matchLabels: { 'k8s:io.kubernetes.podNamespace': 'data' } }] }] });
  expect(breachesOf('POL021', factOf([...around, policy])).map(({ repair }) => repair)).toEqual([
    "write 'io.kubernetes.pod.namespace', by which Cilium knows the namespace of pods",
  ]);
});

const apps = ['a', 'b', 'c'];
const workloads = apps.map((name) => pods('Deployment', 'shop', name, { containerPort: 80 }));
const port = fc.constantFrom('80', '81');
const peers = fc.uniqueArray(fc.constantFrom(...apps), { minLength: 1, maxLength: 3 });
const item = fc.record({ peers, ports: fc.option(fc.uniqueArray(port, { minLength: 1, maxLength: 2 }), { nil: undefined }) });
const items = (end: 'toEndpoints' | 'fromEndpoints') =>
  fc.array(item, { minLength: 1, maxLength: 3 }).map((list) =>
    list.map(({ peers: names, ports }) => ({
      [end]: names.map((name) => ({ matchLabels: { app: name } })),
      ...(ports === undefined ? {} : { toPorts: ports.flatMap((p) => tcp(p)) }),
    })),
  );
const spec = fc.record(
  { ingress: items('fromEndpoints'), egress: items('toEndpoints'), ingressDeny: items('fromEndpoints'), egressDeny: items('toEndpoints') },
  { requiredKeys: ['ingress', 'egress'] },
);
const policies = fc
  .array(fc.tuple(fc.constantFrom(...apps), spec), { minLength: 1, maxLength: 4 })
  .map((list) => list.map(([name, of], i) => ({ ...cnp(of, 'shop', name), metadata: { name: `p${i}`, namespace: 'shop' } })));

type Given = ReturnType<typeof cnp>;

/** The policies without the item at a path of one of them. */
function without(all: readonly Given[], line: number, path: string): Given[] {
  const [, section, i] = /^spec\.(\w+)\[(\d+)\]$/.exec(path) as unknown as [string, string, string];
  return all.map((policy, n) => {
    if (n !== line - 1) return policy;
    const list = (policy.spec as unknown as Record<string, readonly object[]>)[section] as readonly object[];
    return { ...policy, spec: { ...policy.spec, [section]: list.filter((_, at) => at !== Number(i)) } };
  });
}

/** Which ports every known pod reaches at every other. */
function reaches(objects: readonly object[]): string {
  const { identities, ...rest } = factOf(objects).world();
  const relation = relate({ identities, ...rest });
  const own = identities.flatMap(({ kind }, i) => (kind === 'pods' ? [i] : []));
  return JSON.stringify(own.flatMap((s) => own.map((d) => relation.portsBetween(s, d).spans)));
}

test.each(['POL018', 'POL019'])('without a rule that %s finds, the same connections pass', (id) => {
  let seen = 0;
  fc.assert(
    fc.property(policies, (all) => {
      const objects = [...all, ...workloads];
      for (const { at } of breachesOf(id, factOf(objects))) {
        seen += 1;
        const place = at as { readonly line: number; readonly path: string };
        expect(reaches([...without(all, place.line, place.path), ...workloads])).toBe(reaches(objects));
      }
    }),
  );
  expect(seen).toBeGreaterThan(0);
});

test('a connection that one side denies is allowed by the other, and does not pass', () => {
  let seen = 0;
  fc.assert(
    fc.property(policies, (all) => {
      const fact = factOf([...all, ...workloads]);
      const world = fact.world();
      const named = (name: string) => world.identities.find((identity) => identity.name === name) as Identity;
      for (const { message } of breachesOf('POL015', fact)) {
        const [, from, to, protocol, number] = /allows '([^']+)' → '([^']+)' (\w+) (\d+)/.exec(message) as unknown as [
          string,
          string,
          string,
          Protocol,
          string,
        ];
        const verdict = (direction: Direction): Decision['verdict'] => {
          const [subject, peer] = direction === 'egress' ? [named(from), named(to)] : [named(to), named(from)];
          return decide({ direction, subject, peer, protocol, port: Number(number) }, world).verdict;
        };
        seen += 1;
        expect([verdict('egress'), verdict('ingress')]).toContain('denied');
      }
    }),
  );
  expect(seen).toBeGreaterThan(0);
});
