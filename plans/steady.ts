import { digest, type JsonObject } from '../lib/base';
import {
  ciliumRelease,
  fieldManagerOf,
  type GatewayApiRelease,
  gatewayApiOf,
  type Layer,
  layers,
  type Model,
  secretsOf,
} from '../lib/model';
import { ciliumKinds } from './cilium-kinds';
import { exists, helm, isAbsent, kubectl } from './commands';
import { literally, output, type Probe, type Requirement, type Step, step } from './plan';
import { otherSecrets } from './secrets';

/** What was emitted of a definition, as far as plans ask for it. */
export interface Emitted {
  /** Folders of layers that have objects. */
  readonly used: ReadonlySet<string>;
  /** Cilium's values, where the definition has Cilium. */
  readonly values?: JsonObject;
}

/**
 * The steps that bring a running cluster to the state of its folder: the layers in order, with Gateway API, where gateways are,
 * and Cilium behind storage. They create, destroy and upgrade no cluster.
 */
export function steadySteps(model: Model, emitted: Emitted): Step[] {
  const { used, values } = emitted;
  const layer = (name: Layer, given: Partial<Step> = {}) => (used.has(layers[name]) ? [layerStep(model, name, given)] : []);
  const gatewayApi = gatewayApiOf(model);
  return [
    look(model),
    ...layer('namespaces'),
    ...layer('crds'),
    ...layer('storage'),
    ...(gatewayApi === undefined ? [] : [gatewayApiStep(model, gatewayApi)]),
    ...(values === undefined ? [] : ciliumSteps(model, used, values)),
    ...layer('network'),
    ...layer('policies', { outage: 'connections that no flow declares end where policies enforce' }),
    ...layer('workloads', { notices: secretNotices(model), outage: 'pods whose templates changed restart, one after another' }),
    ...layer('gateways'),
  ];
}

/** Whatever would be destroyed by going on stops the plan here, before the first change. */
function look(model: Model): Step {
  const version = model.network.cilium?.version;
  const gatewayApi = gatewayApiOf(model);
  const foreign = version === undefined ? ['cilium'] : ['kube-flannel', 'kube-proxy'];
  const { name, namespace } = ciliumRelease;
  return step({
    id: 'look',
    title: 'Look at the cluster',
    why: 'A cluster with another network, or another release of it, has to be migrated or upgraded first.',
    needs: [
      ...foreign.map((daemonSet) => ({
        ...isAbsent('daemonset', daemonSet, 'kube-system'),
        otherwise: `${daemonSet} runs there, which the definition does not have: it is another cluster, or one to migrate first`,
      })),
      ...(version === undefined
        ? []
        : [
            {
              command: helm(
                '--namespace',
                namespace,
                'list',
                '--deployed',
                '--failed',
                '--pending',
                '--filter',
                `^${name}$`,
                '--output',
                'json',
              ),
              shows: [`^\\[\\]|"chart":"${name}-${literally(version)}"`],
              otherwise: `Cilium is there in another release than ${version}: upgrade it first, one minor at a time`,
            },
          ]),
      ...(gatewayApi === undefined ? [] : [ownMinor(gatewayApi)]),
      ...(model.network.cilium?.hubble.serviceMonitors === true
        ? [
            {
              ...exists('crd', 'servicemonitors.monitoring.coreos.com'),
              otherwise: 'it has no ServiceMonitors, which Cilium is to bring: install the kinds of the Prometheus operator first',
            },
          ]
        : []),
    ],
  });
}

/** The release of Gateway API that is there, with a dot behind it, which stands alone where it says none; nothing without it. */
const bundleOf = kubectl(
  'get',
  'crd',
  'gateways.gateway.networking.k8s.io',
  '--ignore-not-found',
  '--output',
  'jsonpath={.metadata.annotations.gateway\\.networking\\.k8s\\.io/bundle-version}{"."}',
);

function bring(files: readonly string[]): string {
  return files.map((file) => `kubectl apply --server-side -f ${file}`).join(' && ');
}

/**
 * Its kinds are upstream's own and shared by all that use them, so that they are taken neither up nor down.
 *
 * @see https://gateway-api.sigs.k8s.io/guides/crd-management/
 */
function ownMinor({ version, files }: GatewayApiRelease): Requirement {
  const minor = version.replace(/\.\d+$/, '');
  return {
    command: bundleOf,
    shows: [`^$|^\\.$|^${literally(minor)}\\.`],
    otherwise: `it has another minor of Gateway API than ${version}, with which this release of Cilium works: bring it there first with ${bring(files)}`,
  };
}

/** While controllers still write to what was just applied, a comparison may see one half of it. */
const settling = 60;

