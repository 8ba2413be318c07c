import { addresses, allow, bind, deployment, entity, hostName, namespace, outside, pods } from 'ichor';
import { apps, coreFlows, inngest, laptop, qdrant, redis, worker } from '../../clusters/shared/joelclaw';
import type { Case } from '../case';
import { pins } from '../pins';
import { ciliumWith, real, variant, versions } from './variant';

const other = namespace('other');
const web = deployment(other, 'web', { image: 'nginx:1.31.0', ports: { http: 8080, dns: { port: 5353, protocol: 'UDP' } } });
const backup = outside('backup');

const everyPeer = [
  ...coreFlows,
  allow(inngest, [hostName('api.example.com').port(443), hostName('example.org').port(8443)]),
  allow(inngest, addresses('192.0.2.0/24', { except: ['192.0.2.128/25', '192.0.2.7/32'] }).port(5432)),
  allow(inngest, [entity('kube-apiserver').port(6443), entity('world').port(123, 'UDP'), entity('cluster').port(9000)]),
  allow([addresses('198.51.100.0/24'), entity('host'), entity('remote-node'), entity('ingress'), entity('health')], web.port('http')),
  allow([other, worker], redis),
  allow(web, [qdrant.port('grpc'), redis]),
  allow(redis, [web.port('dns'), laptop.port(9100), backup.port(9000)]),
];

const everyLimit = [
  allow(worker, [
    redis,
    qdrant
      .port('rest')
      .http(
        { method: 'GET', path: '/collections(/.*)?' },
        { method: 'POST', path: '/collections/[^/]+/points/search', headers: ['X-Token: 1'] },
      ),
  ]),
  allow(inngest, worker.port('http').http({ method: 'POST', path: '/api/inngest' })),
  allow(inngest, [
    hostName('*.example.com').port(443).serverNames('api.example.com'),
    hostName('example.org').port(8080).http({ method: 'GET' }),
  ]),
  allow(addresses('198.51.100.0/24'), web.port('http').http({ host: 'web\\.example\\.com' })),
];

const workloads = [...(real.workloads ?? []), web];
const roles = [bind(backup, { out: '192.168.1.7' })];
const closedApps = namespace('joelclaw', { podSecurity: 'privileged', closed: true });

/** Stages of policies, and every kind of peer that a flow can have. */
export const policyCases: readonly Case[] = [
  variant('policies that observe', { policies: 'observe' }),
  variant('no policies', { policies: 'off' }),
  variant('every kind of peer with Cilium 1.19', {
    versions: versions['1.12'],
    network: ciliumWith({ version: pins.cilium['1.19'] }),
    workloads,
    roles,
    flows: everyPeer,
  }),
  variant('every kind of peer with Cilium 1.20', { workloads, roles, flows: everyPeer }),
  variant('every kind of limit with Cilium 1.19', {
    versions: versions['1.12'],
    network: ciliumWith({ version: pins.cilium['1.19'] }),
    workloads,
    flows: everyLimit,
  }),
  variant('every kind of limit with Cilium 1.20', { workloads, flows: everyLimit }),
  variant('every kind of limit, observed', { workloads, flows: everyLimit, policies: 'observe' }),
  variant('every kind of peer, observed', { workloads, roles, flows: everyPeer, policies: 'observe' }),
  variant('workloads without any flow', { expose: [], flows: [] }),
  variant('pods of others that are closed', {
    flows: [allow(pods(apps, 'worker', { labels: { app: 'worker' }, ports: { http: 3111 }, close: true }), [redis, qdrant])],
  }),
  ...(['enforce', 'observe'] as const).map((policies) =>
    variant(`a closed namespace, policies: ${policies}`, {
      policies,
      workloads: [deployment(closedApps, 'web', { image: 'nginx:1.31.0', ports: { http: 8080 } })],
      namespaces: [namespace('vault', { closed: true, podSecurity: 'restricted', labels: { team: 'home' } })],
      expose: [],
      flows: [],
    }),
  ),
];
