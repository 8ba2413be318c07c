import { type Finding, finding, isObject, type JsonObject, labelFault, type Place, subdomainFault, valueAt } from '../lib/base';
import type { Layer, Model } from '../lib/model';
import { Report } from '../lib/model/shape/check';
import { object as objectShape } from '../lib/model/shape/object';
import { inLayer, type LayeredObject } from './object';

/** The user's own objects, each in the layer that its kind belongs to, and what is wrong with them. */
export function rawObjects(model: Model): { readonly objects: readonly LayeredObject[]; readonly findings: readonly Finding[] } {
  const findings: Finding[] = [];
  const objects = model.objects.flatMap(({ object, at }) => {
    const faults = objectFaults(object, at);
    findings.push(...faults);
    return faults.length > 0 ? [] : [inLayer(layerOf(object), object as never, at)];
  });
  return { objects, findings };
}

/** What keeps a value from being applied as a Kubernetes object, or from being committed. */
export function objectFaults(object: unknown, at: Place): Finding[] {
  const [apiVersion, kind, name] = [valueAt(object, 'apiVersion'), valueAt(object, 'kind'), valueAt(object, 'metadata', 'name')];
  if (!isObject(object) || typeof apiVersion !== 'string' || typeof kind !== 'string' || typeof name !== 'string') {
    return [
      finding('OBJ001', at, 'this is no Kubernetes object: apiVersion, kind and metadata.name have to be there', {
        repair: "write { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: '…' }, … }",
      }),
    ];
  }
  const faults = shapeFaults(object, at);
  if (faults.length > 0) return faults;
  const rbac = apiVersion.startsWith('rbac.authorization.k8s.io/');
  const fault = rbac ? undefined : kind === 'Namespace' ? labelFault(name) : subdomainFault(name);
  if (fault !== undefined) return [finding('NAM001', at, `'${name}' ${fault}`, { repair: 'write another name' })];
  const secret =
    kind === 'Secret' && ['data', 'stringData'].some((key) => Object.keys((object[key] as JsonObject | undefined) ?? {}).length > 0);
  if (secret)
    return [
      finding('OBJ002', at, `the Secret '${name}' carries its values, which would be committed`, {
        repair: 'leave it out, create it in the cluster, and refer to it with secretRef(…)',
      }),
    ];
  return [];
}

/** What cdk8s and the emitter can't carry, at its place inside of the object. */
function shapeFaults(object: JsonObject, at: Place): Finding[] {
  const report = new Report(at.file);
  objectShape(object, '', report);
  return report.findings.map(({ at: inside, message, repair }) => {
    const path = (inside.path ?? '').replace(/^\./, '');
    const details = repair === undefined ? {} : { repair };
    return at.in === 'document'
      ? finding('OBJ001', { ...at, path }, `this is no Kubernetes object: ${message}`, details)
      : finding('OBJ001', at, `this is no Kubernetes object: ${path}: ${message}`, details);
  });
}

const layersByKind: Readonly<Record<string, Layer>> = {
  Namespace: 'namespaces',
  CustomResourceDefinition: 'crds',
  StorageClass: 'storage',
  CiliumNetworkPolicy: 'policies',
  CiliumClusterwideNetworkPolicy: 'policies',
  CiliumCIDRGroup: 'policies',
  NetworkPolicy: 'policies',
  CiliumLoadBalancerIPPool: 'network',
  CiliumL2AnnouncementPolicy: 'network',
  CiliumBGPAdvertisement: 'network',
  CiliumBGPClusterConfig: 'network',
  CiliumBGPNodeConfigOverride: 'network',
  CiliumBGPPeerConfig: 'network',
  CiliumNodeConfig: 'network',
  CiliumGatewayClassConfig: 'gateways',
  GatewayClass: 'gateways',
  Gateway: 'gateways',
  ListenerSet: 'gateways',
  ReferenceGrant: 'gateways',
  BackendTLSPolicy: 'gateways',
  GRPCRoute: 'gateways',
  HTTPRoute: 'gateways',
  TCPRoute: 'gateways',
  TLSRoute: 'gateways',
  UDPRoute: 'gateways',
};

/** The layer that objects of a kind are applied in. */
export function layerOf(object: JsonObject): Layer {
  const kind = String(object.kind);
  return Object.hasOwn(layersByKind, kind) ? (layersByKind[kind] as Layer) : 'workloads';
}
