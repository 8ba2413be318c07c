import { nearest } from '../../base';
import type { ServiceReference } from '../../policy/read/cilium-rule';
import { placeIn, type Reading } from '../policies/reading';
import type { Breach } from '../rule';
import { policyRule } from './policy-rule';

/** Services by which policies mean the pods behind them. */
export const policyServiceRules = [
  policyRule('POL006', (reading) =>
    reading.items.flatMap(({ policy, item, path, denies }): Breach[] => {
      if (denies || (item.toPorts ?? []).length === 0) return [];
      const [reference] = (item.toServices ?? []).map(({ k8sService }) => k8sService);
      const isThere = (item.toServices ?? []).some(({ k8sService }) => !k8sService || serviceOf(reading, k8sService) !== undefined);
      if (!reference || isThere) return [];
      const beside = reading.world.services.filter(({ namespace }) => namespace === reference.namespace);
      const near = nearest(
        reference.serviceName ?? '',
        beside.map(({ name }) => name),
      );
      return [
        {
          at: placeIn(policy, `${path}.toServices`),
          ...(beside.length === 0 ? { severity: 'warning' as const } : {}),
          message: `${policy.called}: no file has a Service '${reference.namespace ?? ''}/${reference.serviceName}'; without one the ports are open to everybody: its pods → anybody, world and nodes included, is allowed`,
          repair: near === undefined ? 'write its pods, with toEndpoints' : `write '${near}', or its pods with toEndpoints`,
        },
      ];
    }),
  ),
  policyRule('POL059', (reading) =>
    reading.items
      .filter(({ denies }) => !denies)
      .flatMap(({ policy, item, path }) =>
        (item.toServices ?? []).flatMap(({ k8sService }, i): Breach[] => {
          const service = serviceOf(reading, k8sService);
          if (service === undefined) return [];
          const wanted = Object.entries(service.selector);
          if (wanted.length === 0) return [];
          const beside = [...reading.world.workloads.keys()].filter(({ namespace }) => namespace === service.namespace);
          const behind = beside.filter(({ labels }) => wanted.every(([key, value]) => labels[key] === value));
          const at = placeIn(policy, `${path}.toServices[${i}]`);
          const name = `Service '${service.namespace}/${service.name}'`;
          return beside.length > 0 && behind.length === 0
            ? [
                {
                  at,
                  message: `${policy.called}: ${name} selects no pods of which a file tells, so that its pods → ${service.name} is allowed to nobody`,
                  repair: 'write the labels of the pods into the selector of the Service',
                },
              ]
            : [];
        }),
      ),
  ),
];

function serviceOf(reading: Reading, reference: ServiceReference['k8sService']) {
  return reading.world.services.find(
    ({ namespace, name }) => name === reference?.serviceName && namespace === (reference?.namespace || namespace),
  );
}
