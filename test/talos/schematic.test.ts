import { bootImageUrl, canonicalText, installerImage, type Schematic, schematicDocument, schematicId } from '../../talos/schematic';

/** Ids that upstream has published: in its tests and its documentation. */
const published: readonly [string, Schematic, string][] = [
  ['no customization', {}, '376567988ad370138ad8b2698212367b8edcb69b5fd68c80be1f2ec7d603b4ba'],
  ['kernel arguments', { extraKernelArgs: ['noapic', 'nolapic'] }, '9cba8e32753f91a16c1837ab8abf356af021706ef284aef07380780177d9a06c'],
  [
    'a Raspberry Pi',
    { overlay: { name: 'rpi_generic', image: 'siderolabs/sbc-raspberrypi' } },
    'ee21ef4a5ef808a9b7484cc0dda0f25075021691c8c09a276591eedb638ea1f9',
  ],
];

test.each(published)('the id is the one that the factory gives: %s', (_, schematic, id) => {
  expect(schematicId(schematic)).toBe(id);
});

const everything: Schematic = {
  overlay: { name: 'rpi_5', image: 'siderolabs/sbc-raspberrypi', options: { configTxtAppend: 'dtparam=nvme\n', configTxt: 'on' } },
  extraKernelArgs: ['console=ttyAMA10', 'a: b'],
  officialExtensions: ['siderolabs/iscsi-tools'],
};

test('the document has what was said, and nothing empty', () => {
  expect(schematicDocument({})).toEqual({ customization: {} });
  expect(schematicDocument({ extraKernelArgs: [], officialExtensions: [] })).toEqual({ customization: {} });
  expect(schematicDocument(everything)).toEqual({
    overlay: everything.overlay,
    customization: {
      extraKernelArgs: everything.extraKernelArgs,
      systemExtensions: { officialExtensions: everything.officialExtensions },
    },
  });
});

test("the id is that of the factory's own spelling", () => {
  expect(canonicalText(everything)).toBe(`overlay:
    image: siderolabs/sbc-raspberrypi
    name: rpi_5
    options:
        configTxt: "on"
        configTxtAppend: |
            dtparam=nvme
customization:
    extraKernelArgs:
        - console=ttyAMA10
        - 'a: b'
    systemExtensions:
        officialExtensions:
            - siderolabs/iscsi-tools
`);
});

test('half a character counts as the character that stands for it in UTF-8', () => {
  expect(schematicId({ extraKernelArgs: ['a\ud800'] })).toBe(schematicId({ extraKernelArgs: ['a\ufffd'] }));
});

test('images are named by schematic and release', () => {
  expect(installerImage('abc', '1.13.9')).toBe('factory.talos.dev/metal-installer/abc:v1.13.9');
  expect(bootImageUrl('abc', '1.13.9', 'metal-arm64.raw.xz')).toBe('https://factory.talos.dev/image/abc/v1.13.9/metal-arm64.raw.xz');
});
