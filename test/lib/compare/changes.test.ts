import type { JsonObject } from '../../../lib/base';
import { inDefinition } from '../../../lib/base';
import { type ComparedObjects, compareWorlds, type FlowChange, hasChanges, readAligned } from '../../../lib/compare';
import { defaultProfile } from '../../../lib/policy';
import { deployment, fromApp, namespace, policy, toPorts, tree } from './support/trees';

function changes(before: ComparedObjects, after: ComparedObjects) {
  const worlds = readAligned(before, after);
  return compareWorlds(worlds.before, worlds.after);
}

const line = ({ kind, from, to, ports, causes }: FlowChange) => {
  const by = causes.map((c) => (c.kind === 'policy' ? `${c.policy.name} ${c.change}` : c.kind === 'labels' ? `labels ${c.of}` : c.kind));
  return `${kind} ${from.names.join(' & ')} → ${to.names.join(' & ')}: ${ports.text}${by.length === 0 ? '' : ` by ${by.join(', ')}`}`;
};

/** The changes between two lists of objects, all in text. */
function found(before: readonly JsonObject[], after: readonly JsonObject[]) {
  const { added, removed, postures, flows } = changes(tree(before), tree(after)).connectivity;
  return {
    ...(added.length === 0 ? {} : { added: added.map(({ name, egress, ingress }) => `${name} ${egress} ${ingress}`) }),
    ...(removed.length === 0 ? {} : { removed: removed.map(({ name, egress, ingress }) => `${name} ${egress} ${ingress}`) }),
    ...(postures.length === 0 ? {} : { postures: postures.map((p) => `${p.who.names} ${p.direction} ${p.before} ${p.after}`) }),
    flows: flows.existing.map(line),
    ...(flows.added.length === 0 ? {} : { flowsAdded: flows.added.map(line) }),
    ...(flows.removed.length === 0 ? {} : { flowsRemoved: flows.removed.map(line) }),
  };
}

const [db, api, web] = [deployment('apps/db'), deployment('apps/api'), deployment('apps/web')] as const;
const apps = [namespace('apps'), db, api, web];
const open = (...ingress: readonly JsonObject[]) => policy('apps/db', { ingress });
const http = (path: string): JsonObject => ({
  fromEndpoints: [{ matchLabels: { app: 'api' } }],
  toPorts: [{ ports: [{ port: '80', protocol: 'TCP' }], rules: { http: [{ method: 'GET', path }] } }],
});

test('a flow more, a flow less, and another port, each with the policy that it comes from', () => {
  expect(
    found(
      [...apps, open(fromApp('api', 5432), fromApp('web', 80))],
      [...apps, open(fromApp('api', 5433), { fromEntities: ['world'], ...toPorts([443]) })],
    ),
  ).toEqual({
    flows: [
      'opened world → apps/db: TCP 443 by db changed',
      'opened kube-apiserver → apps/db: TCP 443 by db changed',
      'opened apps/api → apps/db: TCP 5433 by db changed',
      'closed apps/api → apps/db: TCP 5432 by db changed',
      'closed apps/web → apps/db: TCP 80 by db changed',
    ],
  });
});

test('a policy that isolates: exposures first, each peer by its kind, and the direction that is closed now', () => {
  expect(found(apps, [...apps, open(fromApp('api'))])).toEqual({
    postures: ['apps/db ingress open isolated'],
    flows: [
      'closed world → apps/db: everything by db added',
      'closed kube-apiserver & remote-node & remote-node with kube-apiserver → apps/db: everything by db added',
      'closed every pod but apps/api → apps/db: everything by db added',
      "closed Cilium's own endpoints but init → apps/db: everything by db added",
    ],
  });
});

test('a policy that only observes closes nothing', () => {
  const spec = { enableDefaultDeny: { ingress: false }, ingress: [fromApp('api')] };
  expect(found(apps, [...apps, policy('apps/db', spec)])).toEqual({ postures: ['apps/db ingress open observed'], flows: [] });
});

