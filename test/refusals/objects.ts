import { small } from './support/definitions';
import { found, type Refusal } from './support/refusal';

const configMap = (changes: object = {}) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'settings', namespace: 'apps' },
  ...changes,
});

const pods = (spec: object, labels: object = { app: 'crawler' }) => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'crawler', namespace: 'apps' },
  spec: { template: { metadata: { labels }, spec } },
});
const endpoints = (address: string) => ({
  apiVersion: 'discovery.k8s.io/v1',
  kind: 'EndpointSlice',
  metadata: { name: 'nas', namespace: 'apps', labels: { 'kubernetes.io/service-name': 'nas' } },
  addressType: 'IPv4',
  ports: [{ port: 445 }],
  endpoints: [{ addresses: [address] }],
});
const withPort = (containerPort: unknown) => small({ objects: [pods({ containers: [{ ports: [{ containerPort }] }] })] });

/** Kubernetes objects of the user's own. */
export const objects: readonly Refusal[] = [
  {
    title: 'an object without a kind',
    given: small({ objects: [{ apiVersion: 'v1', metadata: { name: 'settings' } }] }),
    finds: [
      found(
        'OBJ001',
        'objects[0]',
        'this is no Kubernetes object: apiVersion, kind and metadata.name have to be there',
        "write { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: '…' }, … }",
      ),
    ],
    twin: small({ objects: [configMap()] }),
  },
  {
    title: 'an object without a name',
    given: small({ objects: [configMap({ metadata: { namespace: 'apps' } })] }),
    finds: [
      found(
        'OBJ001',
        'objects[0]',
        'this is no Kubernetes object: apiVersion, kind and metadata.name have to be there',
        "write { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: '…' }, … }",
      ),
    ],
    twin: small({ objects: [configMap()] }),
  },
  {
    title: 'a file where an object belongs',
    given: small({ objects: ['kubernetes/settings.yaml'] }),
    finds: [found('DEF003', 'objects[0]', "'kubernetes/settings.yaml' is not a plain object", 'write a plain object')],
    twin: small({ objects: [configMap()] }),
  },
  {
    title: 'a name in capitals',
    given: small({ objects: [configMap({ metadata: { name: 'Settings' } })] }),
    finds: [
      found(
        'NAM001',
        'objects[0]',
        "'Settings' must consist of lower-case letters, digits, - and ., and begin and end with a letter or digit",
        'write another name',
      ),
    ],
    twin: small({
      objects: [{ apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole', metadata: { name: 'system:Settings' }, rules: [] }],
    }),
  },
  {
    title: 'an API version of three parts and a kind in small letters',
    given: small({ objects: [configMap({ apiVersion: 'core/v1/configmaps', kind: 'configmap' })] }),
    finds: [
      found('DEF003', 'objects[0].apiVersion', "'core/v1/configmaps' is not an API version", "write a group and a version, e.g. 'apps/v1'"),
      found('DEF003', 'objects[0].kind', "'configmap' is not a kind", "write it as Kubernetes does, e.g. 'ConfigMap'"),
    ],
    twin: small({ objects: [configMap()] }),
  },
  {
    title: 'metadata of the wrong kinds',
    given: small({ objects: [configMap({ metadata: { name: 'settings', labels: { tier: 1 }, annotations: ['a'], finalizers: 'all' } })] }),
    finds: [
      found('DEF003', 'objects[0].metadata.annotations', 'a list is not a plain object', 'write a plain object'),
      found('DEF003', 'objects[0].metadata.finalizers', "'all' is not a list", 'write it in [ ]'),
      found('DEF003', 'objects[0].metadata.labels.tier', '1 is not a text', 'write a text'),
    ],
    twin: small({
      objects: [configMap({ metadata: { name: 'settings', labels: { tier: '1' }, annotations: { a: '' }, finalizers: ['a/b'] } })],
    }),
  },
  {
    title: 'null in a list, which no Kubernetes object can have',
    given: small({ objects: [configMap({ data: null, items: [null, { key: null }] })] }),
    finds: [found('DEF003', 'objects[0].items[0]', 'null is no item of a list in Kubernetes', 'leave it out')],
    twin: small({ objects: [configMap({ data: null, items: [{ key: null }] })] }),
  },
  {
    title: 'a Secret with its values',
    given: small({ objects: [{ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'db' }, stringData: { password: 'hunter2' } }] }),
    finds: [
      found(
        'OBJ002',
        'objects[0]',
        "the Secret 'db' carries its values, which would be committed",
        'leave it out, create it in the cluster, and refer to it with secretRef(…)',
      ),
    ],
    twin: small({ objects: [{ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'db' }, stringData: {} }] }),
  },
  {
    title: 'a number for a label of pods',
    given: small({ objects: [pods({ containers: [] }, { tier: 1 })] }),
    finds: [
      found(
        'OBJ005',
        'objects[0].spec.template.metadata.labels.tier',
        "Deployment 'apps/crawler': the label 'tier' is '1' and no text",
        "write '1'",
      ),
    ],
    twin: small({ objects: [pods({ containers: [] }, { tier: '1' })] }),
  },
  {
    title: 'a text for a switch',
    given: small({ objects: [pods({ containers: [], hostNetwork: 'yes' })] }),
    finds: [
      found(
        'OBJ006',
        'objects[0].spec.template.spec.hostNetwork',
        "Deployment 'apps/crawler': 'spec.template.spec.hostNetwork' is 'yes'",
        'write true or false',
      ),
    ],
    twin: small({ objects: [pods({ containers: [], hostNetwork: true })] }),
  },
  {
    title: 'a workload that makes no pods',
    given: small({ objects: [{ ...pods({}), spec: {} }] }),
    finds: [found('OBJ007', 'objects[0].spec.template', "Deployment 'apps/crawler': it makes no pods", "write 'spec.template.spec'")],
    twin: small({ objects: [pods({ containers: [] })] }),
  },
  {
    title: 'the name of a port for its number',
    given: withPort('http'),
    finds: [
      found(
        'OBJ008',
        'objects[0].spec.template.spec.containers[0].ports[0].containerPort',
        "Deployment 'apps/crawler': this port has no number",
        'write a number from 1 to 65535',
      ),
    ],
    twin: withPort(8080),
  },
  {
    title: 'a name for an address',
    given: small({ objects: [endpoints('nas.lan')] }),
    finds: [
      found(
        'OBJ009',
        'objects[0].endpoints[0].addresses[0]',
        "EndpointSlice 'apps/nas': 'nas.lan' is no address",
        'write an address without a prefix length',
      ),
    ],
    twin: small({ objects: [endpoints('192.0.2.7')] }),
  },
];
