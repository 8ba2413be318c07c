import { asCidr } from '../../base';
import { namespaceKey, splitSource } from '../label';
import type { Profile } from '../profile';
import type { ServicePeers } from './cilium-peers';
import type { ServiceReference } from './cilium-rule';
import type { LabelSelectorSpec } from './label-selector';
import { type Service, serviceKey } from './services';

/**
 * Whom a rule's reference to Services means: the pods that a Service selects, whatever their ports, and of a Service without a
 * selector the addresses behind it. It is unknown for a Service that is none of these, or has no known addresses.
 *
 * @see cilium 1.20.2 pkg/policy/k8s/service.go (processRule)
 */
export function behindServices(reference: ServiceReference, services: readonly Service[], profile: Profile): ServicePeers {
  const meant = services.filter((service) => isMeant(service, reference, profile));
  const bare = meant.filter(({ selector }) => Object.keys(selector).length === 0);
  const lost = bare.find(({ addresses }) => addresses === undefined);
  const unknown =
    meant.length === 0
      ? `no object tells of ${described(reference)}`
      : lost && `no object tells which addresses stand behind Service '${serviceKey(lost)}'`;
  const families = [...(profile.ipv4 ? [4] : []), ...(profile.ipv6 ? [6] : [])];
  const addresses = [...new Set(bare.flatMap((service) => service.addresses ?? []))];
  return {
    endpoints: meant
      .filter((service) => !bare.includes(service))
      .map(({ selector, namespace }) => ({ matchLabels: { ...selector, [namespaceKey]: namespace } })),
    addresses: addresses.filter((text) => families.includes(asCidr(text)?.family ?? 0)),
    ...(unknown === undefined ? {} : { unknown }),
  };
}

function isMeant(service: Service, { k8sService, k8sServiceSelector }: ServiceReference, profile: Profile): boolean {
  const of = k8sServiceSelector ?? k8sService;
  if (!of || (of.namespace && of.namespace !== service.namespace)) return false;
  if (k8sServiceSelector) return isSelected(service, k8sServiceSelector.selector, profile);
  return k8sService?.serviceName === service.name;
}

/** Of the source in front of a key 1.20 takes no notice; to 1.19 labels of Services are of source `k8s`. */
function isSelected({ labels }: Service, { matchLabels, matchExpressions }: LabelSelectorSpec, { cilium }: Profile): boolean {
  const conditions = [
    ...Object.entries(matchLabels ?? {}).map(([key, value]) => ({ key, operator: 'In', values: [value ?? ''] })),
    ...(matchExpressions ?? []),
  ];
  return conditions.every(({ key, operator, values }) => {
    const { source, key: bare } = splitSource(key);
    const isThere = Object.hasOwn(labels, bare) && (cilium !== '1.19' || ['', 'any', 'k8s'].includes(source));
    const isOneOf = isThere && (values ?? []).includes(labels[bare] as string);
    return operator === 'In' ? isOneOf : operator === 'NotIn' ? !isOneOf : operator === 'Exists' ? isThere : !isThere;
  });
}

function described({ k8sService, k8sServiceSelector }: ServiceReference): string {
  const where = (namespace: string | null | undefined) => (namespace ? ` in ${namespace}` : '');
  if (k8sServiceSelector) return `Services with the labels that the rule wants${where(k8sServiceSelector.namespace)}`;
  return `Service '${k8sService?.serviceName ?? ''}'${where(k8sService?.namespace)}`;
}
