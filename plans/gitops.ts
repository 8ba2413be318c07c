import { credentialOf, type GitOpsModel, gitOpsEntries, gitOpsTools, type Model } from '../lib/model';
import { exists, kubectl } from './commands';
import { type Command, type Keeper, literally, output, type Requirement, type Step, step } from './plan';

/**
 * Who keeps the cluster as its output in git, once the object is there that everything else comes from, and isn't suspended.
 *
 * @see https://fluxcd.io/flux/components/kustomize/kustomizations/#suspend
 * @see https://argo-cd.readthedocs.io/en/stable/user-guide/auto_sync/
 */
export function keeperOf({ gitops, name }: Model): Keeper | undefined {
  if (gitops === undefined) return undefined;
  const acting = {
    flux: { path: '{.spec.suspend}{"."}', shows: '^(false)?\\.$' },
    argocd: { path: '{.spec.syncPolicy.automated}{"."}', shows: '^[{].*[}]\\.$' },
  }[gitops.tool];
  return {
    name: gitOpsTools[gitops.tool].name,
    acts: { command: about(gitops, 'get', rootOf(gitops), name, '--output', `jsonpath=${acting.path}`), shows: [acting.shows] },
  };
}

/** What somebody does who would apply by hand what another keeps. */
export function mergeInstead({ gitops, name }: Model, { name: keeper }: Keeper): string {
  const { branch = '', url = '', tool = 'flux' } = gitops ?? {};
  const suspend = {
    flux: 'flux suspend kustomization --all and flux suspend helmrelease cilium stop it for a while',
    argocd: `an Application ${name} without automated stops it for a while`,
  }[tool];
  return `${keeper} keeps ${name}: push or merge to ${branch} of ${url} what is to be applied; ${suspend}`;
}

/** The steps that hand a cluster over to Flux or Argo CD; none where the definition asks for neither. */
export function gitOpsSteps({ gitops, name }: Model): Step[] {
  if (gitops === undefined) return [];
  const tool = gitOpsTools[gitops.tool];
  const folder = [output, `/${gitOpsEntries[gitops.tool]}`] as const;
  const flags = ['--server-side', '--field-manager', gitops.fieldManager, '--filename', folder] as const;
  const { secret } = gitops;
  return [
    ...(tool.hasNamespace ? [] : [namespaceStep(gitops)]),
    installStep(gitops),
    ...(secret === undefined ? [] : [credentialStep(gitops, secret)]),
    step({
      id: 'gitops-entry',
      title: `Tell ${tool.name} what to keep`,
      why: 'Once; it reads everything else from the repository, and these objects too.',
      done: [{ command: kubectl('diff', ...flags) }],
      run: [kubectl('apply', ...flags)],
      undo: undoing[gitops.tool],
    }),
    step({
      id: 'gitops-ready',
      title: `Wait until ${tool.name} keeps ${name}`,
      why: `It reads ${gitops.path === '' ? 'the root' : gitops.path} of ${gitops.branch} of ${gitops.url}, where this output has to be by now, and takes over what the steps before applied.`,
      run: readyCommands(gitops, name),
    }),
  ];
}

/** What to know before a cluster is made that is handed over in the end. */
export function beforeGitOps({ gitops }: Model): string[] {
  if (gitops === undefined) return [];
  const { name } = gitOpsTools[gitops.tool];
  return [
    `In the end ${name} keeps it: push this output to ${gitops.branch} of ${gitops.url} first, since the last step waits until it was read. From there on a change is a merge, and the steps that ${name} does are left to it.`,
  ];
}

const undoing: Readonly<Record<GitOpsModel['tool'], string>> = {
  flux: 'flux uninstall, which leaves what it applied; with its namespace or its kinds kubectl delete would take Cilium',
  argocd: 'delete the Applications, and then the namespace argocd; neither deletes what it applied',
};

function rootOf({ tool }: GitOpsModel): string {
  return tool === 'flux' ? 'kustomizations.kustomize.toolkit.fluxcd.io' : 'applications.argoproj.io';
}

/** kubectl about the objects of Flux or Argo CD. */
function about({ namespace }: GitOpsModel, ...args: readonly string[]): Command {
  return kubectl('--namespace', namespace, ...args);
}

function namespaceStep({ namespace }: GitOpsModel): Step {
  return step({
    id: 'gitops-namespace',
    title: `Create the namespace ${namespace}`,
    why: "Upstream's manifests are for a namespace that is there.",
    done: [exists('namespace', namespace)],
    run: [kubectl('create', 'namespace', namespace)],
    undo: `kubectl delete namespace ${namespace}`,
  });
}

/** Its own release goes on as it is where there is one: whoever keeps a cluster is upgraded by other means. */
function installStep(gitops: GitOpsModel): Step {
  const { name, hasNamespace, controllers, kinds } = gitOpsTools[gitops.tool];
  const crds = kinds.map((kind) => `crd/${kind}`);
  return step({
    id: 'gitops',
    title: `Install ${name} ${gitops.version}`,
    why: `It runs in pods, so that it comes behind Cilium. ${name} that is there already stays, in whichever release.`,
    done: [
      { command: kubectl('get', ...crds, '--output', 'name') },
      ...controllers.map((controller) => ({ command: about(gitops, 'rollout', 'status', controller, '--timeout', '5s') })),
    ],
    run: [kubectl(...(hasNamespace ? [] : ['--namespace', gitops.namespace]), 'apply', '--server-side', '--filename', gitops.install)],
    within: 600,
    undo: undoing[gitops.tool],
  });
}

/** The Secret by which the repository is read is named here, and made by a person. */
function credentialStep(gitops: GitOpsModel, secret: string): Step {
  const { namespace } = gitops;
  const { keys, label } = credentialOf(gitops);
  const create = ['kubectl', '--namespace', namespace, 'create', 'secret', 'generic', secret, ...Object.values(keys)].join(' ');
  const mark = label === undefined ? '' : ` && kubectl --namespace ${namespace} label secret ${secret} ${label}`;
  const isThere: Requirement =
    label === undefined
      ? { ...exists('secret', secret, namespace), otherwise: `secret ${namespace}/${secret} is missing: ${create} makes it` }
      : {
          command: about(gitops, 'get', 'secrets', '--selector', label, '--output', 'name'),
          shows: [`^secret/${literally(secret)}$`],
          otherwise: `secret ${namespace}/${secret} is missing, or has no label ${label}: ${create}${mark} makes it`,
        };
  return step({
    id: 'gitops-secret',
    title: `Look for the Secret ${namespace}/${secret}`,
    why: 'The repository is read by it. Its values are in no file here, and a person makes it.',
    needs: [isThere],
  });
}

function readyCommands(gitops: GitOpsModel, name: string): Command[] {
  const wait = (condition: string, timeout: string, ...what: readonly string[]) =>
    about(gitops, 'wait', '--for', condition, '--timeout', timeout, ...what);
  const root = rootOf(gitops);
  if (gitops.tool === 'argocd') {
    return [
      wait('jsonpath={.status.sync.status}=Synced', '15m', `${root}/${name}`),
      wait('jsonpath={.status.health.status}=Healthy', '15m', `${root}/${name}`),
    ];
  }
  return [
    wait('condition=Ready', '5m', `gitrepositories.source.toolkit.fluxcd.io/${name}`),
    wait('condition=Ready', '15m', root, '--selector', `app.kubernetes.io/part-of=${name}`),
  ];
}
