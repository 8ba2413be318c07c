import { ApiObject } from 'cdk8s';
import { allow, construct, deployment, entity, namespace, pods } from 'ichor';
import { apps, db, network, small, web } from './support/definitions';
import { found, type Refusal } from './support/refusal';

const policy = (name: string, spec: object, app = 'web') => ({
  apiVersion: 'cilium.io/v2',
  kind: 'CiliumNetworkPolicy',
  metadata: { name, namespace: 'apps' },
  spec: { endpointSelector: { matchLabels: { app } }, ...spec },
});
const tcp = (port: string, more: object = {}) => [{ ports: [{ port, protocol: 'TCP' }], ...more }];
const fromDb = [{ matchLabels: { app: 'db' } }];
const crawler = pods(apps, 'crawler', { labels: { app: 'crawler' }, ports: { http: 3000 } });
const coreDns = pods(namespace('kube-system'), 'coredns', {
  labels: { 'k8s-app': 'kube-dns' },
  ports: { udp: { port: 53, protocol: 'UDP' }, tcp: 53 },
  close: true,
});
const site = (ns: string) =>
  construct(apps, 'site', {}, (scope) => {
    const spec = { containers: [{ name: 'site', image: 'nginx:1.29.1' }] };
    new ApiObject(scope, 'pod', {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'site', namespace: ns, labels: { app: 'site' } },
      spec,
    });
  });
const agent = (hostNetwork: boolean, policies: 'off' | 'enforce' = 'enforce') =>
  deployment(apps, 'agent', { image: 'agent:1.0.0', policies, patch: { spec: { template: { spec: { hostNetwork } } } } });

const flows = [allow(db, web.port('http'))];
const reads = [allow(db, web.port('http').http({ method: 'GET' }))];
const fromWorld = [policy('extra', { ingress: [{ fromEntities: ['world'], toPorts: tcp('8080') }] })];
const denying = [policy('extra', { ingressDeny: [{ fromEndpoints: fromDb }] })];
const isolating = [policy('extra', { ingress: [{}] }, 'crawler')];
const enforcement = (mode: string) => network({ values: { policyEnforcementMode: mode } });
const declareIt = 'declare it in flows, or take it out of the policy';
const changeIt = 'change that policy, or leave out the flow';
const lookAt = "look at Cilium's values policyEnforcementMode and labels, or write policies: 'off'";
const open = (key: string) =>
  found(
    'POL017',
    `workloads.${key}`,
    `'${key}' is open in both directions, though its policies are to be enforced: no policy that Cilium enforces selects its pods`,
    lookAt,
  );

