// Writes imports/: the types of the objects and values that the project emits, from upstream's own definitions.
//
//   node tools/imports/generate.mjs            writes the files
//   node tools/imports/generate.mjs --check    writes nothing; exit code 1 if a file is not what it would write

import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { crdsFile } from './crds/file.mjs';
import { valuesFile } from './helm-values/file.mjs';
import { kubernetesFile } from './kubernetes/file.mjs';
import { pinnedModule } from './upstream.mjs';

const target = fileURLToPath(new URL('../../imports/', import.meta.url));
const checkOnly = process.argv.includes('--check');

const kubernetes = kubernetesFile(pinnedModule('kubernetes-1.36'));
/** @type {{ name: string, text: string }[]} */
const files = [kubernetes];
for (const pin of ['cilium-1.19', 'cilium-1.20']) {
  const cilium = pinnedModule(pin);
  files.push(crdsFile(cilium, kubernetes), valuesFile(cilium, kubernetes));
}

mkdirSync(target, { recursive: true });
for (const { name, text } of files) {
  const file = path.join(target, name);
  const stale = !existsSync(file) || readFileSync(file, 'utf8') !== text;
  if (stale && !checkOnly) writeFileSync(file, text);
  if (stale && checkOnly) process.exitCode = 1;
  console.log(`${stale ? '~' : '='} imports/${name}`);
}
