import { found, type Refusal } from './support/refusal';
import { app, cnp, fromStore, shop, tcp } from './support/shop';

const portsFrom = (first: number, count: number) => Array.from({ length: count }, (_, i) => ({ port: String(first + i), protocol: 'TCP' }));

/** What the API server or Cilium refuses in a policy. */
export const policyRefused: readonly Refusal[] = [
  {
    title: 'fields that Cilium 1.19 removed',
    given: shop([cnp({ ingress: [{ ...fromStore, fromRequires: [app('store', 'data')] }] })]),
    finds: [
      found(
        'POL001',
        'objects[0].spec.ingress[0].fromRequires',
        "CiliumNetworkPolicy 'shop/policy': this list has 1 item; it has to be empty",
        'leave it out',
      ),
    ],
    twin: shop([cnp({ ingress: [fromStore] })]),
  },
  {
    title: 'a parser that Cilium 1.20 removed',
    given: shop([cnp({ ingress: [{ ...fromStore, toPorts: tcp('8080', { rules: { kafka: [{ role: 'produce' }] } }) }] })]),
    finds: [
      found(
        'POL001',
        'objects[0].spec.ingress[0].toPorts[0].rules',
        "CiliumNetworkPolicy 'shop/policy': 'http' or 'dns' is missing",
        'write one of them',
      ),
      found(
        'POL002',
        'objects[0].spec.ingress[0].toPorts[0].rules.kafka',
        "CiliumNetworkPolicy 'shop/policy': unknown field 'kafka'",
        "leave it out, or write 'dns' or 'http'",
      ),
    ],
    twin: shop([cnp({ ingress: [fromStore] })]),
  },
  {
    title: 'an entity that is none',
    given: shop([cnp({ ingress: [{ fromEntities: ['world-ipv4'], toPorts: tcp('8080') }] })]),
    finds: [
      found(
        'POL001',
        'objects[0].spec.ingress[0].fromEntities[0]',
        "CiliumNetworkPolicy 'shop/policy': 'world-ipv4' is not one of 'all', 'world', 'cluster', 'cluster-mesh', 'host', 'init', 'ingress', 'unmanaged', 'remote-node', 'health', 'none' or 'kube-apiserver'",
        'write one of them',
      ),
    ],
    twin: shop([cnp({ ingress: [{ fromEntities: ['cluster'], toPorts: tcp('8080') }] })]),
  },
  {
    title: 'peers of two kinds in one item',
    given: shop([cnp({ egress: [{ toEntities: ['cluster'], toCIDR: ['192.0.2.0/24'], toPorts: tcp('443') }] })]),
    finds: [
      found(
        'POL001',
        'objects[0].spec.egress[0].toCIDR',
        "CiliumNetworkPolicy 'shop/policy': Cilium refuses this policy: combining ToEntities and ToCIDR is not supported yet",
        'write an item of its own for each kind of peer',
      ),
    ],
    twin: shop([cnp({ egress: [{ toEntities: ['cluster'], toPorts: tcp('443') }] })]),
  },
  {
    title: 'nodes in a policy of a namespace',
    given: shop([{ ...cnp({}), spec: { nodeSelector: {}, ingress: [{ fromEntities: ['cluster'] }] } }]),
    finds: [
      found(
        'POL001',
        'objects[0].spec.nodeSelector',
        "CiliumNetworkPolicy 'shop/policy': Cilium refuses this policy: rule cannot have NodeSelector",
        'write a CiliumClusterwideNetworkPolicy for nodes',
      ),
    ],
    twin: shop([cnp({ ingress: [{ fromEntities: ['cluster'], toPorts: tcp('8080') }] })]),
  },
  {
    title: 'more ports than one list may have',
    given: shop([cnp({ ingress: [{ ...fromStore, toPorts: [{ ports: portsFrom(8040, 41) }] }] })]),
    finds: [
      found(
        'POL001',
        'objects[0].spec.ingress[0].toPorts[0].ports',
        "CiliumNetworkPolicy 'shop/policy': this list has 41 items; the limit is 40",
        'leave 40 here, and write the others in a list of their own',
      ),
    ],
    twin: shop([cnp({ ingress: [{ ...fromStore, toPorts: [{ ports: portsFrom(8041, 40) }] }] })]),
  },
];
