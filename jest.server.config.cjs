const usual = require('./jest.config.cjs');

/**
 * Whole orders, workflows and recorded histories on the Temporal server that users have, in place of the embedded one; and what is
 * about that server.
 *
 * @type {import('jest').Config}
 */
module.exports = {
  ...usual,
  globalSetup: '<rootDir>/test/temporal-server/global-setup.ts',
  globalTeardown: '<rootDir>/test/temporal-server/global-teardown.ts',
  testMatch: ['**/test/{flow,workflows,histories,temporal-server}/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/'],
};
