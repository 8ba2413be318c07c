import type * as k8s from '../imports/kubernetes-1.36';
import { type Model, poolLabel, type ServiceModel } from '../lib/model';
import { inLayer, type LayeredObject } from './object';
import { sharingAnnotations } from './shared-address';

/** The Services in front of the workloads. */
export function services(model: Model): LayeredObject[] {
  return model.services.map((service) => inLayer('workloads', serviceObject(model, service), service.at));
}

function serviceObject(model: Model, service: ServiceModel): k8s.Service {
  const { namespace, name, selector, type, ports } = service;
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace, ...balancerMetadata(model, service) },
    spec: {
      type,
      ...balancerSpec(service),
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

/**
 * By the label the pool knows the Service, by the annotation it gets its address; `loadBalancerIP` is deprecated.
 *
 * @see https://docs.cilium.io/en/v1.20/network/lb-ipam/#requesting-ips
 */
function balancerMetadata(model: Model, { namespace, balancer }: ServiceModel): Pick<k8s.ObjectMeta, 'labels' | 'annotations'> {
  if (balancer === undefined) return {};
  return {
    labels: { [poolLabel]: balancer.pool },
    annotations: { 'lbipam.cilium.io/ips': balancer.address, ...sharingAnnotations(model, balancer.address, namespace) },
  };
}

/**
 * Cilium answers at the address itself, so that node ports would be further ways in, and no use.
 *
 * @see cilium 1.20.2 pkg/loadbalancer/reflectors/conversions.go
 */
function balancerSpec({ balancer }: ServiceModel): Pick<k8s.ServiceSpec, 'allocateLoadBalancerNodePorts' | 'externalTrafficPolicy'> {
  if (balancer === undefined) return {};
  return { allocateLoadBalancerNodePorts: false, externalTrafficPolicy: balancer.externalTrafficPolicy };
}
