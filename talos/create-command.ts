import type { DockerModel, Model } from '../lib/model';
import { layout, talosImage } from '../lib/model';

/** A word of a command line, and the words that belong to it. */
export type Argument = readonly [string, ...string[]];

/**
 * The arguments of `talosctl` that create the container.
 *
 * @see talos v1.13.9 cmd/talosctl/cmd/mgmt/cluster/create/cmd_docker.go
 */
export function createArguments(model: Model, platform: DockerModel): readonly Argument[] {
  const { versions } = model;
  const ports = [...model.exposures]
    .sort((a, b) => a.hostPort - b.hostPort)
    .map((e) => `${e.hostPort}:${e.containerPort}/${e.protocol.toLowerCase()}`);
  return [
    ['cluster', 'create', 'docker'],
    ['--name', model.name],
    ['--image', `${talosImage}:v${versions.talos}`],
    ['--kubernetes-version', versions.kubernetes],
    ['--subnet', platform.subnet],
    ['--workers', String(model.nodes.workers)],
    ['--memory-controlplanes', platform.memory.text],
    ['--cpus-controlplanes', platform.cpus.toFixed(1)],
    ['--host-ip', platform.hostIp],
    ['--config-patch-controlplanes', `@${layout.talosPatch(model.name, 'controlplane').replace(`${model.name}/talos/`, '')}`],
    ...(ports.length === 0 ? [] : [['-p', ports.join(',')] as const]),
  ];
}
