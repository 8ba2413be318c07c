import { small } from './support/definitions';
import { onMetal } from './support/metal';
import { type Found, found, type Refusal } from './support/refusal';

const object = (apiVersion: string, kind: string, spec: object) => ({
  apiVersion,
  kind,
  metadata: { name: 'one', ...(apiVersion.startsWith('gateway.') ? { namespace: 'apps' } : {}) },
  spec,
});
const pool = (spec: object) => onMetal({ objects: [object('cilium.io/v2', 'CiliumLoadBalancerIPPool', spec)] });
const peer = (spec: object) => small({ objects: [object('cilium.io/v2', 'CiliumBGPPeerConfig', spec)] });
const route = (...rules: readonly object[]) => small({ objects: [object('gateway.networking.k8s.io/v1', 'HTTPRoute', { rules })] });
const backendRefs = [{ name: 'web', port: 8080 }];

function refused(where: string, what: string, repair: string): Found {
  return found('OBJ010', 'objects[0]', `${where}: ${what}, so the API server refuses the object`, repair);
}
const talking = (name: string) =>
  object('cilium.io/v2', 'CiliumBGPClusterConfig', {
    bgpInstances: [
      { name: 'a', localASN: 64512, peers: [{ name: 'router', peerAddress: '192.168.1.1', peerASN: 64513, peerConfigRef: { name } }] },
    ],
  });
const asked = 'write what the definition of its kind asks for';

/** Objects of kinds that have a definition, of Cilium's and the Gateway API's, which it refuses. */
export const objectDefinitions: readonly Refusal[] = [
  {
    title: 'a misspelt field of a pool',
    given: pool({ blocks: [{ cidr: '192.168.7.0/28' }], serviceSelectors: {} }),
    finds: [
      refused("spec.serviceSelectors of the CiliumLoadBalancerIPPool 'one'", "unknown field 'serviceSelectors'", "write 'serviceSelector'"),
    ],
    twin: pool({ blocks: [{ cidr: '192.168.7.0/28' }], serviceSelector: {} }),
  },
  {
    title: 'a word that advertisements do not have',
    given: small({
      objects: [
        object('cilium.io/v2', 'CiliumBGPAdvertisement', {
          advertisements: [{ advertisementType: 'Services', service: { addresses: ['ExternalIP'] } }],
        }),
      ],
    }),
    finds: [
      refused(
        "spec.advertisements[0].advertisementType of the CiliumBGPAdvertisement 'one'",
        "'Services' is not one of 'PodCIDR', 'CiliumPodIPPool', 'Service' or 'Interface'",
        "write 'Service'",
      ),
    ],
    twin: small({
      objects: [
        object('cilium.io/v2', 'CiliumBGPAdvertisement', {
          advertisements: [{ advertisementType: 'Service', service: { addresses: ['ExternalIP'] } }],
        }),
      ],
    }),
  },
  {
    title: 'signs of life that come later than they are waited for, in an object',
    given: peer({ timers: { keepAliveTimeSeconds: 60, holdTimeSeconds: 30 } }),
    finds: [refused("spec.timers of the CiliumBGPPeerConfig 'one'", 'keepAliveTimeSeconds can not be larger than holdTimeSeconds', asked)],
    twin: peer({ timers: { holdTimeSeconds: 30 } }),
  },
  {
    title: 'a filter of a route without what it is about',
    given: route({ filters: [{ type: 'RequestRedirect' }] }),
    finds: [
      refused(
        "spec.rules[0].filters[0] of the HTTPRoute 'one'",
        'filter.requestRedirect must be specified for RequestRedirect filter.type',
        asked,
      ),
    ],
    twin: route({ filters: [{ type: 'RequestRedirect', requestRedirect: { scheme: 'https' } }] }),
  },
  {
    title: 'a path of a route without its beginning, and a Service without its port',
    given: route({ matches: [{ path: { type: 'PathPrefix', value: 'app' } }], backendRefs: [{ name: 'web' }] }),
    finds: [
      refused("spec.rules[0].backendRefs[0] of the HTTPRoute 'one'", 'Must have port for Service reference', asked),
      refused(
        "spec.rules[0].matches[0].path of the HTTPRoute 'one'",
        "value must be an absolute path and start with '/' when type one of ['Exact', 'PathPrefix']",
        asked,
      ),
    ],
    twin: route({ matches: [{ path: { type: 'PathPrefix', value: '/app' } }], backendRefs }),
  },
  {
    title: 'settings of a router that nobody wrote',
    given: onMetal({ objects: [talking('settings')] }),
    finds: [
      found(
        'OBJ011',
        'objects[0]',
        "spec.bgpInstances[0].peers[0].peerConfigRef.name of the CiliumBGPClusterConfig 'one': there is no CiliumBGPPeerConfig 'settings', so that 'router' is talked to with no settings at all",
        "write a CiliumBGPPeerConfig of the name 'settings', or leave peerConfigRef out",
      ),
    ],
    twin: onMetal({ objects: [talking('one'), object('cilium.io/v2', 'CiliumBGPPeerConfig', { ebgpMultihop: 2 })] }),
  },
];
