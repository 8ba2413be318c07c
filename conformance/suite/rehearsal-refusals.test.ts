import type { JsonObject } from '../../lib/base';
import { checkTree } from '../../lib/checks/tree';
import { parseDocuments } from '../../lib/input';
import { emitYaml } from '../../lib/output';
import { goodTalos, goodValues, helmRelease } from '../../test/lib/checks/tree/support/tree';
import { corpus } from '../../test/lib/policy/read/refused/corpus';
import { type CiliumMinor, pins } from '../pins';
import { judgedSets } from '../policy/refusals';
import { referenceOf } from '../rehearsal/api';
import { condition } from '../rehearsal/conditions';
import { routedCluster } from '../rehearsal/definitions';
import { emittedBy } from '../rehearsal/emitted';
import { type Rehearsal, rehearse } from '../rehearsal/rehearse';

const minors = Object.keys(pins.cilium) as CiliumMinor[];
const namespace = 'refusals';

/** Policies that can't even be decoded: as long as there is one, the operator learns of no policy at all, and says nothing. */
const unreadable = /^ICMP type .* not found in/;

/** What agents alone refuse: the operator calls such policies Valid. */
const agentsAlone = /^(rule cannot have NodeSelector|empty policy)$/;

/** Whether the operator gives that reason; of two kinds of peers it names either first. */
function gives(said: string, because: string): boolean {
  const swapped = because.replace(/^combining (\w+) and (\w+)/, 'combining $2 and $1');
  return said.includes(because) || said.includes(swapped);
}

/** How a cluster is configured in which sets of policies are judged that say nothing else. */
const sets = judgedSets(corpus).filter(
  ([, { upstream, profile, because }]) => upstream === 'Cilium' && profile === undefined && !unreadable.test(because),
);

const object = (apiVersion: string, kind: string, name: string, spec: JsonObject, annotations: JsonObject = {}): JsonObject => ({
  apiVersion,
  kind,
  metadata: { name, ...(kind === 'Service' ? { namespace, annotations } : {}) },
  spec,
});
const pool = (name: string, start: string, stop: string) =>
  object('cilium.io/v2', 'CiliumLoadBalancerIPPool', name, { blocks: [{ start, stop }] });
const bgp = (peerConfig: string) =>
  object('cilium.io/v2', 'CiliumBGPClusterConfig', 'refused', {
    nodeSelector: { matchLabels: { 'kubernetes.io/hostname': 'nuc-1' } },
    bgpInstances: [
      {
        name: 'instance',
        localASN: 64512,
        peers: [{ name: 'router', peerAddress: '10.5.0.1', peerASN: 64513, peerConfigRef: { name: peerConfig } }],
      },
    ],
  });

/** Objects that the operator finds fault with by a condition of one of them, and the rule of ours that finds it before. */
const faults: readonly {
  readonly title: string;
  readonly objects: readonly JsonObject[];
  readonly says: readonly [type: string, status: string];
  readonly id: string;
}[] = [
  {
    title: 'pools that overlap',
    objects: [pool('one', '10.9.0.10', '10.9.0.19'), pool('two', '10.9.0.19', '10.9.0.39')],
    says: ['cilium.io/PoolConflict', 'True'],
    id: 'INV057',
  },
  {
    title: 'an address that is in no pool',
    objects: [
      pool('addresses', '10.9.1.10', '10.9.1.19'),
      object(
        'v1',
        'Service',
        'elsewhere',
        { type: 'LoadBalancer', selector: { app: 'a' }, ports: [{ port: 80 }] },
        { 'lbipam.cilium.io/ips': '10.8.0.1' },
      ),
    ],
    says: ['cilium.io/IPAMRequestSatisfied', 'False'],
    id: 'INV057',
  },
  {
    title: 'a router with settings that nobody wrote',
    objects: [bgp('missing')],
    says: ['cilium.io/MissingPeerConfigs', 'True'],
    id: 'OBJ011',
  },
];

/** The errors that a repository with these objects has beside a good Cilium. */
async function errorsIn(objects: readonly JsonObject[]): Promise<string[]> {
  const values = `${goodValues}bgpControlPlane: { enabled: true }\nl2announcements: { enabled: true }\n`;
  const files = {
    'apps/cilium.yaml': helmRelease(values),
    'talos/controlplane.yaml': goodTalos,
    'apps/objects.yaml': emitYaml(objects, { nulls: 'drop' }),
  };
  const readings = await Promise.all(
    Object.entries(files).map(([path, text]) => parseDocuments(text, path, { lenient: true, templates: true })),
  );
  const reading = { documents: readings.flatMap(({ documents }) => documents), findings: [] };
  const { findings } = await checkTree(reading, { at: { in: 'document', file: '.' }, valuesFiles: [], accepting: undefined });
  return findings.flatMap(({ id, status }) => (status === 'found' ? [id] : []));
}

describe.each(minors)('what the operator of Cilium %s finds fault with', (minor) => {
  let rehearsal: Rehearsal;

  beforeAll(async () => {
    rehearsal = await rehearse(emittedBy(routedCluster(minor)), `refusals with Cilium ${minor}`);
    await rehearsal.cluster.api.apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } });
  });

  afterAll(() => rehearsal?.stop());

  /** The condition of an object, once the operator has said it. */
  const conditionOf = async (one: JsonObject, type: string, wanted?: string) => {
    const seen = await rehearsal.cluster.wait(
      `${type} of ${JSON.stringify(one.metadata)}`,
      async () => condition((await rehearsal.cluster.api.get(referenceOf(one))).status, type),
      (found) => found !== undefined && (wanted === undefined || found.status === wanted),
      { timeout: 60_000 },
    );
    return seen;
  };

  test('policies that we refuse are not Valid for the same reason, and their twins are', async () => {
    const own = sets.filter(([, , release]) => release === minor).map(([, set]) => set);
    const wrong: unknown[] = [];
    for (const [i, { title, given, twin, because }] of own.entries()) {
      const renamed = (policies: readonly JsonObject[], side: string) =>
        policies.map((policy, k) => ({
          ...policy,
          metadata: { name: `${side}-${i}-${k}`, ...(policy.kind === 'CiliumNetworkPolicy' ? { namespace } : {}) },
        }));
      const said: string[] = [];
      for (const policy of renamed(given, 'wrong')) {
        await rehearsal.cluster.api.apply(policy);
        const valid = await conditionOf(policy, 'Valid');
        if (valid?.status === 'False') said.push(`${valid.message ?? ''}`);
      }
      const isRight = agentsAlone.test(because) ? said.length === 0 : said.some((text) => gives(text, because));
      if (!isRight) wrong.push({ title, because, said });
      for (const policy of renamed(twin, 'right')) {
        await rehearsal.cluster.api.apply(policy);
        const valid = await conditionOf(policy, 'Valid');
        if (valid?.status !== 'True') wrong.push({ title, twin: valid?.message });
      }
    }
    expect(own.length).toBeGreaterThan(20);
    expect(wrong).toEqual([]);
  }, 300_000);

  test.each(faults)('$title', async ({ objects, says: [type, status], id }) => {
    expect(await errorsIn(objects)).toContain(id);
    for (const one of objects) await rehearsal.cluster.api.apply(one);
    const judged = objects.filter(({ kind }) => kind === objects.at(-1)?.kind);
    await expect(Promise.any(judged.map((one) => conditionOf(one, type, status)))).resolves.toMatchObject({ type, status });
  });
});
