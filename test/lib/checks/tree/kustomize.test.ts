import { checked, found, goodTalos, goodValues, helmRelease, indented, undecided } from './support/tree';

const talos = { 'talos/controlplane.yaml': goodTalos };
const base = {
  ...talos,
  'base/kustomization.yaml': 'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: [release.yaml, objects.yaml]\n',
  'base/release.yaml': helmRelease(goodValues),
  'base/objects.yaml': `apiVersion: v1
kind: Service
metadata: { name: a, namespace: edge, labels: { tier: web } }
spec:
  type: NodePort
  ports:
    - { name: http, port: 80, nodePort: 30080 }
---
apiVersion: v1
kind: Service
metadata: { name: b, namespace: edge }
spec:
  type: NodePort
  ports:
    - { port: 80, nodePort: 30081 }
`,
};
const overlay = (patches: string, resources = '../../base') =>
  `apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: [${resources}]\n${patches}`;
const home = (patches: string, more: Readonly<Record<string, string>> = {}) =>
  checked({ ...base, 'overlays/home/kustomization.yaml': overlay(patches), ...more });

const mode = (value: string) => `apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: { name: cilium, namespace: kube-system }
spec: { values: { ipam: { mode: ${value} } } }
`;
/** A patch of the Service that gives it a port of the node, which the other one has. */
const port = (name: string, lines: string) => `apiVersion: v1
kind: Service
metadata: { name: ${name}, namespace: edge }
spec:
${indented(lines, 2)}`;
const listed = (patch: string, target = '') => `patches:\n  - ${target}patch: |-\n${indented(patch, 6)}`;

test('what no patch changes stays as it is', async () => {
  expect(found(await home(''))).toEqual([]);
});

describe('patches that are laid over', () => {
  test('a HelmRelease, in a file: what they say stands there', async () => {
    const files = { 'overlays/home/mode.yaml': mode('multi-pool') };
    const expected = ['INV005 overlays/home/mode.yaml:4:27 spec.values.ipam.mode'];
    expect(found(await home('patches: [{ path: mode.yaml }]\n', files))).toEqual(expected);
    expect(found(await home('patchesStrategicMerge: [mode.yaml]\n', files))).toEqual(expected);
  });

  test('a HelmRelease, in the kustomization itself', async () => {
    expect(found(await home(listed(mode('multi-pool'))))).toEqual([
      'INV005 overlays/home/kustomization.yaml:9:33 patches[0].patch.spec.values.ipam.mode',
    ]);
  });

  test('mend what stands in the base', async () => {
    const files = { 'base/release.yaml': helmRelease(goodValues.replace('mode: kubernetes', 'mode: multi-pool')) };
    expect(found(await home(listed(mode('kubernetes')), files))).toEqual([]);
  });

  test('delete with null, and whole objects', async () => {
    expect(found(await home(listed(mode('null'))))).toEqual(['INV005 base/release.yaml:11:13 spec.values.ipam.mode']);
    const clash = port('a', 'ports: [{ name: http, port: 80, nodePort: 30081 }]\n');
    expect(found(await home(listed(clash)))).toEqual(['EXP003 base/objects.yaml:15:19 spec.ports[0].nodePort']);
    const gone = 'apiVersion: v1\nkind: Service\nmetadata: { name: b, namespace: edge }\n$patch: delete\n';
    expect(found(await home(`${listed(clash)}\n  - patch: |-\n${indented(gone, 6)}`))).toEqual([]);
  });

  test("merge lists of Kubernetes' own kinds by their keys, new items first", async () => {
    const clash = port('a', 'ports: [{ port: 80, nodePort: 7445 }, { port: 81, nodePort: 30082 }]\n');
    expect(found(await home(listed(clash)))).toEqual([
      'INV021 overlays/home/kustomization.yaml:10:29 patches[0].patch.spec.ports[0].nodePort',
      'INV024 overlays/home/kustomization.yaml:10:29 patches[0].patch.spec.ports[0].nodePort',
    ]);
    const deleted = port('b', 'ports: [{ port: 80, $patch: delete }, { port: 81, nodePort: 30080 }]\n');
    expect(found(await home(listed(deleted)))).toEqual([
      'EXP003 overlays/home/kustomization.yaml:10:59 patches[0].patch.spec.ports[1].nodePort',
    ]);
  });

  test('are for all that their target chooses, whatever they call it', async () => {
    const any = 'apiVersion: v1\nkind: Service\nmetadata: { name: not-used }\nspec: { ports: [{ port: 80, nodePort: 7445 }] }\n';
    const of = async (target: string) =>
      found(await home(listed(any, `target: { ${target} }\n    `))).filter((line) => line.startsWith('INV021')).length;
    expect(await of('kind: Service, name: a')).toBe(1);
    expect(await of('kind: Serv.*')).toBe(2);
    expect(await of('kind: Serv')).toBe(0);
    expect(await of('kind: Service, labelSelector: "tier in (web, db),!gone"')).toBe(1);
    expect(await of('kind: Service, labelSelector: tier!=web')).toBe(1);
    expect(await of('kind: Service, labelSelector: "tier notin (web),tier"')).toBe(0);
    expect(await of('kind: Service, namespace: other')).toBe(0);
  });
});

