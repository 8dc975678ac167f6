import { requireFreePort } from 'statechart-host/testing';
import { DATA_FOLDER } from './data-folder';
import { ApiClient } from './stack/api-client';
import { keepRunning, refuseToGoOnWithout } from './stack/keep-running';
import { keepSecrets, readSecrets } from './stack/local-secrets';
import { HOLDERS, TENANT } from './stack/prepare-store';
import { PEOPLE, putSampleData, SAMPLE } from './stack/sample-data';
import { placeSampleOrders, putSampleShop } from './stack/sample-shop';
import { startStack } from './stack/stack';

const PORT = 3000;

/** Starts Avenant with everything it talks to, and stays up until it is told to stop. */
async function main(): Promise<void> {
  const began = Date.now();
  const secrets = await readSecrets(DATA_FOLDER);
  const port = Number(process.env.PORT ?? PORT);
  await requireFreePort(port, 'Stop what listens there, or choose another one: PORT=3001 npm start.');
  const say = (line: string): boolean => process.stderr.write(`${line}\n`);
  const stack = await startStack({ secrets, dataDir: DATA_FOLDER, port, warn: say });
  await keepSecrets(DATA_FOLDER, secrets);
  const service = new ApiClient(stack.url, stack.keys.service);
  await putSampleData(service);
  await putSampleShop(service);
  // Without them everything else still runs.
  await placeSampleOrders(service, new ApiClient(stack.url, stack.keys.support_agent)).catch((error: Error) =>
    say(`The sample orders could not be placed: ${error.message}`),
  );
  const seconds = ((Date.now() - began) / 1000).toFixed(1);
  process.stdout.write(`${welcome(stack, seconds)}\n`);
  const stopping = new AbortController();
  const told = new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
  const worker = { current: stack.worker, restart: stack.restartWorker };
  const server = { current: stack.server, restart: stack.restartServer };
  try {
    const watched = [worker, server].map((one) => keepRunning(one, stopping.signal, say));
    await Promise.race([told, refuseToGoOnWithout(stack.backendEnded, stopping.signal), ...watched]);
  } finally {
    stopping.abort();
    process.stdout.write('Stopping\n');
    await stack.stop();
  }
}

/** Whom one can sign in as, by a press. */
const samplePeople = (): string[] =>
  Object.values(HOLDERS).flatMap(({ role, person }) =>
    person === null ? [] : [`${person} (${role.replace('_', ' ')})`],
  );

function welcome(stack: Awaited<ReturnType<typeof startStack>>, seconds: string): string {
  const keys = Object.entries(stack.keys).map(([role, key]) => `  ${role.padEnd(16)} ${key}`);
  return [
    `\nAvenant is ready after ${seconds} s.`,
    `  billing centre   ${stack.url}/billing`,
    `  support desk     ${stack.url}/desk`,
    ...samplePeople().map((line) => `                   ${line}`),
    `  components       ${stack.url}/styleguide`,
    `  API              ${stack.url}`,
    `  documentation    ${stack.url}/docs`,
    `  sandbox gateway  ${stack.payments().url}`,
    `  sandbox VIES     ${stack.vies.url}`,
    `  sandbox delivery ${stack.fulfilment.url}  (curl -X POST …/confirm/${TENANT}:{changeId}:fulfil:1 delivers)`,
    `  mailbox          ${stack.mail.page}  (every mail that was sent, and to nobody else)`,
    `  Temporal         ${stack.temporal.address}`,
    ...stack.origins.map((origin) => `  ${origin}`),
    '\nAPI keys, made at the first start:',
    ...keys,
    '\nTry it: three more seats for a customer with five.',
    `curl -s ${stack.url}/v1/changes -H 'Authorization: Bearer ${stack.keys.service}' \\`,
    `  -H 'Avenant-On-Behalf-Of: ${PEOPLE.claire}' -H "Idempotency-Key: $(date +%s)" -H 'Content-Type: application/json' \\`,
    `  -d '{"subscriptionId":"${SAMPLE.atelier.subscription}","seats":8}'`,
    '\nStop with Ctrl-C. Data stays in .avenant/; npm run reset clears it.',
  ].join('\n');
}

main().catch((error: unknown) => {
  process.stderr.write(`Avenant ended: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
