import { found, type Refusal } from './support/refusal';
import { app, cnp, dns, pods, service, shop, tcp, toStore } from './support/shop';

const agent = pods('Deployment', 'shop', 'agent', { containerPort: 9100 }, { hostNetwork: true });

const mesh = { cluster: { id: 1 }, clustermesh: { useAPIServer: true } };
const elsewhere = { matchLabels: { ...app('scraper', 'monitoring').matchLabels, 'k8s:io.cilium.k8s.policy.cluster': 'west' } };

/** Policies that mean other pods than they seem to. */
export const policySelectors: readonly Refusal[] = [
  {
    title: 'a selector of no pods',
    given: shop([cnp({ egress: [{}] }, 'shop', 'frnt')]),
    finds: [
      found(
        'POL013',
        'objects[0].spec.endpointSelector',
        "CiliumNetworkPolicy 'shop/policy' selects no pods of which a file tells: none has app=frnt",
        "write 'app: front'",
      ),
    ],
    twin: shop([cnp({ egress: [{}] })]),
  },
  {
    title: 'a peer with a misspelt label',
    given: shop([cnp({ egress: [dns(), { toEndpoints: [app('stor', 'data')], toPorts: tcp('6379') }] })]),
    finds: [
      found(
        'POL014',
        'objects[0].spec.egress[1]',
        "CiliumNetworkPolicy 'shop/policy' means pods with app=stor in 'data', of which no file tells",
        "write 'app: store'",
      ),
    ],
    twin: shop([cnp({ egress: [dns(), toStore] })]),
  },
  {
    title: 'a label that every pod has another of',
    given: shop([
      cnp({
        egress: [
          dns(),
          { toEndpoints: [{ matchLabels: { ...app('store', 'data').matchLabels, 'statefulset.kubernetes.io/pod-name': 'store-0' } }] },
        ],
      }),
    ]),
    finds: [
      found(
        'POL021',
        'objects[0].spec.egress[1]',
        "CiliumNetworkPolicy 'shop/policy' asks for the label 'statefulset.kubernetes.io/pod-name', which Cilium leaves out of what it knows of pods, so that nobody is meant",
        'select by a label that all pods of the workload have, such as app.kubernetes.io/name',
      ),
    ],
    twin: shop([cnp({ egress: [dns(), { toEndpoints: [app('store', 'data')] }] })]),
  },
  {
    title: 'pods of another namespace without its name',
    given: shop([cnp({ egress: [dns(), { toEndpoints: [{ matchLabels: { app: 'store' } }], toPorts: tcp('6379') }] })]),
    finds: [
      found(
        'POL022',
        'objects[0].spec.egress[1]',
        "CiliumNetworkPolicy 'shop/policy' means pods with app=store of its own namespace, where no file tells of any; 'data/store' has these labels",
        'write io.kubernetes.pod.namespace: data',
      ),
    ],
    twin: shop([cnp({ egress: [dns(), toStore] })]),
  },
  {
    title: 'a selector with the namespace of others',
    given: shop([cnp({ endpointSelector: app('front', 'data'), egress: [{}] })]),
    finds: [
      found(
        'POL023',
        'objects[0].spec.endpointSelector',
        "CiliumNetworkPolicy 'shop/policy' selects pods of 'data' by 'k8s:io.kubernetes.pod.namespace', which Cilium replaces by its own namespace",
        'put the policy into that namespace, or write a CiliumClusterwideNetworkPolicy',
      ),
    ],
    twin: shop([cnp({ endpointSelector: app('front', 'shop'), egress: [{}] })]),
  },
  {
    title: 'everybody who is no node',
    given: shop([
      cnp({
        ingress: [{ fromEndpoints: [{ matchExpressions: [{ key: 'reserved:host', operator: 'DoesNotExist' }] }], toPorts: tcp('8080') }],
      }),
    ]),
    finds: [
      found(
        'POL034',
        'objects[0].spec.ingress[0].fromEndpoints[0].matchExpressions',
        "CiliumNetworkPolicy 'shop/policy': 'reserved:host' with DoesNotExist means everybody else, the world too: beside a reserved label Cilium adds no namespace",
        'write who is meant with fromEntities or toEntities, or by labels that have to be there',
      ),
    ],
    twin: shop([cnp({ ingress: [{ fromEntities: ['cluster'], toPorts: tcp('8080') }] })]),
  },
  {
    title: 'pods in the network of the node, selected',
    given: shop([cnp({ egress: [{}] }, 'shop', 'agent'), agent]),
    finds: [
      found(
        'POL035',
        'objects[0].spec.endpointSelector',
        "CiliumNetworkPolicy 'shop/policy' selects 'shop/agent', whose pods are in the network of the node, where policies of pods don't bind them",
        'leave out hostNetwork, or write a CiliumClusterwideNetworkPolicy with nodeSelector',
      ),
    ],
    twin: shop([cnp({ egress: [{}] }, 'shop', 'front'), agent]),
  },
  {
    title: 'pods in the network of the node, as a peer',
    given: shop([cnp({ ingress: [{ fromEndpoints: [app('agent', 'shop')], toPorts: tcp('8080') }] }), agent]),
    finds: [
      found(
        'POL035',
        'objects[0].spec.ingress[0]',
        "CiliumNetworkPolicy 'shop/policy' means 'shop/agent' by labels, but its pods are in the network of the node, and to Cilium are the node",
        'write fromEntities: [host, remote-node]',
      ),
    ],
    twin: shop([cnp({ ingress: [{ fromEntities: ['host', 'remote-node'], toPorts: tcp('8080') }] }), agent]),
  },
  {
    title: 'a Service without pods',
    given: shop([
      cnp({ egress: [dns(), { toServices: [{ k8sService: { serviceName: 'old', namespace: 'data' } }] }] }),
      service('data', 'old', { port: 1234 }),
    ]),
    finds: [
      found(
        'POL059',
        'objects[0].spec.egress[1].toServices[0]',
        "CiliumNetworkPolicy 'shop/policy': Service 'data/old' selects no pods of which a file tells, so that its pods → old is allowed to nobody",
        'write the labels of the pods into the selector of the Service',
      ),
    ],
    twin: shop([cnp({ egress: [dns(), { toServices: [{ k8sService: { serviceName: 'store', namespace: 'data' } }] }] })]),
  },
  {
    title: 'pods that only another cluster may have',
    given: shop([cnp({ ingress: [{ fromEndpoints: [app('scraper', 'monitoring')], toPorts: tcp('8080') }] })], mesh),
    finds: [
      found(
        'POL058',
        'objects[0].spec.ingress[0]',
        "CiliumNetworkPolicy 'shop/policy' means pods with app=scraper of this cluster alone, where no file tells of any: those of other clusters of the mesh are denied",
        'write io.cilium.k8s.policy.cluster with the name of the cluster, where those of another are meant',
      ),
    ],
    twin: shop([cnp({ ingress: [{ fromEndpoints: [elsewhere], toPorts: tcp('8080') }] })], mesh),
  },
];
