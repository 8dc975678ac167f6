import { corporate, gatewayDown, lowerTier, seatsAndFrequency, vatNumber, workerKilled } from './demo/chapters';
import { chapter, tellStory } from './demo/story';
import { ApiClient } from './stack/api-client';
import { newSecrets } from './stack/local-secrets';
import { putSampleData } from './stack/sample-data';
import { startStack } from './stack/stack';

/** Tells the story of a subscription change through the HTTP API, and fails loudly if any of it is not as told. */
async function main(): Promise<void> {
  const began = Date.now();
  chapter('Starting Avenant and everything it talks to on this machine');
  const stack = await startStack({ secrets: newSecrets(), reminderDelays: [1_500, 3_500, 5_500, 7_500] });
  try {
    for (const origin of stack.origins) tellStory(origin);
    tellStory(`API: ${stack.url}`);
    await putSampleData(new ApiClient(stack.url, stack.keys.service));
    await seatsAndFrequency(stack);
    await vatNumber(stack);
    await lowerTier(stack);
    await corporate(stack);
    await gatewayDown(stack);
    await workerKilled(stack);
    chapter(`Everything went as told, in ${Math.round((Date.now() - began) / 1000)} s`);
    tellStory('See it: npm start, then http://127.0.0.1:3000/billing, and sign in as claire, a billing contact.');
  } finally {
    await stack.stop();
  }
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    process.stderr.write(`\nNot as told: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    process.exit(1);
  },
);
