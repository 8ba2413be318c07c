import { isObject, type Json, type JsonObject } from '../../lib/base';
import { emitYaml } from '../../lib/output';
import { cases } from '../cases';
import { metalCases } from '../cases/metal';
import { expectTalos, type TalosVerdict } from '../claims/talos';
import { judged, type Machine } from '../judged';
import { aboutPatch, askTalos, askTalosOnce, type Question } from './support/talos';

/** A change of one value of what a machine gets. */
interface Mutation {
  readonly at: string;
  readonly patches: readonly string[];
}

const releases = ['1.12', '1.13', '1.14', '1.14, upgraded from 1.13'] as const;

const mutated = releases.flatMap((talos) => [
  [`Talos ${talos} with Cilium`, 'joelclaw'] as const,
  [`metal: Talos ${talos} on machines of every kind`, 'cp-1'] as const,
  [`metal: Talos ${talos} on machines of every kind`, 'w-1'] as const,
  [`metal: Talos ${talos} with the firewall, through a tunnel`, 'pi-1'] as const,
  [`metal: Talos ${talos} with KubeSpan`, 'nuc-1'] as const,
]);

/** What means nothing: the name of a rule, and what the node's own patch says otherwise. */
const nothing = [/ NetworkRuleConfig name$/, /^cp-1: .* cluster\.allowSchedulingOnControlPlanes$/];

test.each(mutated)('any other value than that which is emitted is noticed: %s, %s', (name, node) => {
  const { c, machine } = found(name, node);
  const question = aboutPatch(judged(c), machine);
  const mutations = new Map(mutationsOf(machine).map((m): [Mutation, Question] => [m, { ...question, patches: m.patches }]));
  const verdicts = askTalos(mutations);
  expectTalos(c, machine, askTalosOnce(question));
  const unnoticed = [...mutations.keys()].filter((m) => isTaken(() => expectTalos(c, machine, verdicts.get(m) as TalosVerdict)));
  expect(unnoticed.map(({ at }) => at).filter((at) => !nothing.some((pattern) => pattern.test(`${node}: ${at}`)))).toEqual([]);
  expect(mutations.size).toBeGreaterThan(10);
});

describe.each(releases)('on Talos %s what only control planes can do anything with is noticed on a worker', (talos) => {
  const controlPlane = found(`metal: Talos ${talos}`, 'pi-1').machine;
  const { c, machine } = found(`metal: Talos ${talos}`, 'nuc-1');
  const takenOf = <K>(further: ReadonlyMap<K, readonly string[]>): K[] => {
    const question = aboutPatch(judged(c), machine);
    const verdicts = askTalos(new Map([...further].map(([k, texts]) => [k, { ...question, patches: [...question.patches, ...texts] }])));
    return [...verdicts].filter(([, verdict]) => isTaken(() => expectTalos(c, machine, verdict))).map(([k]) => k);
  };

  test('all at once', () => {
    const patches = controlPlane.patches.map(({ text }) => text);
    expect(takenOf(new Map<string, readonly string[]>(Object.entries({ nothing: [], all: patches })))).toEqual(['nothing']);
  });

  test('and one by one', () => {
    const parts = controlPlane.patches.flatMap(({ documents }) => documents.flatMap(partsOf));
    const taken = takenOf(new Map(parts.map((part) => [part, [emitYaml([part], { nulls: 'keep' })]])));
    expect(parts.map(nameOf)).toEqual(expect.arrayContaining(['cluster.etcd', 'Layer2VIPConfig']));
    expect(taken.map(nameOf).filter((name) => !onWorkersToo.has(name))).toEqual([]);
  });
});

describe.each(releases)('on Talos %s', (talos) => {
  const names = [`metal: Talos ${talos}`, `metal: Talos ${talos} with Flannel`];

  test('no patch of a worker has what only control planes can do anything with', () => {
    const known = names.flatMap((name) => {
      const { c, machine } = found(name, 'pi-1');
      return askTalosOnce(aboutPatch(judged(c), machine)).summary?.metal?.controlPlaneOnly ?? [];
    });
    const workers = metalCases
      .filter(({ cluster: { definition } }) => definition.versions.talos.startsWith(talos.slice(0, 4)))
      .flatMap((c) => judged(c).machines.filter(({ type }) => type === 'worker'));
    const parts = workers.flatMap(({ patches }) => patches.flatMap(({ documents }) => documents.flatMap(partsOf)).map(nameOf));
    expect(known).toEqual(expect.arrayContaining(['cluster.etcd', 'Layer2VIPConfig']));
    expect(known).toContain(talos === '1.14' ? 'KubeFlannelCNIConfig' : 'cluster.network.cni');
    expect(parts).toContain('LinkConfig');
    expect(parts.filter((part) => known.includes(part))).toEqual([]);
  });
});

