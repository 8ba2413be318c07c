import { addresses, allow, deployment, inngestServer, onAddress, onHost } from 'ichor';
import { apps, network, small, web } from './support/definitions';
import { bgpPool, board, box, home, onMetal, rack } from './support/metal';
import { found, inValues, type Refusal } from './support/refusal';

const daemon = (path: string) => ({
  apiVersion: 'apps/v1',
  kind: 'DaemonSet',
  metadata: { name: 'kube-multus', namespace: 'kube-system' },
  spec: {
    selector: { matchLabels: { app: 'multus' } },
    template: {
      metadata: { labels: { app: 'multus' } },
      spec: { containers: [{ name: 'multus', image: 'multus:4.2.2' }], volumes: [{ name: 'cni', hostPath: { path } }] },
    },
  },
});
const second = {
  apiVersion: 'k8s.cni.cncf.io/v1',
  kind: 'NetworkAttachmentDefinition',
  metadata: { name: 'storage', namespace: 'apps' },
  spec: { config: '{}' },
};
const chart = (name: string) => ({
  apiVersion: 'helm.toolkit.fluxcd.io/v2',
  kind: 'HelmRelease',
  metadata: { name: 'second', namespace: 'kube-system' },
  spec: { chart: { spec: { chart: name } } },
});
const beside = (objects: readonly object[], exclusive?: boolean) =>
  small({ objects, ...(exclusive === undefined ? {} : { network: network({ values: { cni: { exclusive } } }) }) });

const app = 'http://203.0.113.7:3111/api/inngest';

