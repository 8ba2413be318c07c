import { shellWord } from '../lib/base';
import { type DockerModel, type Model, talosctlForDocker } from '../lib/model';
import { createArguments } from './create-command';

/** The script beside the patches that creates the container: one command, and what a person has to know before running it. */
export function createScript(model: Model, platform: DockerModel): string {
  const { versions, network } = model;
  const [verb, ...rest] = createArguments(model, platform).map((argument) => argument.map(shellWord).join(' '));
  return `${[
    '#!/bin/sh',
    `# Creates ${model.name}: Talos ${versions.talos} with Kubernetes ${versions.kubernetes} in one Docker container.`,
    '#',
    '# usage: ./create.sh [further flags of talosctl cluster create docker]',
    '#',
    ...(network.cilium === undefined ? [] : withoutNetwork(platform.nodeAddress)),
    '# The port map, the subnet and the memory belong to the container: other values need a new one.',
    '# `talosctl cluster destroy` deletes the volumes of the container, and with them etcd and all data.',
    'set -eu',
    'cd "$(dirname "$0")"',
    `exec talosctl ${[verb, ...rest, '"$@"'].join(' \\\n  ')}`,
  ].join('\n')}\n`;
}

function withoutNetwork(node: string): string[] {
  return [
    `# Needs talosctl ${talosctlForDocker} or newer. An older one waits up to 20 minutes for a Ready node, which there can't be`,
    '# without a network, and then writes no kubeconfig (https://github.com/siderolabs/talos/issues/12885). With an older one,',
    `# run "talosctl --nodes ${node} kubeconfig" in a second terminal and install Cilium from there while the first waits.`,
    '#',
    '# Nodes stay NotReady and CoreDNS Pending until Cilium is installed: this is normal.',
  ];
}
