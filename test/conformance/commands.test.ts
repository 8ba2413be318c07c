import { cases } from '../../conformance/cases';
import { callsOf } from '../../conformance/commands/calls';
import { faultsOf, readReference, sourceOf, type TalosctlRecord } from '../../conformance/commands/reference';
import type { TalosctlMinor } from '../../conformance/pins';
import { readRecord } from '../../conformance/record';
import { compareMinors, parseVersion } from '../../lib/base';

const record = readRecord<TalosctlRecord>('talosctl');
const minors = Object.keys(record) as TalosctlMinor[];

/** Scripts say that they need talosctl of the cluster's minor or newer. Of 1.12 upstream's module can't be had, so that it begins with 1.13. */
const minorsFrom = (version: string) => minors.filter((minor) => compareMinors(minor, parseVersion(version)?.minor ?? '') >= 0);

test.each(cases.map((c) => [c.name, c] as const))('talosctl has each command with its flags: %s', (_, c) => {
  const own = callsOf(c).filter(({ program }) => program === 'talosctl');
  const faults = minorsFrom(c.cluster.definition.versions.talos).flatMap((minor) =>
    own.flatMap(({ words, at }) => faultsOf(words, record[minor].commands).map((fault) => `${minor}, ${at}: ${fault}`)),
  );
  expect(faults).toEqual([]);
});

test('both clusters that are committed tell talosctl what to do, in each of the ways that there are', () => {
  const ways = ({ name, words }: { readonly name: string; readonly words: readonly string[] }) => `${name}: ${words.join(' ')}`;
  const said = cases.flatMap((c) =>
    callsOf(c)
      .filter(({ program }) => program === 'talosctl')
      .map(({ words }) => ways({ name: c.cluster.definition.name, words })),
  );
  for (const call of [
    'joelclaw: cluster create docker',
    'joelclaw: cluster destroy',
    'joelclaw-pi: gen config',
    'joelclaw-pi: apply-config',
    'joelclaw-pi: reset of',
  ]) {
    expect(said.filter((one) => one.startsWith(call))).not.toEqual([]);
  }
  expect(said.filter((one) => one.endsWith(' service etcd'))).not.toEqual([]);
});

test('the record says which page of which release it is of', () => {
  expect(minors).toEqual(['1.13', '1.14']);
  expect(minors.map((minor) => record[minor].source)).toEqual(minors.map(sourceOf));
});

const page = `## talosctl apply-config

Apply a new configuration to a node

### Options

\`\`\`
      --dry-run                     only say
  -f, --file string                 the file
  -m, --mode auto, try              apply config mode (default auto)
\`\`\`

### Options inherited from parent commands

\`\`\`
  -n, --nodes strings   target the specified nodes
\`\`\`

## talosctl config

### Options

\`\`\`
  -h, --help   help for config
\`\`\`

## talosctl config endpoint
`;

test('the reference of talosctl is read as it stands', () => {
  expect(readReference(page)).toEqual({
    'talosctl apply-config': {
      '--dry-run': '',
      '--file': 'string',
      '-f': 'string',
      '--mode': 'auto, try',
      '-m': 'auto, try',
      '--nodes': 'strings',
      '-n': 'strings',
    },
    'talosctl config': { '--help': '', '-h': '' },
    'talosctl config endpoint': {},
  });
});

test.each([
  ['apply-config -f a --nodes b --dry-run --mode=try', []],
  ['--nodes b apply-config --file=a', []],
  ['config endpoint 10.0.0.1', []],
  ['aply-config --file a', ["there is no command 'talosctl aply-config'"]],
  ['apply-config --files a', ["'talosctl apply-config' has no flag --files"]],
  ['config endpoint --nodes b', ["'talosctl config endpoint' has no flag --nodes"]],
  ['apply-config --file', ["--file of 'talosctl apply-config' wants a value"]],
  ['apply-config --mode reboot', ["--mode of 'talosctl apply-config' is one of auto, try, and not reboot"]],
])('talosctl %s', (line, faults) => {
  expect(faultsOf(line.split(' '), readReference(page))).toEqual(faults);
});
