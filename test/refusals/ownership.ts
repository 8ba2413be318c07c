import { network, small } from './support/definitions';
import { found, type Refusal } from './support/refusal';

const inline = (contents: string, changes: object = {}) =>
  small({ talos: { patch: { cluster: { inlineManifests: [{ name: 'extra', contents }] } } }, ...changes });
const document = (manifest: string) =>
  small({
    versions: { talos: '1.14.2', kubernetes: '1.36.3' },
    talos: { patch: { apiVersion: 'v1alpha1', kind: 'KubeInlineManifestConfig', name: 'extra', manifest } },
  });
const agents = 'apiVersion: apps/v1\nkind: DaemonSet\nmetadata:\n  name: cilium\n  namespace: kube-system\n';
const job = (kind: string) =>
  `apiVersion: v1\nkind: Namespace\nmetadata:\n  name: apps\n---\napiVersion: batch/v1\nkind: ${kind}\nmetadata:\n  name: once\n`;

const values = { network: network({ values: { debug: { enabled: true } } }) };
const release = (spec: object, metadata: object = {}) => ({
  apiVersion: 'helm.toolkit.fluxcd.io/v2',
  kind: 'HelmRelease',
  metadata: { name: 'cilium', namespace: 'kube-system', ...metadata },
  spec: { chart: { spec: { chart: 'cilium', version: '1.20.2' } }, ...spec },
});
const elsewhere = { valuesFrom: [{ kind: 'ConfigMap', name: 'cilium-values' }] };
const application = (chart: string, namespace = 'kube-system', helm: object = { values: '' }) => ({
  apiVersion: 'argoproj.io/v1alpha1',
  kind: 'Application',
  metadata: { name: 'network', namespace: 'argocd' },
  spec: { source: { chart, targetRevision: '1.20.2', helm }, destination: { namespace } },
});
const also = (...objects: readonly object[]) => small({ objects });

