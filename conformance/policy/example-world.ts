import { isObject, type JsonObject } from '../../lib/base';

const namespaceKey = 'io.kubernetes.pod.namespace';
const namespaceLabels = 'io.cilium.k8s.namespace.labels.';
const accountKey = 'io.cilium.k8s.policy.serviceaccount';

/** Labels that a selector asks for, without the sources in front of their keys. */
type Labels = Readonly<Record<string, string>>;

/**
 * Objects for policies to be about: for each selector a pod, or a node, that it means, and for each of its labels one that has
 * all of the others; Services that rules name; Namespaces with the labels that are asked for.
 */
export function populationOf(policies: readonly JsonObject[]): JsonObject[] {
  const pods = new Map<string, JsonObject>();
  const namespaces = new Map<string, Labels>();
  const nodes = new Map<string, Labels>();
  const services = new Map<string, JsonObject>();
  for (const policy of policies) {
    const { namespace = 'default' } = policy.metadata as { namespace?: string };
    each(policy, (key, value) => {
      if (key === 'k8sService' && isObject(value)) {
        const service = serviceOf(String(value.serviceName), String(value.namespace ?? namespace), {});
        services.set(JSON.stringify(service.metadata), service);
        addPod(pods, String(value.namespace ?? namespace), { service: String(value.serviceName) });
      }
      if (key === 'k8sServiceSelector' && isObject(value)) {
        const labels = labelsOf(value.selector);
        const service = serviceOf('selected', String(value.namespace ?? namespace), labels);
        services.set(JSON.stringify(service.metadata), service);
        addPod(pods, String(value.namespace ?? namespace), { service: 'selected' });
      }
      if (key === 'nodeSelector' || key === 'fromNodes' || key === 'toNodes') {
        for (const selector of Array.isArray(value) ? value : [value])
          for (const labels of variants(labelsOf(selector))) nodes.set(JSON.stringify(labels), labels);
      }
      if (key !== 'endpointSelector' && key !== 'podSelector' && key !== 'fromEndpoints' && key !== 'toEndpoints') return;
      for (const selector of Array.isArray(value) ? value : [value]) {
        for (const labels of variants(labelsOf(selector))) {
          const asked = Object.entries(labels).filter(([name]) => name.startsWith(namespaceLabels));
          const own = labels[namespaceKey] || (asked.length === 0 ? namespace : `labelled-${asked.map(([, v]) => v).join('-')}`);
          if (asked.length > 0) {
            namespaces.set(own, Object.fromEntries(asked.map(([name, v]) => [name.slice(namespaceLabels.length), v])));
          }
          addPod(pods, own, labels);
        }
      }
    });
  }
  for (const pod of pods.values()) {
    const { namespace } = pod.metadata as { namespace: string };
    if (!namespaces.has(namespace)) namespaces.set(namespace, {});
  }
  return [
    ...[...namespaces].map(([name, labels]): JsonObject => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } })),
    ...[...(nodes.size === 0 ? new Map([['{}', {} as Labels]]) : nodes).values()].flatMap((labels, i) => nodesWith(labels, i)),
    ...services.values(),
    ...pods.values(),
  ];
}

function each(value: unknown, visit: (key: string, value: unknown) => void): void {
  if (Array.isArray(value)) for (const item of value) each(item, visit);
  if (!isObject(value)) return;
  for (const [key, below] of Object.entries(value)) {
    visit(key, below);
    each(below, visit);
  }
}

/** A value for every label that has to be there. */
function labelsOf(selector: unknown): Labels {
  if (!isObject(selector)) return {};
  const { matchLabels, matchExpressions } = selector;
  const expressions = (Array.isArray(matchExpressions) ? matchExpressions : []) as { key: string; operator: string; values?: string[] }[];
  const wanted = [
    ...Object.entries(isObject(matchLabels) ? matchLabels : {}).map(([key, value]) => [key, String(value ?? '')] as const),
    ...expressions
      .filter(({ operator }) => operator === 'In' || operator === 'Exists')
      .map(({ key, values }) => [key, values?.[0] ?? ''] as const),
  ];
  return Object.fromEntries(
    wanted.filter(([key]) => !key.startsWith('reserved:')).map(([key, value]) => [key.replace(/^\w+:/, ''), value]),
  );
}

/** The labels, and for each of them all of the others. */
function variants(labels: Labels): readonly Labels[] {
  const keys = Object.keys(labels).filter((key) => key !== namespaceKey);
  return [labels, ...keys.map((key) => Object.fromEntries(Object.entries(labels).filter(([other]) => other !== key)))];
}

function addPod(pods: Map<string, JsonObject>, namespace: string, asked: Labels): void {
  const labels = Object.fromEntries(Object.entries(asked).filter(([key]) => !key.startsWith('io.')));
  const account = asked[accountKey];
  const key = JSON.stringify([namespace, account ?? '', labels]);
  if (pods.has(key)) return;
  pods.set(key, {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: `pod-${pods.size}`, namespace, labels },
    spec: { ...(account === undefined ? {} : { serviceAccountName: account }), containers: [{ name: 'main', image: 'a:1' }] },
  });
}

function serviceOf(name: string, namespace: string, labels: Labels): JsonObject {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace, labels },
    spec: { selector: { service: name }, ports: [{ port: 80 }] },
  };
}

function nodesWith(labels: Labels, index: number): JsonObject[] {
  const node = (name: string, more: Labels): JsonObject => ({
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name, labels: { ...labels, ...more } },
  });
  return [node(`control-${index}`, { 'node-role.kubernetes.io/control-plane': '' }), node(`worker-${index}`, {})];
}
