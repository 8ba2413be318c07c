import { type JsonObject, podTemplateOf, valueAt } from '../../base';
import { keepingAway } from '../../model';
import type { ObjectFact } from '../fact';
import type { Breach } from '../rule';
import { rule } from './define';

/** Storage classes, and the namespaces of what mounts folders of the node. */
export const storageRules = [
  rule('STO002', ['objects'], ({ objects }): Breach[] => {
    const defaults = (objects.value ?? []).filter(
      ({ object }) =>
        object.kind === 'StorageClass' &&
        valueAt(object, 'metadata', 'annotations', 'storageclass.kubernetes.io/is-default-class') === 'true',
    );
    return defaults.slice(1).map(({ object, at }) => ({
      at,
      also: [(defaults[0] as ObjectFact).at],
      message: `StorageClass '${nameOf(object)}' is a default beside '${nameOf((defaults[0] as ObjectFact).object)}', and the newest would win`,
      repair: "write storage: existingStorage('…'), or leave out one annotation",
    }));
  }),
  rule('STO003', ['storage', 'nodes'], ({ storage, nodes }): Breach[] => {
    const claimants = storage.value?.kind === 'local-path' ? storage.value.claimants : [];
    const able = (nodes.value ?? []).filter(({ taints }) => keepingAway(taints, []).length === 0);
    if (claimants.length === 0 || able.length < 2) return [];
    return [
      {
        at: storage.at,
        also: claimants.map(({ at }) => at),
        message: `the data of ${claimants.map(({ workload }) => `'${workload}'`).join(', ')} is on the disk of the one of ${able.length} nodes where each first runs: without that node they run nowhere, and what its disk loses is lost`,
        repair: "write existingStorage('…') for a class that keeps copies, or accept it",
      },
    ];
  }),
  rule('INV087', ['objects'], ({ objects }): Breach[] => {
    const list = objects.value ?? [];
    const level = new Map(
      list
        .filter(({ object }) => object.kind === 'Namespace')
        .map(({ object }) => [nameOf(object), valueAt(object, 'metadata', 'labels', 'pod-security.kubernetes.io/enforce')]),
    );
    return list
      .filter(({ object }) => mountsHost(object))
      .flatMap(({ object, at }) => {
        const namespace = String(valueAt(object, 'metadata', 'namespace') ?? 'default');
        if (!level.has(namespace) || level.get(namespace) === 'privileged') return [];
        return [
          {
            at,
            message: `'${namespace}/${nameOf(object)}' mounts a folder of the node, which Pod Security allows in privileged namespaces only`,
            repair: `write namespace('${namespace}', { podSecurity: 'privileged' })`,
          },
        ];
      });
  }),
];

function nameOf(object: JsonObject): string {
  return String(valueAt(object, 'metadata', 'name'));
}

function mountsHost(object: JsonObject): boolean {
  const volumes = valueAt(podTemplateOf(object), 'spec', 'volumes');
  return Array.isArray(volumes) && volumes.some((volume) => valueAt(volume, 'hostPath') !== undefined);
}
