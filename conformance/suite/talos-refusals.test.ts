import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { isObject, type Json, type JsonObject } from '../../lib/base';
import { contradictions } from '../../lib/checks/machine-config/contradictions';
import { configFaults } from '../../lib/checks/machine-config/faults';
import { talosConfigOf } from '../../lib/checks/machine-config/schema';
import { type Model, resolve } from '../../lib/model';
import { render } from '../../lib/output';
import { controlPlanePatch, nodePatch, workerPatch } from '../../talos';
import { machineConfig } from '../../test/refusals/machine-config';
import type { Case } from '../case';
import { cases as all } from '../cases';
import { judged } from '../judged';
import { minorOf, pins, type TalosMinor } from '../pins';
import { askTalos, askTalosOnce, type Question } from './support/talos';

/** What Talos says of the patches that we refuse, by the title of the refusal; `taken` is what it takes in silence. */
const says: Readonly<Record<string, readonly RegExp[] | 'taken'>> = {
  'a misspelt field': [/unknown keys found during decoding:\nmachine:\n +sysctl:/],
  'misspelt fields of documents, in a list too': [/unknown keys found during decoding:\nadresses:/],
  'fields that came later': [/unknown keys found during decoding:\nignoreRoutes: true/],
  'a misspelt field, beside an error that keeps everything from being emitted': [
    /unknown keys found during decoding:\nmachine:\n +sysctl:/,
  ],
  'values of the wrong kind': [/cannot construct|cannot unmarshal/],
  'words that Talos does not know, and an address without its length': [/deny does not belong to DefaultAction values/],
  // A field has no `$patch`, but a map takes it for one of its keys.
  'another way of patching than deleting': 'taken',
  'the whole document of machine and cluster deleted': [
    /missing (apiVersion|kind) in document|can't delete the root of the legacy document/,
  ],
  'documents of no kind, of none without its apiVersion, and of another version': [/"HostNameConfig" "v1alpha1": not registered/],
  'documents that came with Talos 1.14': [/"KubeProxyConfig" "v1alpha1": not registered/],
  'a deletion beside what is set anew': 'taken',
  'Flannel set up where Cilium is, which takes out its document': 'taken',
  'keys deleted that there are not': [/failed to delete path .*: lookup failed/],
  'a label deleted on a worker, which never had it': [
    /path 'labels.node.kubernetes.io\/exclude-from-external-load-balancers' .*lookup failed/,
  ],
  'documents deleted that there are not': 'taken',
  'fields of the older form on config of 1.14': [
    /kube-apiserver config is already set in v1alpha1 config \(.cluster.apiServer\)/,
    /cluster network config is already set in the v1alpha1 config/,
    /cluster proxy config in v1alpha1 config .* can't be used with KubeProxyConfig document/,
    /.machine.features.hostDNS is already set in v1alpha1 config/,
    /.machine.kubelet.nodeIP is already set in v1alpha1 config/,
  ],
  'where Talos is installed, in the older form': [
    /UnattendedInstallConfig config is incompatible with v1alpha1 config \(.machine.install\)/,
  ],
  'documents of the newer form on config of 1.13, which Talos 1.14 runs with': [
    /cluster proxy config in v1alpha1 config .* can't be used with KubeProxyConfig document/,
    /KubePrism config in v1alpha1 config .* can't be used with KubePrismConfig document/,
  ],
  'a name of the node said twice': [/static hostname is already set in v1alpha1 config/],
  'what is for control planes on workers': [
    /the following document kinds are only allowed on control plane machines: \[KubeAPIServerConfig\]/,
  ],
  "etcd, a shared address and the scheduler's settings on a worker, in the older form": [
    /etcd config is only allowed on control plane machines/,
    /virtual \(shared\) IP is not allowed on non-controlplane nodes/,
  ],
  'lists that say again what they have': 'taken',
  'an argument as a list, before Talos takes one': [/cannot construct|cannot unmarshal/],
  'an argument as a map': [/construct errors/],
  'KubePrism off on workers, and moved on one of them': 'taken',
  'a patch of one node: misspelt, and more pods than it has addresses': [/unknown keys found during decoding:\nmachines:/],
};

/** Of these no machine gets a patch, or not as documents. */
const elsewhere = ['a patch for workers that there are none of', 'a JSON patch'];

