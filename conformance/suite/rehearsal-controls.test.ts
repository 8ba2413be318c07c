import type { JsonObject } from '../../lib/base';
import { type CiliumMinor, pins } from '../pins';
import { Refused, referenceOf } from '../rehearsal/api';
import { type Claim, expectSoon, expectWrong } from '../rehearsal/claims/claim';
import { gatewayClassesAreAccepted, gatewaysAreProgrammed, hostNamesLead, routesAreResolved } from '../rehearsal/claims/gateways';
import { ciliumIsOnEveryNode, podsAreWhereAsked, taintsAreKept } from '../rehearsal/claims/nodes';
import { podsAreReady } from '../rehearsal/claims/pods';
import { policiesAreValid } from '../rehearsal/claims/policies';
import { bgpIsComplete, poolsDontConflict, routersAreKnown } from '../rehearsal/claims/pools';
import { addressesAreGiven, balancersHaveAddresses, servicesHaveEndpoints } from '../rehearsal/claims/services';
import { routedCluster } from '../rehearsal/definitions';
import { emittedBy } from '../rehearsal/emitted';
import { changesOfSecondApply, type Rehearsal, rehearse } from '../rehearsal/rehearse';

const minors = Object.keys(pins.cilium) as CiliumMinor[];
const namespace = 'controls';

const object = (apiVersion: string, kind: string, name: string, spec: JsonObject, metadata: JsonObject = {}): JsonObject => ({
  apiVersion,
  kind,
  metadata: { name, namespace, ...metadata },
  spec,
});
const policy = (name: string, egress: JsonObject) =>
  object('cilium.io/v2', 'CiliumNetworkPolicy', name, { endpointSelector: { matchLabels: { app: 'a' } }, egress: [egress] });
const pool = (name: string, start: string, stop: string): JsonObject => ({
  ...object('cilium.io/v2', 'CiliumLoadBalancerIPPool', name, { blocks: [{ start, stop }] }),
  metadata: { name },
});
const service = (name: string, annotations: JsonObject = {}) =>
  object('v1', 'Service', name, { type: 'LoadBalancer', selector: { app: 'a' }, ports: [{ name: 'http', port: 80 }] }, { annotations });
const deployment = (name: string, container: JsonObject = {}, pod: JsonObject = {}) =>
  object('apps/v1', 'Deployment', name, {
    selector: { matchLabels: { app: 'a', name } },
    template: {
      metadata: { labels: { app: 'a', name } },
      spec: { containers: [{ name: 'a', image: 'example.org/a', ...container }], ...pod },
    },
  });
const gateway = (name: string, gatewayClassName: string, address: string, listener: JsonObject = { port: 80, protocol: 'HTTP' }) =>
  object('gateway.networking.k8s.io/v1', 'Gateway', name, {
    gatewayClassName,
    addresses: [{ type: 'IPAddress', value: address }],
    listeners: [{ name: 'one', ...listener }],
  });
const route = (name: string, backend: string) =>
  object('gateway.networking.k8s.io/v1', 'HTTPRoute', name, {
    parentRefs: [{ name: 'web' }],
    rules: [{ backendRefs: [{ name: backend, port: 80 }] }],
  });