const nodeIpam = (changes: object = {}) => small({ network: network({ values: { nodeIPAM: { enabled: true } } }), ...changes });
const label = 'node.kubernetes.io/exclude-from-external-load-balancers';
const deleted = { $patch: 'delete' };
const apart = board({ taints: [{ key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' }] });

const instance = (name: string, fields: object) => ({ apiVersion: 'v1alpha1', kind: 'BGPInstanceConfig', name, ...fields });
const workload = (changes: object = {}) =>
  instance('workload', {
    vrf: 'vrf-workload',
    localASN: 64500,
    neighbors: [{ address: '10.9.0.1', peerASN: 64512, passive: true }],
    ...changes,
  });
const fabric = (prefixes: readonly string[]) =>
  instance('fabric', {
    localASN: 64400,
    neighbors: [{ address: '192.168.1.1', peerASN: 64300 }],
    importRoutes: [{ bgpInstance: 'workload', prefixes }],
  });
const speaking = (documents: readonly object[], changes: object = {}) =>
  onMetal({
    versions: { talos: '1.14.2', kubernetes: '1.36.3' },
    expose: [onAddress(bgpPool(), '10.80.0.5', web.port('http'), { from: home })],
    talos: { patch: documents },
    ...changes,
  });
const listening = (localPort: number) => ({
  apiVersion: 'cilium.io/v2',
  kind: 'CiliumBGPClusterConfig',
  metadata: { name: 'listening' },
  spec: { bgpInstances: [{ name: 'own', localASN: 64512, localPort, peers: [{ name: 'up', peerAddress: '10.9.0.2', peerASN: 64500 }] }] },
});

const pods = {
  apiVersion: 'cilium.io/v2',
  kind: 'CiliumBGPAdvertisement',
  metadata: { name: 'pods' },
  spec: { advertisements: [{ advertisementType: 'PodCIDR' }] },
};

/** Networks, speakers and nodes beside what Cilium is told. */
export const besideCilium: readonly Refusal[] = [
  {
    title: 'Multus that Cilium puts aside',
    given: beside([daemon('/etc/cni/net.d')]),
    finds: [
      found(
        'INV089',
        inValues('cni.exclusive'),
        "Cilium renames the configuration of every other network to *.cilium_bak, and the DaemonSet 'kube-multus' needs one",
        'write cni: { exclusive: false }',
        ['objects[0]'],
      ),
    ],
    twin: beside([daemon('/etc/cni/net.d')], false),
  },
  {
    title: 'networks that Cilium puts aside',
    given: beside([second, chart('multus')]),
    finds: [
      found(
        'INV089',
        inValues('cni.exclusive'),
        "Cilium renames the configuration of every other network to *.cilium_bak, and the NetworkAttachmentDefinition 'storage' and 1 more need one",
        'write cni: { exclusive: false }',
        ['objects[0]', 'objects[1]'],
      ),
    ],
    twin: beside([chart('metallb')]),
  },
  {
    title: 'addresses of nodes that are left out',
    given: nodeIpam(),
    finds: [
      found(
        'INV060',
        inValues('nodeIPAM.enabled'),
        "Node IPAM gives Services the addresses of nodes without the label 'node.kubernetes.io/exclude-from-external-load-balancers', and every node has it, control planes from Talos: Services stay without an address",
        "write talos: { patch: … } that deletes the label, of machine.nodeLabels, or from Talos 1.14 on of KubeNodeConfig: { $patch: 'delete' }",
      ),
    ],
    twin: nodeIpam({ talos: { patch: { machine: { nodeLabels: { [label]: deleted } } } } }),
  },
  {
    title: 'addresses of nodes that are left out, in Talos 1.14',
    given: nodeIpam({ versions: { talos: '1.14.2', kubernetes: '1.36.3' } }),
    finds: [
      found(
        'INV060',
        inValues('nodeIPAM.enabled'),
        "Node IPAM gives Services the addresses of nodes without the label 'node.kubernetes.io/exclude-from-external-load-balancers', and every node has it, control planes from Talos: Services stay without an address",
        "write talos: { patch: … } that deletes the label, of machine.nodeLabels, or from Talos 1.14 on of KubeNodeConfig: { $patch: 'delete' }",
      ),
    ],
    twin: nodeIpam({
      versions: { talos: '1.14.2', kubernetes: '1.36.3' },
      talos: { patch: { apiVersion: 'v1alpha1', kind: 'KubeNodeConfig', labels: { [label]: deleted } } },
    }),
  },
  {
    title: 'addresses of workers that are left out',
    given: onMetal({
      network: network({ values: { nodeIPAM: { enabled: true } } }),
      platform: rack({ nodes: [apart, box({ labels: { [label]: '' } })] }),
    }),
    finds: [
      found(
        'INV060',
        inValues('nodeIPAM.enabled'),
        "Node IPAM gives Services the addresses of nodes without the label 'node.kubernetes.io/exclude-from-external-load-balancers', and every node has it, control planes from Talos: Services stay without an address",
        "write talos: { patch: … } that deletes the label, of machine.nodeLabels, or from Talos 1.14 on of KubeNodeConfig: { $patch: 'delete' }",
      ),
    ],
    twin: onMetal({ network: network({ values: { nodeIPAM: { enabled: true } } }), platform: rack({ nodes: [apart, box()] }) }),
  },
  {
    title: 'a speaker of Talos that expects somebody else',
    given: speaking([workload({ neighbors: [{ address: '10.9.0.1', peerASN: 64513 }] })]),
    finds: [
      found(
        'INV063',
        'expose.10.80.0.5:http.pool',
        "'bgp-64512' speaks as 64512 to Talos' 'workload', which expects 64513: the session never comes up",
        "write 64512 as peerASN of the neighbor of 'workload'",
        ['talos.patch[0]'],
      ),
    ],
    twin: speaking([workload()]),
  },
  {
    title: 'a speaker of Talos that nobody looks for',
    given: speaking([workload({ localASN: 64501 })]),
    finds: [
      found(
        'INV063',
        'expose.10.80.0.5:http.pool',
        "Talos' 'workload' is 64501 and expects 'bgp-64512', which looks for 64500: the session never comes up",
        "write 64501 as peerASN of 'bgp-64512'",
        ['talos.patch[0]'],
      ),
    ],
    twin: speaking([workload()]),
  },
  {
    title: 'two listeners on one port',
    given: speaking([workload({ vrf: undefined })], { objects: [listening(179)] }),
    finds: [
      found(
        'INV063',
        'objects[0]',
        "'listening' and Talos' 'workload' both listen on port 179 of the node, and the second can't",
        "leave out localPort, so that Cilium only calls, or write a vrf for 'workload'",
        ['talos.patch[0]'],
      ),
    ],
    twin: speaking([workload()], { objects: [listening(179)] }),
  },
  {
    title: 'routes that Talos does not take over',
    given: speaking([workload(), fabric(['10.81.0.0/24'])]),
    finds: [
      found(
        'INV063',
        'expose.10.80.0.5:http.pool.range',
        "10.80.0.0-10.80.0.255 of the pool 'routed' is in none of '10.81.0.0/24', which Talos' 'fabric' takes over from Cilium: routers never hear of it",
        "write a prefix with it in importRoutes of 'fabric'",
        ['talos.patch[1]'],
      ),
    ],
    twin: speaking([workload(), fabric(['10.80.0.0/16'])]),
  },
  {
    title: 'routes to pods that Talos does not take over',
    given: speaking([workload(), fabric(['10.80.0.0/16'])], { objects: [pods] }),
    finds: [
      found(
        'INV063',
        'network.pods',
        "10.244.0.0/16 of the pods is in none of '10.80.0.0/16', which Talos' 'fabric' takes over from Cilium: routers never hear of it",
        "write a prefix with it in importRoutes of 'fabric'",
        ['talos.patch[1]'],
      ),
    ],
    twin: speaking([workload(), fabric(['10.80.0.0/16', '10.244.0.0/16'])], { objects: [pods] }),
  },
  {
    title: 'a port of the host that a patch takes away',
    given: published({ patch: { spec: { template: { spec: { containers: [{ name: 'shop', image: 'shop:1.0.0' }] } } } } }),
    finds: [
      found(
        'INV026',
        'expose.8081',
        'port 8081 of the host leads to port 8081/tcp of the node, which no Service and no pod has: who connects is turned away',
        'leave out the patch that takes the port away, or the exposure',
      ),
    ],
    twin: published({}),
  },
  {
    title: 'a talosctl that waits for nodes',
    given: small({ versions: { talos: '1.12.11', kubernetes: '1.35.0' } }),
    finds: [
      found(
        'INV029',
        'versions.talos',
        "a talosctl of Talos '1.12.11' waits up to 20 minutes for a Ready node, which there can't be without a network, and then writes no kubeconfig",
        'make the container with talosctl 1.13.0 or newer, which makes containers of Talos 1.12 as well',
      ),
    ],
    twin: small({ versions: { talos: '1.13.9', kubernetes: '1.35.0' } }),
  },
  {
    title: 'an app that Inngest may not call',
    given: inngest([app]),
    finds: [
      found(
        'INV077',
        'workloads.apps/inngest',
        "'apps/inngest' is to call 'http://203.0.113.7:3111/api/inngest', which policies deny it: Inngest never learns of that app's functions, and runs none",
        'write a flow from it to the app, or leave out the URL where the app connects by itself',
      ),
    ],
    twin: inngest([app], { flows: [allow(server([app]), addresses('203.0.113.7/32').port(3111))] }),
  },
  {
    title: 'an app of the cluster that Inngest may not call',
    given: inngest(['http://web.apps.svc.cluster.local:8080/api/inngest']),
    finds: [
      found(
        'INV077',
        'workloads.apps/inngest',
        "'apps/inngest' is to call 'http://web.apps.svc.cluster.local:8080/api/inngest', which policies deny it: Inngest never learns of that app's functions, and runs none",
        'write a flow from it to the app, or leave out the URL where the app connects by itself',
      ),
    ],
    twin: inngest(['http://web:8080/api/inngest'], { flows: [allow(server(['http://web:8080/api/inngest']), web)] }),
  },
  {
    title: 'an app on a port of the host that is taken',
    given: inngest([app], {
      expose: [onHost(3111, web.port('http'))],
      flows: [allow(server([app]), addresses('203.0.113.7/32').port(3111))],
    }),
    finds: [
      found(
        'INV077',
        'expose.3111',
        "port 3111 of the host is given to the cluster, and 'apps/inngest' calls an app at 'http://203.0.113.7:3111/api/inngest': where that is this host, only one of them gets the port",
        'write another port of the host, or leave out the exposure',
        ['workloads.apps/inngest'],
      ),
    ],
    twin: inngest([app], {
      expose: [onHost(3112, web.port('http'))],
      flows: [allow(server([app]), addresses('203.0.113.7/32').port(3111))],
    }),
  },
  {
    title: 'an app without a URL',
    given: inngest(['web:8080']),
    finds: [
      found(
        'INV077',
        'workloads.apps/inngest',
        "'web:8080' of 'apps/inngest' is not a URL that Inngest can call",
        "write 'http://HOST:PORT/PATH'",
      ),
    ],
    twin: inngest([]),
  },
];

function published(changes: object) {
  const shop = deployment(apps, 'shop', { image: 'shop:1.0.0', ports: { http: 8080 }, ...changes });
  return small({ workloads: [shop], expose: [onHost(8081, shop.port('http'), { hostPort: true })] });
}

function server(sdkUrls: readonly string[]) {
  return inngestServer(apps, { image: 'inngest/inngest:v1.44.0', storage: '2Gi', sdkUrls });
}

function inngest(sdkUrls: readonly string[], changes: object = {}) {
  return small({ workloads: [server(sdkUrls), web], ...changes });
}
