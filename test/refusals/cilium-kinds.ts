import { network, small } from './support/definitions';
import { onMetal } from './support/metal';
import { found, inValues, type Refusal } from './support/refusal';

const object = (apiVersion: string, kind: string, spec: object = {}) => ({ apiVersion, kind, metadata: { name: 'one' }, spec });
const also = (...objects: readonly object[]) => small({ objects });
const older = (...objects: readonly object[]) =>
  small({ objects, network: network({ version: '1.19.6' }), versions: { talos: '1.13.9', kubernetes: '1.35.0' } });
const nodeConfig = { nodeSelector: {}, defaults: { debug: 'true' } };
const plugin = { attachmentPolicy: 'Always', version: '1.0' };
const egress = {
  selectors: [{ podSelector: { matchLabels: { app: 'web' } } }],
  destinationCIDRs: ['192.0.2.0/24'],
  egressGateway: { nodeSelector: { matchLabels: { egress: 'yes' } } },
};
const pool = (block: object) => object('cilium.io/v2', 'CiliumLoadBalancerIPPool', { blocks: [block] });

/** Objects of Cilium's own kinds. */
export const ciliumKinds: readonly Refusal[] = [
  {
    title: 'a kind that is gone',
    given: also(object('cilium.io/v2alpha1', 'CiliumBGPPeeringPolicy')),
    finds: [
      found(
        'INV043',
        'objects[0]',
        "Cilium 1.19 has taken 'CiliumBGPPeeringPolicy' away: the API server of Cilium 1.20 knows no such kind",
        'write a CiliumBGPClusterConfig, a CiliumBGPPeerConfig and a CiliumBGPAdvertisement',
        ['network.version'],
      ),
    ],
    twin: also(object('cilium.io/v2', 'CiliumBGPPeerConfig')),
  },
  {
    title: 'a kind that is not there yet',
    given: older(object('cilium.io/v2alpha1', 'CiliumDatapathPlugin', plugin)),
    finds: [
      found(
        'INV043',
        'objects[0]',
        "Cilium 1.19 has no kind 'CiliumDatapathPlugin' yet, so the API server won't know it",
        'leave it out, or write a newer release of Cilium',
        ['network.version'],
      ),
      found(
        'VER005',
        'network.version',
        "Cilium '1.19.6' may be bad: on Talos, host networking was reported to die with kube-proxy replacement (https://github.com/cilium/cilium/issues/46010)",
        'write a release of the next minor, or accept it',
      ),
    ],
    twin: also(object('cilium.io/v2alpha1', 'CiliumDatapathPlugin', plugin)),
  },
  {
    title: 'a node config in the version that is going',
    given: also(object('cilium.io/v2alpha1', 'CiliumNodeConfig', nodeConfig)),
    finds: [
      {
        ...found(
          'INV043',
          'objects[0]',
          "'CiliumNodeConfig' in 'cilium.io/v2alpha1' is deprecated: Cilium 1.20 still reads it, and a later one won't",
          "write apiVersion: 'cilium.io/v2'",
          ['network.version'],
        ),
        severity: 'warning',
      },
    ],
    twin: also(object('cilium.io/v2', 'CiliumNodeConfig', nodeConfig)),
  },
  {
    title: 'a version that is not there yet',
    given: also(object('cilium.io/v2', 'CiliumL2AnnouncementPolicy', { loadBalancerIPs: true })),
    finds: [
      found(
        'INV043',
        'objects[0]',
        "Cilium 1.20 has 'CiliumL2AnnouncementPolicy' in cilium.io/v2alpha1, not in 'cilium.io/v2': applying it ends with \"no matches for kind\"",
        "write apiVersion: 'cilium.io/v2alpha1'",
        ['network.version'],
      ),
    ],
    twin: also(object('cilium.io/v2alpha1', 'CiliumL2AnnouncementPolicy', { loadBalancerIPs: true })),
  },
  {
    title: 'a version that is going',
    given: also(object('cilium.io/v2alpha1', 'CiliumCIDRGroup', { externalCIDRs: ['192.0.2.0/24'] })),
    finds: [
      {
        ...found(
          'INV043',
          'objects[0]',
          "'CiliumCIDRGroup' in 'cilium.io/v2alpha1' is deprecated: Cilium 1.20 still reads it, and a later one won't",
          "write apiVersion: 'cilium.io/v2'",
          ['network.version'],
        ),
        severity: 'warning',
      },
    ],
    twin: also(object('cilium.io/v2', 'CiliumCIDRGroup', { externalCIDRs: ['192.0.2.0/24'] })),
  },
  {
    title: 'a kind that nobody knows',
    given: also(object('cilium.io/v2', 'CiliumEgressGatewaysPolicy', egress)),
    finds: [
      found(
        'INV043',
        'objects[0]',
        "Cilium has no kind 'CiliumEgressGatewaysPolicy', so the API server won't know it",
        "write 'CiliumEgressGatewayPolicy'",
      ),
    ],
    twin: also(object('cilium.io/v2', 'CiliumEgressGatewayPolicy', egress)),
  },
  {
    title: 'IPv6 addresses without IPv6',
    given: onMetal({ objects: [pool({ cidr: 'fd00:10::/120' })] }),
    finds: [
      found(
        'INV056',
        'objects[0]',
        "'fd00:10::/120' of the pool 'one' is IPv6, which Cilium has switched off: no Service gets an address of it",
        'leave out the block, or write ipv6: { enabled: true } with IPv6 addresses for pods and Services',
        [inValues('ipv6.enabled')],
      ),
    ],
    twin: onMetal({ objects: [pool({ cidr: '192.168.7.0/28' })] }),
  },
  {
    title: 'an IPv6 address without IPv6',
    given: onMetal({ objects: [pool({ start: 'fd00:10::1', stop: 'fd00:10::9' })] }),
    finds: [
      found(
        'INV056',
        'objects[0]',
        "'fd00:10::1' of the pool 'one' is IPv6, which Cilium has switched off: no Service gets an address of it",
        'leave out the block, or write ipv6: { enabled: true } with IPv6 addresses for pods and Services',
        [inValues('ipv6.enabled')],
      ),
    ],
    twin: onMetal({
      objects: [pool({ start: 'fd00:10::1', stop: 'fd00:10::9' })],
      network: network({ values: { ipv6: { enabled: true }, ipv6NativeRoutingCIDR: 'fd00:10::/56' } }),
    }),
  },
];
