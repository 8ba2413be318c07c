import type { Machine } from 'ichor';
import type { Schematic } from '../../talos/schematic';

/** What a definition asks Image Factory for: the overlay of the board, and what it says of the machine. */
export function askedSchematic({ kind, options }: Machine): Schematic {
  const { extensions = [], kernelArguments = [] } = options;
  const appended = 'configTxtAppend' in options && options.configTxtAppend !== undefined;
  return {
    ...(kind === 'raspberry-pi-5'
      ? {
          overlay: {
            name: 'rpi_5',
            image: 'siderolabs/sbc-raspberrypi',
            ...(appended ? { options: { configTxtAppend: options.configTxtAppend as string } } : {}),
          },
        }
      : {}),
    extraKernelArgs: kernelArguments,
    officialExtensions: [...extensions].sort(),
  };
}
