import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ciliumValues } from '../../charts';
import { type JsonObject, valueAt } from '../../lib/base';
import { chartDefaults } from '../../lib/checks/chart/refusals/defaults';
import { resolve } from '../../lib/model';
import { emitYaml } from '../../lib/output';
import { synthesize } from '../../synthesize';
import { refusedByChart, withValues } from '../../test/refusals/chart-refusals';
import { fileOf } from '../../test/refusals/support/refusal';
import { type CiliumMinor, pins } from '../pins';
import { inPairs, render } from './support/helm';
import { defaultsOf } from './support/helm-keys';
import { judges } from './support/judges';

const minors = Object.keys(pins.cilium) as CiliumMinor[];

/** What templates refuse, and what rule of ours does so before, beside the rule about the chart's refusals. */
const otherRules: readonly (readonly [upstream: string, id: string, values: object, minor?: '1.19'])[] = [
  ['Hubble UI requires .Values.hubble.relay.enabled=true', 'INV064', { hubble: { ui: { enabled: true }, relay: { enabled: false } } }],
  ['Hubble Relay requires .Values.hubble.enabled=true', 'INV064', { hubble: { enabled: false, relay: { enabled: true } } }],
  [
    'Hubble TLS certgen method=certmanager requires that user specifies .Values.hubble.tls.auto.certManagerIssuerRef',
    'INV065',
    { hubble: { tls: { auto: { method: 'certmanager' } } } },
  ],
  ['The cluster name is invalid: cannot be empty', 'INV044', { cluster: { name: '' } }],
  ['The cluster name is invalid: must not be more than 32 characters', 'INV044', { cluster: { name: 'a'.repeat(33) } }],
  [
    "The cluster name is invalid: must consist of lower case alphanumeric characters and '-', and must start and end with an alphanumeric character",
    'INV044',
    { cluster: { name: 'Small' } },
  ],
  ['The cluster name is invalid: cannot use default value with cluster.id != 0', 'INV044', { cluster: { name: 'default', id: 7 } }],
  [
    "Ingress or Gateway API controller or Envoy L7 Load Balancer  requires .Values.l7Proxy to be set to 'true'",
    'INV046',
    { gatewayAPI: { enabled: true, gatewayClass: { create: 'true' } }, l7Proxy: false },
  ],
  [
    'kubeProxyReplacement must be explicitly set to a valid value (true or false) to continue.',
    'INV042',
    { kubeProxyReplacement: 'strict' },
  ],
  ['enableCiliumEndpointSlice was deprecated in v1.16 and has been removed in v1.18.', 'INV042', { enableCiliumEndpointSlice: true }],
  ['ciliumEndpointSlice.sliceMode has been removed in v1.18.', 'INV042', { ciliumEndpointSlice: { sliceMode: 'identity' } }],
  ...['keyFile', 'mountPath', 'secretName', 'interface'].map(
    (key) => ['encryption.{keyFile,mountPath,secretName,interface} were deprecated', 'INV042', { encryption: { [key]: 'x' } }] as const,
  ),
  ['proxy.prometheus.enabled and proxy.prometheus.port were deprecated', 'INV042', { proxy: { prometheus: { enabled: true } } }],
  ['proxy.prometheus.enabled and proxy.prometheus.port were deprecated', 'INV042', { proxy: { prometheus: { port: 9964 } } }],
  ['endpointStatus has been removed in v1.16.', 'INV042', { endpointStatus: { enabled: true } }],
  ['remoteNodeIdentity was deprecated in v1.15', 'INV042', { remoteNodeIdentity: true }],
  ['containerRuntime.integration was deprecated in v1.14', 'INV042', { containerRuntime: { integration: 'crio' } }],
  ['etcd.managed was deprecated in v1.10', 'INV042', { etcd: { managed: true } }],
  ['tunnel was deprecated in v1.14', 'INV042', { tunnel: 'vxlan' }],
  ['clustermesh.apiserver.tls.ca.cert and clustermesh.apiserver.tls.ca.key were deprecated', 'INV042', tls({ ca: { cert: 'x' } })],
  ['clustermesh.apiserver.tls.ca.cert and clustermesh.apiserver.tls.ca.key were deprecated', 'INV042', tls({ ca: { key: 'x' } })],
  ['enableK8sEventHandover was deprecated in v1.14', 'INV042', { enableK8sEventHandover: true }],
  ['enableCnpStatusUpdates was deprecated in v1.14', 'INV042', { enableCnpStatusUpdates: true }],
  ...['server', 'admin', 'remote'].map(
    (part) =>
      [
        'The support for providing Cluster Mesh certs and keys as helm values has been removed.',
        'INV042',
        { clustermesh: { useAPIServer: true, apiserver: { tls: { auto: { enabled: false }, [part]: { cert: 'x' } } } } },
      ] as const,
  ),
];

