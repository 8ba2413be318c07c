import { argocd, flux, secretRef } from 'ichor';
import { platform, small as smallest } from './support/definitions';
import { found, type Refusal } from './support/refusal';

/** With room for Flux. */
const small = (changes: object) => smallest({ platform: platform({ memory: '6GiB' }), ...changes });

const key = secretRef('home-key');
const byFlux = (options: object = {}, changes: object = {}) =>
  small({ gitops: flux({ url: 'https://git.example.com/me/home', ...options } as never), ...changes });
const byArgocd = (options: object = {}, changes: object = {}) =>
  small({ gitops: argocd({ url: 'https://git.example.com/me/home', ...options } as never), ...changes });

const metadata = { name: 'cilium', namespace: 'flux-system' };
const elsewhere = {
  releaseName: 'cilium',
  targetNamespace: 'kube-system',
  valuesFrom: [{ kind: 'ConfigMap', name: 'cilium-values' }],
};
const release = (spec: object, chart: object = { spec: { chart: 'cilium', version: '1.20.2' } }) => ({
  apiVersion: 'helm.toolkit.fluxcd.io/v2',
  kind: 'HelmRelease',
  metadata,
  spec: { chart, ...elsewhere, ...spec },
});
const repository = (url: string) => ({ apiVersion: 'source.toolkit.fluxcd.io/v1', kind: 'HelmRepository', metadata, spec: { url } });
const from = (url: string) =>
  small({
    objects: [
      release({}, { spec: { chart: 'cilium', version: '1.20.2', sourceRef: { kind: 'HelmRepository', name: 'cilium' } } }),
      repository(url),
    ],
  });
const application = (finalizers: readonly string[], automated: object) => ({
  apiVersion: 'argoproj.io/v1alpha1',
  kind: 'Application',
  metadata: { name: 'network', namespace: 'argocd', finalizers },
  spec: {
    source: { chart: 'cilium', targetRevision: '1.20.2', helm: { values: '' } },
    destination: { namespace: 'kube-system' },
    syncPolicy: { automated },
  },
});
const kept = (...objects: readonly object[]) => small({ objects });

