import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Json, JsonObject } from '../../lib/base';
import { contradictions } from '../../lib/checks/machine-config/contradictions';
import { configFaults } from '../../lib/checks/machine-config/faults';
import { documentField, fieldAt, talosConfigOf } from '../../lib/checks/machine-config/schema';
import { type Twofold, twofold } from '../../lib/checks/machine-config/twofold';
import { emitYaml } from '../../lib/output';
import { pins, type TalosMinor } from '../pins';
import { askTalos, type Question } from './support/talos';
import { documentedExamples } from './support/talos-examples';

const minors = Object.keys(pins.talos) as TalosMinor[];

/** Something that each field may hold which has a document of its own by now. */
const samples: Readonly<Record<string, Json>> = {
  'machine.network.hostname': 'a',
  'machine.features.stableHostname': true,
  'machine.network.nameservers': ['192.0.2.53'],
  'machine.network.searchDomains': ['example.org'],
  'machine.network.disableSearchDomain': true,
  'machine.features.hostDNS': { enabled: true, forwardKubeDNSToHost: true },
  'machine.time.disabled': true,
  'machine.time.servers': ['192.0.2.123'],
  'machine.time.bootTimeout': '2m',
  'machine.network.kubespan': { enabled: true },
  'machine.install': { disk: '/dev/sda' },
  'machine.kubelet.nodeIP': { validSubnets: ['10.0.0.0/8'] },
  'machine.kubelet.registerWithFQDN': true,
  'machine.kubelet.skipNodeRegistration': true,
  'machine.nodeLabels': { a: 'b' },
  'machine.nodeAnnotations': { a: 'b' },
  'machine.nodeTaints': { a: 'b:NoSchedule' },
  'cluster.allowSchedulingOnControlPlanes': true,
  'cluster.allowSchedulingOnMasters': true,
  'machine.kubelet': { extraArgs: { v: '2' } },
  'machine.features.kubePrism': { enabled: true, port: 7445 },
  'machine.features.kubernetesTalosAPIAccess': { enabled: true, allowedRoles: ['os:reader'], allowedKubernetesNamespaces: ['a'] },
  'machine.features.imageCache': { localEnabled: true },
  'machine.baseRuntimeSpecOverrides': { process: { rlimits: [] } },
  'machine.controlPlane.controllerManager': { disabled: true },
  'machine.controlPlane.scheduler': { disabled: true },
  'machine.systemDiskEncryption.state': { provider: 'luks2', keys: [{ nodeID: {}, slot: 0 }] },
  'machine.systemDiskEncryption.ephemeral': { provider: 'luks2', keys: [{ nodeID: {}, slot: 0 }] },
  'cluster.network': { podSubnets: ['10.244.0.0/16'] },
  'cluster.proxy': { disabled: false, mode: 'nftables' },
  'cluster.apiServer.admissionControl': [{ name: 'PodSecurity', configuration: { kind: 'PodSecurityConfiguration' } }],
  'cluster.apiServer.auditPolicy': { apiVersion: 'audit.k8s.io/v1', kind: 'Policy', rules: [{ level: 'Metadata' }] },
  'cluster.apiServer.authorizationConfig': [{ type: 'Node', name: 'node' }],
  'cluster.apiServer': { extraArgs: { v: '2' } },
  'cluster.controlPlane.localAPIServerPort': 6444,
  'cluster.controlPlane.endpoint': 'https://192.0.2.1:6443',
  'cluster.clusterName': 'a',
  'cluster.controllerManager': { extraArgs: { v: '2' } },
  'cluster.scheduler': { extraArgs: { v: '2' } },
  'cluster.coreDNS': { disabled: true },
  'cluster.aggregatorCA': { crt: 'YQ==', key: 'Yg==' },
  'cluster.ca': { crt: 'YQ==', key: 'Yg==' },
  'cluster.serviceAccount': { key: 'YQ==' },
  'cluster.secretboxEncryptionSecret': 'z01mye6j16bspJYtTB/5SFX8j7Ph4JXxM2Xuu4vsBPM=',
  'cluster.aescbcEncryptionSecret': 'z01mye6j16bspJYtTB/5SFX8j7Ph4JXxM2Xuu4vsBPM=',
  'cluster.id': 'z01mye6j16bspJYtTB/5SFX8j7Ph4JXxM2Xuu4vsBPM=',
  'cluster.secret': 'z01mye6j16bspJYtTB/5SFX8j7Ph4JXxM2Xuu4vsBPM=',
  'cluster.discovery': { enabled: true },
};

const at = (path: readonly string[], value: Json): JsonObject =>
  path.reduceRight<Json>((below, key) => ({ [key]: below }), value) as JsonObject;

