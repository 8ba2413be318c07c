const { readFileSync } = require('node:fs');
const Module = require('node:module');
const { join } = require('node:path');
const { build, keep, kept, settings } = require('./bundle.cjs');
const { compiled } = require('./compile.cjs');

/** Packages that every run needs, and those that only some definitions do. */
const always = ['commander', 'picocolors', 'semver', 'ip-address', 'fastest-levenshtein', 'yaml', 'constructs', 'cdk8s'];
const sometimes = ['cdk8s-plus-28'];

/** A file that asks where it stands has to stand there. */
const asksForItsPlace = /\b(__dirname|__filename|import\.meta)\b|\brequire\.(resolve|main)\b/;

/**
 * From now on packages come out of one file with compiled code instead of hundreds of files, whoever asks for them, so that there
 * is one copy of each of their modules in the process. What can't be bundled is loaded as ever.
 *
 * @param root the folder whose packages they are
 * @returns a `require` for what stands there
 */
exports.install = (root) => {
  const own = Module.createRequire(join(root, 'package.json'));
  /** What gives the exports of a module, by its file. */
  const modules = new Map();
  const add = (names) => {
    for (const [file, give] of modulesOf(names, root, own, modules)) modules.set(file, give);
  };
  const files = new Map();
  const fileFor = (request, parent) => {
    const asked = `${parent?.path}\n${request}`;
    if (!files.has(asked))
      files.set(
        asked,
        fileOf(() => Module._resolveFilename(request, parent, false)),
      );
    return files.get(asked);
  };
  const load = Module._load;
  Module._load = function (request, parent, isMain) {
    if (isMain || Module.isBuiltin(request)) return load.call(this, request, parent, isMain);
    const file = fileFor(request, parent);
    if (sometimes.includes(request) && !modules.has(file)) add([request]);
    const give = modules.get(file);
    return give === undefined ? load.call(this, request, parent, isMain) : give();
  };
  add(always);
  return own;
};

/** The modules of packages and of all that they need, but those that are there already: for each file what gives its exports. */
function modulesOf(names, root, own, there) {
  try {
    const found = names.filter((name) => fileOf(() => own.resolve(name)) !== undefined);
    const options = {
      ...settings,
      absWorkingDir: root,
      stdin: { contents: found.map((name) => `require(${JSON.stringify(name)});`).join(''), resolveDir: root },
      conditions: [],
      minifyWhitespace: true,
      logLevel: 'silent',
      external: [...there.keys()],
    };
    const { code, hash } = kept('dependencies', options) ?? made(options);
    const module = { exports: {} };
    compiled(code, hash, join(root, 'dependencies.js'))(module.exports, own, module);
    return Object.entries(module.exports);
  } catch {
    return [];
  }
}

/** A bundle that gives each of the files that packages consist of. */
function made(options) {
  const started = Date.now();
  const { metafile } = build(options);
  const files = Object.keys(metafile.inputs).filter((path) => !path.startsWith('<'));
  const paths = files.map((path) => join(options.absWorkingDir, path));
  const movable = new Set(paths.filter((path) => /\.c?js$/.test(path) && !asksForItsPlace.test(readFileSync(path, 'utf8'))));
  const entries = [...movable].map((path) => JSON.stringify(path)).map((path) => `${path}:()=>require(${path})`);
  const whole = build({
    ...options,
    stdin: { ...options.stdin, contents: `module.exports={${entries.join(',')}}` },
    external: [...options.external, ...paths.filter((path) => !movable.has(path))],
  });
  return keep('dependencies', options, started, { ...whole, metafile });
}

function fileOf(resolve) {
  try {
    return resolve();
  } catch {
    return undefined;
  }
}
