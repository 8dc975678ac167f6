import type { WorkflowHandle } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { Gate } from 'statechart-host/testing';
import { PATIENCE, until } from '../../test/support/within';
import { nudge, openStand, type Stand, send, settle, statusOf, viewWhen } from './stand';

const DECLINED = { code: 'Declined', message: 'the card was declined', retryable: false };
const BUSY = { code: 'Busy', message: 'the bank is busy', retryable: true };

/** Failures of the step's own work. */
const OF_WORK = ['activity', 'child', 'grandchild'];

const TIMEOUT = { code: 'timeout', message: 'The step did not answer in time.', retryable: true };

/** Failures of what the step is made of. */
const OF_STEP: [kind: string, failure: object][] = [
  ['impatient', TIMEOUT],
  ['unheard', TIMEOUT],
  ['impatientChild', TIMEOUT],
  ['busyChild', { code: 'Busy', message: 'the child is busy', retryable: true }],
  ['bug', { code: 'unexpected', message: 'a bug', retryable: true }],
  ['bugAtOnce', { code: 'unexpected', message: 'a bug at once', retryable: true }],
  ['text', { code: 'unexpected', message: 'only a text', retryable: true }],
  ['nothing', { code: 'unexpected', message: 'undefined', retryable: true }],
];

describe('failures of steps', () => {
  let stand: Stand;

  beforeAll(async () => {
    stand = await openStand();
  });
  afterAll(() => stand.stop());

  const opened = async (): Promise<WorkflowHandle> => {
    const handle = await stand.start('asker');
    await settle(handle);
    return handle;
  };
  const failsWith = (failure: Error): void => {
    stand.script.work = () => Promise.reject(failure);
  };

  it.each(OF_WORK)(
    'the failure of a step made of %s keeps its type, its words and whether it may be tried again',
    async (kind) => {
      const handle = await opened();
      for (const type of ['ASK', 'ASK_INSIDE']) {
        failsWith(ApplicationFailure.nonRetryable(DECLINED.message, DECLINED.code));
        expect((await send(handle, { type, kind })).details.failure).toEqual({ ...DECLINED, at: expect.any(String) });
        failsWith(ApplicationFailure.retryable(BUSY.message, BUSY.code));
        expect((await send(handle, { type, kind })).details.failure).toEqual({ ...BUSY, at: expect.any(String) });
        failsWith(new RangeError('a bug'));
        expect((await send(handle, { type, kind })).details.failure).toMatchObject({
          message: 'a bug',
          retryable: true,
        });
      }
    },
  );

  it.each(OF_STEP)('the failure of a step of the kind %s is told as what it is', async (kind, failure) => {
    const gate = new Gate<void>();
    stand.script.work = () => gate.pass();
    const handle = await opened();
    for (const type of ['ASK', 'ASK_INSIDE']) {
      expect((await send(handle, { type, kind })).details.failure).toEqual({ ...failure, at: expect.any(String) });
    }
    gate.open();
  });

  it.each(['retried', 'localFirst'])(
    'a step of the kind %s fails with the last failure of its attempts',
    async (kind) => {
      let attempts = 0;
      stand.script.work = () => Promise.reject(ApplicationFailure.retryable(`attempt ${++attempts}`, 'Busy'));
      const handle = await opened();
      expect((await send(handle, { type: 'ASK', kind })).details.failure).toMatchObject({
        code: 'Busy',
        message: 'attempt 3',
      });
    },
  );

  it.each([
    ['terminated', { code: 'terminated', retryable: false }],
    ['cancelled', { code: 'cancelled', retryable: false }],
  ])('a child workflow as a step that was %s says so', async (how, failure) => {
    const handle = await opened();
    for (const type of ['ASK', 'ASK_INSIDE']) {
      await nudge(handle, { type, kind: 'sleepingChild' });
      const child = stand.client.workflow.getHandle(await childOf(handle));
      await (how === 'terminated' ? child.terminate() : child.cancel());
      const view = await viewWhen(handle, ({ state, details }) => state === 'rest' && details.failure !== null);
      expect(view.details.failure).toMatchObject(failure);
    }
  });

  it.each(['ASK', 'ASK_INSIDE'])('leaving a state after %s cancels the child workflow of its step', async (type) => {
    const handle = await opened();
    await nudge(handle, { type, kind: 'sleepingChild' });
    const child = stand.client.workflow.getHandle(await childOf(handle));
    expect(await send(handle, { type: 'LEAVE' })).toMatchObject({ state: 'rest', details: { failure: null } });
    await until(PATIENCE, 'the end of the child', async () => (await statusOf(child)) === 'CANCELLED');
  });
});

/** Id of the child workflow that was started last. */
async function childOf(handle: WorkflowHandle): Promise<string> {
  let id = '';
  await until(PATIENCE, 'the start of a child', async () => {
    const { events } = await handle.fetchHistory();
    const ended = (events ?? []).filter(
      (event) =>
        event.childWorkflowExecutionTerminatedEventAttributes ?? event.childWorkflowExecutionCanceledEventAttributes,
    ).length;
    const started = (events ?? []).flatMap((event) => event.childWorkflowExecutionStartedEventAttributes ?? []);
    id = started.at(-1)?.workflowExecution?.workflowId ?? '';
    return started.length > ended;
  });
  return id;
}