const cases = machineConfig.filter(({ title }) => !elsewhere.includes(title));

test('every refusal of machine configuration has a verdict of Talos', () => {
  expect(Object.keys(says).sort()).toEqual(cases.map(({ title }) => title).sort());
});

describe('what we refuse Talos refuses for the same reason, or takes in silence', () => {
  test.each(cases)('$title', ({ title, given }) => {
    const expected = says[title] ?? [];
    const verdicts = [...askTalos(new Map(questions(modelOf(given)).map((question, i) => [i, question]))).values()];
    const errors = verdicts.flatMap((verdict) => verdict.errors).join('\n');
    expect(verdicts.every(({ accepted }) => accepted)).toBe(expected === 'taken');
    for (const reason of expected === 'taken' ? [] : expected) expect(errors).toMatch(reason);
  });
});

describe('what we take in the place of it Talos takes', () => {
  test.each(machineConfig)('$title', ({ twin }) => {
    const verdicts = [...askTalos(new Map(questions(modelOf(twin)).map((question, i) => [i, question]))).values()];
    expect(verdicts.flatMap(({ errors }) => errors)).toEqual([]);
  });
});

test.each(['1.12', '1.13', '1.14'] as const)('Talos %s takes no JSON patch', (talos) => {
  const patches = [JSON.stringify([{ op: 'remove', path: '/machine/features' }])];
  const { errors } = askTalosOnce({ talos, contract: talos, kubernetes: pins.kubernetes, patches });
  expect(errors.join('\n')).toMatch(/JSON6902 patches are not supported for multi-document machine configuration/);
});

/** Documents as upstream's own tests have them. */
describe.each(['1.12', '1.13', '1.14'] as const)("documents of Talos %s's own tests", (talos) => {
  const config = talosConfigOf(talos);
  const documents = documentsOf(talos);

  test('are nearly all right, and what is not Talos can not decode either', () => {
    if (config === undefined) throw new Error(`nothing is known of Talos ${talos}`);
    expect(documents.length).toBeGreaterThan(40);
    const wrong = documents.flatMap(({ file, document, text }) => {
      const faults = configFaults(document, config).filter(({ what }) => what !== 'swallowed');
      return faults.length === 0 ? [] : [{ file, text, faults }];
    });
    const taken = wrong.filter(({ text }) => {
      const { errors } = askTalosOnce({ talos, contract: talos, kubernetes: pins.kubernetes, mode: 'metal', patches: [text] });
      return !/decod|unmarshal|construct|not registered|missing|does not belong|parse|invalid/i.test(errors.join('\n'));
    });
    expect(taken.map(({ file, faults }) => [file, faults.map(({ path, message }) => `${path.join('.')}: ${message}`)])).toEqual([]);
  });
});

/** Patches that are right, and of which one thing after the other is spoilt. */
describe.each(['1.12', '1.13', '1.14'] as const)('what is spoilt in the patches of machines with Talos %s', (talos) => {
  const config = talosConfigOf(talos);
  const { machines } = judged(caseOf(`metal: Talos ${talos} on machines of every kind`));
  const documents = machines.slice(0, 1).flatMap(({ patches }) => patches.flatMap((text) => text.documents.filter(isObject)));
  const ask = (given: readonly JsonObject[]) => [
    ...askTalos(
      new Map(
        given.map((document, i) => [
          i,
          { talos, contract: talos, kubernetes: pins.kubernetes, mode: 'metal' as const, patches: [textOf([document])] },
        ]),
      ),
    ).values(),
  ];
  const alone = { role: 'control-plane', mode: 'metal', before: [], beside: [] } as const;
  const refusedByUs = (document: JsonObject) =>
    config !== undefined &&
    (configFaults(document, config).length > 0 ||
      contradictions({ ...alone, documents: [document] }, config, config).some(({ what }) => what === 'nothing to delete'));

  test('a misspelt field is one to Talos where it is one to us, and nowhere else', () => {
    const spoilt = documents.flatMap((document) => pathsOf(document).map((path) => misspelt(document, path)));
    const answers = ask(spoilt);
    expect(spoilt.length).toBeGreaterThan(30);
    expect(spoilt.filter(refusedByUs).length).toBeGreaterThan(20);
    const apart = spoilt.filter(
      (document, i) => refusedByUs(document) !== /unknown keys found|missing kind|lookup failed/.test(answers[i]?.errors.join() ?? ''),
    );
    expect(apart).toEqual([]);
  });

  test.each<[string, Json]>([
    ['a map', { x: 1 }],
    ['a list of maps', [{ x: 1 }]],
    ['a text', 'x'],
    ['a number', 1],
  ])('%s in the place of a value is refused by Talos where it is by us', (_, value) => {
    const spoilt = documents.flatMap((document) => pathsOf(document).map((path) => replaced(document, path, value))).filter(refusedByUs);
    const answers = ask(spoilt);
    const taken = spoilt.filter((_document, i) => answers[i]?.accepted !== false);
    expect(spoilt.length).toBeGreaterThan(5);
    expect(taken).toEqual([]);
  });
});

