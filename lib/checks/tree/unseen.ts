import { type JsonObject, valueAt } from '../../base';
import { helmfileReleases } from './helmfile';
import { kustomizationFiles } from './kustomize';
import { filledIn } from './layers';
import type { PlacedObject } from './objects';
import { isOf, itemsAt, type Tree, textAt } from './tree';

/** Kinds of which an operator makes pods, by their groups. */
const operated: Readonly<Record<string, readonly string[]>> = {
  'postgresql.cnpg.io': ['Cluster', 'Pooler'],
  'acid.zalan.do': ['postgresql'],
  'monitoring.coreos.com': ['Prometheus', 'Alertmanager', 'ThanosRuler'],
  'kafka.strimzi.io': ['Kafka', 'KafkaConnect'],
  'rabbitmq.com': ['RabbitmqCluster'],
  'dragonflydb.io': ['Dragonfly'],
  'redis.redis.opstreelabs.in': ['Redis', 'RedisCluster', 'RedisReplication'],
  'mariadb.mmontes.io': ['MariaDB'],
  'k8s.mariadb.com': ['MariaDB'],
  'elasticsearch.k8s.elastic.co': ['Elasticsearch'],
  'kibana.k8s.elastic.co': ['Kibana'],
  'kubevirt.io': ['VirtualMachine'],
  'ceph.rook.io': ['CephCluster', 'CephObjectStore', 'CephFilesystem'],
  'actions.github.com': ['AutoscalingRunnerSet'],
  'gateway.networking.k8s.io': ['Gateway'],
  'helm.cattle.io': ['HelmChart'],
};

/** The namespaces into which charts and operators bring pods of which no file tells; `''` where it may be any of them. */
export function unseenNamespaces(tree: Tree, objects: readonly PlacedObject[]): ReadonlySet<string> {
  const charts = kustomizationFiles(tree).flatMap(({ object }) =>
    itemsAt(object, 'helmCharts').map((chart) => textAt(chart, 'namespace') ?? textAt(object, 'namespace')),
  );
  const releases = tree.kind('').flatMap(helmfileReleases);
  const brought = [...objects.flatMap(({ object }) => broughtBy(object)), ...charts, ...releases.map(({ namespace }) => namespace)];
  return new Set(brought.map((namespace) => (namespace === undefined || filledIn(namespace) !== undefined ? '' : namespace)));
}

/** The namespace into which an object has somebody bring pods, `undefined` where it doesn't say which. */
function broughtBy(object: JsonObject): (string | undefined)[] {
  const own = textAt(object, 'metadata', 'namespace');
  if (object.kind === 'HelmRelease' && isOf(object, 'helm.toolkit.fluxcd.io')) return [textAt(object, 'spec', 'targetNamespace') ?? own];
  if (isOf(object, 'argoproj.io') && (object.kind === 'Application' || object.kind === 'ApplicationSet')) {
    const spec = object.kind === 'Application' ? object.spec : valueAt(object, 'spec', 'template', 'spec');
    const sources = [valueAt(spec, 'source'), ...itemsAt(spec, 'sources')];
    return sources.some((source) => textAt(source, 'chart') !== undefined) ? [textAt(spec, 'destination', 'namespace')] : [];
  }
  const group = String(object.apiVersion).split('/', 1)[0] as string;
  if (operated[group]?.includes(String(object.kind)) !== true) return [];
  return textAt(object, 'spec', 'gatewayClassName') === 'cilium' ? [] : [own];
}
