import type { NodeModel } from '../lib/model';
import { switchesOffloadsOff } from './node-links';

/** Whether a node is a Raspberry Pi 5, of which some things have to be known before one finds out. */
export function isPi({ machine }: Pick<NodeModel, 'machine'>): boolean {
  return machine.kind === 'raspberry-pi-5';
}

/** Said where images come from. @see https://github.com/siderolabs/sbc-raspberrypi/issues/96 */
export const piBootNote: readonly string[] = [
  'A Raspberry Pi 5 boots it from the SD card, which it stays on: the boot loader in it can not start from NVMe.',
  'It is written to the card DISK, and what is there is lost: xz -dc metal-arm64.raw.xz | sudo dd of=DISK bs=4M conv=fsync',
];

/** Said where Talos would be upgraded. @see https://github.com/siderolabs/sbc-raspberrypi/issues/23 */
export const piUpgradeNote: readonly string[] = [
  'On a Raspberry Pi 5 "talosctl upgrade" fails: "failed to create efivarfs reader/writer: invalid argument". For another',
  'Talos its card is written anew, and what was on it is lost: one node at a time, a control plane taken out of etcd by',
  '"talosctl reset" before, and the next node once etcd has all its members again.',
];

/** Said where links are. @see https://github.com/siderolabs/sbc-raspberrypi/issues/91 */
export function piOffloadsNote({ machine }: Pick<NodeModel, 'machine'>): readonly string[] {
  return switchesOffloadsOff(machine)
    ? ["Segmentation offloads are off: with them the Pi's network port was reported to stop until a power cycle."]
    : ["Segmentation offloads stay on: with them the Pi's network port was reported to stop until a power cycle."];
}
