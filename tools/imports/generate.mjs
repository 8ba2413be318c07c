// Writes imports/: the types of the objects and values that the project emits, the values that Cilium's chart has, and the
// schemas of the policies and objects that it reads, from upstream's own definitions.
//
//   node tools/imports/generate.mjs            writes the files
//   node tools/imports/generate.mjs --check    writes nothing; exit code 1 if a file is not what it would write

import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { ciliumCrdsFile, gatewayApiFile } from './crds/file.mjs';
import { CHART, chartValues } from './helm-values/chart.mjs';
import { valuesFile } from './helm-values/file.mjs';
import { keysFile } from './helm-values/keys.mjs';
import { kubernetesFile } from './kubernetes/file.mjs';
import { ciliumObjectSchemas, gatewayApiObjectSchemas } from './object-schemas/file.mjs';
import { ciliumPolicySchemas } from './policy-schemas/cilium.mjs';
import { kubernetesPolicySchemas } from './policy-schemas/kubernetes.mjs';
import { schemaTypeFile } from './policy-schemas/schema-type.mjs';
import { talosConfigFile, talosConfigTypeFile } from './talos-config/file.mjs';
import { pinnedModule } from './upstream.mjs';

const target = fileURLToPath(new URL('../../imports/', import.meta.url));
const checkOnly = process.argv.includes('--check');

const kubernetesModule = pinnedModule('kubernetes-1.36');
const kubernetes = kubernetesFile(kubernetesModule);
const policySchemas = kubernetesPolicySchemas(kubernetesModule);
/** @type {{ name: string, text: string }[]} */
const files = [kubernetes, schemaTypeFile(), policySchemas];
for (const pin of ['cilium-1.19', 'cilium-1.20']) {
  const cilium = pinnedModule(pin);
  const chart = chartValues(path.join(cilium.folder, CHART));
  files.push(ciliumCrdsFile(cilium, kubernetes), valuesFile(cilium, chart, kubernetes), keysFile(cilium, chart));
  files.push(ciliumPolicySchemas(cilium, policySchemas.objectMeta), ciliumObjectSchemas(cilium, policySchemas.objectMeta));
}
for (const pin of ['gateway-api-1.4', 'gateway-api-1.6']) {
  const gatewayApi = pinnedModule(pin);
  files.push(gatewayApiFile(gatewayApi, kubernetes), gatewayApiObjectSchemas(gatewayApi, policySchemas.objectMeta));
}
files.push(talosConfigTypeFile(), ...['1.12', '1.13', '1.14'].map(talosConfigFile));

mkdirSync(target, { recursive: true });
for (const { name, text } of files) {
  const file = path.join(target, name);
  const stale = !existsSync(file) || readFileSync(file, 'utf8') !== text;
  if (stale && !checkOnly) writeFileSync(file, text);
  if (stale && checkOnly) process.exitCode = 1;
  console.log(`${stale ? '~' : '='} imports/${name}`);
}
