import { formatMiB, isObject, note, type Remark, unknown, valueAt, wrong } from '../../base';
import { parseJson } from '../json';
import type { Surroundings } from '../plan/commands';
import { kubectl, textAt } from './kubectl';
import type { Pod } from './pods';

/**
 * What Cilium is said to need on a node, in bytes: 300 to 500 MB for the agent with what stands beside it, by the decision record that
 * began this.
 */
const expected = { least: 300 * 2 ** 20, most: 500 * 2 ** 20 };

/**
 * How much memory Cilium's pods use on each node, as its kubelet counts it (working set: what can't be given back), against what is
 * expected and what they ask for.
 */
export async function memory(pods: readonly Pod[], surroundings: Surroundings): Promise<readonly Remark[]> {
  const own = pods.filter((pod) => pod.running && pod.namespace === 'kube-system' && pod.labels['app.kubernetes.io/part-of'] === 'cilium');
  const nodes = [...new Set(own.map(({ node }) => node))].sort();
  if (nodes.length === 0) return [unknown('no pod of Cilium runs')];
  return Promise.all(
    nodes.map((node) =>
      ofNode(
        node,
        own.filter((pod) => pod.node === node),
        surroundings,
      ),
    ),
  );
}

async function ofNode(node: string, pods: readonly Pod[], surroundings: Surroundings): Promise<Remark> {
  const answer = await kubectl(surroundings, ['get', '--raw', `/api/v1/nodes/${node}/proxy/stats/summary`]);
  if ('why' in answer) return unknown(`${node}: ${answer.why}`);
  const stats = valueAt(parseJson(answer.text), 'pods');
  const used = (Array.isArray(stats) ? stats : []).flatMap((entry) => {
    const bytes = isObject(entry) ? valueAt(entry, 'memory', 'workingSetBytes') : undefined;
    const name = textAt(entry, 'podRef', 'name');
    return typeof bytes === 'number' && pods.some((pod) => pod.name === name && textAt(entry, 'podRef', 'namespace') === pod.namespace)
      ? [{ name, bytes }]
      : [];
  });
  if (used.length < pods.length) return unknown(`${node}: its kubelet does not say what each pod of Cilium uses`);
  const total = used.reduce((sum, { bytes }) => sum + bytes, 0);
  const asked = pods.reduce((sum, { requests }) => sum + requests, 0);
  const parts = used.map(({ name, bytes }) => `${name} ${formatMiB(bytes)}`).join(', ');
  const found = `${node}: Cilium uses ${formatMiB(total)} (${parts}), and asks for ${formatMiB(asked)}`;
  const range = `${formatMiB(expected.least)} to ${formatMiB(expected.most)}`;
  if (total <= expected.most) return note(`${found}; expected were ${range}`);
  if (total <= asked) return note(`${found}; that is more than the ${range} that were expected, and the budget has it`);
  return wrong(`${found}: more than the ${range} that were expected, and more than the budget has; raise resources in cilium({ … })`);
}
