import { controlPlane, generic, raspberryPi5, worker } from 'ichor';
import { documentsOf, talosFiles, textOf } from './support/metal';

const computer = { architecture: 'amd64', interface: 'enp1s0', disk: '/dev/sda' } as const;

/** The schematics of a cluster of one control plane and workers of these machines. */
function schematics(...machines: Parameters<typeof worker>[1]['machine'][]): ReadonlyMap<string, string> {
  const [first = raspberryPi5(), ...others] = machines;
  const nodes = [
    controlPlane('n-1', { address: '192.168.1.31', machine: first }),
    ...others.map((machine, i) => worker(`n-${i + 2}`, { address: `192.168.1.${i + 32}`, machine })),
  ];
  return new Map([...talosFiles({ expose: [] }, { nodes })].filter(([path]) => path.startsWith('schematic-')));
}

const id = (text: string) => /^# id: +([0-9a-f]{64})$/m.exec(text)?.[1];

test('a Raspberry Pi has its overlay, and boots what its card is written with', () => {
  const files = talosFiles();
  expect(documentsOf(files, 'schematic-raspberry-pi-5.yaml')).toEqual([
    { customization: {}, overlay: { image: 'siderolabs/sbc-raspberrypi', name: 'rpi_5' } },
  ]);
  const text = textOf(files, 'schematic-raspberry-pi-5.yaml');
  expect(text).toContain('# What Image Factory makes the images of pi-1, pi-2, pi-3 of;');
  expect(text).toContain(`# boot:      https://factory.talos.dev/image/${id(text)}/v1.13.9/metal-arm64.raw.xz\n`);
  expect(text).toContain(`# installer: factory.talos.dev/metal-installer/${id(text)}:v1.13.9\n`);
});

test('a computer has none, boots an image of its architecture, and has the id that everybody without wishes has', () => {
  const text = textOf(talosFiles(), 'schematic-amd64.yaml');
  expect(id(text)).toBe('376567988ad370138ad8b2698212367b8edcb69b5fd68c80be1f2ec7d603b4ba');
  expect(text).toContain('/v1.13.9/metal-amd64.iso\n');
  expect(textOf(schematics(generic({ ...computer, architecture: 'arm64' })), 'schematic-arm64.yaml')).toContain(
    '/v1.13.9/metal-arm64.iso\n',
  );
});

test('what a machine asks for is in its schematic; the order of its extensions makes no other', () => {
  const options = { kernelArguments: ['console=ttyAMA10', 'quiet'], configTxtAppend: 'dtparam=nvme' };
  const [one, other] = [
    ['siderolabs/util-linux-tools', 'siderolabs/iscsi-tools'],
    ['siderolabs/iscsi-tools', 'siderolabs/util-linux-tools'],
  ].map((extensions) => schematics(raspberryPi5({ ...options, extensions })));
  expect(one).toEqual(other);
  expect(documentsOf(one ?? new Map(), 'schematic-raspberry-pi-5.yaml')).toEqual([
    {
      customization: {
        extraKernelArgs: ['console=ttyAMA10', 'quiet'],
        systemExtensions: { officialExtensions: ['siderolabs/iscsi-tools', 'siderolabs/util-linux-tools'] },
      },
      overlay: { image: 'siderolabs/sbc-raspberrypi', name: 'rpi_5', options: { configTxtAppend: 'dtparam=nvme' } },
    },
  ]);
});

describe('a file is named by what tells it from the others', () => {
  const iscsi = generic({ ...computer, extensions: ['siderolabs/iscsi-tools'] });
  const quiet = generic({ ...computer, kernelArguments: ['quiet'] });

  test.each([
    ['the kind of machine', [raspberryPi5(), generic(computer), generic(computer)], ['schematic-amd64', 'schematic-raspberry-pi-5']],
    ['its extensions', [generic(computer), iscsi], ['schematic-amd64', 'schematic-amd64-iscsi-tools']],
    [
      'the beginning of its id',
      [generic(computer), quiet],
      ['schematic-amd64-37656798', expect.stringMatching(/^schematic-amd64-[0-9a-f]{8}$/)],
    ],
  ])('%s', (_, machines, names) => {
    expect([...schematics(...machines).keys()].map((path) => path.replace('.yaml', '')).sort()).toEqual(names);
  });
});

test('nodes with one image share its file', () => {
  const files = schematics(generic(computer), generic({ ...computer, interface: 'eth9' }));
  expect([...files.keys()]).toEqual(['schematic-amd64.yaml']);
  expect(textOf(files, 'schematic-amd64.yaml')).toContain('the images of n-1, n-2 of;');
});
