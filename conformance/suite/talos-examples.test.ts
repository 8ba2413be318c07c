import { type Finding, isObject, type JsonObject } from '../../lib/base';
import { configFaults } from '../../lib/checks/machine-config/faults';
import { talosConfigOf } from '../../lib/checks/machine-config/schema';
import { checkTree } from '../../lib/checks/tree';
import { parseDocuments } from '../../lib/input';
import { emitYaml } from '../../lib/output';
import { pins, type TalosMinor } from '../pins';
import { askTalos, type Question } from './support/talos';
import { documentedExamples } from './support/talos-examples';

const minors = Object.keys(pins.talos) as TalosMinor[];
const textOf = (document: JsonObject) => emitYaml([document], { nulls: 'keep' });

/** What is found in a config that says its version, with the document as a patch of control planes in a file of its own. */
async function foundIn(talos: TalosMinor, document: JsonObject): Promise<readonly Finding[]> {
  const files = {
    'talos/talconfig.yaml': `clusterName: home
talosVersion: v${pins.talos[talos]}
kubernetesVersion: v1.35.0
endpoint: https://192.168.1.10:6443
nodes:
  - { hostname: cp-1, ipAddress: 192.168.1.11, controlPlane: true, installDisk: /dev/sda, ignoreHostname: true }
  - { hostname: worker-1, ipAddress: 192.168.1.12, controlPlane: false, installDisk: /dev/sda, ignoreHostname: true }
controlPlane: { patches: ["@./patches/example.yaml"] }
`,
    'talos/patches/example.yaml': textOf(document),
  };
  const readings = await Promise.all(
    Object.entries(files).map(([path, text]) => parseDocuments(text, path, { lenient: true, templates: true })),
  );
  const reading = { documents: readings.flatMap(({ documents }) => documents), findings: readings.flatMap(({ findings }) => findings) };
  const { findings } = await checkTree(reading, { at: { in: 'document', file: '.' }, valuesFiles: [], accepting: undefined });
  return findings;
}

describe.each(minors)("the examples of Talos %s's reference of configuration", (talos) => {
  const { examples, lost } = documentedExamples(talos);

  test('are documents that we know', () => {
    const config = talosConfigOf(talos);
    if (config === undefined) throw new Error(`nothing is known of Talos ${talos}`);
    expect(examples.length).toBeGreaterThan(200);
    expect(lost).toEqual([]);
    const wrong = examples.flatMap(({ of, document }) =>
      configFaults(document, config).map(({ path, message }) => `${of}: ${path.join('.')}: ${message}`),
    );
    expect(wrong).toEqual([]);
  });

  test('give no error in a repository, where Talos takes them', async () => {
    const question = (document: JsonObject): Question => ({
      talos,
      contract: talos,
      kubernetes: pins.kubernetes,
      mode: 'metal',
      patches: [textOf(document)],
    });
    const verdicts = askTalos(new Map(examples.map((example) => [example, question(example.document)])));
    const taken = examples.filter((example) => verdicts.get(example)?.accepted);
    expect(taken.length).toBeGreaterThan(100);
    expect(taken.filter(({ isWhole }) => isWhole).length).toBeGreaterThan(30);
    const plain = await foundIn(talos, {});
    const wrong: string[] = [];
    for (const { of, document } of taken) {
      const findings = await foundIn(talos, document);
      expect(findings.filter(({ id, status }) => id === 'TAL004' && status === 'undecided')).toEqual([]);
      // An example with a secret in it is one whose secret lies there.
      for (const { id, severity, message } of findings)
        if (severity === 'error' && id !== 'SEC004' && !plain.some((other) => other.message === message))
          wrong.push(`${of}: ${id} ${message}`);
    }
    expect(wrong).toEqual([]);
  });
});

test('examples are wrapped into what they are for', () => {
  const { examples } = documentedExamples('1.14');
  const wired = examples.find(({ of }) => of === 'network BGPInstanceConfig.localASN');
  expect(wired?.document).toMatchObject({ kind: 'BGPInstanceConfig', localASN: 65001 });
  expect(examples.some(({ of, document }) => of.startsWith('v1alpha1 EtcdConfig') && isObject(document.cluster))).toBe(true);
});
