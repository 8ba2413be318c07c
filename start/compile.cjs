const Module = require('node:module');
const process = require('node:process');
const { Script, constants } = require('node:vm');
const { nameOf, read, write } = require('./cache.cjs');

/**
 * Code as the function that Node.js calls for a CommonJS module, with what V8 compiled of it the last time.
 *
 * @param hash the code's own: V8 takes compiled code for any source of the same length
 */
exports.compiled = (code, hash, filename) => {
  // What V8 keeps are the functions that ran, and each verb runs others.
  const name = `${nameOf(hash, process.version, process.arch, process.execArgv.join(' '), process.argv[2] ?? '')}.v8`;
  const cachedData = read('compiled', name);
  const script = new Script(Module.wrap(code), {
    filename,
    cachedData,
    importModuleDynamically: constants?.USE_MAIN_CONTEXT_DEFAULT_LOADER,
  });
  if (cachedData === undefined || script.cachedDataRejected) {
    process.once('exit', () => write('compiled', name, script.createCachedData()));
  }
  return script.runInThisContext();
};
