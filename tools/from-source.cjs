const { createHash } = require('node:crypto');
const { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } = require('node:fs');
const Module = require('node:module');
const { dirname, join } = require('node:path');
const process = require('node:process');

/** How TypeScript becomes JavaScript wherever it runs unbuilt: from the sources' own conditions, with import() as require(). */
const settings = { platform: 'node', format: 'cjs', target: 'node20', supported: { 'dynamic-import': false } };

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
 * Bundles a TypeScript file with what it imports from this repository, leaves packages where they are, and runs it. The bundle
 * is kept, and taken again as long as no file or folder that it was made of has changed.
 */
exports.run = (source) => {
  const code = kept(source) ?? bundle(source);
  if (code === undefined) {
    process.exitCode = 1;
    return undefined;
  }
  const module = new Module(source);
  module.filename = source;
  module.paths = Module._nodeModulePaths(dirname(source));
  module._compile(code, source);
  return module.exports;
};

/** The bundle, or nothing where a source has faults, which esbuild has then shown. */
function bundle(source) {
  const started = BigInt(Date.now()) * 1_000_000n;
  try {
    const root = dirname(source);
    const { outputFiles, metafile } = require('esbuild').buildSync({
      ...settings,
      absWorkingDir: root,
      entryPoints: [source],
      bundle: true,
      write: false,
      metafile: true,
      packages: 'external',
      alias: own,
      conditions: ['ichor-source'],
      logLevel: 'error',
    });
    const code = outputFiles[0].text;
    const files = Object.keys(metafile.inputs).map((path) => join(root, path));
    keep(source, [...files, ...new Set(files.map(dirname))], code, started);
    return code;
  } catch (error) {
    if (!Array.isArray(error.errors)) throw error;
    return undefined;
  }
}

/** Where the bundle is kept: another place for other settings, this file included. */
function placeOf(source) {
  const made = [source, readFileSync(__filename, 'utf8'), process.version, require('esbuild/package.json').version];
  const name = createHash('sha256').update(made.join('\n')).digest('hex');
  return join(__dirname, '..', 'node_modules', '.cache', 'ichor', `${name}.json`);
}

function kept(source) {
  try {
    const { stamps, code } = JSON.parse(readFileSync(placeOf(source), 'utf8'));
    return JSON.stringify(stampsOf(Object.keys(stamps))) === JSON.stringify(stamps) ? code : undefined;
  } catch {
    return undefined;
  }
}

/** Keeps it whole or not at all: not where a source was written meanwhile, nor where nothing can be written. */
function keep(source, paths, code, started) {
  const place = placeOf(source);
  const draft = `${place}.${process.pid}`;
  try {
    if (paths.some((path) => statSync(path, { bigint: true }).mtimeNs >= started)) return;
    const bundled = { stamps: stampsOf(paths), code };
    mkdirSync(dirname(place), { recursive: true });
    writeFileSync(draft, JSON.stringify(bundled));
    renameSync(draft, place);
  } catch {
    rmSync(draft, { force: true });
  }
}

/** What tells that a file was written, or that files came into a folder or went. */
function stampsOf(paths) {
  return Object.fromEntries(
    paths.map((path) => {
      const { mtimeNs, size } = statSync(path, { bigint: true });
      return [path, `${mtimeNs} ${size}`];
    }),
  );
}

/** Jest's transformer: one file at a time. */
exports.process = (code, filename) => {
  const { code: js, map } = require('esbuild').transformSync(code, {
    ...settings,
    loader: 'ts',
    sourcefile: filename,
    sourcemap: 'external',
  });
  return { code: js, map };
};
