import { avenant } from '../commands/avenant';
import { DATA_FOLDER } from './data-folder';
import { runningTemporalOf } from './embedded/stack';
import { withMongoOfCheckout } from './stack/mongo-of-checkout';

/**
 * The command `avenant` in a checkout, from its sources. Where the environment names no MongoDB, it works on the data of this
 * checkout's embedded stack, and beside its Temporal where that runs.
 */

const write = (stream: NodeJS.WriteStream) => (line: string) => void stream.write(`${line}\n`);

async function temporalOfCheckout(): Promise<NodeJS.ProcessEnv> {
  const running = await runningTemporalOf(DATA_FOLDER);
  return running ? { TEMPORAL_ADDRESS: running.address, TEMPORAL_NAMESPACE: running.namespace } : {};
}

async function main(): Promise<void> {
  const code = await avenant(process.argv.slice(2), {
    environment: process.env,
    print: write(process.stdout),
    tell: write(process.stderr),
    async withData(use) {
      if (process.env.MONGODB_URI) return use(process.env);
      const temporal = process.env.TEMPORAL_ADDRESS ? {} : await temporalOfCheckout();
      return withMongoOfCheckout((uri) => use({ ...process.env, ...temporal, MONGODB_URI: uri }));
    },
  });
  if (code !== undefined) process.exitCode = code;
}

void main();
