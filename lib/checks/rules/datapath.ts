import { valueAt } from '../../base';
import { keepingAway, operatorTolerations } from '../../model';
import type { Breach } from '../rule';
import { rule } from './define';
import { isOn, valuePlace } from './network';

const agentNeeds = ['IPC_LOCK', 'NET_ADMIN', 'NET_RAW', 'SYS_ADMIN', 'SYS_RESOURCE'];
const rollOuts = [['rollOutCiliumPods'], ['operator', 'rollOutPods'], ['envoy', 'rollOutPods']];

/** What Cilium's datapath needs of Talos, and Talos of it. */
export const datapathRules = [
  rule('INV012', ['platform.kind', 'talos.hostDns'], ({ 'platform.kind': platform, 'talos.hostDns': dns }): Breach[] => {
    if (platform.value !== 'docker' || dns.value === undefined || (dns.value.enabled && dns.value.forwarding)) return [];
    return [
      {
        at: dns.at,
        message: 'in a container Talos refuses config whose host DNS is off or does not forward',
        repair: 'leave out the patch that says so',
      },
    ];
  }),
  rule('INV013', ['cilium.values', 'talos.hostDns'], ({ 'cilium.values': values, 'talos.hostDns': dns }): Breach[] => {
    if (values.value === undefined || !dns.value?.enabled || !dns.value.forwarding) return [];
    if (
      !isOn(valueAt(values.value, 'kubeProxyReplacement')) ||
      !isOn(valueAt(values.value, 'bpf', 'masquerade')) ||
      isOn(valueAt(values.value, 'bpf', 'hostLegacyRouting'))
    )
      return [];
    return [
      {
        at: valuePlace(values, 'bpf', 'hostLegacyRouting'),
        also: [dns.at],
        message: "CoreDNS asks Talos' host DNS at 169.254.116.108, which pods can't reach past eBPF host routing: no name would resolve",
        repair: 'write hostLegacyRouting: true',
      },
    ];
  }),
  rule('INV014', ['cilium.values'], ({ 'cilium.values': values }): Breach[] => {
    if (
      values.value === undefined ||
      !isOn(valueAt(values.value, 'kubeProxyReplacement')) ||
      isOn(valueAt(values.value, 'bpf', 'masquerade'))
    )
      return [];
    return [
      {
        at: valuePlace(values, 'bpf', 'masquerade'),
        message: 'iptables would choose source ports that can collide with node ports',
        repair: 'write masquerade: true',
      },
    ];
  }),
  rule('INV015', ['cilium.values'], ({ 'cilium.values': values }): Breach[] => {
    if (values.value === undefined) return [];
    const breaches: Breach[] = [];
    const root = valueAt(values.value, 'cgroup', 'hostRoot');
    if (valueAt(values.value, 'cgroup', 'autoMount', 'enabled') !== false) {
      const misspelt = Object.keys(valueAt(values.value, 'cgroup') ?? {}).find(
        (key) => key !== 'autoMount' && key.toLowerCase() === 'automount',
      );
      breaches.push({
        at: valuePlace(values, 'cgroup', ...(misspelt === undefined ? ['autoMount', 'enabled'] : [misspelt])),
        message: `${misspelt === undefined ? '' : `'${misspelt}' is not the name of this value: `}Cilium mounts a cgroup file system beside that of Talos, with a container that may do so on the node`,
        repair: misspelt === undefined ? `write false${root === undefined ? ', and hostRoot: /sys/fs/cgroup' : ''}` : "write 'autoMount'",
      });
      if (root === undefined) return breaches;
    }
    if (root !== '/sys/fs/cgroup')
      breaches.push({
        at: valuePlace(values, 'cgroup', 'hostRoot'),
        message: `Talos mounts the cgroup file system at /sys/fs/cgroup, not at '${String(root ?? '/run/cilium/cgroupv2')}'`,
        repair: "write '/sys/fs/cgroup'",
      });
    return breaches;
  }),
  rule('INV016', ['cilium.values'], ({ 'cilium.values': values }): Breach[] => {
    if (values.value === undefined) return [];
    return (['ciliumAgent', 'cleanCiliumState'] as const).flatMap((who): Breach[] => {
      const at = valuePlace(values, 'securityContext', 'capabilities', who);
      const list = valueAt(values.value, 'securityContext', 'capabilities', who);
      if (!Array.isArray(list))
        return [{ at, message: 'the chart would ask for SYS_MODULE, which Talos gives nobody', repair: 'write the list without it' }];
      const forbidden = list.includes('SYS_MODULE')
        ? [{ at, message: "'SYS_MODULE' is a capability that Talos gives nobody, so the container doesn't start", repair: 'leave it out' }]
        : [];
      const missing = who === 'ciliumAgent' ? agentNeeds.filter((c) => !list.includes(c)) : [];
      return [
        ...forbidden,
        ...(missing.length === 0
          ? []
          : [
              {
                at,
                message: `without ${missing.map((c) => `'${c}'`).join(', ')} the agent can't load its programs`,
                repair: missing.length === 1 ? 'add it' : 'add them',
              },
            ]),
      ];
    });
  }),
  rule('INV017', ['cilium.values', 'platform.kind'], ({ 'cilium.values': values, 'platform.kind': platform }): Breach[] => {
    if (values.value === undefined || platform.value !== 'docker') return [];
    const breaches: Breach[] = [];
    if (valueAt(values.value, 'bpf', 'autoMount', 'enabled') === false)
      breaches.push({
        at: valuePlace(values, 'bpf', 'autoMount', 'enabled'),
        message: 'in a container nobody else mounts the BPF file system',
        repair: 'write true',
      });
    if (isOn(valueAt(values.value, 'securityContext', 'privileged'))) {
      breaches.push({
        at: valuePlace(values, 'securityContext', 'privileged'),
        message: 'a privileged agent leaves out the container that mounts the BPF file system, which nobody else does here',
        repair: 'write false',
      });
    }
    return breaches;
  }),
  rule('INV018', ['cilium.values', 'nodes'], ({ 'cilium.values': values, nodes }): Breach[] => {
    if (values.value === undefined || nodes.value === undefined) return [];
    const replicas = Number(valueAt(values.value, 'operator', 'replicas') ?? 2);
    const own = valueAt(values.value, 'operator', 'tolerations');
    const tolerated = Array.isArray(own) ? (own as unknown as typeof operatorTolerations) : operatorTolerations;
    const able = nodes.value.filter(({ taints }) => keepingAway(taints, tolerated).length === 0).length;
    if (replicas <= able) return [];
    return [
      {
        at: valuePlace(values, 'operator', 'replicas'),
        also: [nodes.at],
        message: `${replicas} operators don't share a node, and there ${able === 1 ? 'is 1' : `are ${able}`} for them: one would stay Pending, and helm --wait with it`,
        repair: able === 0 ? 'write operator.tolerations for the taints of a node' : `write ${able}`,
      },
    ];
  }),
  rule('INV066', ['cilium.values'], ({ 'cilium.values': values }): Breach[] => {
    if (values.value === undefined) return [];
    return rollOuts
      .filter(([part = '', ...rest]) => !isOn(valueAt(values.value, part, ...rest)) && valueAt(values.value, part, 'enabled') !== false)
      .map((path) => ({
        at: valuePlace(values, ...path),
        message: 'running pods would keep the old settings when values change',
        repair: 'write true',
      }));
  }),
];
