import { messageOf } from './embedded/backend-error';
import { prepareBackends } from './embedded/stack';

// Run before the tests, so that no test waits minutes for the Temporal server to be compiled on a machine that has none.
prepareBackends().catch((thrown: unknown) => {
  console.error(messageOf(thrown));
  process.exitCode = 1;
});
