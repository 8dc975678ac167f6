const usual = require('./jest.config.cjs');

/**
 * What takes too long for every change: long lives, processes that stop under load, every race of a kind. One file at a time, because each keeps the machine busy.
 *
 * @type {import('jest').Config}
 */
module.exports = {
  ...usual,
  maxWorkers: 1,
  testMatch: ['**/test/long/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/'],
};
