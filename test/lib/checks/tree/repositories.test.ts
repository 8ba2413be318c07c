import { checked, found, goodTalos, goodValues, helmRelease, undecided } from './support/tree';

const service = (name: string, port: number) => `apiVersion: v1
kind: Service
metadata: { name: ${name} }
spec:
  type: NodePort
  ports:
    - { port: 80, nodePort: ${port} }
`;
const good = { 'apps/cilium.yaml': helmRelease(goodValues), 'talos/controlplane.yaml': goodTalos };

describe('several clusters in one repository', () => {
  const files = (values: string) => ({
    'clusters/east/cilium/release.yaml': helmRelease(goodValues),
    'clusters/west/cilium/release.yaml': helmRelease(values),
    'talos/east/controlplane.yaml': goodTalos,
    'talos/west/controlplane.yaml': goodTalos.replace('7445', '7446'),
    'shared/a.yaml': service('a', 30080),
  });

  test('are told apart by their folders, and each has its own facts', async () => {
    const result = await checked(files(goodValues.replace('7445', '7446')));
    expect(result.clusters).toEqual(['east', 'west']);
    expect(found(result)).toEqual([]);
  });

  test('a finding is about one of them', async () => {
    expect(found(await checked(files(goodValues)))).toEqual(['INV003 clusters/west/cilium/release.yaml:9:5 spec.values.k8sServicePort']);
  });

  test('what they share is judged once', async () => {
    const result = await checked({ ...files(goodValues.replace('7445', '7446')), 'shared/b.yaml': service('b', 30080) });
    expect(found(result)).toEqual(['EXP003 shared/b.yaml:7:19 spec.ports[0].nodePort']);
  });
});

describe('objects', () => {
  test('of node ports and host ports', async () => {
    const pod = `apiVersion: apps/v1
kind: DaemonSet
metadata: { name: proxy, namespace: edge }
spec:
  selector: { matchLabels: { app: proxy } }
  template:
    metadata: { labels: { app: proxy } }
    spec:
      containers:
        - name: main
          image: proxy:1
          ports: [{ containerPort: 80, hostPort: 30080 }]
`;
    const result = await checked({ ...good, 'apps/a.yaml': service('a', 7445), 'apps/p.yaml': pod });
    expect(found(result).filter((line) => /^(INV|EXP)/.test(line))).toEqual([
      'INV021 apps/a.yaml:7:19 spec.ports[0].nodePort',
      'INV024 apps/a.yaml:7:19 spec.ports[0].nodePort',
      'INV025 apps/p.yaml:12:40 spec.template.spec.containers[0].ports[0].hostPort',
    ]);
  });

  test('of pools and Services at their addresses', async () => {
    const pools = `apiVersion: cilium.io/v2
kind: CiliumLoadBalancerIPPool
metadata: { name: lan }
spec: { blocks: [{ start: 192.168.1.200, stop: 192.168.1.210 }] }
---
apiVersion: cilium.io/v2alpha1
kind: CiliumL2AnnouncementPolicy
metadata: { name: lan }
spec: { loadBalancerIPs: true, interfaces: ['^eth0$'] }
`;
    const balanced = `apiVersion: v1
kind: Service
metadata:
  name: web
  namespace: edge
  annotations: { lbipam.cilium.io/ips: 192.168.1.201 }
spec:
  type: LoadBalancer
  externalTrafficPolicy: Local
  ports: [{ port: 80 }]
`;
    const result = await checked({ ...good, 'apps/pools.yaml': pools, 'apps/web.yaml': balanced });
    expect(found(result).filter((line) => line.startsWith('INV'))).toEqual([
      'INV052 apps/cilium.yaml:6:3 spec.values.l2announcements.enabled',
      'INV054 apps/web.yaml:1:1',
    ]);
    const silent = await checked({ ...good, 'apps/pools.yaml': pools.split('---')[0] as string });
    expect(undecided(silent, 'INV054', 'INV057')).toEqual(['INV054 since nothing here announces their addresses']);
  });

  test('policies are read in the namespace that Kustomize or Flux gives them', async () => {
    const policy = (where: string) => `apiVersion: cilium.io/v2
kind: CiliumNetworkPolicy
metadata: { name: db${where} }
spec:
  endpointSelector: {}
  ingres: [{}]
`;
    const result = await checked({
      'apps/db/kustomization.yaml':
        'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nnamespace: data\nresources: [policy.yaml]\n',
      'apps/db/policy.yaml': policy(''),
      'apps/web/policy.yaml': policy(', namespace: web'),
      'flux/web.yaml':
        'apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: { name: w }\nspec: { path: ./apps/web, targetNamespace: front }\n',
    });
    const refused = result.findings.filter(({ id }) => id === 'POL002').map(({ message }) => message);
    expect(refused).toEqual([
      "CiliumNetworkPolicy 'data/db': unknown field 'ingres'",
      "CiliumNetworkPolicy 'front/db': unknown field 'ingres'",
    ]);
  });

  test('patches of Kustomize are no objects of their own', async () => {
    const classes =
      'apiVersion: storage.k8s.io/v1\nkind: StorageClass\nmetadata: { name: a, annotations: { storageclass.kubernetes.io/is-default-class: "true" } }\nprovisioner: x\n';
    const files = { 'base/class.yaml': classes, 'prod/patch.yaml': classes.replace('name: a', 'name: b') };
    const kustomization =
      'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: [../base]\npatches: [{ path: patch.yaml }]\n';
    expect(found(await checked(files))).toEqual(['STO002 prod/patch.yaml:1:1']);
    expect(found(await checked({ ...files, 'prod/kustomization.yaml': kustomization }))).toEqual([]);
  });
});

