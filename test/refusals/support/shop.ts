import { network, small } from './definitions';

/** Objects of the user's own that no flow tells of: a front end, and a store in another namespace. */
const labels = (app: string) => ({ app });
const meta = (name: string, namespace?: string) => ({ name, ...(namespace === undefined ? {} : { namespace }) });

/** Pods of one container; `more` is laid over the template's spec, and `spec` over the workload's. */
export function pods(kind: string, namespace: string, name: string, port: object, more: object = {}, spec: object = {}) {
  const template = {
    metadata: { labels: labels(name) },
    spec: { containers: [{ name, image: `${name}:1.0.0`, ports: [port] }], ...more },
  };
  return {
    apiVersion: 'apps/v1',
    kind,
    metadata: meta(name, namespace),
    spec: { selector: { matchLabels: labels(name) }, template, ...spec },
  };
}

/** A Service of Kubernetes. */
export function service(namespace: string, name: string, port: object, more: object = {}) {
  return { apiVersion: 'v1', kind: 'Service', metadata: meta(name, namespace), spec: { selector: labels(name), ports: [port], ...more } };
}

/** The front end. */
export const front = pods('Deployment', 'shop', 'front', { name: 'http', containerPort: 8080 });
/** The store, in a namespace of its own. */
export const store = pods('StatefulSet', 'data', 'store', { name: 'redis', containerPort: 6379 }, {}, { serviceName: 'store' });

/** What there is beside the policies. */
export const around: readonly object[] = [
  front,
  store,
  service('shop', 'front', { port: 80, targetPort: 8080 }),
  service('data', 'store', { port: 6379 }),
];

/** A definition with these objects beside the front end and the store; `values` are Cilium's. */
export function shop(objects: readonly object[], values: object = {}, beside: readonly object[] = around): unknown {
  return small({ objects: [...objects, ...beside], network: network({ values }) });
}

/** A policy of Cilium about the front end. */
export function cnp(spec: object, namespace = 'shop', app = 'front') {
  return {
    apiVersion: 'cilium.io/v2',
    kind: 'CiliumNetworkPolicy',
    metadata: meta('policy', namespace),
    spec: { endpointSelector: { matchLabels: labels(app) }, ...spec },
  };
}

/** A policy of Cilium for the whole cluster. */
export function ccnp(spec: object) {
  return { apiVersion: 'cilium.io/v2', kind: 'CiliumClusterwideNetworkPolicy', metadata: meta('policy'), spec };
}

/** A policy of Kubernetes about the front end. */
export function knp(spec: object) {
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: meta('policy', 'shop'),
    spec: { podSelector: { matchLabels: labels('front') }, ...spec },
  };
}

/** Ports over TCP, with what else stands beside them. */
export function tcp(port: string, more: object = {}) {
  return [{ ports: [{ port, protocol: 'TCP' }], ...more }];
}

/** Pods of an app in a namespace. */
export function app(name: string, namespace: string) {
  return { matchLabels: { app: name, 'k8s:io.kubernetes.pod.namespace': namespace } };
}

/** How DNS is asked: over both protocols, through the proxy where names are given. */
export function dns(names: readonly object[] = [], protocols: readonly string[] = ['UDP', 'TCP']) {
  return {
    toEndpoints: [{ matchLabels: { 'k8s-app': 'kube-dns', 'k8s:io.kubernetes.pod.namespace': 'kube-system' } }],
    toPorts: [{ ports: protocols.map((protocol) => ({ port: '53', protocol })), ...(names.length === 0 ? {} : { rules: { dns: names } }) }],
  };
}

/** The front end uses the store. */
export const toStore = { toEndpoints: [app('store', 'data')], toPorts: tcp('6379') };
/** The store uses the front end. */
export const fromStore = { fromEndpoints: [app('store', 'data')], toPorts: tcp('8080') };
