import { valueAt } from '../../base';
import type { CiliumInstaller } from '../fact';
import type { Breach } from '../rule';
import { rule } from './define';
import { isOn, valuePlace } from './network';

/** What Hubble's parts need of each other. */
export const hubbleRules = [
  rule('INV064', ['cilium.values'], ({ 'cilium.values': values }): Breach[] => {
    if (values.value === undefined) return [];
    const on = (...path: string[]) => isOn(valueAt(values.value, 'hubble', ...path));
    const hubble = valueAt(values.value, 'hubble', 'enabled') !== false;
    if (on('ui', 'enabled') && !on('ui', 'standalone', 'enabled') && !on('relay', 'enabled'))
      return [
        {
          at: valuePlace(values, 'hubble', 'ui', 'enabled'),
          message: "Hubble's UI reads from its relay, which is off",
          repair: 'write hubble.relay.enabled: true',
        },
      ];
    return on('relay', 'enabled') && !hubble
      ? [
          {
            at: valuePlace(values, 'hubble', 'relay', 'enabled'),
            message: "Hubble's relay has nothing to read: Hubble is off",
            repair: 'write hubble.enabled: true',
          },
        ]
      : [];
  }),
  rule('INV065', ['cilium.values', 'cilium.rendering', 'cilium.installers'], (facts): Breach[] => {
    const { 'cilium.values': values, 'cilium.rendering': rendering, 'cilium.installers': installers } = facts;
    if (values.value === undefined || valueAt(values.value, 'hubble', 'enabled') === false) return [];
    const auto = valueAt(values.value, 'hubble', 'tls', 'auto');
    if (valueAt(values.value, 'hubble', 'tls', 'enabled') === false || valueAt(auto, 'enabled') === false) return [];
    const method = valueAt(auto, 'method') ?? 'helm';
    const at = valuePlace(values, 'hubble', 'tls', 'auto', 'method');
    if (method === 'helm' && rendering.value !== 'helm')
      return [
        {
          at,
          ...((installers.value ?? []).some(isIgnoring) ? { severity: 'info' } : {}),
          message: "with 'helm' every rendering makes new certificates: no two are alike, and keys end up where the rendering goes",
          repair: "write 'cronJob'",
        },
      ];
    if (method === 'certmanager' && valueAt(auto, 'certManagerIssuerRef') === undefined)
      return [
        { at, message: "'certmanager' needs an issuer, and none is named", repair: "write certManagerIssuerRef, or method 'cronJob'" },
      ];
    return [];
  }),
];

/** Whether Argo CD is told to leave the certificates as they are. */
function isIgnoring({ object }: CiliumInstaller): boolean {
  const ignored = valueAt(object, 'spec', 'ignoreDifferences');
  return Array.isArray(ignored) && ignored.some((entry) => valueAt(entry, 'name') === 'hubble-server-certs');
}
