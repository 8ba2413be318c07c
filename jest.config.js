/** The ordinary tests: Node alone, no network, no other programs. */
module.exports = {
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  maxWorkers: '100%',
  testTimeout: 60_000,
  // Handed to modules as variables: as properties of a test's own global object they cost a quarter of the time.
  sandboxInjectedGlobals: ['Object', 'Array', 'Map', 'Set', 'Number', 'String', 'JSON', 'Math'],
  transform: { '\\.ts$': '<rootDir>/tools/from-source.cjs' },
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': ['$1.ts', '$1.js', '$1'] },
  testEnvironmentOptions: { customExportConditions: ['ichor-source', 'node', 'require', 'default'] },
  modulePathIgnorePatterns: ['<rootDir>/build/', '<rootDir>/.cache/', '<rootDir>/.scratch'],
  watchPathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/.cache/'],
};
