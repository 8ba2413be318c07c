import type { CiliumValues as CiliumValues119 } from '../imports/cilium-values-1.19';
import type { CiliumValues } from '../imports/cilium-values-1.20';
import { type JsonObject, overlay } from '../lib/base';
import { type CiliumModel, ciliumParts, type Model, type Resources } from '../lib/model';

/** Values that both charts know: what Ichor derives has to be right for either. */
type CommonValues = CiliumValues & CiliumValues119;

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
 * The Helm values of Cilium's chart: what Talos in Docker needs, what the definition asks for, and the user's own laid over.
 *
 * @see https://docs.siderolabs.com/kubernetes-guides/cni/deploying-cilium
 */
export function ciliumValues(model: Model, cilium: CiliumModel): JsonObject {
  const { nodePorts } = model.network;
  const derived: CommonValues = {
    cluster: { name: model.name, id: 0 },
    ipam: { mode: 'kubernetes' },
    kubeProxyReplacement: true,
    k8sServiceHost: '127.0.0.1',
    k8sServicePort: model.talos.kubePrismPort,
    nodePort: { range: `${nodePorts.min},${nodePorts.max}` },
    routingMode: 'tunnel',
    tunnelProtocol: 'vxlan',
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
    loadBalancer: { acceleration: 'disabled' },
    resources: kubernetesResources(cilium.resources),
    rollOutCiliumPods: true,
    operator: { replicas: Math.min(2, model.nodes.schedulable), resources: kubernetesResources(ciliumParts.operator), rollOutPods: true },
    envoy: { enabled: true, resources: kubernetesResources(ciliumParts.envoy), rollOutPods: true },
    dnsProxy: { dnsRejectResponseCode: 'nameError' },
    hubble: hubbleValues(cilium),
    gatewayAPI: { enabled: false },
    l2announcements: { enabled: false },
  };
  return overlay(derived as unknown as JsonObject, cilium.values);
}

function hubbleValues({ hubble }: CiliumModel): CommonValues['hubble'] {
  if (!hubble.enabled) return { enabled: false, relay: { enabled: false }, ui: { enabled: false } };
  const ui = kubernetesResources(ciliumParts.ui);
  return {
    enabled: true,
    // The chart's default method makes new certificates whenever it is rendered.
    tls: { auto: { enabled: true, method: 'cronJob', certValidityDuration: 365, schedule: '0 0 1 */4 *' } },
    relay: hubble.relay ? { enabled: true, resources: kubernetesResources(ciliumParts.relay), rollOutPods: true } : { enabled: false },
    ui: hubble.ui ? { enabled: true, rollOutPods: true, backend: { resources: ui }, frontend: { resources: ui } } : { enabled: false },
  };
}

function kubernetesResources({ requests, limits }: Resources): { requests?: Record<string, string>; limits?: Record<string, string> } {
  return { ...(requests === undefined ? {} : { requests: { ...requests } }), ...(limits === undefined ? {} : { limits: { ...limits } }) };
}
