import { parseVersion } from '../lib/base';
import type { DockerModel, MetalModel, Model } from '../lib/model';
import { dispatch, etcd, located } from './configure-parts';
import { containerConfig } from './container-config';
import { renderedConfig } from './metal-config';
import { changing, withoutSecrets } from './node-change';
import { asking, askingContainer, byRole, entering, programsNeeded, stopping } from './node-script';

/**
 * The script beside the patches that brings changed config to a node that runs: always the whole of it, shown before, and tried
 * before it is kept.
 */
export function configureScript(model: Model, platform: MetalModel): string {
  const steps = [
    usage(model),
    stopping,
    programsNeeded,
    entering('./create.sh config'),
    asking,
    renderedConfig(model, platform),
    located(
      model.name,
      platform.nodes.map((node) => ({ ...node, control: node.role !== 'worker' })),
    ),
    withoutSecrets,
    changing(model.versions.kubernetes, 'machine'),
    etcd(byRole(platform).controlPlanes.map(({ address }) => address)),
    dispatch,
  ];
  return `${steps.flat().join('\n')}\n`;
}

/** The same for the container of a cluster in Docker, whose config has secrets that nobody else has: the patch is merged into its own. */
export function configureContainerScript(model: Model, platform: DockerModel, left: readonly string[]): string {
  const name = containerOf(model);
  const steps = [
    containerUsage(model, left),
    stopping,
    programsNeeded,
    entering('ichor apply create'),
    askingContainer,
    containerConfig(left.length > 0),
    located(model.name, [{ name, address: platform.nodeAddress, control: true }]),
    withoutSecrets,
    changing(model.versions.kubernetes, 'container'),
    etcd([platform.nodeAddress]),
    dispatch,
  ];
  return `${steps.flat().join('\n')}\n`;
}

/** How talosctl names the container that is the control plane. */
function containerOf({ name }: Model): string {
  return `${name}-controlplane-1`;
}

function containerUsage(model: Model, left: readonly string[]): string[] {
  const node = containerOf(model);
  const verbs = [
    [`same FOLDER ${node}`, 'ends well where it has it already'],
    [`show FOLDER ${node}`, 'shows what would change, without secrets'],
    [`change FOLDER ${node}`, 'changes it: tried for two minutes, and kept when it answers'],
    ['etcd FOLDER', 'ends well where etcd is healthy'],
  ] as const;
  const width = Math.max(...verbs.map(([call]) => call.length));
  return [
    '#!/bin/sh',
    `# Brings changed config to the container of ${model.name}, which keeps its secrets: the patch is merged into the config that it has.`,
    '#',
    ...verbs.map(([call, text]) => `#   ./configure.sh ${call.padEnd(width)}  ${text}`),
    '#',
    '# FOLDER has the talosconfig; git must not see it. What the patch no longer says stays in the config of the container, until there',
    '# is a new one.',
    ...(left.length === 0
      ? []
      : [`# Of the patch these are left out, since merging them again would add what is there: ${left.join(', ')}.`]),
    'set -eu',
    'patches=$(cd "$(dirname "$0")" && pwd)',
    '',
  ];
}

function usage({ name, versions }: Model): string[] {
  return [
    '#!/bin/sh',
    `# Brings changed config to nodes of ${name} that run. Each is given its whole config, made of secrets.yaml and of the patches`,
    '# beside this file, one node at a time:',
    '#',
    '#   ./configure.sh same FOLDER NODE    ends well where the node has it already',
    '#   ./configure.sh show FOLDER NODE    shows what would change and whether the node reboots for it, without secrets',
    '#   ./configure.sh change FOLDER NODE  changes it: tried for two minutes, after which the node goes back to what it had unless',
    '#                                      it answers and the change is kept; where Talos reboots for it, there is no way to try',
    '#   ./configure.sh etcd FOLDER         ends well where etcd is healthy on all control planes',
    '#',
    `# Needs talosctl ${parseVersion(versions.talos)?.minor ?? versions.contract} or newer. FOLDER has secrets.yaml and talosconfig; git must not see it. What is changed here is`,
    '# config alone: another Kubernetes comes by talosctl upgrade-k8s, another Talos by talosctl upgrade, another address of a node',
    '# by taking the node out and bringing it in again.',
    'set -eu',
    'patches=$(cd "$(dirname "$0")" && pwd)',
    '',
  ];
}
