const { createHash } = require('node:crypto');

/** Set where tests run; what starts the backends for them is compiled by Jest too, and has nothing to share. */
const isTest = () => globalThis.avenantLibraries !== undefined;

/** Instead of a library's source, the library as Node has loaded it: all test files of a process share it. */
module.exports = {
  getCacheKey: (source, path) => createHash('sha1').update(`${isTest()} ${path} ${source}`).digest('hex'),
  process: (source, path) => ({
    code: isTest() ? `module.exports = globalThis.avenantLibraries(${JSON.stringify(path)});` : source,
  }),
};