/** Flux and Argo CD: where the output is in git, and what they do with Cilium. */
export const gitOps: readonly Refusal[] = [
  {
    title: 'an address as git abbreviates it',
    given: byFlux({ url: 'git@git.example.com:me/home.git', secretRef: key }),
    finds: [
      found(
        'GIT001',
        'gitops.url',
        "'git@git.example.com:me/home.git' is no address over HTTPS or SSH",
        "write 'ssh://git@git.example.com/me/home.git'",
      ),
    ],
    twin: byFlux({ url: 'ssh://git@git.example.com/me/home.git', secretRef: key }),
  },
  {
    title: 'an address that anybody on the way can answer',
    given: byArgocd({ url: 'http://git.example.com/me/home' }),
    finds: [
      found(
        'GIT001',
        'gitops.url',
        "'http://git.example.com/me/home' is no address over HTTPS or SSH",
        "write 'https://HOST/OWNER/NAME', or 'ssh://git@HOST/OWNER/NAME' with a secretRef",
      ),
    ],
    twin: byArgocd(),
  },
  {
    title: 'an address with a token in it',
    given: byFlux({ url: 'https://me:ghp_secret@git.example.com/me/home' }),
    finds: [
      found(
        'GIT001',
        'gitops.url',
        'the address carries a user or a password, which would be committed',
        "write 'https://git.example.com/me/home', and secretRef: secretRef('…') with the rest",
      ),
    ],
    twin: byFlux({ secretRef: key }),
  },
  {
    title: 'an address over SSH with a password in it',
    given: byFlux({ url: 'ssh://git:secret@git.example.com/me/home', secretRef: key }),
    finds: [
      found(
        'GIT001',
        'gitops.url',
        'the address carries a user or a password, which would be committed',
        "write 'ssh://git@git.example.com/me/home', and secretRef: secretRef('…') with the rest",
      ),
    ],
    twin: byFlux({ url: 'ssh://git@git.example.com/me/home', secretRef: key }),
  },
  {
    title: 'a password in what is no address',
    given: byArgocd({ url: 'ftp://me:secret@git.example.com/me/home' }),
    finds: [
      found(
        'GIT001',
        'gitops.url',
        "'ftp://me:…@git.example.com/me/home' is no address over HTTPS or SSH",
        "write 'https://HOST/OWNER/NAME', or 'ssh://git@HOST/OWNER/NAME' with a secretRef",
      ),
    ],
    twin: byArgocd(),
  },
  {
    title: 'a repository over SSH without a key',
    given: byArgocd({ url: 'ssh://git@git.example.com/me/home' }),
    finds: [
      found(
        'GIT002',
        'gitops.url',
        'a repository over SSH is read with a key, and no Secret is named that has one',
        "write secretRef: secretRef('…')",
      ),
    ],
    twin: byArgocd({ url: 'ssh://git@git.example.com/me/home', secretRef: key }),
  },
  ...['refs/heads/main', 'my branch', 'a..b', '', '-x', 'main.lock', 'a//b'].map((branch) => ({
    title: `a branch named '${branch}'`,
    given: byFlux({ branch }),
    finds: [found('GIT003', 'gitops.branch', `'${branch}' is no name of a branch`, "write its short name, e.g. 'main'")],
    twin: byFlux({ branch: 'releases/2026.11' }),
  })),
  ...['/dist/small', '../dist/small', 'dist/$(id)', ''].map((path) => ({
    title: `a folder named '${path}'`,
    given: byArgocd({ path }),
    finds: [
      found(
        'GIT004',
        'gitops.path',
        `'${path}' is no folder of the repository`,
        "write it from the root of the repository, e.g. 'dist/small'",
      ),
    ],
    twin: byArgocd({ path: './clusters/small/' }),
  })),
  {
    title: 'an interval that is none',
    given: byFlux({ interval: '1.5h' }),
    finds: [found('GIT005', 'gitops.interval', "'1.5h' is no length of time", "write a whole number with s, m or h, e.g. '5m'")],
    twin: byFlux({ interval: '90m' }),
  },
  {
    title: 'an interval of seconds',
    given: byFlux({ interval: '5s' }),
    finds: [found('GIT005', 'gitops.interval', "'5s' is so often that hosts of git take it for an attack", "write '30s' or more")],
    twin: byFlux({ interval: '30s' }),
  },
  {
    title: 'a release of Flux with a v',
    given: byFlux({ version: 'v2.9.5' }),
    finds: [found('VER001', 'gitops.version', "'v2.9.5' is not a release", "write '2.9.5'")],
    twin: byFlux({ version: '2.9.5' }),
  },
  {
    title: 'a release of Argo CD that is none',
    given: byArgocd({ version: 'stable' }),
    finds: [found('VER001', 'gitops.version', "'stable' is not a release", "write it as major.minor.patch, e.g. '3.6.1'")],
    twin: byArgocd({ version: '3.5.7' }),
  },
  {
    title: 'a release of Argo CD that is too old',
    given: byArgocd({ version: '2.14.0' }),
    finds: [
      found(
        'VER002',
        'gitops.version',
        "Argo CD '2.14.0' is older than what Ichor has objects for",
        'write a release of 3.5 or 3.6, or leave it out',
      ),
    ],
    twin: byArgocd({ version: '3.5.0' }),
  },
  {
    title: 'a release of Flux newer than the table',
    given: byFlux({ version: '2.10.0' }),
    finds: [
      found(
        'VER003',
        'gitops.version',
        "Flux '2.10.0' is newer than Ichor's tables, which end at 2.9.5: its known faults aren't known",
        "write '2.9.5', leave it out, or accept it",
      ),
    ],
    twin: byFlux({ version: '2.9.0' }),
  },
  {
    title: 'a patch of Argo CD newer than the table',
    given: byArgocd({ version: '3.5.99' }),
    finds: [
      found(
        'VER003',
        'gitops.version',
        "Argo CD '3.5.99' is newer than Ichor's tables, which end at 3.5.7: its known faults aren't known",
        "write '3.5.7', leave it out, or accept it",
      ),
    ],
    twin: byArgocd({ version: '3.5.7' }),
  },
  {
    title: 'Flux with a Kubernetes that it is not tested with',
    given: byFlux({}, { versions: { talos: '1.13.9', kubernetes: '1.33.4' } }),
    finds: [
      found(
        'GIT006',
        'gitops',
        "Flux 2.9 is tested with Kubernetes 1.34 to 1.36; nothing is known of it with '1.33.4'",
        'write another version, or accept it',
        ['versions.kubernetes'],
      ),
    ],
    twin: byArgocd({ version: '3.5.7' }, { versions: { talos: '1.13.9', kubernetes: '1.33.4' } }),
  },
  {
    title: 'Flux and a release of it by hand',
    given: byFlux({}, { objects: [release({})] }),
    finds: [
      found(
        'INV078',
        'objects[0]',
        "the HelmRelease 'flux-system/cilium' installs Cilium, and so does the HelmRelease 'flux-system/cilium': each would undo what the other does, and what one deletes is the network of every node",
        'leave out one of them',
        ['gitops'],
      ),
    ],
    twin: byFlux({}, { objects: [release({}, { spec: { chart: 'metallb' } })] }),
  },
  {
    title: 'a chart from elsewhere',
    given: from('oci://registry.example.com/mirror'),
    finds: [
      {
        ...found(
          'INV080',
          'objects[0]',
          "the HelmRelease 'flux-system/cilium' takes Cilium's chart from 'oci://registry.example.com/mirror/cilium', and apply.sh from 'https://helm.cilium.io': nothing says that they are the same",
          "write 'https://helm.cilium.io'",
          ['network'],
        ),
        severity: 'warning',
      },
    ],
    twin: from('oci://quay.io/cilium/charts/'),
  },
  {
    title: 'an upgrade that is rolled back',
    given: kept(release({ upgrade: { remediation: { retries: 3 } } })),
    finds: [
      found(
        'INV093',
        'objects[0]',
        "the HelmRelease 'flux-system/cilium' rolls Cilium back when an upgrade fails: the network of every node goes with it",
        'write upgrade.strategy: { name: RetryOnFailure }, and leave out upgrade.remediation',
      ),
    ],
    twin: kept(release({ upgrade: { strategy: { name: 'RetryOnFailure' }, remediation: { retries: 3 } } })),
  },
  {
    title: 'an upgrade and an installation that are taken away',
    given: kept(
      release({
        install: { remediation: { retries: -1 } },
        upgrade: { remediation: { remediateLastFailure: true, strategy: 'uninstall' } },
      }),
    ),
    finds: [
      found(
        'INV093',
        'objects[0]',
        "the HelmRelease 'flux-system/cilium' uninstalls Cilium when an upgrade fails: the network of every node goes with it",
        'write upgrade.strategy: { name: RetryOnFailure }, and leave out upgrade.remediation',
      ),
      found(
        'INV093',
        'objects[0]',
        "the HelmRelease 'flux-system/cilium' uninstalls Cilium when its installation fails: the network of every node goes with it",
        'write install.strategy: { name: RetryOnFailure }, and leave out install.remediation',
      ),
    ],
    twin: kept(release({ install: { remediation: { retries: 0 } }, upgrade: { remediation: { retries: 0 } } })),
  },
  {
    title: 'an Application that takes Cilium with it',
    given: kept(application(['resources-finalizer.argocd.argoproj.io/background'], { prune: true })),
    finds: [
      found(
        'INV093',
        'objects[0]',
        "the Application 'argocd/network' deletes what it no longer finds in Cilium's chart, and a chart that renders to less takes the network of every node with it",
        'write automated: { prune: false }',
      ),
      found(
        'INV093',
        'objects[0]',
        "the Application 'argocd/network' takes Cilium with it when it is deleted: the network of every node goes with it",
        'leave out the finalizer resources-finalizer.argocd.argoproj.io',
      ),
    ],
    twin: kept(application([], { prune: false, selfHeal: true })),
  },
  {
    title: 'a cluster kept by a name',
    given: small({ gitops: 'flux' }),
    finds: [found('DEF003', 'gitops', "'flux' doesn't belong here", 'write flux({ url: … }) or argocd({ url: … })')],
    twin: byFlux(),
  },
  {
    title: 'Argo CD with an option of Flux',
    given: byArgocd({ interval: '1m' }),
    finds: [
      found(
        'DEF004',
        'gitops.interval',
        "there is no option 'interval'",
        "leave it out, or write 'branch', 'path', 'secretRef', 'url' or 'version'",
      ),
    ],
    twin: byArgocd({ branch: 'main' }),
  },
  {
    title: 'Flux without a repository',
    given: small({ gitops: flux({} as never) }),
    finds: [found('DEF006', 'gitops.url', "'url' is missing", 'write url: …')],
    twin: byFlux(),
  },
];
