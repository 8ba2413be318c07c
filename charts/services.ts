import type * as k8s from '../imports/kubernetes-1.36';
import type { Model, ServiceModel } from '../lib/model';
import { inLayer, type LayeredObject } from './object';

/** The Services in front of the workloads. */
export function services(model: Model): LayeredObject[] {
  return model.services.map((service) => inLayer('workloads', serviceObject(service), service.at));
}

function serviceObject({ namespace, name, selector, type, ports }: ServiceModel): k8s.Service {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace },
    spec: {
      type,
      selector: { ...selector },
      ports: ports.map(({ name: portName, port, targetPort, protocol, nodePort }) => ({
        ...(portName === undefined ? {} : { name: portName }),
        port,
        targetPort,
        protocol,
        ...(nodePort === undefined ? {} : { nodePort }),
      })),
    },
  };
}
