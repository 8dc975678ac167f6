import { startBackends } from '../../dev/embedded/stack';

// Starts the stack on the data folder given, says so to its parent, and then does nothing until it is killed.
startBackends({ dataDir: process.argv[2] ?? '', searchAttributes: {} }).then(
  ({ temporal, mongo }) => process.send?.({ pids: [temporal.pid, mongo.pid] }),
  (thrown) => process.send?.({ failure: String(thrown) }),
);
