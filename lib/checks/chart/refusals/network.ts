import { compareMinors, type Json, valueAt } from '../../../base';
import { type ChartRefusal, isSet, type Reading, when } from './refusal';

/** What the chart asks of addresses, routes and Services. */
export const networkRefusals: readonly ChartRefusal[] = [
  {
    path: 'k8sServiceHost',
    says: when(
      (v) => v('k8sServiceHost') === 'auto' && !isSet(v('k8sServiceLookupConfigMapName')),
      "'auto' reads where the API server is from a ConfigMap of kubeadm's, which Talos doesn't make",
    ),
    repair: "write '127.0.0.1'",
  },
  {
    path: 'k8sServiceHostRef',
    says: when(
      (v) => isSet(v('k8sServiceHostRef.name')) && isSet(v('k8sServiceHostRef.key')) && isSet(v('k8sServiceHost')),
      "where the API server is stands here and in 'k8sServiceHost'",
    ),
    repair: 'leave it out',
  },
  {
    path: 'kubeProxyReplacement',
    says: (v) => {
      const word = v('kubeProxyReplacement');
      const isKnown = !isSet(word) || /^(true|false|strict|partial|probe|disabled)$/.test(String(word));
      return isKnown ? undefined : `kube-proxy is replaced or not, and '${String(word)}' is neither`;
    },
    repair: 'write true',
  },
  {
    path: 'kubeProxyReplacement',
    says: when(
      (v) =>
        v('kubeProxyReplacement') === undefined &&
        isSet(v('upgradeCompatibility')) &&
        compareMinors(minorOf(v('upgradeCompatibility')), '1.14') < 0 &&
        ['envoyConfig', 'ingressController', 'gatewayAPI'].some((part) => isSet(v(`${part}.enabled`))),
      "with 'upgradeCompatibility' of before 1.14, Envoy's parts need a word about kube-proxy",
    ),
    repair: 'write true',
  },
  {
    path: 'cluster.id',
    says: (v) => {
      const id = Number(v('cluster.id') ?? 0);
      const isAmazon = isSet(v('eni.enabled')) || isSet(v('alibabacloud.enabled')) || v('cni.chainingMode') === 'aws-cni';
      const isHurt = (id >= 128 && id <= 255) || (id >= 384 && id <= 511);
      return isAmazon && isHurt && valueAt(v('extraConfig'), 'allow-unsafe-policy-skb-usage') !== 'true'
        ? `with ${id} and addresses of the cloud, packets that policies allow are lost (cilium#21330)`
        : undefined;
    },
    repair: 'write a number of 1 to 127',
  },
  {
    path: 'dnsProxy.proxyPort',
    says: when(
      (v) => isSet(v('standaloneDnsProxy.enabled')) && !isSet(v('dnsProxy.proxyPort')),
      'a DNS proxy of its own has to be at a port that agents know',
    ),
    repair: 'write 10094',
  },
  {
    path: 'bpf.tproxy',
    says: (v) =>
      isSet(v('bpf.tproxy')) && /^netkit(-l2)?$/.test(String(v('bpf.datapathMode')))
        ? `with '${String(v('bpf.datapathMode'))}' the proxy can't take connections over in eBPF (cilium#39892)`
        : undefined,
    repair: 'leave it out',
  },
  {
    path: 'eni.enabled',
    since: '1.20',
    says: when(
      (v) => v('ipam.mode') === 'eni' && !isSet(v('eni.enabled')),
      "addresses of Amazon's interfaces are asked for, and ENI is off",
    ),
    repair: "write ipam: { mode: 'kubernetes' }",
  },
  {
    path: 'routingMode',
    says: (v) => {
      const mode = v('routingMode');
      if (!isSet(mode)) return undefined;
      if (isSet(v('gke.enabled'))) return mode === 'native' ? undefined : `GKE routes by itself, and '${String(mode)}' doesn't`;
      return isSet(v('aksbyocni.enabled')) && mode !== 'tunnel' ? `AKS has no routes to pods, and '${String(mode)}' needs them` : undefined;
    },
    repair: 'leave it out',
  },
  {
    path: 'ipv4NativeRoutingCIDR',
    says: when(
      (v) =>
        needsRange(v, 'v4') &&
        !/^(eni|alibabacloud)$/.test(isSet(v('eni.enabled')) ? 'eni' : String(v('ipam.mode'))) &&
        !isSet(v('ipv4NativeRoutingCIDR')),
      'with native routing Cilium has to know which addresses keep theirs',
    ),
    repair: 'write the range that pods and nodes are in',
  },
  {
    path: 'ipv6NativeRoutingCIDR',
    says: when(
      (v) => needsRange(v, 'v6') && !isSet(v('ipv6NativeRoutingCIDR')),
      'with native routing Cilium has to know which IPv6 addresses keep theirs',
    ),
    repair: 'write the range that pods and nodes are in',
  },
  ...(['IPv4', 'IPv6'] as const).map(
    (family): ChartRefusal => ({
      path: `ipam.operator.clusterPool${family}PodCIDRList`,
      since: '1.20',
      says: (v) => {
        const list = v(`ipam.operator.clusterPool${family}PodCIDRList`);
        const count = typeof list === 'string' ? list.split(' ').length : Array.isArray(list) ? list.length : 0;
        const isAsked =
          v('ipam.mode') === 'cluster-pool' &&
          isSet(v(`${family.toLowerCase()}.enabled`)) &&
          isSet(v('nativeRoutingCIDRFromClusterPool')) &&
          !isSet(v(`${family.toLowerCase()}NativeRoutingCIDR`));
        return isAsked && count !== 1 ? `the range without a tunnel is to be that of the pool, and the pool has ${count}` : undefined;
      },
      repair: `write ${family.toLowerCase()}NativeRoutingCIDR in place of nativeRoutingCIDRFromClusterPool`,
    }),
  ),
];

function needsRange(value: Reading, family: 'v4' | 'v6'): boolean {
  const isPool = value('ipam.mode') === 'cluster-pool' && !isSet(value('eni.enabled')) && isSet(value('nativeRoutingCIDRFromClusterPool'));
  const masquerades = isSet(value(`enableIP${family}Masquerade`)) && !isSet(value('ipMasqAgent.enabled'));
  return value('routingMode') === 'native' && isSet(value(`ip${family}.enabled`)) && masquerades && !isPool;
}

/** The minor of a release that may be written as a number, and is a new one where it can't be read. */
function minorOf(release: Json | undefined): string {
  return /^v?(\d+\.\d+)/.exec(String(release))?.[1] ?? '1.20';
}
