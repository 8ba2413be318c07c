import type { JsonObject } from '../lib/base';
import type { InstallDisk, NodeModel } from '../lib/model';
import { document } from './document';

/** Talos' own, which is in the config that talosctl generates. */
const generatedDisk = '/dev/sda';

/**
 * The part of the `v1alpha1` document that says where Talos is installed, and from which image. A selector wins over the disk
 * that talosctl generates.
 *
 * @see talos v1.13.9 internal/app/machined/pkg/runtime/v1alpha1/v1alpha1_sequencer_tasks.go (Install)
 */
export function installFields({ disk = generatedDisk }: NodeModel, image: string): JsonObject {
  return { install: { ...(typeof disk === 'string' ? { disk } : { diskSelector: disk }), image } };
}

/**
 * The document in its place in config of contract 1.14. It is written whole: a patch of it that leaves a field out takes it away.
 *
 * @see https://docs.siderolabs.com/talos/v1.14/reference/configuration/runtime/unattendedinstallconfig
 */
export function installDocument({ disk = generatedDisk }: NodeModel, image: string): JsonObject {
  return document('UnattendedInstallConfig', {
    installer: { image },
    provisioning: { diskSelector: { match: expression(disk) }, wipe: false },
  });
}

/** The disk in CEL; the fields are patterns in the older form, so they are here too. */
function expression(disk: InstallDisk): string {
  if (typeof disk === 'string') return `disk.dev_path == ${JSON.stringify(disk)}`;
  return Object.entries(disk)
    .map(([field, value]) =>
      /[*?[]/.test(value) ? `glob(${JSON.stringify(value)}, disk.${field})` : `disk.${field} == ${JSON.stringify(value)}`,
    )
    .join(' && ');
}
