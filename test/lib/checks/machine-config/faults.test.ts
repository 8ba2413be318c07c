import type { TalosConfig } from '../../../../imports/talos-config';
import type { JsonObject } from '../../../../lib/base';
import { configFaults } from '../../../../lib/checks/machine-config/faults';
import { knownMinors, talosConfigOf } from '../../../../lib/checks/machine-config/schema';

function schema(minor: string): TalosConfig {
  const config = talosConfigOf(minor);
  if (config === undefined) throw new Error(`nothing is known of Talos ${minor}`);
  return config;
}

const told = (minor: string, document: JsonObject) =>
  configFaults(document, schema(minor)).map(({ what, path, message }) => [what, path.join('/'), message]);

const document = (kind: string, fields: JsonObject = {}): JsonObject => ({ apiVersion: 'v1alpha1', kind, ...fields });

test('configuration is known of those minors of Talos that there is support for, and of no other', () => {
  expect(knownMinors).toEqual(['1.12', '1.13', '1.14']);
  expect(knownMinors.map((minor) => schema(minor).minor)).toEqual(knownMinors);
  expect(talosConfigOf('1.15')).toBeUndefined();
  expect(talosConfigOf('constructor')).toBeUndefined();
});

describe('what the JSON schema of Talos has wrong is right', () => {
  test.each([
    ['1.14', 'UnattendedInstallConfig', { provisioning: { diskSelector: { match: 'system_disk' } } }],
    ['1.13', 'KubeSpanEndpointsConfig', { extraAnnouncedEndpoints: ['192.168.1.1:51820'] }],
    ['1.13', 'ImageVerificationConfig', { rules: [{ image: '*', deny: true }] }],
  ] as const)('Talos %s knows %s', (minor, kind, fields) => {
    expect(told(minor, document(kind, fields))).toEqual([]);
  });

  test.each(['UnattendedInstall', 'KubeSpanEndpoints'])('and no %s', (kind) => {
    expect(told('1.14', document(kind))).toEqual([['unknown kind', 'kind', `Talos knows no document '${kind}'`]]);
  });

  test.each(knownMinors)('Talos %s still reads fields that the schema leaves out', (minor) => {
    const network = {
      hostname: 'a',
      interfaces: [{ interface: 'eth0', dhcp: true, vip: { ip: '192.168.1.2' } }],
      nameservers: ['1.1.1.1'],
    };
    const older = { machine: { network, install: { disk: '/dev/sda' }, sysctls: { a: '1' } }, cluster: { proxy: { disabled: true } } };
    expect(told(minor, older)).toEqual([]);
  });
});

describe('a value that Talos would read is one', () => {
  test.each<[string, JsonObject]>([
    ['null', { machine: null, cluster: { network: { podSubnets: null } } }],
    ['a number for a text', { machine: { sysctls: { 'vm.max_map_count': 262144 }, env: { DEBUG: true } } }],
    ['a duration', { machine: { time: { bootTimeout: '2m' } } }],
    ['a list of arguments', { cluster: { apiServer: { extraArgs: { 'feature-gates': ['A=true'] } } } }],
    ['a deletion in a list, with what tells the item', { machine: { kernel: { modules: [{ name: 'a', $patch: 'delete' }] } } }],
    ['anything below what is handed on', { machine: { kubelet: { extraConfig: { anything: { at: ['all'] } } } } }],
    ['a deleted document, with its name', document('LinkConfig', { name: 'eth0', $patch: 'delete' })],
    ['a word in capitals', document('NetworkDefaultActionConfig', { ingress: 'BLOCK' })],
    ['a word that YAML reads as a boolean', document('HostnameConfig', { auto: false, hostname: 'a' })],
    ['an address with its zone', document('ResolverConfig', { nameservers: [{ address: 'fe80::1%eth0' }] })],
    ['ports and ranges of them', document('NetworkRuleConfig', { name: 'a', portSelector: { ports: [80, '90-99'], protocol: 'tcp' } })],
  ])('%s', (_, given) => {
    expect(told('1.13', given)).toEqual([]);
  });
});

describe('what Talos could not read is said with its place', () => {
  test.each<[string, JsonObject, readonly (readonly string[])[]]>([
    [
      'an address with a length',
      document('ResolverConfig', { nameservers: [{ address: '1.1.1.1/32' }] }),
      [['value', 'nameservers/0/address', "'1.1.1.1/32' is not an address"]],
    ],
    ['a broken number', document('KubeSpanConfig', { mtu: 1420.5 }), [['value', 'mtu', '1420.5 is not a whole number']]],
    [
      'a map for a scalar',
      { machine: { time: { bootTimeout: {} } } },
      [['value', 'machine/time/bootTimeout', 'a map is not a number or a text']],
    ],
    [
      'a name of JavaScript',
      { machine: { constructor: 1 } },
      [['unknown field', 'machine/constructor', "unknown field 'constructor' in 'machine'"]],
    ],
    ['a kind of JavaScript', document('constructor'), [['unknown kind', 'kind', "Talos knows no document 'constructor'"]]],
    [
      'a field that went',
      { machine: { features: { rbac: true, nothing: 1 } } },
      [['unknown field', 'machine/features/nothing', "unknown field 'nothing' in 'features'"]],
    ],
  ])('%s', (_, given, expected) => {
    expect(told('1.13', given)).toEqual(expected);
  });
});
