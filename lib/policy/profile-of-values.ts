import { type JsonObject, valueAt } from '../base';
import { defaultProfile, type Profile } from './profile';

/**
 * The configuration of agents that the values of Cilium's chart give. What the values leave out, or say in a way that no agent
 * takes, is as the chart has it.
 *
 * @param release the release of the chart, e.g. `1.20.2`; releases that aren't known count as the newest minor that is
 * @see cilium 1.20.2 install/kubernetes/cilium/templates/cilium-configmap.yaml
 */
export function profileOfValues(values: JsonObject | undefined, release?: string): Profile {
  const flag = (fallback: boolean, ...path: string[]) => booleanOf(valueAt(values, ...path)) ?? fallback;
  const text = (...path: string[]) => {
    const value = valueAt(values, ...path);
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  const extra = (key: string) => booleanOf(valueAt(values, 'extraConfig', key));
  const enforcement = text('policyEnforcementMode')?.toLowerCase();
  const modes = valueAt(values, 'policyCIDRMatchMode');
  const cilium = release?.startsWith('1.19.') === true ? '1.19' : defaultProfile.cilium;
  return {
    cilium,
    clusterName: text('cluster', 'name') ?? defaultProfile.clusterName,
    defaultLocalCluster: flag(defaultProfile.defaultLocalCluster, 'clustermesh', 'policyDefaultLocalCluster'),
    enforcement: enforcement === 'always' || enforcement === 'never' ? enforcement : defaultProfile.enforcement,
    allowLocalhost: valueAt(values, 'extraConfig', 'allow-localhost') !== 'policy',
    cidrMatch: (['nodes', 'pods'] as const).filter((mode) => (Array.isArray(modes) ? modes.includes(mode) : modes === mode)),
    hostFirewall: flag(defaultProfile.hostFirewall, 'hostFirewall', 'enabled'),
    nonDefaultDeny: flag(defaultProfile.nonDefaultDeny, 'enableNonDefaultDenyPolicies'),
    l7Proxy: flag(defaultProfile.l7Proxy, 'l7Proxy'),
    nodeSelectorLabels: flag(defaultProfile.nodeSelectorLabels, 'nodeSelectorLabels'),
    clusterNetworkPolicies:
      cilium !== '1.19' &&
      (extra('enable-k8s-cluster-network-policy') ?? flag(defaultProfile.clusterNetworkPolicies, 'k8sClusterNetworkPolicy', 'enabled')),
    extendedProtocols: extra('enable-extended-ip-protocols') ?? defaultProfile.extendedProtocols,
    ipv4: flag(defaultProfile.ipv4, 'ipv4', 'enabled'),
    ipv6: flag(defaultProfile.ipv6, 'ipv6', 'enabled'),
    labelPrefixes:
      text('labels')
        ?.split(/\s+/)
        .filter((prefix) => prefix !== '') ?? [],
  };
}

function booleanOf(value: unknown): boolean | undefined {
  if (value === true || value === 'true') return true;
  return value === false || value === 'false' ? false : undefined;
}
