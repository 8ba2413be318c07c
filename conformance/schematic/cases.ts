import type { Schematic } from '../../talos/schematic';

/** A schematic that upstream judges, by name. */
export type SchematicCase = readonly [name: string, schematic: Schematic];

const raspberryPi5 = { name: 'rpi_5', image: 'siderolabs/sbc-raspberrypi' };
const extensions = ['siderolabs/iscsi-tools', 'siderolabs/util-linux-tools'];

function pi(configTxtAppend: string): Schematic {
  return { overlay: { ...raspberryPi5, options: { configTxtAppend } } };
}

function args(...extraKernelArgs: string[]): Schematic {
  return { extraKernelArgs };
}

/** The schematics whose ids are recorded: what definitions come to, and each way in which a text is written. */
export const schematicCases: readonly SchematicCase[] = [
  ['nothing at all', {}],
  ['lists without entries', { extraKernelArgs: [], officialExtensions: [] }],
  ['an overlay without names', { overlay: { name: '', image: '' } }],
  ['an overlay with an option alone', { overlay: { name: '', image: '', options: { a: 'b' } } }],
  ['a Raspberry Pi', { overlay: { ...raspberryPi5, name: 'rpi_generic' } }],
  ['a Raspberry Pi 5', { overlay: raspberryPi5 }],
  ['a Raspberry Pi 5 without options', { overlay: { ...raspberryPi5, options: {} } }],
  [
    'a Raspberry Pi 5 with everything',
    { ...pi('dtparam=pciex1_gen=3\narm_boost=1\n'), ...args('console=ttyAMA10'), officialExtensions: extensions },
  ],
  ['extensions', { officialExtensions: extensions }],
  ['extensions the other way round', { officialExtensions: [...extensions].reverse() }],
  ['kernel arguments', args('noapic', 'nolapic')],
  [
    'kernel arguments with signs',
    args('ip=192.168.1.31::192.168.1.1:255.255.255.0:pi-1:end0:off', 'a: b', 'a #b', 'a#b', '-console', '- x', '@a', '%a'),
  ],
  ['kernel arguments with quotes', args("a='b'", 'a="b"', "'a'", '"a"', 'back\\slash')],
  [
    'kernel arguments that look like something else',
    args('', 'null', '1', '0x1F', '017', '1_000', '1.5', '.5', 'on', 'Off', 'true', '12:30', '2026-01-02', '<<', '~'),
  ],
  ['kernel arguments with blanks', args(' a', 'a ', 'a\tb', '\ta')],
  ['kernel arguments beyond ASCII', args('größe=1', 'ключ', '日本', '🚀', '\u00a0', '\ufeffa b')],
  ['a line for config.txt', pi('dtparam=nvme')],
  ['lines for config.txt', pi('dtparam=nvme\ndtoverlay=disable-wifi')],
  ['lines for config.txt with an end', pi('dtparam=nvme\ndtoverlay=disable-wifi\n')],
  ['lines for config.txt with several ends', pi('dtparam=nvme\n\n\n')],
  ['an empty line first', pi('\n[all]\ndtparam=nvme\n')],
  ['an empty line between', pi('[pi5]\n\ndtparam=nvme\n')],
  ['an indented line first', pi('  indented\nnot\n')],
  ['a line with a blank at its end', pi('a \nb\n')],
  ['a blank at the end', pi('a\nb ')],
  ['a tab in lines', pi('a\tb\n\tc\n')],
  ['lines as Windows has them', pi('a\r\nb\r\n')],
  ['line ends alone', pi('\n\n')],
  ['a comment in lines', pi('# NVMe\ndtparam=nvme # fast\n')],
  [
    'options in the order in which people count',
    { overlay: { ...raspberryPi5, options: { a10: '1', a9: '1', b: '1', A: '1', '': '1', 'a b': '1', on: '1' } } },
  ],
];
