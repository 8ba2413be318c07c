import { type Branded, frozen } from '../value';

/** Processor architectures that Talos is built for. */
export type Architecture = 'amd64' | 'arm64';

/**
 * The disk that Talos is installed on: a device (`/dev/mmcblk0`), or what tells it from the others. Device names may change
 * between boots where there are several disks; serial number and WWID don't.
 */
export type InstallDisk = string | { readonly serial: string } | { readonly wwid: string } | { readonly model: string };

interface MachineOptions {
  /** The link that has the node's address. */
  readonly interface?: string;
  /** The disk that Talos is installed on; a node may say another. */
  readonly disk?: InstallDisk;
  /** Memory as the machine has it, e.g. `8GiB`: what the budget counts with. @default not known, and the budget has no limit then */
  readonly memory?: string;
  /** System extensions of Image Factory, e.g. `siderolabs/iscsi-tools`. @default none */
  readonly extensions?: readonly string[];
  /** Further kernel arguments. @default none */
  readonly kernelArguments?: readonly string[];
}

/** Options of {@link generic}. */
export interface GenericOptions extends MachineOptions {
  readonly architecture: Architecture;
  /** The link that has the node's address, e.g. `enp1s0`: Talos names links by where they are plugged in, so there is no default. */
  readonly interface: string;
}

/** Options of {@link raspberryPi5}. */
export interface RaspberryPi5Options extends MachineOptions {
  /** @default 'end0', as Talos' kernel names the port of the board */
  readonly interface?: string;
  /** @default '/dev/mmcblk0', the SD card: the boot loader that the overlay brings can't start from NVMe */
  readonly disk?: InstallDisk;
  /** Lines behind the overlay's own `config.txt`. @default none */
  readonly configTxtAppend?: string;
  /**
   * Leaves the offloads of the network port on, under which it was reported to stop working until a power cycle.
   *
   * @default false: segmentation offloads are switched off
   * @see https://github.com/siderolabs/sbc-raspberrypi/issues/91
   */
  readonly offloads?: boolean;
}

/** A kind of computer that nodes are, as made by {@link generic} or {@link raspberryPi5}. */
export type Machine = GenericMachine | RaspberryPi5Machine;

/** A computer that boots the usual images, as made by {@link generic}. */
export interface GenericMachine extends Branded<'machine'> {
  readonly kind: 'generic';
  readonly options: GenericOptions;
}

/** A Raspberry Pi 5, as made by {@link raspberryPi5}. */
export interface RaspberryPi5Machine extends Branded<'machine'> {
  readonly kind: 'raspberry-pi-5';
  readonly options: RaspberryPi5Options;
}

/** A computer that boots the usual images, by UEFI or BIOS. */
export function generic(options: GenericOptions): GenericMachine {
  return frozen({ kind: 'generic', options: { ...options } } as GenericMachine);
}

/**
 * A Raspberry Pi 5, by Image Factory's overlay `rpi_5`, which Talos knows since 1.12.3.
 *
 * @see https://github.com/siderolabs/sbc-raspberrypi
 */
export function raspberryPi5(options: RaspberryPi5Options = {}): RaspberryPi5Machine {
  return frozen({ kind: 'raspberry-pi-5', options: { ...options } } as RaspberryPi5Machine);
}
