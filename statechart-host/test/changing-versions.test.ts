import type { WorkflowHandle } from '@temporalio/client';
import { Worker } from '@temporalio/worker';
import { type HostedView, NUDGE, SEND, VIEW } from 'statechart-host/contract';
import { quietRuntime } from 'statechart-host/testing';
import { bundle, type Mutation } from '../../test/support/bundle';
import { PATIENCE, until } from '../../test/support/within';
import { recorded, recordedNames } from './support/recorded';
import { sentAgain } from './support/sent-again';
import { openWorkerStand, runsOf } from './support/worker-stand';

type View = HostedView<{ total?: number; sums?: { total: number }; warned?: boolean }>;

const FIXTURES = 'statechart-host/test/fixtures';
const ACCOUNT_1 = `${FIXTURES}/migrating.ts`;
const ACCOUNT_2 = `${FIXTURES}/migrating-2.ts`;

const WITHOUT_PATCHED: Mutation = { file: ACCOUNT_2, replace: [["patched('account@2')", 'true']] };
const WITHOUT_MIGRATE: Mutation = { file: ACCOUNT_2, replace: [['RUN_LENGTH, migrate }', 'RUN_LENGTH }']] };

const replay = async (name: string, workflows: string, change?: Mutation): Promise<void> =>
  Worker.runReplayHistory({ workflowBundle: await bundle(workflows, change) }, recorded(name));

beforeAll(() => quietRuntime());

describe('recorded runs of former code', () => {
  const OLD_CODE = { ledger: 'changing', parcel: 'parcel-2', account: 'migrating-2' } as const;

  it.each(recordedNames())('%s goes on with the code of today', async (name) => {
    const kind = name.split('-')[0] as keyof typeof OLD_CODE;
    await expect(replay(name, `${FIXTURES}/${OLD_CODE[kind]}.ts`)).resolves.toBeUndefined();
  });

  it('a run of a former version does not go on with the next one where nothing chooses between them', async () => {
    const change: Mutation = {
      file: `${FIXTURES}/parcel-2.ts`,
      replace: [["patched('parcel@2') ? parcel2 : parcel", 'parcel2']],
    };
    await expect(replay('parcel-1-travelling', `${FIXTURES}/parcel-2.ts`, change)).rejects.toThrow(/determinis/i);
  });

  it('a run before a migration was begun by the former version and ends with it', async () => {
    await expect(replay('account-migrated-1', ACCOUNT_1)).resolves.toBeUndefined();
    await expect(replay('account-migrated-1', ACCOUNT_2, WITHOUT_PATCHED)).rejects.toThrow();
  });

  it('a run after a migration was begun with the migrated state', async () => {
    await expect(replay('account-migrated-2', ACCOUNT_1)).rejects.toThrow();
    await expect(replay('account-migrated-2', ACCOUNT_2, WITHOUT_MIGRATE)).rejects.toThrow(/is another machine's/);
  });
});

describe('a migration when a run continues', () => {
  it('a run goes on with its version, and the next one begins with the migrated state, its timers and what was counted', async () => {
    const stand = await openWorkerStand({ workflowBundle: await bundle(ACCOUNT_1) });
    try {
      const view = (handle: WorkflowHandle): Promise<View> => handle.query<View>(VIEW);
      const send = (handle: WorkflowHandle, event: object): Promise<View> =>
        sentAgain(() => handle.executeUpdate<View, [object]>(SEND, { args: [event] }));
      const handle = await stand.start('accountWorkflow');
      await send(handle, { type: 'ADD', amount: 1 });
      const closing = await send(handle, { type: 'CLOSE' });
      await stand.restart({ workflowBundle: await bundle(ACCOUNT_2) });
      expect(await view(handle)).toMatchObject({ state: 'closing', details: { total: 1 } });
      await until(PATIENCE, 'the next run', async () => {
        if ((await runsOf(stand.client, handle)).length > 1) return true;
        await handle.signal(NUDGE, { type: 'KNOCK' });
        await view(handle);
        return false;
      });
      const halfAnHourBefore = new Date(Date.parse(closing.nextTimerAt ?? '') - 1_800_000).toISOString();
      expect(await view(handle)).toMatchObject({
        state: 'leaving',
        sequence: closing.sequence,
        startedAt: closing.startedAt,
        nextTimerAt: halfAnHourBefore,
        details: { sums: { total: 1 }, warned: false },
      });
      expect(await send(handle, { type: 'ADD', amount: 2 })).toMatchObject({ details: { sums: { total: 3 } } });
    } finally {
      await stand.close();
    }
  });
});
