// What the generator takes from upstream: pinned modules, fetched and read with Go.

import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const here = path.dirname(fileURLToPath(import.meta.url));

/**
 * An upstream module at its pinned version, unpacked.
 *
 * @typedef {object} Module
 * @property {string} name - its path, e.g. `github.com/cilium/cilium`
 * @property {string} version - e.g. `v1.20.2`
 * @property {string} minor - e.g. `1.20`
 * @property {string} folder - where its files are
 */

/**
 * Fetches the module that a `go.mod` under `pins/` requires, unless Go has it already. Go checks it against the
 * `go.sum` beside it; for a version that is new there, the file is brought up to date.
 *
 * @param {string} pin - a folder of `pins/`
 * @returns {Module}
 */
export function pinnedModule(pin) {
  const found = JSON.parse(go(['mod', 'download', '-json'], 'pins', pin));
  const { Path: name, Version: version, Dir: folder } = found;
  writeFileSync(path.join(here, 'pins', pin, 'go.sum'), `${name} ${version} ${found.Sum}\n${name} ${version}/go.mod ${found.GoModSum}\n`);
  const minor = version.split('.', 2).join('.').slice(1);
  return { name, version, minor, folder };
}

/**
 * Runs one of the Go programs under `readers/` and returns what it found.
 *
 * @param {'chartreads' | 'typenames'} name
 * @param {string[]} args
 * @returns {any}
 */
export function runReader(name, ...args) {
  return JSON.parse(go(['run', `./${name}`, ...args], 'readers'));
}

/**
 * @param {string[]} args
 * @param {string[]} folder - where to run it, below this file
 */
function go(args, ...folder) {
  return execFileSync('go', args, {
    cwd: path.join(here, ...folder),
    encoding: 'utf8',
    env: { ...process.env, GOWORK: 'off' },
    maxBuffer: 64 * 1024 * 1024,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}