test('what a proxy lets pass: less, more, and other requests', () => {
  const [narrow, wide] = [http('/public'), http('/a')];
  expect(found([...apps, open(fromApp('api', 80))], [...apps, open(narrow)]).flows).toEqual([
    'narrowed apps/api → apps/db: TCP 80 by db changed',
  ]);
  expect(found([...apps, open(narrow)], [...apps, open(narrow, wide)]).flows).toEqual([
    'widened apps/api → apps/db: TCP 80 (HTTP method GET, path /a) by db changed',
  ]);
  expect(found([...apps, open(narrow)], [...apps, open(wide)]).flows).toEqual([
    'widened apps/api → apps/db: TCP 80 (HTTP method GET, path /a) by db changed',
    'narrowed apps/api → apps/db: TCP 80 (HTTP method GET, path /public) by db changed',
  ]);
  expect(
    found(
      [...apps, open(fromApp('api', 80))],
      [...apps, open({ ...http('/'), toPorts: [{ ports: [{ port: '80', protocol: 'TCP' }], rules: { http: [{}] } }] })],
    ).flows,
  ).toEqual(['rerouted apps/api → apps/db: TCP 80 (through the HTTP proxy) by db changed']);
});

test('what files do not tell any more, and what they tell now', () => {
  const ofTeam = { fromEndpoints: [{ matchLabels: { 'k8s:io.cilium.k8s.namespace.labels.team': 'a' } }], ...toPorts([80]) };
  const [told, untold] = [
    [namespace('apps', { team: 'a' }), db, api],
    [db, api],
  ];
  expect(found([...told, open(ofTeam)], [...untold, open(ofTeam)]).flows).toContainEqual(
    'unknown every pod of namespace apps → apps/db: TCP 80 by labels apps/api, labels apps/db',
  );
  expect(found([...untold, open(ofTeam)], [...told, open(ofTeam)]).flows.filter((f) => f.startsWith('known'))).toHaveLength(1);
});

test('flows of a workload that is new, or gone, stand apart', () => {
  const guarded = [namespace('apps'), db, open(fromApp('api', 5432))];
  const more = [api, policy('apps/api', { ingress: [{}], egress: [{ toEndpoints: [{ matchLabels: { app: 'db' } }] }] })];
  const there = found(guarded, [...guarded, ...more]);
  expect(there).toMatchObject({ added: ['apps/api isolated isolated'], flows: [] });
  expect(there.flowsAdded).toContainEqual('opened apps/api → apps/db: TCP 5432 by api added');
  const back = found([...guarded, ...more], guarded);
  expect(back).toMatchObject({ removed: ['apps/api isolated isolated'], flows: [] });
  expect(back.flowsRemoved).toContainEqual('closed apps/api → apps/db: TCP 5432 by api removed');
});

test('another kind, or another name with the same labels, is the same workload', () => {
  const guard = open(fromApp('api', 5432));
  const asSet = { ...api, kind: 'StatefulSet' };
  expect(found([...apps, guard], [namespace('apps'), db, asSet, web, guard])).toEqual({ flows: [] });
  const [named, renamed] = [deployment('apps/api', { app: 'api' }), deployment('apps/server', { app: 'api' })];
  const { flows } = changes(tree([db, named, guard]), tree([db, renamed])).connectivity;
  expect(flows.added.length + flows.removed.length).toBe(0);
  expect(flows.existing.flatMap(({ from }) => from.names)).toContain('apps/server (was apps/api)');
});

test('labels of a workload can be the cause', () => {
  const guard = open(fromApp('api', 5432));
  expect(found([...apps, guard], [namespace('apps'), db, deployment('apps/api', { app: 'other' }), web, guard]).flows).toEqual([
    'closed apps/api → apps/db: TCP 5432 by labels apps/api',
  ]);
});

test('and so can the configuration of Cilium', () => {
  const objects = tree([...apps, open(fromApp('api', 5432))]).objects;
  const off = { ...defaultProfile, enforcement: 'never' as const };
  const { flows, postures } = changes({ objects }, { objects, options: { profile: off } }).connectivity;
  expect(flows.existing.map(line)).toContainEqual('opened world → apps/db: everything by configuration');
  expect(postures.some(({ after }) => after === 'no-say')).toBe(true);
});

