import { ciliumRelease, type Model, type NodeModel } from '../lib/model';
import { inNamespace, isAbsent, kubectl } from './commands';
import { literally, type Requirement, type Step, step } from './plan';
import { rolloutOf } from './ready';

/** The steps that look whether the cluster is as the definition says, and change nothing. */
export function verifySteps(model: Model): Step[] {
  const { platform, network } = model;
  const nodes = platform.kind === 'metal' ? platform.nodes : [];
  return [
    looks('nodes', 'Nodes', 'Each node of the definition is there, and Ready.', [
      ...nodes.map((node) => nodeIsReady(node)),
      {
        command: kubectl('wait', '--for', 'condition=Ready', 'nodes', '--all', '--timeout', '5s'),
        otherwise: 'a node is not Ready: kubectl describe nodes says why',
      },
    ]),
    ...(network.cilium === undefined ? [] : ciliumLooks(model)),
    looks('workloads', 'Workloads', 'Each has as many ready pods as it asks for, of its newest template.', workloads(model)),
  ].filter(({ needs }) => needs.length > 0);
}

function looks(id: string, title: string, why: string, needs: readonly Requirement[]): Step {
  return step({ id, title, why, needs });
}

function nodeIsReady({ name }: NodeModel): Requirement {
  const ready = 'jsonpath={.status.conditions[?(@.type=="Ready")].status}';
  return {
    command: kubectl('get', 'node', name, '--output', ready),
    shows: ['^True$'],
    otherwise: `node ${name} is not Ready, or not there: ichor apply add-node brings it in`,
  };
}

/** A command in the agent of one node; all of them have the same configuration. */
function inAgent(...words: readonly string[]) {
  const { namespace } = ciliumRelease;
  return kubectl('--namespace', namespace, 'exec', 'daemonset/cilium', '--container', 'cilium-agent', '--', ...words);
}

function ciliumLooks(model: Model): Step[] {
  const { namespace } = ciliumRelease;
  const { min, max } = model.network.nodePorts;
  const version = model.network.cilium?.version ?? '';
  const rollout = (what: string) => kubectl('--namespace', namespace, 'rollout', 'status', what, '--timeout', '5s');
  return [
    looks('cilium', 'Cilium', 'Its agent is on every node, its operator runs, and both are of the release that the definition names.', [
      { command: rollout('daemonset/cilium'), otherwise: 'an agent is not ready: kubectl --namespace kube-system logs daemonset/cilium' },
      {
        command: rollout('deployment/cilium-operator'),
        otherwise: 'the operator is not ready: kubectl --namespace kube-system logs deployment/cilium-operator',
      },
      {
        command: kubectl(
          '--namespace',
          namespace,
          'get',
          'daemonset',
          'cilium',
          '--output',
          'jsonpath={.spec.template.spec.containers[?(@.name=="cilium-agent")].image}',
        ),
        shows: [`:v${literally(version)}(@|$)`],
        otherwise: `the agents are of another release than ${version}: ichor apply installs it`,
      },
      {
        command: inAgent('cilium-dbg', 'status', '--brief'),
        shows: ['^OK$'],
        otherwise: 'the agent says that it is not well: kubectl --namespace kube-system exec daemonset/cilium -- cilium-dbg status',
      },
    ]),
    looks('replaced', 'What Cilium replaces', 'Neither kube-proxy nor Flannel is left, and Cilium does their work.', [
      { ...isAbsent('daemonset', 'kube-proxy', 'kube-system'), otherwise: 'kube-proxy runs beside Cilium: both would answer for Services' },
      { ...isAbsent('daemonset', 'kube-flannel', 'kube-system'), otherwise: 'Flannel runs beside Cilium: pods get addresses of either' },
      {
        command: inAgent('cilium-dbg', 'status'),
        shows: ['^KubeProxyReplacement: +True'],
        otherwise: 'Cilium does not replace kube-proxy: Services lead nowhere',
      },
    ]),
    looks('agreement', 'What Talos and Cilium agree on', 'The way to the API server, and the ports of nodes that Services may have.', [
      {
        command: config('KUBERNETES_SERVICE_PORT'),
        shows: [`^${model.talos.kubePrismPort}$`],
        otherwise: `the agents don't reach the API server by KubePrism at port ${model.talos.kubePrismPort}`,
      },
      {
        command: kubectl('--namespace', namespace, 'get', 'configmap', 'cilium-config', '--output', 'jsonpath={.data.node-port-range}'),
        shows: [`^${min},${max}$`],
        otherwise: `Cilium has another range of node ports than ${min}-${max}`,
      },
      {
        command: kubectl(
          '--namespace',
          namespace,
          'get',
          'pods',
          '--selector',
          'k8s-app=kube-apiserver',
          '--output',
          'jsonpath={.items[0].spec.containers[0].command}',
        ),
        shows: [`--service-node-port-range=${min}-${max}"`],
        otherwise: `the API server has another range of node ports than ${min}-${max}`,
      },
    ]),
  ];
}

/** What an environment variable of the agents says. */
function config(name: string) {
  const path = `{.spec.template.spec.containers[?(@.name=="cilium-agent")].env[?(@.name=="${name}")].value}`;
  return kubectl('--namespace', ciliumRelease.namespace, 'get', 'daemonset', 'cilium', '--output', `jsonpath=${path}`);
}

function workloads(model: Model): Requirement[] {
  return model.workloads.flatMap((workload) =>
    rolloutOf(workload, '5s').map((command) => ({
      command,
      otherwise: `${workload.namespace}/${workload.name} is not ready: kubectl ${inNamespace(workload.namespace).join(' ')} describe pods`,
    })),
  );
}
