// temporal-polyfill, jose, intl-messageformat and eventsource-parser ship as ES modules only, so swc must turn them into CommonJS too.
const modulesOnly = [
  'openid-client',
  'oauth4webapi',
  'temporal-polyfill',
  'temporal-utils',
  'jose',
  'intl-messageformat',
  'eventsource-parser',
  '@formatjs',
];

const { dependencies } = require('./package.json');
const libraries = [...Object.keys(dependencies), '@temporalio/proto'].filter((name) => !modulesOnly.includes(name));

/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: '<rootDir>/test/support/process-environment.cjs',
  // Tests wait for servers as well as compute: three files at a time keep two cores busy where two leave a sixth idle.
  maxWorkers: 3,
  testSequencer: '<rootDir>/test/support/longest-first.cjs',
  // A bound for what hangs. What must be quick is measured by the benchmarks, not by tests on a busy machine.
  testTimeout: 240_000,
  roots: ['<rootDir>/test', '<rootDir>/statechart-host'],
  globalSetup: '<rootDir>/test/support/global-setup.ts',
  globalTeardown: '<rootDir>/test/support/global-teardown.ts',
  reporters: ['default', '<rootDir>/test/support/count-reporter.cjs'],
  testMatch: ['**/*.test.ts'],
  // `npm run test:long` runs these.
  testPathIgnorePatterns: ['/node_modules/', '/test/long/', '/test/temporal-server/'],
  modulePathIgnorePatterns: ['<rootDir>/statechart-host/dist'],
  transform: {
    [`/node_modules/(${libraries.join('|')})/`]: '<rootDir>/test/support/library.cjs',
    '^.+\\.[cm]?[jt]s$': [
      '@swc/jest',
      { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' }, module: { type: 'commonjs' } },
    ],
  },
  transformIgnorePatterns: [`/node_modules/(?!(${[...libraries, ...modulesOnly].join('|')})/)`],
};
