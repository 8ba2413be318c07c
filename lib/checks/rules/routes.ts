import { isObject, type Json, type JsonObject, valueAt } from '../../base';
import type { ObjectFact } from '../fact';
import { choiceOf, isChosen } from '../labels';
import type { Breach } from '../rule';
import { rule } from './define';

const routeKinds = ['GRPCRoute', 'HTTPRoute', 'TCPRoute', 'TLSRoute', 'UDPRoute'];
const gatewayGroup = 'gateway.networking.k8s.io/';

/** Gateways, routes and what they name, as far as the cluster's own objects say. */
export const routeRules = [
  rule('INV048', ['objects'], ({ objects }): Breach[] => {
    const list = objects.value ?? [];
    const found = new Map(list.filter(({ object }) => isGateway(object)).map((gateway) => [keyOf(gateway.object), gateway]));
    return list.flatMap((one) => (isRoute(one.object) ? parents(one, found, list) : isGateway(one.object) ? certificates(one, list) : []));
  }),
];

function nameOf(object: JsonObject): string {
  return String(valueAt(object, 'metadata', 'name'));
}

function namespaceOf(object: JsonObject): string {
  return String(valueAt(object, 'metadata', 'namespace') ?? 'default');
}

function keyOf(object: JsonObject): string {
  return `${namespaceOf(object)}/${nameOf(object)}`;
}

function isOfGatewayApi(object: JsonObject): boolean {
  return typeof object.apiVersion === 'string' && object.apiVersion.startsWith(gatewayGroup);
}

function isRoute(object: JsonObject): boolean {
  return isOfGatewayApi(object) && routeKinds.includes(String(object.kind));
}

function isGateway(object: JsonObject): boolean {
  return isOfGatewayApi(object) && object.kind === 'Gateway';
}

function items(value: unknown): readonly Json[] {
  return Array.isArray(value) ? value : [];
}

/** What is wrong between a route, its gateways as far as they are known, and the Services that it leads to. */
function parents({ object, at }: ObjectFact, gateways: ReadonlyMap<string, ObjectFact>, all: readonly ObjectFact[]): Breach[] {
  const [route, namespace] = [`${String(object.kind)} '${keyOf(object)}'`, namespaceOf(object)];
  const refs = items(valueAt(object, 'spec', 'parentRefs')).flatMap((ref): Breach[] => {
    const key = `${String(valueAt(ref, 'namespace') ?? namespace)}/${String(valueAt(ref, 'name'))}`;
    const gateway = gateways.get(key);
    if (gateway === undefined || (valueAt(ref, 'kind') ?? 'Gateway') !== 'Gateway') return [];
    const [section, port] = [valueAt(ref, 'sectionName'), valueAt(ref, 'port')];
    const listeners = items(valueAt(gateway.object, 'spec', 'listeners'));
    const meant = listeners.filter(
      (listener) =>
        (section === undefined || valueAt(listener, 'name') === section) && (port === undefined || valueAt(listener, 'port') === port),
    );
    const also = [gateway.at];
    if (meant.length === 0)
      return [
        {
          at,
          also,
          message: `${route} wants ${section === undefined ? `a listener on port ${String(port)}` : `the listener '${String(section)}'`} of the gateway '${key}', which has ${listeners.map((listener) => `'${String(valueAt(listener, 'name'))}'`).join(', ')}`,
          repair: 'write one of them, or leave out sectionName and port',
        },
      ];
    if (meant.some((listener) => admits(listener, namespace, namespaceOf(gateway.object), all))) return [];
    return [
      {
        at,
        also,
        message: `the gateway '${key}' takes no routes of the namespace '${namespace}', so ${route} is not accepted`,
        repair: 'put the route into a namespace that allowedRoutes of the listener names',
      },
    ];
  });
  const backends = items(valueAt(object, 'spec', 'rules')).flatMap((r) => items(valueAt(r, 'backendRefs')));
  const foreign = backends.flatMap((ref): Breach[] => {
    const to = valueAt(ref, 'namespace');
    if (typeof to !== 'string' || to === namespace || isGranted(all, object, to, 'Service')) return [];
    return [
      {
        at,
        message: `${route} leads to the Service '${to}/${String(valueAt(ref, 'name'))}' of another namespace, which no ReferenceGrant allows: it would answer 500`,
        repair: `put the route into '${to}', or a ReferenceGrant there`,
      },
    ];
  });
  return [...refs, ...foreign];
}

/** Whether routes of the namespace may attach to the listener; what a selector of labels means is known of namespaces that are here. */
function admits(listener: Json, namespace: string, own: string, all: readonly ObjectFact[]): boolean {
  const from = valueAt(listener, 'allowedRoutes', 'namespaces', 'from') ?? 'Same';
  if (from === 'All') return true;
  if (from === 'Same') return namespace === own;
  if (from !== 'Selector') return false;
  const there = all.find(({ object }) => object.kind === 'Namespace' && nameOf(object) === namespace);
  const labels = {
    ...(valueAt(there?.object, 'metadata', 'labels') as Readonly<Record<string, string>> | undefined),
    'kubernetes.io/metadata.name': namespace,
  };
  const selector = valueAt(listener, 'allowedRoutes', 'namespaces', 'selector');
  const isUnknown = there === undefined && !JSON.stringify(selector ?? {}).includes('kubernetes.io/metadata.name');
  return isUnknown || isChosen(labels, choiceOf(selector));
}

function certificates({ object, at }: ObjectFact, all: readonly ObjectFact[]): Breach[] {
  const refs = items(valueAt(object, 'spec', 'listeners')).flatMap((listener) => items(valueAt(listener, 'tls', 'certificateRefs')));
  return refs.flatMap((ref): Breach[] => {
    const to = valueAt(ref, 'namespace');
    if (typeof to !== 'string' || to === namespaceOf(object) || isGranted(all, object, to, 'Secret')) return [];
    return [
      {
        at,
        message: `the gateway '${keyOf(object)}' answers with the certificate '${to}/${String(valueAt(ref, 'name'))}' of another namespace, which no ReferenceGrant allows`,
        repair: `put the certificate into '${namespaceOf(object)}', or a ReferenceGrant into '${to}'`,
      },
    ];
  });
}

/** Whether a ReferenceGrant of the other namespace lets the object name things of that kind there. */
function isGranted(all: readonly ObjectFact[], object: JsonObject, namespace: string, kind: string): boolean {
  return all.some(({ object: grant }) => {
    if (!isObject(grant) || grant.kind !== 'ReferenceGrant' || namespaceOf(grant) !== namespace) return false;
    const from = items(valueAt(grant, 'spec', 'from')).some(
      (peer) => valueAt(peer, 'kind') === object.kind && valueAt(peer, 'namespace') === namespaceOf(object),
    );
    return from && items(valueAt(grant, 'spec', 'to')).some((target) => valueAt(target, 'kind') === kind);
  });
}
