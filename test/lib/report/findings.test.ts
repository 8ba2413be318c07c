import { finding, inDefinition, inDocument } from '../../../lib/base';
import { findingsJson, findingsText, type Palette, plain } from '../../../lib/report';

const file = 'clusters/joelclaw.ts';
const hostBits = finding('NET004', inDefinition(file, 'network.pods'), "'10.244.0.5/16' has host bits set", {
  repair: "write '10.244.0.0/16'",
});
const long = finding(
  'INV024',
  inDefinition(file, 'expose.6379'),
  "port 7445 of the node, which 'joelclaw/redis:6379' wants, is KubePrism's own; a Service there would cut the node off from its API server",
  {
    repair: 'choose another or leave it out',
    also: [
      inDefinition(file, 'talos.kubePrismPort'),
      inDocument('dist/joelclaw/talos/controlplane-patch.yaml', 'machine.features.kubePrism.port'),
    ],
  },
);
const note = finding('FLO012', inDefinition(file, ''), 'nobody enforces this');

test('a finding is a line: id, file, path, what is wrong and what to write; then the count', () => {
  expect(findingsText([hostBits])).toBe(
    "NET004  clusters/joelclaw.ts  network.pods: '10.244.0.5/16' has host bits set; write '10.244.0.0/16'\n1 error\n",
  );
});

test('long ones wrap below the file, and other places follow', () => {
  expect(findingsText([long, hostBits, note])).toBe(
    [
      "INV024  clusters/joelclaw.ts  expose.6379: port 7445 of the node, which 'joelclaw/redis:6379' wants, is KubePrism's",
      '        own; a Service there would cut the node off from its API server; choose another or leave it out',
      '        see also talos.kubePrismPort',
      '        see also dist/joelclaw/talos/controlplane-patch.yaml  machine.features.kubePrism.port',
      "NET004  clusters/joelclaw.ts  network.pods: '10.244.0.5/16' has host bits set; write '10.244.0.0/16'",
      'FLO012  clusters/joelclaw.ts  nobody enforces this',
      '2 errors, 1 note',
      '',
    ].join('\n'),
  );
});

test('nothing found is nothing written', () => {
  expect(findingsText([])).toBe('');
});

test('colours mark ids by severity and change no text', () => {
  const marked: Palette = { ...plain, red: (t) => `<${t}>` };
  expect(findingsText([hostBits], marked)).toBe(
    "<NET004>  clusters/joelclaw.ts  network.pods: '10.244.0.5/16' has host bits set; write '10.244.0.0/16'\n<1 error>\n",
  );
});

test('a place in a document has its line and column behind the file', () => {
  const at = inDocument('clusters/joelclaw.ts', undefined, 12, 3);
  expect(findingsText([finding('DEF007', at, 'Expected "}"')])).toBe('DEF007  clusters/joelclaw.ts:12:3  Expected "}"\n1 error\n');
});

test('JSON has the same, for programs', () => {
  expect(JSON.parse(findingsJson('check', [long], { clusters: ['joelclaw'] }))).toEqual({
    schema: 'ichor/check/v1',
    clusters: ['joelclaw'],
    findings: [
      {
        id: 'INV024',
        severity: 'error',
        status: 'found',
        at: { file, path: 'expose.6379' },
        also: [
          { file, path: 'talos.kubePrismPort' },
          { file: 'dist/joelclaw/talos/controlplane-patch.yaml', path: 'machine.features.kubePrism.port' },
        ],
        message: long.message,
        repair: 'choose another or leave it out',
        source: 'https://docs.cilium.io/en/v1.20/network/kubernetes/kubeproxy-free/',
      },
    ],
  });
});
