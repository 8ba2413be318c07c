import { fieldManagerOf, type Model } from '../lib/model';
import { configureContainerSteps, configureSteps } from './configure';
import { dockerSteps } from './create-docker';
import { addNodeSteps, metalSteps } from './create-metal';
import { beforeGitOps, gitOpsSteps, keeperOf, mergeInstead } from './gitops';
import type { Plan, Step, Target } from './plan';
import { readySteps } from './ready';
import { type Emitted, steadySteps } from './steady';
import { verifySteps } from './verify';

/** The plans that apply to a definition, in the order in which a cluster meets them. */
export function plansOf(model: Model, emitted: Emitted): Plan[] {
  const { name: cluster, platform } = model;
  const keeper = keeperOf(model);
  const plan = planner(model);
  const steady = steadySteps(model, emitted);
  const brought = [
    ...(platform.kind === 'docker' ? dockerSteps(model, platform) : metalSteps(model, platform)),
    ...steady.map((step) => (keeper === undefined ? step : { ...step, left: true })),
    ...readySteps(model),
    ...gitOpsSteps(model),
  ];
  const before = [...(platform.kind === 'docker' ? ofDocker : ofMetal), ...beforeGitOps(model)];
  return [
    ...(isMade(model) ? [{ ...plan('create', `Create ${cluster}`, before, brought), ...(keeper === undefined ? {} : { keeper }) }] : []),
    ...(platform.kind === 'docker'
      ? [plan('configure', `Bring changed machine config to ${cluster}`, ofConfigureDocker, configureContainerSteps(model, platform))]
      : [
          plan(
            'add-node',
            `Bring in nodes that ${cluster} lacks`,
            ['Nodes that are there already are left alone. A control plane joins etcd by itself.'],
            addNodeSteps(model, platform),
          ),
          plan('configure', `Bring changed machine config to the nodes of ${cluster}`, ofConfigure, configureSteps(model, platform)),
        ]),
    applying(model, [...steady, ...readySteps(model)]),
    plan('verify', `Look whether ${cluster} is as it should be`, ['Nothing is changed.'], verifySteps(model)),
  ];
}

/** A container whose config an older talosctl generated can't be made anew: a new one would be another. */
function isMade({ platform, versions }: Model): boolean {
  return platform.kind === 'metal' || !versions.contractSaid;
}

/** The steady state alone, which needs no machines: nothing is waited for behind the last layer. */
export function steadyPlan(model: Model, emitted: Emitted): Plan {
  return applying(model, steadySteps(model, emitted));
}

/** What somebody else keeps isn't applied beside them: they would put it back. */
function applying(model: Model, steps: readonly Step[]): Plan {
  const keeper = keeperOf(model);
  return {
    ...planner(model)('apply', `Bring ${model.name} to the state of its folder`, ofApply, steps),
    ...(keeper === undefined ? {} : { keeper: { ...keeper, otherwise: mergeInstead(model, keeper) } }),
  };
}

function planner(model: Model) {
  return (name: string, title: string, before: readonly string[], steps: readonly Step[]): Plan => ({
    name,
    cluster: model.name,
    target: targetOf(model),
    fieldManager: fieldManagerOf(model),
    title,
    before,
    programs: [...new Set(steps.flatMap(programsOf))].sort(),
    looksOnly: steps.every(({ run }) => run.length === 0),
    steps,
  });
}

/** In Docker talosctl names the containers, and maps the API server to a port of the host. */
function targetOf({ name, platform, nodes }: Model): Target {
  if (platform.kind === 'metal') {
    const addresses = platform.nodes.filter(({ role }) => role === 'control-plane').map(({ address }) => address);
    return { nodes: platform.nodes.map((node) => node.name), hosts: [...new Set([platform.endpoint, ...addresses])] };
  }
  const named = (role: string, count: number) => Array.from({ length: count }, (_, i) => `${name}-${role}-${i + 1}`);
  return {
    nodes: [...named('controlplane', nodes.controlPlanes), ...named('worker', nodes.workers)],
    hosts: [...new Set(['127.0.0.1', 'localhost', platform.hostIp, platform.nodeAddress])],
  };
}

const ofDocker = [
  'The port map, the subnet and the memory belong to the container: other values need a new one.',
  'The files by which the cluster is reached are kept in the state folder; your own kubeconfig and talosconfig stay as they are.',
];

const ofMetal = [
  'The secrets of the cluster are made once and kept in the state folder. Without them no node can be added or changed: put a copy where you keep passwords.',
  'The machines boot from their images first; what is on their disks is lost when Talos is installed.',
];

const ofConfigure = [
  'Nodes are changed one at a time, control planes first, and a control plane only while etcd is healthy on all of them.',
  'What is shown of a difference has no secrets. Another Kubernetes, another Talos and another address of a node come by ways of their own.',
];

const ofConfigureDocker = [
  'What the container was made with stays: another image, other memory, CPUs, addresses or ports need a new one, and are refused.',
  'What the definition no longer says stays in the config of the container. What is shown of a difference has no secrets.',
];

const ofApply = ['It never creates, destroys or upgrades a cluster, and it deletes nothing.'];

function programsOf({ needs, done, spared, run, notices, byHand }: Step): string[] {
  const probes = [
    ...needs,
    ...done,
    ...(spared === undefined ? [] : [spared]),
    ...notices,
    ...(byHand === undefined ? [] : [byHand.until]),
  ];
  return [...probes.map(({ command }) => command), ...run].map(({ program }) => program).filter((program) => !ofTheSystem.has(program));
}

/** What every system has. */
const ofTheSystem = new Set(['env', 'sh', 'test']);
