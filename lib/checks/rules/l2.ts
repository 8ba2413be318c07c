import { valueAt } from '../../base';
import { isChosen } from '../labels';
import type { Breach } from '../rule';
import { chosen } from './announced';
import { rule } from './define';
import { announces, matcher } from './links';
import { valuePlace } from './network';

/** What an agent may ask the API server each second where nobody says otherwise (cilium 1.20.2 pkg/k8s/client/config.go). */
const usualQps = 10;
/** How much longer than its pause a renewal has to be tried (client-go tools/leaderelection, JitterFactor). */
const jitter = 1.2;

/** Addresses that nodes answer for on the local network. */
export const l2Rules = [
  rule('INV053', ['pools.announced', 'nodes', 'cilium.values'], ({ 'pools.announced': pools, nodes, 'cilium.values': values }): Breach[] =>
    (pools.value ?? []).flatMap(({ pool, announced, nodes: choice, placeOf }) => {
      if (announced.by !== 'l2') return [];
      const { interfaces } = announced;
      const bad = interfaces.filter((text) => matcher(text) === undefined);
      if (bad.length > 0)
        return bad.map((text) => ({
          at: placeOf('l2.interfaces'),
          message: `'${text}' is no regular expression`,
          repair: "write the name of a link between ^ and $, e.g. '^end0$'",
        }));
      const links = [...new Set(chosen(nodes.value ?? [], choice).flatMap((node) => node.links.map((link) => link.interface)))].sort();
      const used = links.filter((link) => announces(interfaces, link));
      if (links.length === 0) return [];
      if (used.length === 0)
        return [
          {
            at: placeOf('l2.interfaces'),
            message: `no node that may answer for '${pool.name}' has a link like ${interfaces.map((text) => `'${text}'`).join(', ')}; their links are ${links.join(', ')}`,
            repair: `write '^${links[0]}$', or leave it out`,
          },
        ];
      const devices = valueAt(values.value, 'devices');
      const known = typeof devices === 'string' ? devices.split(/[\s,]+/) : Array.isArray(devices) ? devices.map(String) : undefined;
      const foreign = known === undefined ? [] : used.filter((link) => !known.some((name) => matches(name, link)));
      if (foreign.length < used.length || known === undefined) return [];
      return [
        {
          at: placeOf('l2.interfaces'),
          also: [valuePlace(values, 'devices')],
          message: `Cilium's programs are on ${known.join(', ')}, and on none of ${foreign.join(', ')}: nobody would answer there`,
          repair: `write cilium({ values: { devices: [${[...known, ...foreign].map((name) => `'${name}'`).join(', ')}] } })`,
        },
      ];
    }),
  ),
  rule('INV054', ['pools.announced', 'balanced', 'gateways', 'cilium.values'], (facts): Breach[] => {
    const { 'pools.announced': pools, balanced, gateways, 'cilium.values': values } = facts;
    const services = (balanced.value ?? [])
      .filter(
        ({ pool: name, externalTrafficPolicy: policy, labels = {} }) =>
          policy === 'Local' &&
          (pools.value ?? []).some(
            ({ pool, announced, services = [] }) => announced.by === 'l2' && pool.name === name && isChosen(labels, services),
          ),
      )
      .map(({ owner, address, at }) => ({
        at,
        message: `one node answers for ${address} on the local network, which need not be one with a pod behind ${owner}: with externalTrafficPolicy 'Local' it drops what arrives`,
        repair: "leave out externalTrafficPolicy: with loadBalancer: 'dsr' pods see their clients anyway; or announce the pool by BGP",
      }));
    const gateway = (gateways.value ?? []).find(({ onNodes }) => onNodes === undefined);
    const isByL2 = (pools.value ?? []).length > 0 && (pools.value ?? []).every(({ announced }) => announced.by === 'l2');
    if (!isByL2 || gateway === undefined || valueAt(values.value, 'gatewayAPI', 'externalTrafficPolicy') !== 'Local') return services;
    return [
      ...services,
      {
        at: valuePlace(values, 'gatewayAPI', 'externalTrafficPolicy'),
        also: [gateway.at],
        severity: 'warning',
        message: `with 'Local' no node answers for the address of the gateway '${gateway.name}' on the local network`,
        repair: "write 'Cluster'",
        source: 'https://github.com/cilium/cilium/issues/48799',
      },
    ];
  }),
  rule(
    'INV058',
    ['pools.announced', 'balanced', 'cilium.values'],
    ({ 'pools.announced': pools, balanced, 'cilium.values': values }): Breach[] => {
      const l2 = (pools.value ?? []).filter(({ announced }) => announced.by === 'l2');
      if (values.value === undefined || l2.length === 0) return [];
      const said = valueAt(values.value, 'k8sClientRateLimit', 'qps');
      const qps = Number(said ?? usualQps);
      const services = new Set(
        (balanced.value ?? []).filter(({ pool }) => l2.some((other) => other.pool.name === pool)).map(({ owner }) => owner),
      ).size;
      const deadline = Math.min(
        ...l2.map(({ announced }) => (announced.by === 'l2' ? announced.leaseRenewDeadline : Number.POSITIVE_INFINITY)),
      );
      const least = Math.ceil(services / deadline);
      if (qps > least) return [];
      return [
        {
          at: valuePlace(values, 'k8sClientRateLimit', 'qps'),
          message: `agents may ask the API server ${qps === 1 ? 'once' : `${qps} times`} a second, and a node that answers for all addresses takes ${least === 1 ? 'one' : least} of that to keep them: starved, addresses would go from node to node`,
          repair: `leave it out, or write ${usualQps + least}`,
        },
      ];
    },
  ),
  rule('LBP003', ['pools.announced'], ({ 'pools.announced': pools }): Breach[] => {
    const l2 = (pools.value ?? []).flatMap((pool) => (pool.announced.by === 'l2' ? [{ ...pool, l2: pool.announced }] : []));
    return l2.flatMap(({ pool, l2: own, placeOf }, i): Breach[] => {
      const { leaseDuration, leaseRenewDeadline, leaseRetryPeriod } = own;
      const at = placeOf();
      const first = l2[0];
      if (!(leaseRetryPeriod > 0 && leaseRenewDeadline > jitter * leaseRetryPeriod && leaseDuration > leaseRenewDeadline))
        return [
          {
            at,
            message: `leases of ${leaseDuration} s that are renewed within ${leaseRenewDeadline} s, tried every ${leaseRetryPeriod} s, would end before they are renewed: Cilium refuses them`,
            repair: 'write leaseDuration above leaseRenewDeadline, and that above 1.2 times leaseRetryPeriod, e.g. 15, 5 and 2',
          },
        ];
      const differs =
        first !== undefined &&
        i > 0 &&
        (['leaseDuration', 'leaseRenewDeadline', 'leaseRetryPeriod'] as const).some((key) => own[key] !== first.l2[key]);
      return differs
        ? [
            {
              at,
              also: [first.placeOf()],
              message: `the leases of '${pool.name}' have other timings than those of '${first.pool.name}', and a cluster has one`,
              repair: 'write the same timings for both',
            },
          ]
        : [];
    });
  }),
];

/** Whether one of Cilium's devices, `enp+` for all that begin so, is the link. */
function matches(device: string, link: string): boolean {
  return device.endsWith('+') ? link.startsWith(device.slice(0, -1)) : device === link;
}
