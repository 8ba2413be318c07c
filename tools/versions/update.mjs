// Raises the table of newest patches to what is released: `npm run versions`. Needs Go, and its module proxy.
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { raised, withTable } from './raise.cjs';

const modules = {
  talos: 'github.com/siderolabs/talos/pkg/machinery',
  cilium: 'github.com/cilium/cilium',
  kubernetes: 'k8s.io/kubernetes',
};

/** The releases of a module; none, and a word about it, where they can't be asked for. */
function releasesOf(component, module) {
  try {
    const text = execFileSync('go', ['list', '-m', '-versions', module], { cwd: tmpdir(), encoding: 'utf8', stdio: 'pipe' });
    return text.trim().split(/\s+/).slice(1);
  } catch (error) {
    const why =
      error.code === 'ENOENT'
        ? 'Go is not on PATH'
        : String(error.stderr ?? error.message)
            .trim()
            .split('\n')[0];
    console.error(`! the releases of ${component} can't be asked for: ${why}`);
    process.exitCode = 1;
    return [];
  }
}

const file = join(fileURLToPath(import.meta.url), '..', '..', '..', 'lib', 'model', 'versions.ts');
const { newestPatch } = createRequire(import.meta.url)('../from-source.cjs').run(file);
const released = Object.fromEntries(Object.entries(modules).map(([component, module]) => [component, releasesOf(component, module)]));
const { table, changes, unknown } = raised(newestPatch, released);
if (changes.length > 0) writeFileSync(file, withTable(readFileSync(file, 'utf8'), table));
for (const change of changes) console.log(`~ ${change}`);
for (const minor of unknown) console.log(`? ${minor} is no minor of the table; CONTRIBUTING.md says what it needs`);
console.log(changes.length === 0 ? 'nothing newer' : `${changes.length} changed in lib/model/versions.ts: review them, then npm run docs`);
