import { inDocument } from '../../../../lib/base';
import { defaultProfile } from '../../../../lib/policy';
import { readCidrGroups } from '../../../../lib/policy/read/cidr-groups';

const group = (spec: object, apiVersion = 'cilium.io/v2') => ({
  object: { apiVersion, kind: 'CiliumCIDRGroup', metadata: { name: 'office', labels: { place: 'near' } }, spec } as never,
  at: inDocument('groups.yaml'),
});

test('a group is its name, its labels and its blocks', () => {
  const { groups, findings } = readCidrGroups([group({ externalCIDRs: ['10.0.0.0/8', 'fd00::/8'] })], defaultProfile);
  expect(findings).toEqual([]);
  expect(groups.map(({ name, labels, blocks }) => [name, labels, blocks.map((b) => b.canonical)])).toEqual([
    ['office', { place: 'near' }, ['10.0.0.0/8', 'fd00::/8']],
  ]);
});

test('a group that the API server refuses is an error, and no group', () => {
  const { groups, findings } = readCidrGroups([group({ externalCIDR: ['10.0.0.0/8'] })], defaultProfile);
  expect(groups).toEqual([]);
  expect(findings.map(({ id, at, message }) => [id, (at as { path?: string }).path, message])).toEqual([
    ['POL001', 'spec.externalCIDRs', "CiliumCIDRGroup 'office': 'externalCIDRs' is missing"],
    ['POL001', 'spec.externalCIDR', "CiliumCIDRGroup 'office': unknown field 'externalCIDR'"],
  ]);
});

test('a version that there is not is an error', () => {
  const { findings } = readCidrGroups([group({ externalCIDRs: [] }, 'cilium.io/v3')], defaultProfile);
  expect(findings.map(({ message, repair }) => [message, repair])).toEqual([
    ["CiliumCIDRGroup 'office': there is no CiliumCIDRGroup of 'cilium.io/v3'", 'write apiVersion: cilium.io/v2'],
  ]);
});
