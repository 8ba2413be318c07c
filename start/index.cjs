const Module = require('node:module');
const { readFileSync } = require('node:fs');
const { dirname, join } = require('node:path');
const process = require('node:process');
const { bundled, settings } = require('./bundle.cjs');
const { nameOf } = require('./cache.cjs');
const { compiled } = require('./compile.cjs');
const { install } = require('./dependencies.cjs');

/** What this repository is called inside of itself. */
const own = Object.fromEntries(
  [
    ['ichor', 'index.ts'],
    ['ichor/checks', 'lib/checks/index.ts'],
    ['ichor/policy', 'lib/policy/index.ts'],
    ['ichor/testing', 'testing/index.ts'],
  ].map(([name, path]) => [name, join(__dirname, '..', path)]),
);

/**
 * Runs a TypeScript file of this repository with what it imports from here as one bundle, and returns its exports; nothing where
 * a source has faults, which esbuild has then shown.
 */
exports.runSource = (source) => {
  try {
    return run(source, bundled('programs', optionsFor(source)));
  } catch (error) {
    if (!Array.isArray(error.errors)) throw error;
    process.exitCode = 1;
    return undefined;
  }
};

/** Runs a file that is such a bundle already. */
exports.runBuilt = (file) => {
  const code = readFileSync(file, 'latin1');
  return run(file, { code, hash: nameOf(code) });
};

/** How esbuild bundles a TypeScript file of this repository; packages stay where they are. */
const optionsFor = (source) => ({
  ...settings,
  absWorkingDir: dirname(source),
  entryPoints: [source],
  packages: 'external',
  alias: own,
  conditions: ['ichor-source'],
  logLevel: 'error',
});
exports.optionsFor = optionsFor;

function run(file, { code, hash }) {
  const require = install(dirname(file));
  const module = new Module(file);
  module.filename = file;
  module.paths = Module._nodeModulePaths(dirname(file));
  compiled(code, hash, file)(module.exports, require, module, file, dirname(file));
  return module.exports;
}