/** What control planes get that means something on workers, and what Talos skips there, since it deletes what isn't there. */
const onWorkersToo = new Set([
  'machine.nodeLabels',
  'KubeFlannelCNIConfig',
  'machine.features',
  'machine.install',
  'machine.kubelet',
  'cluster.network.dnsDomain',
  'cluster.network.podSubnets',
  'cluster.network.serviceSubnets',
  'EthernetConfig',
  'KubeNetworkConfig',
  'KubeNodeConfig',
  'KubePrismConfig',
  'ResolverConfig',
  'UserVolumeConfig',
]);

/** A document of one concern, or the legacy one by its fields. */
function partsOf(document: Json): Json[] {
  if (!isObject(document) || document.kind !== undefined) return [document];
  return Object.entries(document).flatMap(([section, fields]) =>
    Object.entries(fields as JsonObject).flatMap(([field, value]) =>
      field === 'network' && isObject(value)
        ? Object.entries(value).map(([below, part]) => ({ [section]: { [field]: { [below]: part } } }))
        : [{ [section]: { [field]: value } }],
    ),
  );
}

function nameOf(part: Json): string {
  if (!isObject(part)) return '';
  if (typeof part.kind === 'string') return part.kind;
  const [section, fields] = Object.entries(part)[0] as [string, JsonObject];
  const [field, value] = Object.entries(fields)[0] as [string, Json];
  return [section, field, ...(field === 'network' ? Object.keys(value as JsonObject) : [])].join('.');
}

function isTaken(expectation: () => void): boolean {
  try {
    expectation();
    return true;
  } catch {
    return false;
  }
}

function mutationsOf({ patches }: Machine): Mutation[] {
  const texts = patches.map(({ text }) => text);
  return patches.flatMap(({ path, documents }, i) =>
    documents.flatMap((document, d) =>
      changes(document, []).map(({ at, value }) => {
        const changed = emitYaml(replaced(documents, d, value), { nulls: 'keep' });
        const kind = isObject(document) ? (document.kind ?? 'v1alpha1') : '';
        return { at: `${path.replace(/^.*\//, '')}: ${String(kind)} ${at.join('.')}`, patches: replaced(texts, i, changed) };
      }),
    ),
  );
}

/** The value with another leaf, for each leaf. */
function changes(value: Json, at: readonly string[]): { readonly at: readonly string[]; readonly value: Json }[] {
  if (Array.isArray(value)) {
    return value.flatMap((one, i) => changes(one, [...at, String(i)]).map((c) => ({ at: c.at, value: replaced(value, i, c.value) })));
  }
  if (isObject(value)) {
    return Object.entries(value).flatMap(([key, below]) =>
      changes(below as Json, [...at, key]).map((c) => ({ at: c.at, value: { ...value, [key]: c.value } })),
    );
  }
  return [{ at, value: another(value) }];
}

function replaced<T>(list: readonly T[], index: number, value: T): T[] {
  return list.map((one, i) => (i === index ? value : one));
}

function another(leaf: Json): Json {
  if (typeof leaf === 'boolean') return !leaf;
  if (typeof leaf === 'number') return leaf + 1;
  if (leaf === '0.0.0.0/0') return '0.0.0.0/1';
  if (leaf === '::/0') return '8000::/1';
  const text = String(leaf);
  return /^\d+\.\d+\.\d+\.\d+/.test(text) ? text.replace(/^\d+/, (first) => String(Number(first) + 1)) : `${text}x`;
}

function found(name: string, node: string) {
  const c = cases.find((one) => one.name === name);
  const machine = c && judged(c).machines.find((one) => one.name === node);
  if (c === undefined || machine === undefined) throw new Error(`there is no '${node}' of '${name}'`);
  return { c, machine };
}