function layerStep(model: Model, name: Layer, given: Partial<Step>): Step {
  const folder = [output, `/kubernetes/${layers[name]}`] as const;
  const flags = ['--server-side', '--field-manager', fieldManagerOf(model), '--filename', folder] as const;
  return step({
    id: name,
    title: `Apply ${layers[name]}`,
    why: reasons[name],
    done: [{ command: kubectl('diff', ...flags) }],
    run: [kubectl('apply', ...flags)],
    within: settling,
    undo: 'apply the folder as it was before; objects that are new stay',
    ...given,
  });
}

const reasons: Readonly<Record<Layer, string>> = {
  namespaces: 'Everything else stands in them.',
  crds: 'Kinds come before their objects.',
  storage: 'Claims of workloads get their volumes from it.',
  network: 'Services get their addresses before anything needs them.',
  policies: 'They are there before the pods that they are about, so that no pod is ever open.',
  workloads: 'Pods, and the Services in front of them.',
  gateways: 'They lead to Services, which are there by now.',
};

function gatewayApiStep(model: Model, { version, files, kinds }: GatewayApiRelease): Step {
  const crds = kinds.map((kind) => `crd/${kind}.gateway.networking.k8s.io`);
  return step({
    id: 'gateway-api',
    title: `Install the kinds of Gateway API ${version}`,
    why: "Cilium's operator looks for them once, when it starts.",
    needs: [
      {
        command: bundleOf,
        shows: [`^$|^\\.$|^${literally(version)}\\.$`],
        otherwise: `Gateway API is there in another patch than ${version}, and lacks one of ${kinds.join(', ')}, without which Cilium leaves all of it alone: ${bring(files)}`,
      },
    ],
    done: [{ command: kubectl('get', ...crds, '--output', 'name') }],
    run: [
      ...files.map((file) => kubectl('apply', '--server-side', '--field-manager', fieldManagerOf(model), '--filename', file)),
      ...crds.map((crd) => kubectl('wait', '--for', 'condition=established', '--timeout', '2m', crd)),
    ],
    undo: 'none while Gateways are there: deleting kinds deletes their objects',
  });
}

/** What Helm keeps beside a release, by which the next run knows that it is of these values. */
function description(version: string, values: JsonObject): string {
  return `ichor ${digest(JSON.stringify([version, values])).slice(0, 16)}`;
}

function ciliumSteps(model: Model, used: ReadonlySet<string>, values: JsonObject): Step[] {
  const { name, namespace, chart, repository } = ciliumRelease;
  const version = model.network.cilium?.version ?? '';
  const said = description(version, values);
  const deployed: Probe = {
    command: helm('--namespace', namespace, 'history', name, '--max', '1', '--output', 'json'),
    shows: ['"status":"deployed"', `"chart":"${chart}-${literally(version)}"`, `"description":"${said}"`],
  };
  const kinds = ciliumKinds(model, used).map((kind) => `crd/${kind}.cilium.io`);
  return [
    step({
      id: 'cilium',
      title: `Install Cilium ${version}`,
      why: 'Nodes become Ready when its agents run; before that, pods have no network.',
      done: [deployed],
      run: [
        helm(
          '--namespace',
          namespace,
          'upgrade',
          '--install',
          name,
          chart,
          '--repo',
          repository,
          '--version',
          version,
          '--values',
          [output, '/cilium/values.yaml'],
          '--description',
          said,
          '--wait',
          '--timeout',
          '10m',
        ),
      ],
      undo: `helm --namespace ${namespace} rollback ${name}`,
      outage: 'new connections wait while agents restart; those that are open go on',
    }),
    step({
      id: 'cilium-kinds',
      title: "Wait for Cilium's kinds",
      why: 'Its operator brings them, and the objects of the next steps are of them.',
      done: [{ command: kubectl('get', ...kinds, '--output', 'name') }],
      run: kinds.flatMap((crd) => [
        kubectl('wait', '--for', 'create', '--timeout', '2m', crd),
        kubectl('wait', '--for', 'condition=established', '--timeout', '2m', crd),
      ]),
    }),
  ];
}

function secretNotices(model: Model): Requirement[] {
  const ofPods = secretsOf(model).map((secret) => {
    const [namespace, name] = secret.split('/') as [string, string];
    return {
      ...exists('secret', name, namespace),
      otherwise: `secret ${secret} is missing: its pods wait until kubectl create secret makes it`,
    };
  });
  const others = otherSecrets(model).map(({ namespace, name, without, creation }) => ({
    ...exists('secret', name, namespace),
    otherwise: `secret ${namespace}/${name} is missing: ${without} until kubectl --namespace ${namespace} create secret ${creation} makes it`,
  }));
  return [...ofPods, ...others];
}
