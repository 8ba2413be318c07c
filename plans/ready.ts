import type { Model, WorkloadModel } from '../lib/model';
import { inNamespace, kubectl } from './commands';
import { type Command, type Step, step } from './plan';

/** The steps that wait until everything runs. */
export function readySteps(model: Model): Step[] {
  const rollouts = model.workloads.flatMap((workload) => rolloutOf(workload, '10m'));
  return [
    step({
      id: 'nodes-ready',
      title: 'Wait for the nodes',
      why: 'They are Ready when Cilium has given them a network; pods are scheduled from then on.',
      run: [kubectl('wait', '--for', 'condition=Ready', 'nodes', '--all', '--timeout', '10m')],
    }),
    ...(rollouts.length === 0
      ? []
      : [
          step({
            id: 'workloads-ready',
            title: 'Wait for the workloads',
            why: 'Images are fetched and volumes made on the first start, which takes minutes.',
            run: rollouts,
          }),
        ]),
  ];
}

/** A question that ends well when the pods of a workload are of its newest template and ready; none for what ends by itself. */
export function rolloutOf({ controller, namespace, name }: WorkloadModel, timeout: string): Command[] {
  if (controller === 'CronJob') return [];
  return [kubectl(...inNamespace(namespace), 'rollout', 'status', `${controller.toLowerCase()}/${name}`, '--timeout', timeout)];
}
