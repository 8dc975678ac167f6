const vm = require('node:vm');
const { ModernFakeTimers } = require('@jest/fake-timers');
const { TestEnvironment } = require('jest-environment-node');

/** Stands for the context of the process itself, for which Node has no object. */
const OF_THE_PROCESS = {};

const compileFunction = vm.compileFunction;
vm.compileFunction = (source, parameters, { parsingContext, ...options } = {}) =>
  compileFunction(source, parameters, parsingContext === OF_THE_PROCESS ? options : { ...options, parsingContext });

globalThis.avenantLibraries = require;

/**
 * Runs test files in the context of their process and not in one of their own each, so that libraries are loaded once a
 * process, see `library.cjs`: to load and warm them up for every file was a third of all processor time. Our own modules
 * are still loaded anew for every file.
 */
module.exports = class ProcessEnvironment extends TestEnvironment {
  constructor(config, context) {
    super(config, context);
    const { projectConfig } = config;
    this.global = globalThis;
    this.context = OF_THE_PROCESS;
    this.fakeTimers = null;
    this.fakeTimersModern = new ModernFakeTimers({ config: projectConfig, global: globalThis });
  }
};