describe('JSON patches', () => {
  const operations = (...lines: readonly string[]) => lines.map((line) => `- { ${line} }\n`).join('');
  const target = 'target: { kind: Service, name: a }\n    ';

  test('in the kustomization, in a file, and as patchesJson6902', async () => {
    const patch = operations('op: replace, path: /spec/ports/0/nodePort, value: 7445');
    const inside = found(await home(listed(patch, target))).filter((line) => line.startsWith('INV021'));
    expect(inside).toEqual(['INV021 overlays/home/kustomization.yaml:7:54 patches[0].patch[0].value']);
    const files = { 'overlays/home/port.yaml': patch };
    for (const list of ['patches', 'patchesJson6902']) {
      const result = await home(`${list}: [{ target: { kind: Service, name: a }, path: port.yaml }]\n`, files);
      expect(found(result).filter((line) => line.startsWith('INV021'))).toEqual(['INV021 overlays/home/port.yaml:1:48 value']);
    }
  });

  test('add, copy, move, remove and test', async () => {
    const of = async (...lines: readonly string[]) => found(await home(listed(operations(...lines), target)));
    expect(await of('op: add, path: /spec/ports/-, value: { port: 81, nodePort: 30081 }')).toEqual([
      'EXP003 base/objects.yaml:15:19 spec.ports[0].nodePort',
    ]);
    expect(await of('op: copy, from: /spec/ports/0/nodePort, path: /spec/ports/0/targetPort')).toEqual([]);
    expect(
      await of('op: replace, path: /spec/ports/0/port, value: 7445', 'op: move, from: /spec/ports/0/port, path: /spec/ports/0/nodePort'),
    ).toEqual(expect.arrayContaining(['INV021 overlays/home/kustomization.yaml:7:50 patches[0].patch[0].value']));
    expect(
      await of(
        'op: add, path: /spec/ports/0, value: { port: 81, nodePort: 30081 }',
        'op: test, path: /spec/ports/1/nodePort, value: 30080',
        'op: remove, path: /spec/ports/0',
      ),
    ).toEqual([]);
  });

  test('that do not fit leave unknown what they are for, and nothing else', async () => {
    const result = await home(listed(operations('op: remove, path: /spec/gone'), target));
    const why =
      "nobody knows what patches make of Service 'a': a JSON patch in overlays/home/kustomization.yaml doesn't fit: there is no 'gone'";
    expect(undecided(result, 'EXP003', 'INV005')).toEqual([`EXP003 since ${why}`]);
  });
});

describe('patches that can not be followed', () => {
  const whys = async (patches: string, more: Readonly<Record<string, string>> = {}) =>
    undecided(await home(patches, more), 'EXP003', 'INV005', 'HLM001');

  test('since they are not here', async () => {
    const why = "the patch overlays/home/gone.yaml of overlays/home/kustomization.yaml can't be read here";
    expect(await whys('patches: [{ path: gone.yaml, target: { kind: HelmRelease } }]\n')).toEqual([
      `HLM001 since not all values of HelmRelease 'kube-system/cilium' are known: ${why}`,
      `INV005 since not all values of HelmRelease 'kube-system/cilium' are known: ${why}`,
    ]);
    expect(await whys('patches: [{ path: gone.yaml }]\n')).toHaveLength(3);
  });

  test('since their target or their words are not understood', async () => {
    const service = port('a', 'type: NodePort\n');
    expect(await whys(listed(service, 'target: { kind: "(" }\n    '))).toHaveLength(3);
    expect(await whys(listed(port('a', '$retainKeys: [ports]\n')))).toEqual([
      "EXP003 since nobody knows what patches make of Service 'a': a patch in overlays/home/kustomization.yaml can't be followed: it has '$retainKeys', which isn't followed here",
    ]);
  });
});

describe('who includes what', () => {
  test('a patch of the base comes before that of the overlay, and one of a component with it', async () => {
    const files = {
      'base/kustomization.yaml': `${base['base/kustomization.yaml']}${listed(mode('multi-pool'))}`,
      'components/mode/kustomization.yaml': `apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\n${listed(mode('kubernetes'))}`,
    };
    expect(found(await home('', files))).toEqual(['INV005 base/kustomization.yaml:9:33 patches[0].patch.spec.values.ipam.mode']);
    expect(found(await home('components: [../../components/mode]\n', files))).toEqual([]);
  });

  test('what several overlays make of it are several clusters', async () => {
    const files = { 'overlays/lab/kustomization.yaml': overlay(listed(mode('multi-pool'))) };
    const result = await home('', files);
    expect(result.clusters).toEqual(['home', 'lab']);
    expect(found(result)).toEqual(['INV005 overlays/lab/kustomization.yaml:9:33 patches[0].patch.spec.values.ipam.mode']);
  });

  test('two in one folder are told apart by nothing', async () => {
    const flux = (name: string, patches: string) =>
      `apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: { name: ${name} }\nspec:\n  path: ./base\n${indented(patches, 2)}`;
    const result = await checked({ ...base, 'flux/a.yaml': flux('a', ''), 'flux/b.yaml': flux('b', listed(mode('multi-pool'))) });
    expect(found(result)).toEqual([]);
    expect(undecided(result, 'INV005')).toEqual([
      "INV005 since not all values of HelmRelease 'kube-system/cilium' are known: flux/a.yaml and flux/b.yaml make different things of it",
    ]);
  });

  test('kustomizations that include each other end', async () => {
    const circle = {
      'base/kustomization.yaml': `${base['base/kustomization.yaml'].replace('objects.yaml', 'objects.yaml, ../overlays/home')}`,
    };
    expect(found(await home('', circle))).toEqual([]);
  });
});

