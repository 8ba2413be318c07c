import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { valueAt } from '../../lib/base';
import type { CiliumMinor } from '../pins';
import { judges } from '../suite/support/judges';
import type { Cluster } from './cluster';
import { ciliumNodeObject } from './node';
import { freePorts, loopback } from './ports';

const namespace = 'kube-system';

/**
 * Runs Cilium's operator as soon as there is a configuration for it, with the options that the chart gives it there, and what
 * agents would tell of their nodes. It resolves when the operator leads.
 */
export async function runOperator(cluster: Cluster, minor: CiliumMinor): Promise<void> {
  const { api, folder, kubeconfig, nodes, start, wait } = cluster;
  const config = await wait(
    "Cilium's ConfigMap",
    () => api.get({ apiVersion: 'v1', kind: 'ConfigMap', name: 'cilium-config', namespace }),
    () => true,
  );
  const configFolder = join(folder, 'cilium-config');
  mkdirSync(configFolder);
  for (const [key, value] of Object.entries(valueAt(config, 'data') ?? {})) writeFileSync(join(configFolder, key), String(value));
  const [serving = 0, metrics = 0] = await freePorts(2);
  start({
    name: 'cilium-operator',
    file: judges().operator[minor],
    args: [
      `--config-dir=${configFolder}`,
      `--k8s-kubeconfig-path=${kubeconfig}`,
      '--k8s-api-server-urls=',
      `--operator-api-serve-addr=${loopback}:${serving}`,
      `--operator-prometheus-serve-addr=${loopback}:${metrics}`,
      '--enable-gops=false',
      `--shell-sock-path=${join(folder, 'operator-shell.sock')}`,
    ],
    env: { K8S_NODE_NAME: nodes[0]?.name ?? '', CILIUM_K8S_NAMESPACE: namespace },
  });
  const lease = { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', name: 'cilium-operator-resource-lock', namespace };
  await wait(
    'the operator to lead',
    () => api.get(lease),
    (held) => Boolean(valueAt(held, 'spec', 'holderIdentity')),
  );
  // Established is not yet served.
  await wait(
    'the kind CiliumNode',
    () => api.list({ apiVersion: 'cilium.io/v2', kind: 'CiliumNode' }),
    () => true,
  );
  for (const node of nodes) await api.create(ciliumNodeObject(node));
}
