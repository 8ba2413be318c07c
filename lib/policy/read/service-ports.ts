import type { Service, ServicePort } from './services';
import type { Workload } from './workloads';

/** A port of a Service with the port of a workload's pods that it leads to. */
export interface LeadingPort extends ServicePort {
  readonly service: Service;
  /** The number of the pods' port; `undefined` where the pods have no port of the name. */
  readonly leadsTo: number | undefined;
}

/**
 * The ports of the Services that select the workload's pods, with where they lead. A headless Service has no ports of its own:
 * its clients meet the pods' port itself.
 *
 * @see k8s.io/endpointslice 0.36.3 utils.go (FindPort)
 */
export function leadingPorts(
  workload: Pick<Workload, 'namespace' | 'labels' | 'ports'>,
  services: readonly Service[],
): readonly LeadingPort[] {
  const selecting = services.filter(({ namespace, selector }) => {
    const wanted = Object.entries(selector);
    return namespace === workload.namespace && wanted.length > 0 && wanted.every(([key, value]) => workload.labels[key] === value);
  });
  return selecting.flatMap((service) =>
    service.ports.map((port) => {
      const named = workload.ports.find(({ name, protocol }) => name === port.target && protocol === port.protocol);
      return { ...port, service, leadsTo: typeof port.target === 'number' ? port.target : named?.port };
    }),
  );
}
