// A thread begins with JavaScript; from here on it reads TypeScript as the process does. In a build it is compiled as a whole.
require('tsx/cjs');
require('./setting.ts');
