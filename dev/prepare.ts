import { pythonClient } from './embedded/python-client';
import { prepareBackends } from './embedded/stack';
import { buildPages } from './web/build';

// Run before the tests, so that no test waits minutes for the Temporal server to be compiled on a machine that has none, or for a
// download.
const say = (thrown: unknown): void => console.error(thrown instanceof Error ? thrown.message : String(thrown));
// One test is without it then, and fails by the same words.
const client = pythonClient().catch(say);
Promise.all([prepareBackends(), client, buildPages()]).catch((thrown: unknown) => {
  say(thrown);
  process.exitCode = 1;
});
