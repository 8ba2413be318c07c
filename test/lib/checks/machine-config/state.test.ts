import type { TalosConfig } from '../../../../imports/talos-config';
import { talosConfigOf } from '../../../../lib/checks/machine-config/schema';
import { ConfigState } from '../../../../lib/checks/machine-config/state';

const config = talosConfigOf('1.13') as TalosConfig;

function stateOf(...patches: readonly Parameters<ConfigState['apply']>[0][]): ConfigState {
  const state = new ConfigState(
    { '': { machine: { nodeLabels: { tier: true } } }, LinkConfig: true, 'LinkConfig/eth0': { mtu: true } },
    config,
  );
  for (const patch of patches) state.apply(patch);
  return state;
}

const link = (name: string, fields: object) => ({ apiVersion: 'v1alpha1', kind: 'LinkConfig', name, ...fields });

test('maps merge and scalars are replaced', () => {
  const state = stateOf([{ machine: { nodeLabels: { zone: 'a' } } }], [{ machine: { nodeLabels: { zone: 'b' } } }]);
  expect(state.at('', ['machine', 'nodeLabels'])).toEqual({ tier: true, zone: 'b' });
});

test('lists grow, but for those that Talos replaces', () => {
  const patch = { machine: { certSANs: ['a'] }, cluster: { network: { podSubnets: ['10.0.0.0/16'] } } };
  const state = stateOf([patch], [patch]);
  expect(state.at('', ['machine', 'certSANs'])).toEqual(['a', 'a']);
  expect(state.at('', ['cluster', 'network', 'podSubnets'])).toEqual(['10.0.0.0/16']);
});

test('documents are found by kind and name', () => {
  const state = stateOf([link('eth1', { mtu: 9000 })], [link('eth0', { $patch: 'delete' })]);
  expect([state.has('LinkConfig/eth0'), state.has('LinkConfig/eth1'), state.has('LinkConfig/eth2')]).toEqual([false, true, false]);
  expect(state.at('LinkConfig/eth1', ['mtu'])).toBe(9000);
});

test('what a patch deletes goes before what it sets', () => {
  const state = stateOf([{ machine: { nodeLabels: { tier: { $patch: 'delete' }, zone: 'a' } } }]);
  expect(state.at('', ['machine', 'nodeLabels'])).toEqual({ zone: 'a' });
  expect(stateOf([{ machine: { nodeLabels: { $patch: 'delete' } } }]).at('', ['machine', 'nodeLabels'])).toBeUndefined();
});
