import type { InstallDisk } from 'ichor';

/** A disk that a machine could have, as the Talos judge knows it. */
export interface Disk {
  readonly path: string;
  readonly serial: string;
  readonly model: string;
  readonly wwid: string;
}

/** The disks of the machines that are judged: the first is the one that talosctl writes where nobody says another. */
export const sampleDisks: readonly Disk[] = [
  { path: '/dev/sda', serial: 'AA000001', model: 'Flash Drive', wwid: 'usb.aa000001' },
  { path: '/dev/nvme0n1', serial: 'S4EVNX0R', model: 'Samsung SSD 980', wwid: 'eui.0025388b01' },
  { path: '/dev/nvme1n1', serial: 'S4EVNX0R2', model: 'CT500P3SSD8', wwid: 'eui.0025388b012' },
  { path: '/dev/mmcblk0', serial: '0x12345678', model: 'SD64G', wwid: '' },
];

/** The disks of the sample that the definition means. A `*` stands for anything. */
export function meantDisks(asked: InstallDisk): string[] {
  return sampleDisks.filter((disk) => isMeant(asked, disk)).map(({ path }) => path);
}

function isMeant(asked: InstallDisk, disk: Disk): boolean {
  if (typeof asked === 'string') return disk.path === asked;
  return Object.entries(asked).every(([field, pattern]) => {
    const parts = pattern.split('*').map((part: string) => part.replace(/[^a-z0-9]/gi, '\\$&'));
    return new RegExp(`^${parts.join('.*')}$`).test(disk[field as keyof Disk]);
  });
}