/** Objects of the user's own, and values of Cilium, by which policies allow something else than is declared. */
export const connectivity: readonly Refusal[] = [
  {
    title: 'a policy that Cilium refuses',
    given: small({ objects: [policy('extra', { ingress: [{ fromCIDR: ['192.0.2.0/24'], fromEntities: ['world'] }] })] }),
    finds: [
      found(
        'POL001',
        'objects[0].spec.ingress[0].fromCIDR',
        "CiliumNetworkPolicy 'apps/extra': Cilium refuses this policy: combining FromEntities and FromCIDR is not supported yet",
        'write an item of its own for each kind of peer',
      ),
    ],
    twin: small({ objects: [policy('extra', { ingress: [{}] })] }),
  },
  {
    title: 'a misspelt field in a policy',
    given: small({ objects: [policy('extra', { ingress: [{}], egres: [{}] })] }),
    finds: [found('POL002', 'objects[0].spec.egres', "CiliumNetworkPolicy 'apps/extra': unknown field 'egres'", "write 'egress'")],
    twin: small({ objects: [policy('extra', { ingress: [{}], egress: [{}] })] }),
  },
  {
    title: 'a list of names without a name, which opens the ports to everybody',
    given: small({ objects: [policy('extra', { egress: [{ toFQDNs: [], toPorts: tcp('443') }] })] }),
    finds: [
      found(
        'POL017',
        'objects[0].spec.egress[0]',
        "CiliumNetworkPolicy 'apps/extra' lets 'apps/web' reach 'any other pod in apps', 'any other pod in local-path-storage', 'any pod in another namespace' and 6 more on TCP 443, which no flow declares",
        declareIt,
      ),
      found(
        'POL006',
        'objects[0].spec.egress[0].toFQDNs',
        "CiliumNetworkPolicy 'apps/extra': toFQDNs is empty, which Cilium takes for no list at all: the ports are open to everybody, world and nodes included",
        'write who is meant, or leave the item out',
      ),
    ],
    twin: small({ objects: [policy('extra', { egress: [{}] })] }),
  },
  {
    title: 'two policies of one name',
    given: small({ objects: [policy('extra', { ingress: [{}] }), policy('extra', { egress: [{}] })] }),
    finds: [
      found(
        'POL044',
        'objects[1].metadata.name',
        "there is a CiliumNetworkPolicy 'apps/extra' already; the last one applied counts",
        'give it a name of its own, or leave one out',
        ['objects[0].metadata.name'],
      ),
    ],
    twin: small({ objects: [policy('extra', { ingress: [{}] }), policy('other', { egress: [{}] })] }),
  },
  {
    title: 'limits of two kinds for one peer and one port',
    given: small({
      objects: [
        policy('b', { egress: [{ toEndpoints: fromDb, toPorts: tcp('9187', { rules: { http: [{ method: 'GET' }] } }) }] }),
        policy('c', { egress: [{ toEndpoints: fromDb, toPorts: tcp('9187', { serverNames: ['a.example.com'] }) }] }),
      ],
    }),
    finds: [
      found(
        'POL046',
        'objects[1].spec.egress[0]',
        "CiliumNetworkPolicy 'apps/c' and CiliumNetworkPolicy 'apps/b' can't be merged: cannot merge L7 rules with SNI filtering without TLS termination: a.example.com",
        'ask for one thing in all rules of one peer and port',
        ['objects[0].spec.egress[0]'],
      ),
    ],
    twin: small({ objects: [policy('c', { egress: [{}] })] }),
  },
  {
    title: 'a policy that lets in whom no flow declares',
    given: small({ flows, objects: fromWorld }),
    finds: [
      found(
        'POL017',
        'objects[0].spec.ingress[0]',
        "CiliumNetworkPolicy 'apps/extra' lets 'world' reach 'apps/web' on TCP 8080, which no flow declares",
        declareIt,
      ),
    ],
    twin: small({ flows: [...flows, allow(entity('world'), web.port('http'))], objects: fromWorld }),
  },
  {
    title: 'a policy that lets pass what a flow limits',
    given: small({ flows: reads, objects: [policy('extra', { ingress: [{ fromEndpoints: fromDb, toPorts: tcp('8080') }] })] }),
    finds: [
      found(
        'POL017',
        'objects[0].spec.ingress[0]',
        "CiliumNetworkPolicy 'apps/extra' lets 'apps/db' reach 'apps/web' on TCP 8080, with fewer limits than flows declare",
        'limit it there as well, or leave out the limits of the flow',
      ),
    ],
    twin: small({
      flows: reads,
      objects: [
        policy('extra', {
          ingress: [{ fromEndpoints: fromDb, toPorts: tcp('8080', { rules: { http: [{ method: 'GET', path: '/a' }] } }) }],
        }),
      ],
    }),
  },
  {
    title: 'a policy that denies what a flow declares',
    given: small({ flows, objects: denying }),
    finds: [
      found(
        'POL017',
        'flows[0]',
        "'apps/db' doesn't reach 'apps/web' on TCP 8080, which is declared: CiliumNetworkPolicy 'apps/extra' denies it",
        changeIt,
        ['objects[0].spec.ingressDeny[0]'],
      ),
    ],
    twin: small({ objects: denying }),
  },
  {
    title: 'a policy that isolates the other end of a flow',
    given: small({ flows: [allow(web, crawler)], objects: isolating }),
    finds: [
      found(
        'POL017',
        'flows[0]',
        "'apps/web' doesn't reach 'apps/crawler' on TCP 3000, which is declared: CiliumNetworkPolicy 'apps/extra' isolates 'apps/crawler', and no rule allows it",
        'allow it in a policy there, or leave out the flow',
        ['objects[0].spec.ingress[0]'],
      ),
    ],
    twin: small({ flows: [allow(crawler, web.port('http'))], objects: isolating }),
  },
  {
    title: 'CoreDNS isolated, and nobody may ask it',
    given: small({ flows: [...flows, allow(coreDns, web.port('http'))] }),
    finds: [
      found(
        'POL017',
        'workloads.apps/db',
        "'apps/db' doesn't reach 'kube-system/coredns' on TCP 53, UDP 53, which other flows need: CiliumNetworkPolicy 'kube-system/coredns' isolates 'kube-system/coredns', and no rule allows it",
        'declare the flow to CoreDNS, or leave its pods open',
        ['flows[1].from'],
      ),
    ],
    twin: small({ flows: [...flows, allow(coreDns, web.port('http')), allow(db, coreDns)] }),
  },
  {
    title: 'policies that Cilium takes no notice of',
    given: small({ flows, network: enforcement('never') }),
    finds: [open('apps/db'), open('apps/web')],
    twin: small({ flows, policies: 'off', network: enforcement('never') }),
  },
  {
    title: 'pods that Cilium closes though no policy selects them',
    given: small({ flows: [allow(crawler, web.port('http'))], network: enforcement('always') }),
    finds: [
      found(
        'POL017',
        'flows[0]',
        "'apps/crawler' doesn't reach 'apps/web' on TCP 8080, which is declared: Cilium's policyEnforcementMode isolates 'apps/crawler'",
        'leave out policyEnforcementMode, or close these pods with pods(…, { close: true })',
      ),
    ],
    twin: small({ network: enforcement('always') }),
  },
  {
    title: 'labels that are no part of what Cilium knows of pods',
    given: small({ network: network({ values: { labels: 'k8s:io\\.kubernetes\\.pod\\.namespace k8s:tier' } }) }),
    finds: [open('apps/db'), open('apps/web')],
    twin: small({ network: network({ values: { labels: 'k8s:io\\.kubernetes\\.pod\\.namespace k8s:app' } }) }),
  },
  {
    title: 'a construct whose pods are in another namespace',
    given: small({ workloads: [site('elsewhere')] }),
    finds: [
      found(
        'POL017',
        'workloads.apps/site',
        "no object makes the pods of 'apps/site' in namespace 'apps'",
        'build them in this namespace, with its labels',
      ),
    ],
    twin: small({ workloads: [site('apps')] }),
  },
  {
    title: 'pods in the network of the node',
    given: small({ workloads: [agent(true)] }),
    finds: [
      found(
        'POL017',
        'workloads.apps/agent',
        "the pods of 'apps/agent' are in the network of the node, where policies of pods don't bind them",
        "leave out hostNetwork, or write policies: 'off'",
      ),
    ],
    twin: small({ workloads: [agent(true, 'off')] }),
  },
  {
    title: 'a peer that no file knows',
    given: small({ objects: [policy('extra', { egress: [{ toGroups: [{ aws: { region: 'eu-central-1' } }] }] })] }),
    finds: [
      {
        id: 'POL017',
        severity: 'warning',
        status: 'undecided',
        at: { in: 'definition', file: 'clusters/small.ts', path: 'objects[0].spec.egress[0]' },
        also: [],
        message:
          "whether 'apps/web' reaches 'any other pod in apps', 'any other pod in local-path-storage', 'any pod in another namespace' and 6 more on every port isn't known: which addresses a cloud group has is known to the cloud alone",
        repair: "write a rule that doesn't hang on it",
      },
    ],
    twin: small({ objects: [policy('extra', { egress: [{}] })] }),
  },
];
