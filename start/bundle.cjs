const { dirname, join } = require('node:path');
const process = require('node:process');
const { isFresh, nameOf, read, stampsOf, write } = require('./cache.cjs');

/** How TypeScript becomes JavaScript wherever it runs unbuilt: with import() as require(), and in ASCII. */
exports.settings = { platform: 'node', format: 'cjs', target: 'node20', supported: { 'dynamic-import': false } };

/**
 * What esbuild makes of these options, with a hash of it: taken from the cache as long as no file and no folder that it was made
 * of has changed, otherwise made. Throws what esbuild throws where sources have faults.
 */
exports.bundled = (kind, options) => exports.kept(kind, options) ?? exports.keep(kind, options, Date.now(), exports.build(options));

/** esbuild's answer to options, with what it was made of. */
exports.build = (options) => require('esbuild').buildSync(exports.asked(options));

/** The options with what the cache wants to know. */
exports.asked = (options) => ({ ...options, bundle: true, write: false, metafile: true });

/** The bundle of these options that is in the cache, if nothing has changed since. */
exports.kept = (kind, options) => {
  try {
    const { stamps, hash, length } = JSON.parse(read(kind, `${nameFor(options)}.json`, 'utf8') ?? '{}');
    const code = stamps !== undefined && isFresh(stamps) ? read(kind, `${hash}.js`, 'latin1') : undefined;
    return code?.length === length && length !== undefined ? { code, hash } : undefined;
  } catch {
    return undefined;
  }
};

/**
 * Keeps what esbuild made, unless a source was written after it had begun, and returns it.
 *
 * @param started when it began, in milliseconds since 1970
 */
exports.keep = (kind, options, started, { outputFiles, metafile }) => {
  const code = outputFiles[0].text;
  const hash = nameOf(code);
  const files = Object.keys(metafile.inputs)
    .filter((path) => !path.startsWith('<'))
    .map((path) => join(options.absWorkingDir, path));
  const stamps = stampsOf([...files, ...new Set(files.map(dirname))]);
  if (Object.values(stamps).every((stamp) => BigInt(stamp.split(' ')[0]) < BigInt(started) * 1_000_000n)) {
    write(kind, `${hash}.js`, code);
    write(kind, `${nameFor(options)}.json`, JSON.stringify({ stamps, hash, length: code.length }));
  }
  return { code, hash };
};

function nameFor(options) {
  return nameOf(JSON.stringify(options), process.version, require('esbuild/package.json').version);
}
