const { settings } = require('../start/bundle.cjs');
const { runSource } = require('../start/index.cjs');

/** Runs a TypeScript file of this repository. */
exports.run = runSource;

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