/** What stands in a document beside what upstream's first example of its kind has. */
const documentsOf = (kind: string, older: string): JsonObject[] => {
  if (kind === 'TimeSyncConfig') return [{ enabled: false, bootTimeout: '3m', ntp: { servers: ['192.0.2.124'] } }];
  if (kind === 'HostnameConfig') return older.endsWith('hostname') ? [{ hostname: 'b' }] : [{ auto: 'stable' }];
  if (kind === 'ResolverConfig')
    return [
      { nameservers: [{ address: '192.0.2.54' }], searchDomains: { domains: ['b.example.org'], disableDefault: true } },
      { hostDNS: { enabled: true } },
    ];
  if (kind === 'KubeAuthorizerConfig') return [{ name: 'node', type: 'Node' }];
  if (kind === 'VolumeConfig') {
    return [{ name: older.endsWith('state') ? 'STATE' : 'EPHEMERAL', encryption: { provider: 'luks2', keys: [{ nodeID: {}, slot: 0 }] } }];
  }
  return [{}];
};

/** The texts with which documents of a minor refuse what the older document says too, each with its file. */
function conflictTexts(talos: TalosMinor): string[] {
  const cwd = join(__dirname, '..', 'talos', `v${talos}`);
  const asked = ['list', '-m', '-f', '{{.Dir}}', 'github.com/siderolabs/talos/pkg/machinery'];
  const folder = execFileSync('go', asked, { cwd, encoding: 'utf8', env: { ...process.env, GOWORK: 'off' } }).trim();
  const types = join(folder, 'config', 'types');
  const files = readdirSync(types, { recursive: true, encoding: 'utf8' }).filter((file) => /(?<!_test)\.go$/.test(file));
  const texts = files.flatMap((file) =>
    [...readFileSync(join(types, file), 'utf8').matchAll(/\) V1Alpha1ConflictValidate\([^\n]*\{\n([\s\S]*?)\n\}\n/g)].flatMap(
      ([, body = '']) =>
        [...body.matchAll(/(?:errors\.New|fmt\.Errorf)\(\s*("(?:[^"\\]|\\.)*")/g)].map(([, text]) => JSON.parse(text as string) as string),
    ),
  );
  return [...new Set(texts)].sort();
}

const says = (errors: string, text: string) => text.split(/%[qsv]/).every((part) => errors.includes(part.trim()));

describe.each(minors)('what Talos %s refuses to have twice', (talos) => {
  const config = talosConfigOf(talos);
  if (config === undefined) throw new Error(`nothing is known of Talos ${talos}`);
  const texts = conflictTexts(talos);
  const wholes = documentedExamples(talos).examples.filter(({ isWhole }) => isWhole);

  const pairs = twofold
    .filter(({ kind, older }) => documentField(config, kind) !== undefined && fieldAt(config.config, older) !== undefined)
    .flatMap((entry: Twofold) => {
      const older = entry.older.join('.');
      const example = wholes.find(({ document }) => document.kind === entry.kind)?.document ?? {};
      return documentsOf(entry.kind, older).map((given) => {
        const base = Object.keys(given).length > 0 ? {} : example;
        const document: JsonObject = { apiVersion: 'v1alpha1', kind: entry.kind, ...base, ...given };
        return { older, document, fragment: at(entry.older, samples[older] ?? null) };
      });
    })
    .filter(({ document }) => configFaults(document, config).length === 0);
  const answers = askTalos(
    new Map(
      pairs.map((pair): [typeof pair, Question] => [
        pair,
        {
          talos,
          contract: talos,
          kubernetes: pins.kubernetes,
          mode: 'metal',
          patches: [emitYaml([pair.fragment, pair.document], { nulls: 'keep' })],
        },
      ]),
    ),
  );
  const judged = pairs.map((pair) => {
    const errors = answers.get(pair)?.errors.join('\n') ?? '';
    const isOurs = contradictions(
      { role: 'control-plane', mode: 'metal', before: [], beside: [], documents: [pair.fragment, pair.document] },
      config,
      config,
    ).some(({ what }) => what === 'twice');
    return { ...pair, errors, isOurs, theirs: texts.filter((text) => says(errors, text)) };
  });

  test('has a sample of each field', () => {
    expect(twofold.map(({ older }) => older.join('.')).filter((older) => samples[older] === undefined)).toEqual([]);
  });

  test('we refuse before, and nothing else', () => {
    expect(judged.length).toBeGreaterThan(5);
    const apart = judged.filter(({ isOurs, theirs }) => isOurs !== theirs.length > 0);
    expect(apart.map(({ older, document, isOurs, errors }) => ({ older, kind: document.kind, isOurs, errors }))).toEqual([]);
  });

  test('is all that its sources have', () => {
    const told = new Set(judged.filter(({ isOurs }) => isOurs).flatMap(({ theirs }) => theirs));
    expect(texts.filter((text) => !told.has(text))).toEqual([]);
  });
});
