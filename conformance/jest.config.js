const { transform, moduleNameMapper, testEnvironmentOptions, modulePathIgnorePatterns } = require('../jest.config.js');

/** The tests in which upstream's programs judge; `run.mjs` builds those and starts this. */
module.exports = {
  rootDir: '..',
  testMatch: ['<rootDir>/conformance/suite/**/*.test.ts'],
  testTimeout: 600_000,
  transform,
  moduleNameMapper,
  testEnvironmentOptions,
  modulePathIgnorePatterns,
};