function caseOf(name: string): Case {
  const found = all.find((c) => c.name === name);
  if (found === undefined) throw new Error(`there is no case '${name}'`);
  return found;
}

/** The paths of the fields of a document, but for those by which it is found; none in a list or in what is deleted. */
function pathsOf(document: JsonObject): string[][] {
  const below = (value: Json | undefined, path: string[]): string[][] =>
    isObject(value) && !('$patch' in value)
      ? Object.entries(value).flatMap(([key, next]) => [[...path, key], ...below(next, [...path, key])])
      : [];
  return below(document, []).filter(([first]) => !['apiVersion', 'kind', 'name'].includes(first as string));
}

function misspelt(document: JsonObject, [key = '', ...rest]: readonly string[]): JsonObject {
  const entries = Object.entries(document).map(([name, value]) => {
    if (name !== key) return [name, value] as const;
    return rest.length === 0 ? ([`${name}x`, value] as const) : ([name, misspelt(value as JsonObject, rest)] as const);
  });
  return Object.fromEntries(entries);
}

function replaced(document: JsonObject, [key = '', ...rest]: readonly string[], by: Json): JsonObject {
  return { ...document, [key]: rest.length === 0 ? by : replaced(document[key] as JsonObject, rest, by) };
}

function modelOf(given: unknown): Model {
  const { model } = resolve(given, 'clusters/small.ts');
  if (model === undefined) throw new Error('the definition has no model');
  return model;
}

/** The machines of a definition with the patches that would be emitted for them. */
function questions(model: Model): Question[] {
  const { versions, platform } = model;
  const base = { talos: minorOf<TalosMinor>(versions.talos), contract: versions.contract, kubernetes: versions.kubernetes };
  if (platform.kind === 'docker') return [{ ...base, endpoint: platform.nodeAddress, patches: [textOf(controlPlanePatch(model))] }];
  return platform.nodes.map((node) => ({
    ...base,
    endpoint: platform.endpoint,
    mode: 'metal',
    type: node.role === 'worker' ? 'worker' : 'controlplane',
    patches: [textOf(node.role === 'worker' ? workerPatch(model) : controlPlanePatch(model)), textOf(nodePatch(model, node))],
  }));
}

function textOf(documents: readonly JsonObject[]): string {
  return render({
    path: 'patch.yaml',
    content: { kind: 'documents', documents, nulls: 'keep' },
    origin: { in: 'definition', file: '', path: '' },
  });
}

interface Sample {
  readonly file: string;
  readonly document: JsonObject;
  readonly text: string;
}

function documentsOf(talos: TalosMinor): Sample[] {
  const cwd = join(__dirname, '..', 'talos', `v${talos}`);
  const asked = ['list', '-m', '-f', '{{.Dir}}', 'github.com/siderolabs/talos/pkg/machinery'];
  const folder = join(
    execFileSync('go', asked, { cwd, encoding: 'utf8', env: { ...process.env, GOWORK: 'off' } }).trim(),
    'config',
    'types',
  );
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => /testdata\/[^/]+\.yaml$/.test(file))
    .sort()
    .flatMap((file) =>
      parseAllDocuments(readFileSync(join(folder, file), 'utf8')).flatMap((parsed): Sample[] => {
        if (parsed.errors.length > 0) return [];
        const document: unknown = parsed.toJS();
        const isConfig =
          isObject(document) && (document.kind !== undefined || document.machine !== undefined || document.cluster !== undefined);
        return isConfig && isObject(document) ? [{ file, document, text: parsed.toString() }] : [];
      }),
    );
}