/** What upstream must find wrong, or the silence of the other tests would mean nothing; each beside what is right. */
describe.each(minors)('in a cluster with Cilium %s', (minor) => {
  let rehearsal: Rehearsal;

  /** The same cluster, as if these objects were the output. */
  const applied = async (...objects: readonly JsonObject[]): Promise<Rehearsal> => {
    for (const one of objects) await rehearsal.cluster.api.apply(one);
    return { ...rehearsal, references: objects.map(referenceOf) };
  };
  const expectRight = async (claim: Claim, ...objects: readonly JsonObject[]) =>
    expectSoon(await applied(...objects), 'a cluster without faults', claim);
  const expectFault = async (pattern: RegExp, claim: Claim, ...objects: readonly JsonObject[]) =>
    expectWrong(await applied(...objects), claim, pattern);
  /** The same cluster, held against another definition than the one that it is of. */
  const otherwise = (changes: Partial<Rehearsal['emitted']['model']>): Rehearsal => ({
    ...rehearsal,
    emitted: { ...rehearsal.emitted, model: { ...rehearsal.emitted.model, ...changes } },
  });

  beforeAll(async () => {
    rehearsal = await rehearse(emittedBy(routedCluster(minor)), `controls with Cilium ${minor}`);
    await applied({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } });
  });

  afterAll(() => rehearsal?.stop());

  test('a field that nobody knows is refused', async () => {
    await expect(applied(policy('misspelt', { toEndpoint: [{}] }))).rejects.toThrow(Refused);
    await expect(applied(policy('misspelt', { toEndpoint: [{}] }))).rejects.toThrow(/toEndpoint/);
    await applied(policy('misspelt', { toEndpoints: [{}] }));
  });

  test('a policy that is none is not valid', async () => {
    await expectFault(
      /combined: Valid is False: .*combining To(Endpoints and ToEntities|Entities and ToEndpoints) is not supported yet/,
      policiesAreValid,
      policy('combined', { toEndpoints: [{}], toEntities: ['world'] }),
    );
    await expectRight(policiesAreValid, policy('combined', { toEndpoints: [{}] }), policy('other', { toEntities: ['world'] }));
  });

  test('pools that overlap are in conflict', async () => {
    await expectRight(poolsDontConflict, pool('first', '10.9.0.10', '10.9.0.19'), pool('second', '10.9.0.20', '10.9.0.29'));
    await expectFault(
      /PoolConflict is True/,
      poolsDontConflict,
      pool('first', '10.9.0.10', '10.9.0.19'),
      pool('third', '10.9.0.19', '10.9.0.39'),
    );
  });

  test('a Service has the address that it asks for, and none that is in no pool', async () => {
    const asked = { 'lbipam.cilium.io/ips': '10.9.1.14' };
    await expectRight(balancersHaveAddresses, pool('addresses', '10.9.1.10', '10.9.1.19'), service('asked', asked));
    await expectFault(
      /IPAMRequestSatisfied is False/,
      balancersHaveAddresses,
      service('elsewhere', { 'lbipam.cilium.io/ips': '10.8.0.1' }),
    );
  });

  test('addresses that a definition has and the cluster lacks are missed, and so is the other way round', async () => {
    const { services } = rehearsal.emitted.model;
    await expectWrong(
      otherwise({
        services: services.map((s) => (s.balancer === undefined ? s : { ...s, balancer: { ...s.balancer, address: '10.80.0.77' } })),
      }),
      addressesAreGiven,
      /it isn't so that joelclaw\/redis-on-routed has 10\.80\.0\.77/,
    );
    await expectWrong(
      otherwise({ services: services.filter(({ balancer }) => balancer === undefined) }),
      addressesAreGiven,
      /nobody asked that joelclaw\/redis-on-routed has 10\.80\.0\.5/,
    );
  });

  test('a Service has no endpoints until its pods are ready', async () => {
    await expectFault(/0 of 0 endpoints are ready/, servicesHaveEndpoints, service('backed'));
    await expectRight(servicesHaveEndpoints, deployment('a'), service('backed'));
  });

  test('pods that Talos does not admit never come', async () => {
    await expectFault(/0 of 1 pods are ready/, podsAreReady, deployment('privileged', { securityContext: { privileged: true } }));
    await expectRight(podsAreReady, deployment('privileged'));
  });

  test('pods that no node takes wait', async () => {
    await expectFault(/PodScheduled is False: Unschedulable/, podsAreReady, deployment('choosy', {}, { nodeSelector: { rack: 'b' } }));
    await expectFault(/PodScheduled is False: Unschedulable/, podsAreReady, deployment('choosy', {}, { nodeSelector: { rack: 'a' } }));
    const tolerations = [{ key: 'dedicated', operator: 'Exists' }];
    await expectRight(podsAreReady, deployment('choosy', {}, { nodeSelector: { rack: 'a' }, tolerations }));
  });

  test('pods on another node than asked for are seen', async () => {
    const { workloads } = rehearsal.emitted.model;
    const without = workloads.map((w) => ({ ...w, options: { ...w.options, tolerations: [] } }));
    await expectWrong(otherwise({ workloads: without }), taintsAreKept, /archive-\S+: is on nuc-2, which is set apart/);
    const elsewhere = workloads.map((w) => ({ ...w, options: { ...w.options, nodeSelector: { rack: 'b' } } }));
    await expectWrong(otherwise({ workloads: elsewhere }), podsAreWhereAsked, /archive-\S+: is on nuc-2/);
    const { nodes } = rehearsal.cluster;
    const more = { ...rehearsal, cluster: { ...rehearsal.cluster, nodes: [...nodes, ...nodes] } };
    await expectWrong(more, ciliumIsOnEveryNode, /DaemonSet kube-system\/cilium: is ready on 5 of 10 nodes/);
  });

  test('a Gateway of another class is not programmed, one of ours has its address', async () => {
    await applied(pool('gateways', '10.9.2.10', '10.9.2.19'));
    await expectFault(/no Programmed|Programmed is Unknown/, gatewaysAreProgrammed, gateway('web', 'another', '10.9.2.11'));
    await expectRight(gatewaysAreProgrammed, gateway('web', 'cilium', '10.9.2.11'));
    const of = { apiVersion: 'v1', kind: 'Service', name: 'cilium-gateway-web', namespace };
    expect(await rehearsal.cluster.api.get(of)).toMatchObject({ status: { loadBalancer: { ingress: [{ ip: '10.9.2.11' }] } } });
  });

  test('a Gateway has no address that no pool gives, and no certificate that is not there', async () => {
    await expectFault(/has .*, and asks for 10\.8\.0\.2/, gatewaysAreProgrammed, gateway('lost', 'cilium', '10.8.0.2'));
    const tls = { mode: 'Terminate', certificateRefs: [{ name: 'missing' }] };
    await expectFault(
      /listener one: ResolvedRefs is False: InvalidCertificateRef/,
      gatewaysAreProgrammed,
      gateway('secret', 'cilium', '10.9.2.12', { port: 443, protocol: 'HTTPS', tls }),
    );
  });

  test('a route leads somewhere only if that is there', async () => {
    await expectFault(/ResolvedRefs is False: BackendNotFound/, routesAreResolved, route('nowhere', 'missing'));
    await expectRight(routesAreResolved, service('backed'), route('somewhere', 'backed'));
  });

  test('a host name that leads elsewhere than the definition says is seen, and a class that nobody takes', async () => {
    const { gateways } = rehearsal.emitted.model;
    const renamed = gateways.map((g) => ({ ...g, routes: g.routes.map((r) => ({ ...r, port: 9 })) }));
    await expectWrong(otherwise({ gateways: renamed }), hostNamesLead, /inngest\.example\.com doesn't lead to inngest-svc/);
    await expectSoon(rehearsal, 'a class that is taken', gatewayClassesAreAccepted);
    const spec = { controllerName: 'example.org/other' };
    const other = { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'GatewayClass', metadata: { name: 'other' }, spec };
    await expectFault(/GatewayClass other: (no Accepted|Accepted is Unknown)/, gatewayClassesAreAccepted, other);
  });

  test('BGP that names what is not there is incomplete', async () => {
    const config = (peerConfig: string): JsonObject => ({
      ...object('cilium.io/v2', 'CiliumBGPClusterConfig', 'bgp', {
        nodeSelector: { matchLabels: { 'kubernetes.io/hostname': 'nuc-1' } },
        bgpInstances: [
          {
            name: 'instance',
            localASN: 64512,
            peers: [{ name: 'router', peerAddress: '10.5.0.1', peerASN: 64513, peerConfigRef: { name: peerConfig } }],
          },
        ],
      }),
      metadata: { name: 'bgp' },
    });
    const peer = (spec: JsonObject): JsonObject => ({
      ...object('cilium.io/v2', 'CiliumBGPPeerConfig', 'peer', spec),
      metadata: { name: 'peer' },
    });
    await expectFault(/MissingPeerConfigs is True/, bgpIsComplete, config('peer'));
    await expectFault(/MissingAuthSecret is True/, bgpIsComplete, config('peer'), peer({ authSecretRef: 'missing' }));
    await expectRight(bgpIsComplete, config('peer'), peer({ ebgpMultihop: 2 }));
    await expectWrong(rehearsal, routersAreKnown, /talks, and is not asked to: nuc-1 with 10\.5\.0\.1, 64513/);
    const everywhere = rehearsal.emitted.model.pools.map((p) => ({ ...p, announced: { ...p.announced, nodes: {} } }));
    await expectWrong(otherwise({ pools: everywhere }), routersAreKnown, /does not talk: pi-1 with 192\.168\.1\.1, 64500/);
  });

  test('a second apply mends what was changed in between, and that shows', async () => {
    const reference = { apiVersion: 'v1', kind: 'ConfigMap', name: 'local-path-config', namespace: 'local-path-storage' };
    await rehearsal.cluster.api.patch(reference, { data: { 'config.json': null } });
    const { changes } = await changesOfSecondApply(rehearsal);
    expect(changes).toEqual([expect.stringMatching(/^ConfigMap local-path-storage\/local-path-config:/)]);
  });
});
