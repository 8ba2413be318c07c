import { type JsonObject, overlay } from '../lib/base';
import type { CiliumModel, Model } from '../lib/model';
import { type CommonValues, kubernetesResources } from './values/common';
import { datapathValues } from './values/datapath';
import { gatewayValues } from './values/gateways';
import { gitOpsValues } from './values/gitops';
import { hubbleValues } from './values/hubble';
import { loadBalancingValues } from './values/load-balancing';
import { envoyValues, operatorValues } from './values/parts';

/**
 * What the agent may do: the chart's list without `SYS_MODULE` and `SYSLOG`. Talos lets no workload load kernel modules, and
 * a container that asks for the capability doesn't start.
 *
 * @see https://github.com/siderolabs/talos/issues/11352
 */
export const agentCapabilities = [
  'CHOWN',
  'DAC_OVERRIDE',
  'FOWNER',
  'IPC_LOCK',
  'KILL',
  'NET_ADMIN',
  'NET_RAW',
  'SETGID',
  'SETUID',
  'SYS_ADMIN',
  'SYS_RESOURCE',
] as const;

/** What the container that clears old state may do: the chart's list without `SYS_MODULE`. */
export const cleanStateCapabilities = ['NET_ADMIN', 'SYS_ADMIN', 'SYS_RESOURCE'] as const;

/**
 * The Helm values of Cilium's chart: what Talos needs, what the definition asks for, and the user's own laid over.
 *
 * @see https://docs.siderolabs.com/kubernetes-guides/cni/deploying-cilium
 */
export function ciliumValues(model: Model, cilium: CiliumModel): JsonObject {
  const { nodePorts } = model.network;
  const derived: CommonValues = {
    cluster: { name: model.name, id: cilium.id },
    ipam: { mode: 'kubernetes' },
    kubeProxyReplacement: true,
    k8sServiceHost: '127.0.0.1',
    k8sServicePort: model.talos.kubePrismPort,
    nodePort: { range: `${nodePorts.min},${nodePorts.max}` },
    ...datapathValues(model, cilium),
    cgroup: { autoMount: { enabled: false }, hostRoot: '/sys/fs/cgroup' },
    securityContext: {
      privileged: false,
      capabilities: { ciliumAgent: [...agentCapabilities], cleanCiliumState: [...cleanStateCapabilities] },
    },
    bpf: {
      // Talos mounts the BPF file system at boot, which a container doesn't go through.
      autoMount: { enabled: true },
      // Talos' host DNS is a link-local address of the node, which eBPF host routing can't reach (cilium#32489).
      hostLegacyRouting: true,
      masquerade: true,
    },
    sysctlfix: { enabled: false },
    resources: kubernetesResources(cilium.resources),
    rollOutCiliumPods: true,
    operator: operatorValues(model, cilium),
    envoy: envoyValues(model, cilium),
    dnsProxy: { dnsRejectResponseCode: 'nameError' },
    ...hubbleValues(cilium),
    ...gitOpsValues(model),
    gatewayAPI: gatewayValues(model),
    ...loadBalancingValues(model),
  };
  return overlay(derived as unknown as JsonObject, cilium.values);
}
