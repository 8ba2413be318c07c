import { isObject, type JsonObject, podTemplateOf, valueAt } from '../../base';
import type { Breach } from '../rule';
import { rule } from './define';
import { valuePlace } from './network';

const configuration = '/etc/cni/net.d';
/** Charts of networks that stand beside the first. */
const charts = new Set(['multus', 'multus-cni', 'rke2-multus', 'linkerd2-cni', 'istio-cni']);

/** Networks beside Cilium, which write configuration of their own. */
export const otherNetworkRules = [
  rule('INV089', ['objects', 'cilium.values'], ({ objects, 'cilium.values': values }): Breach[] => {
    if (values.value === undefined || valueAt(values.value, 'cni', 'exclusive') === false) return [];
    const others = (objects.value ?? []).flatMap(({ object, at }) => {
      const what = otherNetwork(object);
      return what === undefined ? [] : [{ what, at }];
    });
    const [first, ...rest] = others;
    if (first === undefined) return [];
    return [
      {
        at: valuePlace(values, 'cni', 'exclusive'),
        also: [first.at, ...rest.map(({ at }) => at)],
        message: `Cilium renames the configuration of every other network to *.cilium_bak, and ${first.what} ${rest.length === 0 ? 'needs' : `and ${rest.length} more need`} one`,
        repair: 'write cni: { exclusive: false }',
      },
    ];
  }),
];

function otherNetwork(object: JsonObject): string | undefined {
  const name = `'${String(valueAt(object, 'metadata', 'name'))}'`;
  if (object.kind === 'NetworkAttachmentDefinition') return `the NetworkAttachmentDefinition ${name}`;
  if (object.kind === 'HelmRelease' || object.kind === 'Application') {
    const chart = valueAt(object, 'spec', 'chart', 'spec', 'chart') ?? valueAt(object, 'spec', 'source', 'chart');
    return charts.has(String(chart ?? '')) ? `the ${object.kind} ${name}` : undefined;
  }
  if (object.kind !== 'DaemonSet' || name === "'cilium'") return undefined;
  const volumes = valueAt(podTemplateOf(object), 'spec', 'volumes');
  const writes = (Array.isArray(volumes) ? volumes : []).some(
    (volume) => isObject(volume) && String(valueAt(volume, 'hostPath', 'path') ?? '').replace(/\/$/, '') === configuration,
  );
  return writes ? `the DaemonSet ${name}` : undefined;
}
