import { isObject, valueAt } from '../../base';
import { numbersIn, placeIn } from '../policies/reading';
import type { Breach } from '../rule';
import { policyRule } from './policy-rule';

/** Policies of Kubernetes, of which Cilium reads some parts otherwise. */
export const policyKubernetesRules = [
  policyRule('POL041', (reading) =>
    reading.policies
      .filter(({ kind }) => kind === 'NetworkPolicy')
      .flatMap((policy): Breach[] => {
        const types = valueAt(policy.source.object, 'spec', 'policyTypes');
        if (!Array.isArray(types) || types.length === 0) return [];
        return (
          [
            ['ingress', 'Ingress'],
            ['egress', 'Egress'],
          ] as const
        ).flatMap(([direction, type]) => {
          const items = valueAt(policy.source.object, 'spec', direction);
          if (!Array.isArray(items) || items.length === 0 || types.includes(type)) return [];
          const about = reading.world.entries.filter(
            ({ origin, direction: of }) =>
              of === direction && origin.kind === policy.kind && origin.name === policy.name && origin.namespace === policy.namespace,
          );
          const [subject] = about.flatMap((entry) => numbersIn(reading.subjects(entry).certain));
          const named = subject === undefined ? 'its pods' : reading.named(subject);
          return [
            {
              at: placeIn(policy, `spec.${direction}`),
              message: `${policy.called} has rules for ${direction} that policyTypes leaves out: Kubernetes ignores them, while Cilium isolates ${named} by them`,
              repair: `write ${type} into policyTypes, or leave the rules out`,
              also: [placeIn(policy, 'spec.policyTypes')],
            },
          ];
        });
      }),
  ),
  policyRule('POL042', (reading) =>
    reading.policies
      .filter(({ kind }) => kind === 'NetworkPolicy')
      .flatMap((policy): Breach[] => {
        const { object } = policy.source;
        const lacking = [
          ...(valueAt(object, 'spec', 'policyTypes') === undefined ? ['spec.policyTypes'] : []),
          ...(valueAt(object, 'metadata', 'namespace') === undefined ? ['metadata.namespace'] : []),
          ...(lacksProtocol(valueAt(object, 'spec')) ? ['protocol'] : []),
        ];
        return lacking.length === 0
          ? []
          : [
              {
                at: placeIn(policy, 'spec'),
                message: `${policy.called} leaves ${lacking.join(' and ')} to defaults: what is isolated, where, or for which protocol isn't said`,
                repair: `write ${lacking.join(', ')}`,
              },
            ];
      }),
  ),
];

function lacksProtocol(spec: unknown): boolean {
  const items = ['ingress', 'egress'].flatMap((direction) => valueAt(spec as never, direction) ?? []);
  return items.some((item) => {
    const ports = valueAt(item as never, 'ports');
    return Array.isArray(ports) && ports.some((port) => isObject(port as never) && valueAt(port as never, 'protocol') === undefined);
  });
}
