import type { WorkflowHandle } from '@temporalio/client';
import { type HostedView, NUDGE, SEND, VIEW } from 'statechart-host/contract';
import { bundle, type Mutation } from '../../../test/support/bundle';
import { PATIENCE, until } from '../../../test/support/within';
import { carriedBy } from './chain';
import { sentAgain } from './sent-again';
import { openWorkerStand, runsOf, type WorkerStand } from './worker-stand';

export type LedgerView = HostedView<{ total: number; saved: number; kept: number }>;

const LEDGER = 'statechart-host/test/fixtures/changing.ts';

export const edited = (...replace: Mutation['replace']): Mutation => ({ file: LEDGER, replace });

/** Says of a machine of the fixtures that it goes on with what another one has begun. */
export const compatible = (machine: 'ledger' | 'house', hash: string): [string, string] => [
  `<typeof ${machine}>> = {}`,
  `<typeof ${machine}>> = { compatibleWith: ['${hash}'] }`,
];

/** The machines of `fixtures/changing.ts` on a worker whose code is deployed again and again. */
export interface DeployStand extends WorkerStand {
  /** Makes what is deployed later: a task that fails meanwhile would be tried again ever more seldom. */
  prepare(...changes: Mutation[]): Promise<unknown>;
  /** Without changes the code is what it was. */
  deploy(...changes: Mutation[]): Promise<void>;
  /** Starts a workflow, sends it an event and lets it run on until another run continues it, by knocks that move nothing. */
  continued(workflow: string, event: object): Promise<WorkflowHandle>;
  /** The latest sentence with which a task of the latest run has failed. */
  failure(handle: WorkflowHandle): Promise<string>;
}

export async function openDeployStand(): Promise<DeployStand> {
  const activities = { save: async () => 'saved', write: async () => 'written' };
  const stand = await openWorkerStand({ workflowBundle: await bundle(LEDGER), activities });
  return {
    ...stand,
    prepare: (...changes) => bundle(LEDGER, changes),
    deploy: async (...changes) => stand.restart({ workflowBundle: await bundle(LEDGER, changes) }),
    async continued(workflow, event) {
      const handle = await stand.start(workflow);
      await viewOf(handle);
      await send(handle, event);
      await until(PATIENCE, 'the next run', async () => {
        if ((await runsOf(stand.client, handle)).length > 1) return true;
        await nudge(handle, { type: 'KNOCK' });
        await viewOf(handle);
        return false;
      });
      await viewOf(handle);
      return handle;
    },
    async failure(handle) {
      let sentence = '';
      await until(PATIENCE, 'a failed task', async () => {
        const { events } = (await runsOf(stand.client, handle)).at(-1) ?? {};
        const failed = (events ?? []).flatMap(
          (event) => event.workflowTaskFailedEventAttributes?.failure?.message ?? [],
        );
        sentence = failed.findLast((message) => message !== 'UnhandledCommand') ?? '';
        return sentence !== '';
      });
      return sentence;
    },
  };
}

export const viewOf = (handle: WorkflowHandle): Promise<LedgerView> => sentAgain(() => handle.query<LedgerView>(VIEW));

export const send = (handle: WorkflowHandle, event: object): Promise<LedgerView> =>
  sentAgain(() => handle.executeUpdate<LedgerView, [object]>(SEND, { args: [event] }));

export const nudge = (handle: WorkflowHandle, event: object): Promise<void> => handle.signal(NUDGE, event);

/** What the first run of a chain has handed on. */
export const firstCarried = async ({ client }: WorkerStand, handle: WorkflowHandle) =>
  carriedBy((await runsOf(client, handle))[0]);