describe('ichor.yaml', () => {
  const values = goodValues.replace('bpf: { masquerade: true, ', 'bpf: { ');
  const files = { ...good, 'apps/cilium.yaml': helmRelease(values) };
  const accept = (entry: string) => ({ ...files, 'ichor.yaml': `accept:\n  - ${entry}\n` });

  test('accepts by file, by folder and by the path inside, with a reason', async () => {
    expect(found(await checked(files))).toEqual(['INV014 apps/cilium.yaml:12:5 spec.values.bpf.masquerade']);
    for (const path of ['apps/cilium.yaml', './apps/', '.', 'apps/cilium.yaml#spec.values.bpf'])
      expect(found(await checked(accept(`{ id: INV014, path: '${path}', reason: no node ports }`)))).toEqual([]);
  });

  test.each([
    ['nothing there', '{ id: INV014, path: talos, reason: r }', ['ACC001', "nothing is found as INV014 at 'talos'"]],
    [
      'nothing inside',
      "{ id: INV014, path: 'apps/cilium.yaml#spec.interval', reason: r }",
      ['ACC001', "nothing is found as INV014 at 'apps/cilium.yaml#spec.interval'"],
    ],
    ['no reason', '{ id: INV014, path: apps }', ['ACC003', "the acceptance of INV014 at 'apps' gives no reason"]],
    ['no path', '{ id: INV014, reason: r }', ['ACC004', 'an acceptance has an id and a path, both text']],
    ['another key', '{ id: INV014, path: apps, reason: r, until: later }', ['ACC004', "an acceptance has no 'until'"]],
  ])('%s is a finding', async (_, entry, [id, message]) => {
    const result = await checked(accept(entry));
    expect(result.findings.filter((f) => f.id.startsWith('ACC'))).toMatchObject([
      { id, message, at: { file: 'ichor.yaml', line: 2, column: 5 } },
    ]);
    expect(found(result)).toContain('INV014 apps/cilium.yaml:12:5 spec.values.bpf.masquerade');
  });

  test('an error goes too: nothing is written here', async () => {
    const result = await checked({
      ...accept('{ id: INV004, path: apps, reason: r }'),
      'apps/cilium.yaml': helmRelease(goodValues.replace('localhost', '192.168.1.10')),
    });
    expect(found(result)).toEqual([]);
  });

  test('a key that it does not have is a finding', async () => {
    const result = await checked({ ...good, 'ichor.yaml': 'accepts: []\n' });
    expect(result.findings.filter(({ id }) => id === 'ACC004')).toMatchObject([
      { message: "there is no 'accepts' here", repair: 'write accept alone' },
    ]);
  });
});
