import { inDefinition, type JsonObject } from '../../base';
import { ciliumRelease, type Model } from '../../model';
import type { CiliumInstaller, DockerPortFact, InlineManifestFact, ObjectFact } from '../fact';
import { installersOf } from './installers';

/** Who installs Cilium in a cluster of a definition: its own script, and what else the definition holds. */
export function installersOfDefinition(
  { file, network }: Pick<Model, 'file' | 'network'>,
  values: JsonObject | undefined,
  objects: readonly ObjectFact[],
  inline: readonly InlineManifestFact[],
): CiliumInstaller[] {
  const own: CiliumInstaller[] =
    network.cilium === undefined || values === undefined
      ? []
      : [
          {
            what: 'apply.sh',
            by: 'helm',
            release: { namespace: ciliumRelease.namespace, name: ciliumRelease.name },
            source: ciliumRelease.repository,
            version: network.cilium.version,
            values,
            at: inDefinition(file, 'network'),
          },
        ];
  return [...own, ...installersOf(objects, inline)];
}

/** The ports that the Docker host gets, and those of the node that Docker maps them to. */
export function dockerPortsOf({ exposures }: Pick<Model, 'exposures'>): DockerPortFact[] {
  return exposures.map(({ hostPort, containerPort, protocol, at }) => ({ hostPort, containerPort, protocol, at }));
}