describe('labels that a kustomization adds', () => {
  const objects = `apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: edge }
spec:
  selector: { matchLabels: { app: web } }
  template: { metadata: { labels: { app: web } }, spec: { containers: [{ name: main, image: web:1 }] } }
---
apiVersion: cilium.io/v2
kind: CiliumNetworkPolicy
metadata: { name: web, namespace: edge }
spec:
  endpointSelector: { matchLabels: { part: front } }
  ingress: [{ fromEndpoints: [{ matchLabels: { app: web } }] }]
`;
  const aimless = async (labels: string) =>
    found(await home(labels, { 'base/objects.yaml': objects })).filter((line) => /^POL0/.test(line));

  test('are those of pods where it says so, and policies are judged with them', async () => {
    const without = await aimless('');
    expect(without).not.toEqual([]);
    expect(await aimless('labels: [{ pairs: { part: front } }]\n')).toEqual(without);
    expect(await aimless('labels: [{ pairs: { part: front }, includeTemplates: true }]\n')).toEqual([]);
    expect(await aimless('commonLabels: { part: front }\n')).toEqual([]);
  });
});

describe('Flux and Argo CD', () => {
  const flux = (path: string, patches: string) =>
    `apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: { name: all }\nspec:\n  path: ${path}\n${indented(patches, 2)}`;

  test('patch what they apply of a folder, with a kustomization or without', async () => {
    const expected = ['INV005 flux/all.yaml:11:35 spec.patches[0].patch.spec.values.ipam.mode'];
    expect(found(await checked({ ...base, 'flux/all.yaml': flux('./base', listed(mode('multi-pool'))) }))).toEqual(expected);
    const { 'base/kustomization.yaml': _, ...loose } = base;
    expect(found(await checked({ ...loose, 'flux/all.yaml': flux('./', listed(mode('multi-pool'))) }))).toEqual(expected);
    expect(found(await checked({ ...base, 'flux/all.yaml': flux('./elsewhere', listed(mode('multi-pool'))) }))).toEqual([]);
  });

  test('patch with components, which come before what they say themselves', async () => {
    const component = `apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\n${listed(mode('multi-pool'))}`;
    const files = (patches: string) => ({
      ...base,
      'mode/kustomization.yaml': component,
      'flux/all.yaml': flux('./base', `components: [../mode]\n${patches}`),
    });
    expect(found(await checked(files('')))).toEqual(['INV005 mode/kustomization.yaml:8:33 patches[0].patch.spec.values.ipam.mode']);
    expect(found(await checked(files(listed(mode('kubernetes')))))).toEqual([]);
  });

  test('patches of the patches of others', async () => {
    const patch = `apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: { name: not-used }
spec:
${indented(listed(mode('multi-pool'), 'target: { kind: HelmRelease }\n    '), 2)}`;
    const result = await checked({
      ...base,
      'flux/root.yaml': flux('./apps', listed(patch, 'target: { kind: Kustomization }\n    ')),
      'apps/cilium.yaml': flux('./base', '').replace('name: all', 'name: cilium'),
    });
    expect(found(result)).toEqual(['INV005 flux/root.yaml:19:43 spec.patches[0].patch.spec.patches[0].patch.spec.values.ipam.mode']);
  });

  test('an Application with patches', async () => {
    const application = `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: { name: net, namespace: argocd }
spec:
  source:
    path: base
    kustomize:
${indented(listed(port('a', 'ports: [{ port: 80, nodePort: 7445 }]\n')), 6)}`;
    expect(found(await checked({ ...base, 'argo/net.yaml': application })).filter((line) => line.startsWith('INV021'))).toHaveLength(1);
  });

  test('what comes behind the chart leaves its values unknown where it is about Cilium itself', async () => {
    const renderers = (kind: string) =>
      `  postRenderers: [{ kustomize: { patches: [{ target: { kind: ${kind}, name: x }, patch: "[]" }] } }]\n`;
    const of = async (kind: string) =>
      undecided(await checked({ ...talos, 'apps/cilium.yaml': helmRelease(goodValues, renderers(kind)) }), 'INV005');
    expect(await of('ServiceMonitor')).toEqual([]);
    expect(await of('ConfigMap')).toEqual([
      "INV005 since not all values of HelmRelease 'kube-system/cilium' are known: spec.postRenderers[0] changes what the chart renders",
    ]);
  });
});
