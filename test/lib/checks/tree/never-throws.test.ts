import { inDocument, type JsonObject } from '../../../../lib/base';
import { checkTree } from '../../../../lib/checks/tree';
import type { InputDocument } from '../../../../lib/input';
import { removedAt, replacedAt, waysInto } from '../../../refusals/support/mutations';
import * as fc from '../../../support/fast-check';
import { goodTalos, goodValues, helmRelease, readingOf } from './support/tree';

const files = {
  'apps/cilium.yaml': helmRelease(goodValues, '  valuesFrom: [{ kind: ConfigMap, name: more, optional: true }]\n'),
  'apps/kustomization.yaml':
    'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nnamespace: kube-system\nresources: [cilium.yaml, ../lb/lb.yaml]\ncomponents: [../more]\npatches: [{ path: x.yaml }, { patch: "kind: HelmRelease\\nspec: { values: { a: 1 } }", target: { kind: HelmRelease, labelSelector: a!=b } }]\nconfigMapGenerator: [{ name: more, files: [values.yaml] }]\n',
  'more/kustomization.yaml':
    'apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\npatchesStrategicMerge: ["apiVersion: v1\\nkind: Service\\nmetadata: { name: a }\\nspec: { ports: [{ port: 80, nodePort: 1 }] }"]\npatchesJson6902: [{ target: { kind: Service, name: a }, patch: "- { op: add, path: /spec/ports/-, value: { port: 1 } }" }]\n',
  'flux/apps.yaml':
    'apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: { name: a }\nspec: { path: ./apps, dependsOn: [{ name: b }], patches: [{ patch: "[]", target: { name: a.* } }] }\n',
  'argo/lb.yaml':
    'apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: { name: lb, annotations: { argocd.argoproj.io/sync-wave: "1" } }\nspec: { source: { path: lb, kustomize: { patches: [{ path: y.yaml }] } }, syncPolicy: { syncOptions: [a=b], retry: { limit: 1 } } }\n',
  'lb/bgp.yaml': `apiVersion: cilium.io/v2
kind: CiliumBGPClusterConfig
metadata: { name: a }
spec: { nodeSelector: { matchLabels: { a: b } }, bgpInstances: [{ localASN: 1, peers: [{ peerAddress: 10.0.0.9, peerASN: 2, peerConfigRef: { name: a } }] }] }
---
apiVersion: cilium.io/v2
kind: CiliumBGPPeerConfig
metadata: { name: a }
spec: { timers: { holdTimeSeconds: 90 }, gracefulRestart: { restartTimeSeconds: 9 }, families: [{ advertisements: { matchLabels: { a: b } } }] }
---
apiVersion: cilium.io/v2
kind: CiliumBGPAdvertisement
metadata: { name: a, labels: { a: b } }
spec: { advertisements: [{ advertisementType: Service, service: { addresses: [LoadBalancerIP] }, selector: { matchExpressions: [{ key: a, operator: NotIn, values: [c] }] } }] }
`,
  'apps/values.yaml': 'debug: { enabled: true }\nhubble: { enabled: true }\n',
  'argo/app.yaml':
    'apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: { name: cilium }\nspec: { sources: [{ chart: cilium, targetRevision: 1.20.2, helm: { values: "a: 1", parameters: [{ name: a.b, value: "1" }] } }] }\n',
  'talos/talconfig.yaml':
    'clusterName: a\nendpoint: b\ntalosVersion: v1.13.9\nnodes: [{ hostname: a, ipAddress: 10.0.0.1, controlPlane: true, nodeTaints: { a: "b:NoSchedule" }, networkInterfaces: [{ interface: eth0, addresses: [10.0.0.1/24], vip: { ip: 10.0.0.2 } }] }]\npatches: ["cluster: {}", "- { op: add, path: /machine/a, value: 1 }", "@x.yaml"]\n',
  'talos/controlplane.yaml': goodTalos,
  'lb/lb.yaml': `apiVersion: cilium.io/v2
kind: CiliumLoadBalancerIPPool
metadata: { name: lan }
spec: { blocks: [{ cidr: 10.0.0.0/28 }, { start: 10.0.1.1, stop: 10.0.1.9 }] }
---
apiVersion: cilium.io/v2alpha1
kind: CiliumL2AnnouncementPolicy
metadata: { name: lan }
spec: { interfaces: [eth0], loadBalancerIPs: true, nodeSelector: { matchLabels: { a: b } } }
---
apiVersion: v1
kind: Service
metadata: { name: a, annotations: { lbipam.cilium.io/ips: 10.0.0.3 } }
spec: { type: LoadBalancer, selector: { a: b }, ports: [{ port: 80, nodePort: 30080 }] }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: a, namespace: a }
spec: { selector: { matchLabels: { a: b } }, template: { metadata: { labels: { a: b } }, spec: { containers: [{ name: a, image: a, ports: [{ containerPort: 80, hostPort: 81 }] }] } } }
---
apiVersion: cilium.io/v2
kind: CiliumNetworkPolicy
metadata: { name: a, namespace: a }
spec: { endpointSelector: { matchLabels: { a: b } }, ingress: [{ fromEndpoints: [{}], toPorts: [{ ports: [{ port: "80" }] }] }] }
---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: a }
spec: { gatewayClassName: cilium, listeners: [{ name: a, port: 80, protocol: HTTP }] }
---
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: { name: a }
provisioner: rancher.io/local-path
`,
};

const junk = fc.constantFrom<unknown>(null, true, -1, 70000, '', 'x', '${X}', '{{ x }}', [], [null], [[]], {}, { a: null });

test('whatever stands in the files, each rule gives its findings', async () => {
  const { documents } = await readingOf(files);
  const objects = documents.map(({ object }) => object);
  const ways = waysInto(objects).filter((way) => way.length > 1);
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...ways), fc.option(junk, { nil: undefined }), async (way, value) => {
      const isItem = /^\d+$/.test(way[way.length - 1] as string);
      const changed = (value === undefined && !isItem ? removedAt(objects, way) : replacedAt(objects, way, value ?? null)) as JsonObject[];
      const read = documents.flatMap((document, i): InputDocument[] => {
        const object = changed[i];
        const isMap = typeof object === 'object' && object !== null && !Array.isArray(object);
        return isMap ? [{ object, at: document.at, place: () => document.at, placeInText: () => document.at }] : [];
      });
      const { findings } = await checkTree({ documents: read, findings: [] }, { at: inDocument('.') });
      expect(findings.filter(({ id }) => id === 'RUL001')).toEqual([]);
    }),
    { numRuns: 500 },
  );
});
