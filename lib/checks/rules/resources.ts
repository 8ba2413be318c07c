import { formatMiB, parseImage } from '../../base';
import type { Breach } from '../rule';
import { rule } from './define';

/** Images that read variables which Kubernetes sets for a Service of that name. */
const readsServiceVariables: Readonly<Record<string, { readonly service: string; readonly variable: string }>> = {
  'inngest/inngest': { service: 'inngest', variable: 'INNGEST_PORT' },
};

/** What workloads ask of the platform and of each other. */
export const resourceRules = [
  rule('RES001', ['budget'], ({ budget }): Breach[] => {
    if (budget.value === undefined || budget.value.available === 0 || budget.value.requests <= budget.value.available) return [];
    const { requests, available } = budget.value;
    return [
      {
        at: budget.at,
        message: `pods and system ask for ${formatMiB(requests)}, and a node has ${formatMiB(available)}: some would stay Pending`,
        repair: `write at least '${Math.ceil(requests / 2 ** 30)}GiB', or ask for less`,
      },
    ];
  }),
  rule('RES002', ['budget'], ({ budget }): Breach[] => {
    if (
      budget.value === undefined ||
      budget.value.available === 0 ||
      budget.value.requests > budget.value.available ||
      budget.value.limits <= budget.value.available
    )
      return [];
    return [
      {
        at: budget.at,
        message: `pods may use ${formatMiB(budget.value.limits)} together, and a node has ${formatMiB(budget.value.available)}: under load the kernel would kill some`,
        repair: 'write lower limits or more memory',
      },
    ];
  }),
  rule('WRK013', ['images', 'serviceNames'], ({ images, serviceNames }): Breach[] =>
    (images.value ?? []).flatMap(({ namespace, workload, image, at }) => {
      const reads = readsServiceVariables[parseImage(image)?.repository ?? ''];
      const service = (serviceNames.value ?? []).find((s) => s.namespace === namespace && s.name === reads?.service);
      if (reads === undefined || service === undefined) return [];
      return [
        {
          at,
          also: [service.at],
          message: `a Service '${service.name}' makes Kubernetes set ${reads.variable} in the pods of '${workload}', which read it as a setting of their own`,
          repair: `write service: '${reads.service}-svc'`,
        },
      ];
    }),
  ),
];