describe('what both sides are made to tell apart', () => {
  test('blocks of addresses that one side names, and those inside of them', () => {
    const block = (cidr: string) => policy('apps/db', { egress: [{ toCIDR: [cidr] }] });
    expect(found([...apps, block('10.0.0.0/8')], [...apps, block('10.1.0.0/16')]).flows).toEqual([
      'closed apps/db → 10.0.0.0/8 without 10.1.0.0/16: everything by db changed',
    ]);
  });

  test('names and patterns of names', () => {
    const name = (fqdn: JsonObject) => policy('apps/db', { egress: [{ toFQDNs: [fqdn] }] });
    expect(found([...apps, name({ matchName: 'a.example.com' })], [...apps, name({ matchPattern: '*.example.com' })]).flows).toEqual([
      'opened apps/db → other names that match *.example.com: everything by db changed',
    ]);
  });

  test('pods that only rules of one side name', () => {
    expect(found([...apps, open(fromApp('api', 1))], [...apps, open(fromApp('api', 1), fromApp('job', 1))]).flows).toEqual([
      'opened pods with app=job in apps → apps/db: TCP 1 by db changed',
    ]);
  });

  test('pods that rules are about, and no object makes', () => {
    const guard = (port: number) => policy('apps/db', { ingress: [fromApp('api', port)] });
    expect(found([guard(1)], [guard(2)]).flows).toEqual([
      'opened pods with app=api in apps → pods with app=db in apps: TCP 2 by db changed',
      'closed pods with app=api in apps → pods with app=db in apps: TCP 1 by db changed',
    ]);
  });

  test('pods that only rules name on one side, and objects on the other', () => {
    const guard = open(fromApp('api', 5432));
    const { flowsRemoved, flows } = found([namespace('apps'), db, api, guard], [namespace('apps'), db, guard]);
    expect(flows).toEqual([]);
    expect(flowsRemoved).toContainEqual('closed apps/api → apps/db: TCP 5432');
  });

  test('pods that a definition names and others define are no change', () => {
    const guard = open(fromApp('api', 5432));
    const declared = { object: api, at: inDefinition('clusters/a.ts', 'flows[0]') };
    const committed = tree([namespace('apps'), db, guard]);
    const defined = { objects: [...committed.objects, declared] };
    expect(hasChanges(changes(committed, defined))).toBe(false);
    expect(hasChanges(changes(defined, committed))).toBe(false);
  });

  test('the labels of a namespace of which one side has nothing, and the nodes', () => {
    const guard = open({ fromEndpoints: [{ matchLabels: { 'k8s:io.cilium.k8s.namespace.labels.team': 'a' } }] });
    const one = tree([...apps, guard]);
    const more = tree([...apps, guard, namespace('other', { team: 'a' })]);
    expect(hasChanges(changes(one, more))).toBe(false);
    expect(hasChanges(changes(one, { ...one, options: { nodes: { count: 1, controlPlanes: 1 } } }))).toBe(false);
  });

  test('a cluster with both families, where the other has one', () => {
    const guard = open({ fromEntities: ['world'], ...toPorts([443]) });
    const objects = tree([...apps, guard]).objects;
    const { flows } = changes({ objects }, { objects, options: { profile: { ...defaultProfile, ipv6: true } } }).connectivity;
    expect(flows.existing).toEqual([]);
    expect(flows.added.map(line)).toContainEqual('opened world over IPv6 → apps/db: TCP 443 by configuration');
  });
});

test('a policy that would be refused isolates nobody, and is told', () => {
  const { after } = readAligned(tree(apps), tree([...apps, open({ fromCIDR: ['10.0.0.0/33'] })]));
  expect(after.findings).toEqual([expect.objectContaining({ severity: 'error', message: expect.stringContaining("'apps/db'") })]);
  expect(found(apps, [...apps, open({ fromCIDR: ['10.0.0.0/33'] })])).toEqual({ flows: [] });
});