/** What no values bring about that a definition or a repository for Talos can have, or that the chart's schema lets through. */
const unreached: Readonly<Record<string, string>> = {
  "Invalid configuration: Installing Cilium on GKE with 'kubernetes.io/cluster-service' labels": 'GKE runs no Talos',
  'standaloneDnsProxy requires dnsProxy.proxyPort to be set to a non-zero value':
    'zero is said to be missing before, and a text is refused by the schema',
  'unknown type %s for clustermesh.config.clusters': 'the schema takes lists and maps alone',
};

function tls(given: object): object {
  return { clustermesh: { apiserver: { tls: given } } };
}

/** Every text with which the templates of a chart can fail. */
function textsOf(minor: CiliumMinor): string[] {
  const folder = join(judges().chart[minor], 'templates');
  const templates = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => /\.(ya?ml|tpl|txt)$/.test(file));
  const found = templates.flatMap((file) => {
    const code = [...readFileSync(join(folder, file), 'utf8').matchAll(/\{\{-?(?!-?\s*\/\*)([\s\S]*?)-?\}\}/g)].map(
      ([, inside]) => inside ?? '',
    );
    return code
      .filter((inside) => /(^|[\s(|])(fail|required)\s/.test(inside))
      .map((inside) => /(?:fail|required)\s+(?:\(\s*printf\s+)?"([^"]*)"/.exec(inside)?.[1] ?? inside);
  });
  return [...new Set(found)].sort();
}

/** What Helm says of the values that would be emitted for a definition; empty where it renders them. */
async function saidOf(given: unknown, minor: CiliumMinor): Promise<string> {
  const { model } = resolve(given, fileOf(given));
  if (model?.network.cilium === undefined) throw new Error('the definition has no values');
  const values = emitYaml([ciliumValues(model, model.network.cilium) as JsonObject], { nulls: 'keep' });
  return render({ minor, kubernetes: '1.35.0', values }).then(
    () => '',
    (error: Error) => error.message,
  );
}

/** The parts of a template's text that stand whatever is filled in. */
function says(message: string, upstream: string): boolean {
  return upstream.split('%s').every((part) => message.includes(part.trim()));
}

describe.each(minors)('what the chart of Cilium %s fails with', (minor) => {
  const all = textsOf(minor);
  const told = [...refusedByChart.map(({ upstream }) => upstream), ...otherRules.map(([upstream]) => upstream), ...Object.keys(unreached)];

  test('is refused by a rule, or nobody reaches it', () => {
    expect(all.length).toBeGreaterThan(60);
    expect(all.filter((text) => !told.some((upstream) => text.startsWith(upstream)))).toEqual([]);
  });

  test('is what the chart has, in this minor or in another', () => {
    const everywhere = minors.flatMap(textsOf);
    expect(told.filter((upstream) => !everywhere.some((text) => text.startsWith(upstream)))).toEqual([]);
  });

  test('is what the chart has where nothing is given', () => {
    expect(differences(chartDefaults, defaultsOf(minor))).toEqual([]);
  });
});

/** Paths of which the second map says something else than the first. */
function differences(mine: JsonObject, theirs: JsonObject, above: readonly string[] = []): string[] {
  return Object.entries(mine).flatMap(([key, value]) => {
    const other = valueAt(theirs, key);
    const path = [...above, key];
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      return differences(value as JsonObject, (other ?? {}) as JsonObject, path);
    return JSON.stringify(value) === JSON.stringify(other) ? [] : [`${path.join('.')}: ${JSON.stringify(other)}`];
  });
}

test('what we refuse Helm refuses for the same reason, and renders its twin', async () => {
  const wrong = await inPairs([...refusedByChart], async ({ upstream, values, twin, minor }) => {
    const judge = minor ?? '1.20';
    const [given, right] = [await saidOf(withValues(values, minor), judge), await saidOf(withValues(twin, minor), judge)];
    return [...(says(given, upstream) ? [] : [{ upstream, given }]), ...(right === '' ? [] : [{ upstream, right }])];
  });
  expect(wrong.flat()).toEqual([]);
});

test('what the older chart refuses too is found there too', async () => {
  const shared = refusedByChart.filter(
    ({ minor, upstream }) => minor === undefined && textsOf('1.19').some((text) => text.startsWith(upstream)),
  );
  const wrong = await inPairs(shared, async ({ upstream, values }) => {
    const given = withValues(values, '1.19');
    const isFound = synthesize(given, fileOf(given)).findings.some(({ id }) => id === 'HLM002');
    return isFound && says(await saidOf(given, '1.19'), upstream) ? [] : [upstream];
  });
  expect(wrong.flat()).toEqual([]);
});

test('what other rules refuse Helm refuses for the same reason', async () => {
  const wrong = await inPairs([...otherRules], async ([upstream, id, values, minor]) => {
    const given = withValues(values, minor);
    const ids = synthesize(given, fileOf(given)).findings.flatMap((finding) => (finding.severity === 'error' ? [finding.id] : []));
    const said = await saidOf(given, minor ?? '1.20');
    return [...(ids.includes(id) ? [] : [{ upstream, ids }]), ...(says(said, upstream) ? [] : [{ upstream, said }])];
  });
  expect(wrong.flat()).toEqual([]);
});
