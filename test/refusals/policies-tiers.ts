import type { FindingId } from '../../lib/base';
import { network, small } from './support/definitions';
import { found, type Refusal, undecided } from './support/refusal';
import { ccnp, cnp, fromStore, knp, shop } from './support/shop';

const on = { k8sClusterNetworkPolicy: { enabled: true } };
const inNamespace = (name: string) => ({ matchLabels: { 'kubernetes.io/metadata.name': name } });
const podsOf = (namespace: string, app: string) => ({
  pods: { namespaceSelector: inNamespace(namespace), podSelector: { matchLabels: { app } } },
});
const namespaces = ['shop', 'data'].map((name) => ({
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name, labels: { 'kubernetes.io/metadata.name': name } },
}));
const fromData = (action: string) => ({
  action,
  from: [podsOf('data', 'store')],
  protocols: [{ tcp: { destinationPort: { number: 8080 } } }],
});

/** A policy of the administrator about the front end. */
function kcnp(spec: object, name = 'guard') {
  return {
    apiVersion: 'policy.networking.k8s.io/v1alpha2',
    kind: 'ClusterNetworkPolicy',
    metadata: { name },
    spec: { tier: 'Admin', priority: 10, subject: podsOf('shop', 'front'), ...spec },
  };
}

const denies = kcnp({ ingress: [fromData('Deny')] });
const asCilium = ccnp({
  endpointSelector: { matchLabels: { app: 'front', 'k8s:io.kubernetes.pod.namespace': 'shop' } },
  ingressDeny: [fromStore],
  enableDefaultDeny: { ingress: false },
});

/** The rules that say who is open, or closed, to whom, by their titles. */
const aboutReach: Partial<Record<FindingId, string>> = {
  INV077: 'apps that Inngest calls',
  POL009: 'pods that can not ask DNS',
  POL010: 'DNS over one protocol alone',
  POL011: 'a policy that only denies',
  POL012: 'pods that nobody may use',
  POL015: 'a connection that one side denies',
  POL016: 'pods that policies leave out',
  POL018: 'a rule that others cover',
  POL019: 'a rule that is denied altogether',
  POL020: 'a limit without effect',
  POL036: 'other nodes left out',
  POL037: 'probes that fail',
  POL038: "Cilium's own endpoints isolated",
  POL053: 'replicas kept apart',
};
const notDecided = Object.entries(aboutReach).map(([id, title]) =>
  undecided(
    id as FindingId,
    'objects[0].spec',
    `${title}: not decided, since ClusterNetworkPolicy 'guard', which Cilium reads here, comes before or after all other policies and isn't worked out`,
  ),
);

/** Policies of the cluster's administrator, before and after all others. */
export const policyTiers: readonly Refusal[] = [
  {
    title: 'a policy of the administrator that agents are not told to read',
    given: shop([denies]),
    finds: [
      found(
        'POL061',
        'objects[0].kind',
        "Cilium reads ClusterNetworkPolicy only where it is told to: nobody enforces ClusterNetworkPolicy 'guard', and every pod that it is about stays as other policies leave it",
        "write a CiliumClusterwideNetworkPolicy, or k8sClusterNetworkPolicy: { enabled: true } in Cilium's values",
      ),
    ],
    twin: shop([denies, ...namespaces], on),
  },
  {
    title: 'a policy of the administrator in an earlier form',
    given: shop([{ ...denies, apiVersion: 'policy.networking.k8s.io/v1alpha1', kind: 'AdminNetworkPolicy' }], on),
    finds: [
      found(
        'POL061',
        'objects[0].apiVersion',
        "Cilium reads no AdminNetworkPolicy of policy.networking.k8s.io/v1alpha1: nobody enforces AdminNetworkPolicy 'guard', and every pod that it is about stays as other policies leave it",
        "write a CiliumClusterwideNetworkPolicy, or a ClusterNetworkPolicy of policy.networking.k8s.io/v1alpha2 with k8sClusterNetworkPolicy: { enabled: true } in Cilium's values",
      ),
    ],
    twin: shop([asCilium]),
  },
  {
    title: 'a policy of the administrator about workloads of the definition',
    given: small({ objects: [kcnp({ subject: { namespaces: {} }, ingress: [{ action: 'Accept' }] })], network: network({ values: on }) }),
    finds: [
      {
        id: 'POL017',
        severity: 'warning',
        status: 'undecided',
        at: { in: 'definition', file: 'clusters/small.ts', path: 'objects[0].spec.subject' },
        also: [],
        message:
          "whether the policies of 'apps/db', 'apps/web' allow what flows declare isn't known: ClusterNetworkPolicy 'guard', which Cilium reads here, may be about it: that comes before or after all other policies, and isn't worked out here",
        repair: 'write a CiliumClusterwideNetworkPolicy instead, or leave these workloads out of its subject',
      },
      ...notDecided,
    ],
    twin: small({ objects: [asCilium] }),
  },
  {
    title: 'two policies of the administrator that contradict each other',
    given: shop([denies, kcnp({ ingress: [fromData('Accept')] }, 'other'), ...namespaces], on),
    finds: [
      found(
        'POL047',
        'objects[0].spec.ingress[0]',
        "ClusterNetworkPolicy 'guard' denies 'data/store' → 'shop/front' TCP 8080, which 'other' accepts, and both are of tier Admin with priority 10: nobody says which of them counts",
        'give one of them another priority',
        ['objects[1].spec.ingress[0]'],
      ),
      ...notDecided,
    ],
    twin: shop([asCilium]),
  },
  {
    title: 'a baseline that opens what a NetworkPolicy isolates',
    given: shop([kcnp({ tier: 'Baseline', ingress: [fromData('Accept')] }), knp({ policyTypes: ['Ingress'] }), ...namespaces], on),
    finds: [
      found(
        'POL048',
        'objects[0].spec.ingress[0]',
        "ClusterNetworkPolicy 'guard' accepts 'data/store' → 'shop/front' TCP 8080 in tier Baseline, and NetworkPolicy 'shop/policy' isolates 'shop/front' without a rule for it: Kubernetes leaves that to the NetworkPolicy and denies it, while Cilium lets it through, a question that is open upstream",
        'leave pods that a NetworkPolicy selects out of the subject, or allow it in the NetworkPolicy',
        ['objects[1].spec.policyTypes'],
      ),
      ...notDecided,
    ],
    twin: shop([cnp({ ingress: [fromStore] })]),
  },
  {
    title: 'a rule about which an administrator decides first',
    given: shop([denies, cnp({ ingress: [fromStore] }), ...namespaces], on),
    finds: [
      ...notDecided,
      found(
        'POL049',
        'objects[1].spec.ingress[0]',
        "ClusterNetworkPolicy 'guard' of tier Admin decides first about all that CiliumNetworkPolicy 'shop/policy' says here: 'data/store' → 'shop/front' TCP 8080 is denied with this rule and without",
        'leave the rule out, or write action: Pass there for what other policies are to decide',
        ['objects[0].spec.ingress[0]'],
      ),
    ],
    twin: shop([cnp({ ingress: [fromStore] })]),
  },
];
