import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { WorkflowHandle } from '@temporalio/client';
import { historyToJSON } from '@temporalio/common/lib/proto-utils';
import { NUDGE, SEND, VIEW } from 'statechart-host/contract';
import { Gate, startTemporal } from 'statechart-host/testing';
import { bundle } from '../../test/support/bundle';
import { PATIENCE, until } from '../../test/support/within';
import { HISTORIES } from './support/recorded';
import { type History, openWorkerStand, runsOf, type WorkerStand } from './support/worker-stand';

/**
 * Records the runs of the machines in `fixtures/changing.ts`, `migrating.ts` and `parcel.ts` that later code must replay,
 * one file a run. What is there already is what former code did, and stays.
 */

const ROOT = join(__dirname, '..', '..');
const FIXTURES = 'statechart-host/test/fixtures';

let saving = new Gate<string>();

const activities = { save: () => saving.pass(), write: async () => 'written', deliver: () => saving.pass() };

const send = (handle: WorkflowHandle, event: object): Promise<unknown> => handle.executeUpdate(SEND, { args: [event] });

const add = (handle: WorkflowHandle, amount: number): Promise<unknown> => send(handle, { type: 'ADD', amount });

async function savedOnce(stand: WorkerStand, workflow: string): Promise<History[]> {
  const handle = await stand.start(workflow);
  await add(handle, 5);
  saving.open('saved');
  await send(handle, { type: 'SAVE' });
  return runsOf(stand.client, handle);
}

async function added(stand: WorkerStand, workflow: string): Promise<History[]> {
  const handle = await stand.start(workflow);
  await add(handle, 1);
  await add(handle, 2);
  return runsOf(stand.client, handle);
}

async function sentOff(stand: WorkerStand, event: string, state: string): Promise<History[]> {
  const handle = await stand.start('parcelWorkflow');
  await handle.startUpdate(SEND, { args: [{ type: event }], waitForStage: 'ACCEPTED' });
  await saving.arrived();
  await until(PATIENCE, state, async () => (await handle.query<{ state: string }>(VIEW)).state === state);
  return runsOf(stand.client, handle);
}

/** Knocks, which moves nothing, until the history is long enough. */
const secondRun = (stand: WorkerStand, handle: WorkflowHandle): Promise<void> =>
  until(PATIENCE, 'the next run', async () => {
    if ((await runsOf(stand.client, handle)).length > 1) return true;
    await handle.signal(NUDGE, { type: 'KNOCK' });
    await handle.query(VIEW);
    return false;
  });

/** Each story answers with the runs of its workflow; where there are several, their files are numbered. */
const STORIES: { name: string; from: string; tell(stand: WorkerStand): Promise<History[]> }[] = [
  { name: 'ledger-saved', from: 'changing', tell: (stand) => savedOnce(stand, 'savingWorkflow') },
  { name: 'ledger-saved-locally', from: 'changing', tell: (stand) => savedOnce(stand, 'locallySavingWorkflow') },
  {
    name: 'ledger-added-while-saved',
    from: 'changing',
    async tell(stand) {
      const handle = await stand.start('savingWorkflow');
      await add(handle, 5);
      const saved = send(handle, { type: 'SAVE' });
      await saving.arrived();
      await handle.signal(NUDGE, { type: 'ADD', amount: 1 });
      await until(PATIENCE, 'the signal', async () => {
        const { details } = await handle.query<{ details: { total: number } }>(VIEW);
        return details.total === 6;
      });
      saving.open('saved');
      await saved;
      return runsOf(stand.client, handle);
    },
  },
  { name: 'ledger-projected', from: 'changing', tell: (stand) => added(stand, 'projectedWorkflow') },
  { name: 'ledger-projected-locally', from: 'changing', tell: (stand) => added(stand, 'locallyProjectedWorkflow') },
  {
    name: 'ledger-audited',
    from: 'changing',
    async tell(stand) {
      const handle = await stand.start('savingWorkflow');
      saving.open('saved');
      await send(handle, { type: 'AUDIT' });
      return runsOf(stand.client, handle);
    },
  },
  {
    name: 'ledger-continued',
    from: 'changing',
    async tell(stand) {
      const handle = await stand.start('plainWorkflow');
      await handle.query(VIEW);
      await add(handle, 1);
      await add(handle, 2);
      await secondRun(stand, handle);
      saving.open('saved');
      await send(handle, { type: 'SAVE' });
      return runsOf(stand.client, handle);
    },
  },
  { name: 'parcel-1-travelling', from: 'parcel', tell: (stand) => sentOff(stand, 'SEND', 'travelling') },
  { name: 'parcel-2-packed-again', from: 'parcel-2', tell: (stand) => sentOff(stand, 'SEND', 'packed') },
  {
    name: 'account-migrated',
    from: 'migrating',
    async tell(stand) {
      const handle = await stand.start('accountWorkflow');
      await handle.query(VIEW);
      await add(handle, 1);
      await stand.restart({ workflowBundle: await bundle(`${FIXTURES}/migrating-2.ts`) });
      await send(handle, { type: 'CLOSE' });
      await secondRun(stand, handle);
      await add(handle, 2);
      return runsOf(stand.client, handle);
    },
  },
];

async function record(name: string, runs: History[]): Promise<void> {
  for (const [index, run] of runs.entries()) {
    const path = join(HISTORIES, `${runs.length === 1 ? name : `${name}-${index + 1}`}.json`);
    // A failed step left a stack trace: where this checkout lies is nobody's business.
    const events: unknown = JSON.parse(historyToJSON(run).replaceAll(`${ROOT}/`, ''));
    await writeFile(path, `${JSON.stringify(events)}\n`);
    process.stdout.write(`${path.slice(ROOT.length + 1)}\n`);
  }
}

const isKept = (name: string): boolean => [name, `${name}-1`].some((one) => existsSync(join(HISTORIES, `${one}.json`)));

async function main(): Promise<void> {
  const server = await startTemporal({});
  Object.assign(process.env, { AVENANT_TEST_TEMPORAL: server.address, AVENANT_TEST_MONGO: 'none' });
  try {
    for (const { name, from, tell } of STORIES.filter((story) => !isKept(story.name))) {
      saving = new Gate();
      const workflowBundle = await bundle(`${FIXTURES}/${from}.ts`);
      const stand = await openWorkerStand({ workflowBundle, activities });
      await record(name, await tell(stand));
      await stand.close();
    }
  } finally {
    await server.stop();
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  process.exitCode = 1;
});