/** Who installs Cilium, and what Talos applies by itself. */
export const ownership: readonly Refusal[] = [
  {
    title: 'Cilium in the machine config too',
    given: inline(agents),
    finds: [
      found(
        'INV078',
        'talos.patch.cluster.inlineManifests',
        "apply.sh installs Cilium, and so does the inline manifest 'extra': talosctl upgrade-k8s would put it back to what the machine config has, or delete what is no longer there",
        'leave out one of them',
        ['network'],
      ),
    ],
    twin: inline(agents.replace('name: cilium', 'name: cilium-exporter')),
  },
  {
    title: 'Cilium in the machine config too, in its own document',
    given: document(agents),
    finds: [
      found(
        'INV078',
        'talos.patch',
        "apply.sh installs Cilium, and so does the inline manifest 'extra': talosctl upgrade-k8s would put it back to what the machine config has, or delete what is no longer there",
        'leave out one of them',
        ['network'],
      ),
    ],
    twin: document(agents.replace('DaemonSet', 'ConfigMap')),
  },
  {
    title: 'Argo CD beside Flux',
    given: also(application('cilium'), release(elsewhere)),
    finds: [
      found(
        'INV078',
        'objects[1]',
        "the Application 'argocd/network' installs Cilium, and so does the HelmRelease 'kube-system/cilium': each would undo what the other does, and what one deletes is the network of every node",
        'leave out one of them',
        ['objects[0]'],
      ),
    ],
    twin: also(application('metallb'), release(elsewhere)),
  },
  {
    title: 'the objects of the chart beside the script',
    given: also({ apiVersion: 'apps/v1', kind: 'DaemonSet', metadata: { name: 'cilium', namespace: 'kube-system' }, spec: daemon() }),
    finds: [
      found(
        'INV078',
        'objects[0]',
        "apply.sh installs Cilium, and so does the DaemonSet 'kube-system/cilium': each would undo what the other does, and what one deletes is the network of every node",
        'leave out one of them',
        ['network'],
      ),
    ],
    twin: also({ apiVersion: 'apps/v1', kind: 'DaemonSet', metadata: { name: 'exporter', namespace: 'kube-system' }, spec: daemon() }),
  },
  {
    title: 'a Job in the machine config',
    given: inline(job('Job')),
    finds: [
      found(
        'INV079',
        'talos.patch.cluster.inlineManifests',
        "the inline manifest 'extra' has a Job, which can't be changed once it is there: talosctl upgrade-k8s applies it again, and fails",
        'apply the Job by itself, once',
      ),
    ],
    twin: inline(job('CronJob')),
  },
  {
    title: 'a Job in the machine config, in its own document',
    given: document(job('Job')),
    finds: [
      found(
        'INV079',
        'talos.patch',
        "the inline manifest 'extra' has a Job, which can't be changed once it is there: talosctl upgrade-k8s applies it again, and fails",
        'apply the Job by itself, once',
      ),
    ],
    twin: document(job('Role')),
  },
  {
    title: 'a release of Flux with another name',
    given: also(release(elsewhere, { name: 'cni' })),
    finds: [
      found(
        'INV080',
        'objects[0]',
        "the HelmRelease 'kube-system/cni' makes the release 'kube-system/cni' beside 'kube-system/cilium' of apply.sh: Cilium would be there twice, or Helm refuses objects that belong to another release",
        "write releaseName 'cilium' and targetNamespace 'kube-system'",
        ['network'],
      ),
    ],
    twin: also(release({ ...elsewhere, releaseName: 'cilium' }, { name: 'cni' })),
  },
  {
    title: 'a release of Flux in another namespace',
    given: also(release({ ...elsewhere, targetNamespace: 'cilium' })),
    finds: [
      found(
        'INV080',
        'objects[0]',
        "the HelmRelease 'kube-system/cilium' makes the release 'cilium/cilium-cilium' beside 'kube-system/cilium' of apply.sh: Cilium would be there twice, or Helm refuses objects that belong to another release",
        "write releaseName 'cilium' and targetNamespace 'kube-system'",
        ['network'],
      ),
    ],
    twin: also(release({ ...elsewhere, targetNamespace: 'kube-system', releaseName: 'cilium' })),
  },
  {
    title: 'an Application for another namespace',
    given: also(application('cilium', 'cilium')),
    finds: [
      found(
        'INV080',
        'objects[0]',
        "the Application 'argocd/network' brings Cilium to the namespace 'cilium', and apply.sh to 'kube-system': it would be there twice",
        "write destination.namespace 'kube-system'",
        ['network'],
      ),
    ],
    twin: also(application('cilium')),
  },
  {
    title: 'an Application with other values',
    given: also(application('cilium', 'kube-system', { valuesObject: { debug: { enabled: true } } })),
    finds: [
      found(
        'INV080',
        'objects[0]',
        "the values of the Application 'argocd/network' are not those of apply.sh ('bpf', 'cgroup', 'cluster' and 19 more): when that takes over, the agents of every node start anew with other settings",
        'write the same values for both',
        ['network'],
      ),
    ],
    twin: also(application('cilium', 'kube-system', { valueFiles: ['$values/cilium.yaml'] })),
  },
  {
    title: 'a release of Flux of another version',
    given: also(release({ ...elsewhere, chart: { spec: { chart: 'cilium', version: '1.20.1' } } })),
    finds: [
      found(
        'INV080',
        'objects[0]',
        "the HelmRelease 'kube-system/cilium' brings Cilium '1.20.1', and apply.sh '1.20.2': each run of one would undo that of the other",
        'write the same release for both',
        ['network'],
      ),
    ],
    twin: also(release({ ...elsewhere, chart: { spec: { chart: 'cilium', version: '1.20.x' } } })),
  },
  {
    title: 'a release of Flux with other values',
    given: small({ ...values, objects: [release({ values: { debug: { enabled: true } } })] }),
    finds: [
      found(
        'INV080',
        'objects[0]',
        "the values of the HelmRelease 'kube-system/cilium' are not those of apply.sh ('bpf', 'cgroup', 'cluster' and 18 more): when that takes over, the agents of every node start anew with other settings",
        'write the same values for both',
        ['network'],
      ),
    ],
    twin: small({ ...values, objects: [release(elsewhere)] }),
  },
];

function daemon() {
  const labels = { 'k8s-app': 'agent' };
  return {
    selector: { matchLabels: labels },
    template: { metadata: { labels }, spec: { containers: [{ name: 'agent', image: 'agent:1.0.0' }] } },
  };
}
