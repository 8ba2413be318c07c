import { ciliumValues, gitOpsObjects, kubernetesObjects } from '../../charts';
import { valueAt } from '../../lib/base';
import { checkFacts } from '../../lib/checks';
import { factsOfDefinition } from '../../lib/checks/facts/definition';
import { resolve } from '../../lib/model';
import { controlPlanePatch, ownPatches } from '../../talos';
import { emitted, rack } from '../support/rack';
import { byArgocd, byFlux, whole } from './support/kept';

const keepers = { Flux: byFlux(), 'Flux, from an OCI artifact': byFlux({ chart: 'oci' }), 'Argo CD': byArgocd() };

/** What INV080 says of who keeps Cilium, where objects with this text had another in its place. */
function disagreement(gitops: (typeof keepers)[keyof typeof keepers], text: string, other: string): string[] {
  const file = 'clusters/rack.ts';
  const { model } = resolve(rack({ ...whole, gitops }), file);
  if (model?.network.cilium === undefined || model.gitops === undefined) throw new Error('there is no such model');
  const { at } = model.gitops;
  const values = ciliumValues(model, model.network.cilium);
  const { objects } = kubernetesObjects(model);
  const own = gitOpsObjects(model, objects, values).map(({ object }) => {
    const written = JSON.stringify(object);
    return { object: JSON.parse(written.replace(text, other)), origin: at };
  });
  expect(text === other || own.some(({ object }) => JSON.stringify(object).includes(other))).toBe(true);
  const facts = factsOfDefinition(model, {
    talos: controlPlanePatch(model),
    ownPatches: ownPatches(model),
    values,
    objects: [...own, ...objects],
  });
  return checkFacts(facts, [], at).flatMap(({ id, message }) => (id === 'INV080' ? [message] : []));
}

describe.each(Object.entries(keepers))('%s', (title, gitops) => {
  const what = gitops.kind === 'flux' ? "the HelmRelease 'flux-system/cilium'" : "the Application 'argocd/rack-cilium'";
  const says = (text: string, other: string) => disagreement(gitops, text, other);

  test('agrees with who installed Cilium, as it is emitted', () => {
    expect(says('', '')).toEqual([]);
  });

  test('is found out with another release', () => {
    const version = '1.20.2';
    expect(says(`"${version}"`, '"1.20.1"')).toEqual([
      expect.stringContaining(`${what} brings Cilium '1.20.1', and apply.sh '${version}'`),
    ]);
  });

  test('is found out with other values', () => {
    expect(says('"mode":"kubernetes"', '"mode":"cluster-pool"')).toEqual([
      expect.stringContaining(`the values of ${what} are not those of apply.sh ('ipam.mode')`),
    ]);
  });

  test('is found out in another namespace', () => {
    const key = gitops.kind === 'flux' ? '"targetNamespace":' : '"destination":{"server":"https://kubernetes.default.svc","namespace":';
    expect(says(`${key}"kube-system"`, `${key}"cilium"`)).toHaveLength(1);
  });

  test('is found out with a chart from elsewhere', () => {
    const from = says(title.includes('OCI') ? 'oci://quay.io' : 'https://helm.cilium.io', 'https://charts.example.com');
    expect(from).toEqual([expect.stringContaining(`${what} takes Cilium's chart from 'https://charts.example.com`)]);
  });
});

test('Flux is found out with a release of another name', () => {
  expect(disagreement(byFlux(), '"releaseName":"cilium"', '"releaseName":"cni"')).toEqual([
    expect.stringContaining("makes the release 'kube-system/cni' beside 'kube-system/cilium' of apply.sh"),
  ]);
});

test('the script installs by the names that are kept', () => {
  const { files, values } = emitted({ ...whole, gitops: byFlux() });
  const command =
    /helm --kube-context "\$context" --namespace (\S+) upgrade --install (\S+) (\S+) --repo (\S+) --version (\S+) --values (\S+)/;
  const [, namespace, name, chart, repository, version, path] = command.exec(files.get('rack/apply.sh') ?? '') ?? [];
  const release = emitted({ ...whole, gitops: byFlux() }).files.get('rack/flux/cilium/HelmRelease-cilium.flux-system.yaml') ?? '';
  const lines = (key: string, value: string | undefined) => expect(release).toMatch(new RegExp(`^ +${key}: "?${value}"?$`, 'm'));
  lines('targetNamespace', namespace);
  lines('storageNamespace', namespace);
  lines('releaseName', name);
  lines('chart', chart);
  lines('version', version);
  expect(repository).toBe('https://helm.cilium.io');
  expect(path).toBe('"$output"/cilium/values.yaml');
  expect(valueAt(values(), 'ipam', 'mode')).toBe('kubernetes');
});
