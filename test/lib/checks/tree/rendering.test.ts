import { checked, found, goodTalos, goodValues, helmRelease, indented, undecided } from './support/tree';

const talos = { 'talos/controlplane.yaml': goodTalos };
/** Values of which two need an API server while they are rendered. */
const asked = `${goodValues.replace('hubble: { tls: { auto: { method: cronJob } } }', 'hubble: { enabled: true }')}gatewayAPI: { enabled: true }\n`;
const application = (more = '') => `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: { name: cilium, namespace: argocd }
spec:
  source:
    repoURL: https://helm.cilium.io
    chart: cilium
    targetRevision: 1.20.2
    helm:
      valuesObject:
${indented(asked, 8)}  destination: { namespace: kube-system }
${more}`;
const kustomization = `apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
helmCharts:
  - { name: cilium, version: 1.20.2, releaseName: cilium, namespace: kube-system, valuesFile: values.yaml }
`;

describe('what the chart asks the API server for', () => {
  test('Helm and Flux tell it', async () => {
    expect(found(await checked({ ...talos, 'apps/cilium.yaml': helmRelease(asked) }))).toEqual([]);
  });

  test('Argo CD tells it kinds and no objects', async () => {
    expect(found(await checked({ ...talos, 'apps/cilium.yaml': application() }))).toEqual([
      'INV065 apps/cilium.yaml:20:9 spec.source.helm.valuesObject.hubble.tls.auto.method',
    ]);
  });

  test('Argo CD may leave certificates as they are', async () => {
    const ignoring = application('  ignoreDifferences: [{ kind: Secret, name: hubble-server-certs, jsonPointers: [/data] }]\n');
    const { findings } = await checked({ ...talos, 'apps/cilium.yaml': ignoring });
    expect(findings.filter(({ id }) => id === 'INV065').map(({ severity }) => severity)).toEqual(['info']);
  });

  test('Kustomize tells it nothing, but for a GatewayClass that is there', async () => {
    const files = { ...talos, 'cilium/kustomization.yaml': kustomization, 'cilium/values.yaml': asked };
    const own =
      'apiVersion: gateway.networking.k8s.io/v1\nkind: GatewayClass\nmetadata: { name: cilium }\nspec: { controllerName: io.cilium/gateway-controller }\n';
    const [without, together] = await Promise.all([checked(files), checked({ ...files, 'gateway/class.yaml': own })]);
    expect(without.findings.filter(({ id }) => id === 'INV047' || id === 'INV065').map(({ id, severity }) => [id, severity])).toEqual([
      ['INV065', 'error'],
      ['INV047', 'warning'],
    ]);
    expect(found(together)).toEqual(['INV065 cilium/values.yaml:10:1 hubble.tls.auto.method']);
  });

  test('nobody knows where values alone are here', async () => {
    const result = await checked({ ...talos, 'net/cilium-values.yaml': asked });
    expect(found(result)).toEqual([]);
    expect(undecided(result, 'INV065')).toEqual(['INV065 since no file here says who installs Cilium by net/cilium-values.yaml']);
  });
});

describe('a value of the name automount', () => {
  test('is told of where lists of values are too new', async () => {
    const values = goodValues.replace('autoMount', 'automount');
    const { findings } = await checked({ ...talos, 'apps/cilium.yaml': helmRelease(values).replace('1.20.2', '1.18.6') });
    expect(findings.filter(({ status, severity }) => status === 'found' && severity !== 'info')).toMatchObject([
      {
        id: 'INV015',
        severity: 'warning',
        at: { file: 'apps/cilium.yaml', line: 13, column: 15 },
        message:
          "'automount' is not the name of this value: Cilium mounts a cgroup file system beside that of Talos, with a container that may do so on the node",
        repair: "write 'autoMount'",
      },
    ]);
  });
});

describe('the address of the API server', () => {
  test.each([
    ['of the control planes together is no mistake', 'k8sServiceHost: 192.168.1.10', 'k8sServicePort: 6443', [['INV004', 'info']]],
    ['with the port of KubePrism is one', 'k8sServiceHost: 192.168.1.10', 'k8sServicePort: 7445', [['INV004', 'error']]],
    ['that nobody says is told once', 'debug: {}', 'tls: {}', [['INV004', 'error']]],
    ['that an object says is fine', 'k8sServiceHostRef: { name: api }', 'k8sServicePort: 6443', []],
  ])('%s', async (_, host, port, expected) => {
    const values = goodValues.replace('k8sServiceHost: localhost', host).replace('k8sServicePort: 7445', port);
    const { findings } = await checked({ ...talos, 'apps/cilium.yaml': helmRelease(values) });
    expect(findings.filter(({ status }) => status === 'found').map(({ id, severity }) => [id, severity])).toEqual(expected);
  });
});

test('patches alone say nothing of the network that Talos brings', async () => {
  const patch = 'cluster: { allowSchedulingOnControlPlanes: true }\n';
  const result = await checked({ 'patches/controlplane/all.yaml': patch, 'apps/cilium.yaml': helmRelease(goodValues) });
  expect(found(result)).toEqual([]);
  expect(undecided(result, 'INV001', 'INV002')).toEqual([
    'INV001 since no Talos config here says it, and there may be more of it elsewhere',
    'INV002 since no Talos config here says it, and there may be more of it elsewhere',
  ]);
});

test('a template of Talos config is named where nothing else is here', async () => {
  const result = await checked({
    'talos/machineconfig.yaml': 'machine:\n  {% if x %}\n  a: 1\n  {% endif %}\n',
    'cilium.yaml': helmRelease(goodValues),
  });
  expect(undecided(result, 'INV001')).toEqual(["INV001 since talos/machineconfig.yaml can't be read, and nothing else says it"]);
});

test('addresses of pods that Cilium hands out itself are told by their range', async () => {
  const own = goodValues.replace(
    'ipam: { mode: kubernetes }',
    'ipam: { mode: multi-pool, operator: { clusterPoolIPv4PodCIDRList: [10.42.0.0/16] } }',
  );
  const { findings } = await checked({ ...talos, 'apps/cilium.yaml': helmRelease(own) });
  expect(findings.filter(({ id, status }) => id === 'INV005' && status === 'found')).toMatchObject([
    {
      severity: 'warning',
      message: "with 'multi-pool' Cilium hands out addresses of its own, of 10.42.0.0/16, and ignores those that Kubernetes gives to nodes",
    },
  ]);
});

test('nothing is said of an Envoy that runs in the agents', async () => {
  const inside = goodValues.replace('envoy: { rollOutPods: true }', 'envoy: { enabled: false }');
  expect(found(await checked({ ...talos, 'apps/cilium.yaml': helmRelease(inside) }))).toEqual([]);
});
