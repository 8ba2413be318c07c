/**
 * The rooms of this repository and what each may import: ARCHITECTURE.md in a form that `npm test` holds.
 *
 * - `may`: rooms and files that it imports freely, beside itself;
 * - `types`: those of which it takes types alone, so that nothing of them is loaded at run time;
 * - `packages`: packages that it imports; `lazy` ones only with `import()`, since they are slow to load and seldom needed;
 * - `node`: whether it may use what Node.js brings: files, processes, modules. Rooms without it only compute.
 */
const rooms = {
  'clusters/': { packages: ['cdk8s', 'cdk8s-plus-28', 'constructs'], names: ['ichor', 'ichor/checks', 'ichor/policy', 'ichor/testing'] },
  'index.ts': { may: ['lib/model/'] },
  'main.ts': {
    may: ['index.ts', 'synthesize.ts', 'lib/base/', 'lib/checks/', 'lib/input/', 'lib/output/', 'lib/policy/'],
    types: ['lib/report/'],
    node: true,
  },
  'synthesize.ts': { may: ['charts/', 'plans/', 'talos/', 'lib/base/', 'lib/checks/', 'lib/model/', 'lib/policy/', 'lib/report/'] },
  'talos/': { may: ['lib/base/', 'lib/model/'], types: ['imports/'] },
  'charts/': { may: ['lib/base/', 'lib/model/', 'lib/policy/'], types: ['imports/'], packages: ['cdk8s'] },
  'plans/': { may: ['lib/base/', 'lib/model/'] },
  'imports/': {},
  'cli/': {
    may: ['index.ts', 'main.ts', 'synthesize.ts', 'charts/', 'plans/', 'talos/', 'lib/'],
    types: ['imports/'],
    packages: ['commander', 'picocolors', 'semver'],
    lazy: ['yaml'],
    node: true,
  },
  'testing/': { may: ['index.ts', 'main.ts', 'synthesize.ts', 'charts/', 'plans/', 'talos/', 'lib/'], types: ['imports/'], node: true },
  'lib/base/': { packages: ['fastest-levenshtein', 'ip-address', 'semver'], names: ['(node:)?crypto'] },
  'lib/policy/': { may: ['lib/base/', 'imports/'] },
  'lib/model/': { may: ['lib/base/'], types: ['lib/policy/', 'imports/', 'constructs'] },
  'start/': { packages: ['esbuild'], node: true },
  'lib/input/': { may: ['lib/base/', 'start/bundle.cjs'], lazy: ['esbuild', 'yaml'], node: true },
  'lib/checks/': { may: ['lib/base/', 'lib/input/', 'lib/model/', 'lib/policy/', 'imports/'] },
  'lib/compare/': { may: ['lib/base/', 'lib/checks/', 'lib/policy/'] },
  'lib/report/': { may: ['lib/base/'], types: ['lib/checks/', 'lib/compare/', 'lib/model/', 'lib/output/', 'lib/policy/', 'plans/'] },
  'lib/output/': { may: ['lib/base/'], node: true },
  'lib/run/': { may: ['lib/base/', 'lib/report/'], types: ['plans/'], node: true },
};

/** Rooms that may import everything: they judge the others, and nothing of them is published. */
const free = ['bench/', 'conformance/', 'test/', 'tools/', '.dependency-cruiser.cjs', 'jest.config.js'];

const typeOnly = ['type-only', 'type-import'];
const escaped = (text) => text.replace(/[.]/g, '\\.');
const start = (path) => (path.endsWith('/') ? `^${escaped(path)}` : `^${escaped(path)}$`);
/** A room, or the package of that name. */
const target = (name) => (/[/.]/.test(name) ? start(name) : `^node_modules/${name}/`);
const nameOf = (room) => room.replace(/\/$|\.ts$/g, '').replaceAll('/', '-');

const ofRooms = Object.entries(rooms).flatMap(([room, { may = [], types = [], packages = [], lazy = [], names = [], node = false }]) => [
  {
    name: `room-${nameOf(room)}`,
    comment: `${room} imports what the table of rooms doesn't give it; ARCHITECTURE.md says what each room may import.`,
    severity: 'error',
    from: { path: start(room) },
    to: {
      pathNot: [start(room), ...[...may, ...types, ...packages, ...lazy].map(target), ...names.map((name) => `^${name}$`)],
      ...(node ? { dependencyTypesNot: ['core'] } : {}),
    },
  },
  ...(types.length === 0
    ? []
    : [
        {
          name: `types-${nameOf(room)}`,
          comment: `${room} may take types from there, and only those: write import type.`,
          severity: 'error',
          from: { path: start(room) },
          to: { path: types.map(target), pathNot: [start(room), ...may.map(target)], dependencyTypesNot: typeOnly },
        },
      ]),
  ...(lazy.length === 0
    ? []
    : [
        {
          name: `lazy-${nameOf(room)}`,
          comment: `${room} loads these packages where it needs them, with await import(…): they are slow.`,
          severity: 'error',
          from: { path: start(room) },
          to: { path: lazy.map(target), dependencyTypesNot: ['dynamic-import', ...typeOnly] },
        },
      ]),
]);

module.exports = {
  forbidden: [
    ...ofRooms,
    {
      name: 'no-room',
      comment: 'Every file stands in a room of the table.',
      severity: 'error',
      from: { pathNot: ['^node_modules/', ...[...Object.keys(rooms), ...free].map(start)] },
      to: {},
    },
    {
      name: 'private',
      comment: 'What lies in private/ is for its own room.',
      severity: 'error',
      from: { path: '^((?:lib/)?[^/]+)/', pathNot: free.map(start) },
      to: { path: '/private/', pathNot: ['^$1/', '^node_modules/'] },
    },
    {
      name: 'drawn-alike',
      comment: 'Tests take fast-check from test/support/fast-check.ts, where every run draws the same.',
      severity: 'error',
      from: { path: '^test/', pathNot: '^test/support/fast-check\\.ts$' },
      to: { path: '^node_modules/fast-check/' },
    },
    {
      name: 'no-cycle',
      comment: 'Modules that need each other at run time see each other half made. Types may go in circles.',
      severity: 'error',
      from: { pathNot: '^node_modules/' },
      to: { circular: true, dependencyTypesNot: typeOnly, viaOnly: { dependencyTypesNot: typeOnly } },
    },
    {
      name: 'published-dependency',
      comment: 'What is published imports dependencies and peerDependencies of package.json; the rest is only here.',
      severity: 'error',
      from: { pathNot: ['^clusters/', ...free.map(start)] },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], dependencyTypesNot: ['npm', 'npm-peer', ...typeOnly] },
    },
    {
      name: 'found',
      comment: 'This import leads nowhere.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '^ichor(/(checks|policy|testing))?$' },
    },
  ],
  options: {
    doNotFollow: { path: '^node_modules/' },
    exclude: { path: '^(build|dist|\\.cache|\\.git|\\.scratch)(/|$)|^conformance/recorded/' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'require', 'node', 'default', 'types'] },
  },
};
