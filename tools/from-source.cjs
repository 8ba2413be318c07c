const Module = require('node:module');
const { dirname } = require('node:path');
const esbuild = require('esbuild');

/** How TypeScript becomes JavaScript wherever it runs unbuilt: from the sources' own conditions, with import() as require(). */
const settings = { platform: 'node', format: 'cjs', target: 'node20', supported: { 'dynamic-import': false } };

/** Bundles a TypeScript file with what it imports from this repository, leaves packages where they are, and runs it. */
exports.run = (source) => {
  const outputFiles = bundle(source);
  if (outputFiles === undefined) {
    process.exitCode = 1;
    return undefined;
  }
  const module = new Module(source);
  module.filename = source;
  module.paths = Module._nodeModulePaths(dirname(source));
  module._compile(outputFiles[0].text, source);
  return module.exports;
};

/** The bundle, or nothing where a source has faults, which esbuild has then shown. */
function bundle(source) {
  try {
    return esbuild.buildSync({
      ...settings,
      entryPoints: [source],
      bundle: true,
      write: false,
      packages: 'external',
      conditions: ['ichor-source'],
      logLevel: 'error',
    }).outputFiles;
  } catch (error) {
    if (!Array.isArray(error.errors)) throw error;
    return undefined;
  }
}

/** Jest's transformer: one file at a time. */
exports.process = (code, filename) => {
  const { code: js, map } = esbuild.transformSync(code, { ...settings, loader: 'ts', sourcefile: filename, sourcemap: 'external' });
  return { code: js, map };
};
