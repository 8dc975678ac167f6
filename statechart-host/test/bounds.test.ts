import type { WorkflowHandle } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import {
  endOf,
  foresee,
  nudge,
  openStand,
  refusalOf,
  type Stand,
  send,
  settle,
  statusOf,
  taskFailure,
  viewOf,
} from './stand';

/** More than is allowed, and more than a server takes. */
const SIZES = [
  { size: '300 kB', letters: 300_000 },
  { size: '3 MB', letters: 3_000_000 },
];

const scheduled = async (handle: WorkflowHandle): Promise<number> => {
  const { events } = await handle.fetchHistory();
  return (events ?? []).filter((event) => event.activityTaskScheduledEventAttributes).length;
};

describe('bounds', () => {
  let stand: Stand;

  beforeAll(async () => {
    stand = await openStand();
  });
  afterAll(() => stand.stop());

  const opened = async (workflow = 'bulky'): Promise<WorkflowHandle> => {
    const handle = await stand.start(workflow);
    await settle(handle);
    return handle;
  };

  it.each(SIZES)('a view of $size is refused with words, and the machine goes on', async ({ letters }) => {
    const handle = await opened();
    const refused = await refusalOf(send(handle, { type: 'HOLD', letters }));
    expect(refused).toMatchObject({ type: 'TooLarge', message: expect.stringMatching(/The view has \d+ bytes/) });
    await expect(viewOf(handle)).rejects.toThrow(/The view has \d+ bytes/);
    await expect(foresee(handle, { type: 'NOTHING' })).rejects.toThrow(/The view has \d+ bytes/);
    expect(await refusalOf(settle(handle))).toMatchObject({ type: 'TooLarge' });
    expect(await send(handle, { type: 'HOLD', letters: 1 })).toMatchObject({ details: { text: 'x' } });
    expect(await statusOf(handle)).toBe('RUNNING');
  });

  it.each([{ size: '70 kB', letters: 70_000 }, ...SIZES])(
    'an event of $size is refused and the workflow goes on',
    async ({ letters }) => {
      const handle = await opened();
      const event = { type: 'HOLD', letters: 5, more: 'x'.repeat(letters) };
      // A server refuses by itself what it cannot record; neither leaves a trace in the history.
      await expect(send(handle, event)).rejects.toThrow();
      await nudge(handle, event).catch(() => undefined);
      const foreseen = foresee(handle, event);
      if (letters < 2_000_000) expect(await foreseen).toMatchObject({ objection: { type: 'TooLarge' } });
      else await expect(foreseen).rejects.toThrow();
      expect(await send(handle, { type: 'HOLD', letters: 1 })).toMatchObject({ details: { text: 'x' } });
      expect(await statusOf(handle)).toBe('RUNNING');
    },
  );

  it('an input of 300 kB fails the workflow at its start with words', async () => {
    const handle = await stand.start('bulky', { text: 'x'.repeat(300_000) });
    expect(await endOf(handle)).toMatchObject({ type: 'TooLarge', message: expect.stringContaining('The input has') });
    expect(await statusOf(handle)).toBe('FAILED');
  });

  it('an input of 3 MB starts no workflow', async () => {
    await expect(stand.start('bulky', { text: 'x'.repeat(3_000_000) })).rejects.toThrow();
  });

  it.each(SIZES)('a step that is asked $size fails with words and is not called', async ({ letters }) => {
    const handle = await opened();
    for (const type of ['ASK', 'ASK_HERE']) {
      expect(await send(handle, { type, letters })).toMatchObject({
        state: 'rest',
        details: { failure: { code: 'TooLarge', message: expect.stringContaining('The input has'), retryable: false } },
      });
    }
    expect(await scheduled(handle)).toBe(0);
  });

  it.each(SIZES)('an answer of $size fails its step with words', async ({ letters }) => {
    stand.script.work = async () => 'x'.repeat(letters);
    stand.script.workHere = stand.script.work;
    const handle = await opened();
    for (const type of ['ASK', 'ASK_HERE']) {
      expect(await send(handle, { type })).toMatchObject({
        details: { failure: { code: 'TooLarge', message: expect.stringContaining('answer'), retryable: false } },
      });
    }
    expect(await statusOf(handle)).toBe('RUNNING');
  });

  it.each(SIZES)('a failure with a message of $size ends no workflow', async ({ letters }) => {
    stand.script.work = () => Promise.reject(ApplicationFailure.nonRetryable('x'.repeat(letters), 'Verbose'));
    stand.script.workHere = stand.script.work;
    const handle = await opened();
    for (const type of ['ASK', 'ASK_HERE']) {
      expect(await send(handle, { type })).toMatchObject({
        details: { failure: { code: 'Verbose', message: expect.stringMatching(/^x{4000} …$/), retryable: false } },
      });
    }
    expect(await statusOf(handle)).toBe('RUNNING');
  });

  it.each(SIZES)(
    'a context of twice $size fails the task of the step that would be told of it',
    async ({ letters }) => {
      const handle = await opened('bulkyInside');
      await send(handle, { type: 'HOLD', letters: letters * 2 });
      await nudge(handle, { type: 'ASK' });
      expect(await taskFailure(handle)).toMatch(/context has \d+/);
      expect(await statusOf(handle)).toBe('RUNNING');
      await handle.terminate();
    },
  );

  it.each(SIZES)('an end of $size fails its task with words', async ({ letters }) => {
    const handle = await opened();
    await nudge(handle, { type: 'END', letters });
    expect(await taskFailure(handle)).toMatch(/The view has \d+ bytes/);
    expect(await statusOf(handle)).toBe('RUNNING');
    await handle.terminate();
  });

  it('letters of several bytes are counted as bytes', async () => {
    const handle = await opened();
    const refused = await refusalOf(send(handle, { type: 'HOLD', more: 'é'.repeat(40_000) }));
    expect(refused.type).toBe('TooLarge');
  });
});
