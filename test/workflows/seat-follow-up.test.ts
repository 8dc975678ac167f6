import { randomUUID } from 'node:crypto';
import type { WorkflowHandle } from '@temporalio/client';
import { NUDGE } from 'statechart-host/contract';
import { Gate, startTestWorker } from 'statechart-host/testing';
import type { CountSeatsOutput, SeatInput } from '../../machines/seat-follow-up/steps';
import { SEAT_WORKFLOW, seatWorkflowId } from '../../workflows/contract';
import { testTemporal } from '../support/backends';
import { bundle } from '../support/bundle';
import { PATIENCE, until } from '../support/within';

const HOUR = 3_600_000;

const eventsOf = async (handle: WorkflowHandle) => (await handle.fetchHistory()).events ?? [];

/**
 * A purchase while the seats are counted; the reminder is due and the count made before the next task. Workflows and steps
 * have workers of their own, so that one can stand still.
 *
 * @returns what was done after that, in order, or undefined where the reminder was due too early
 */
async function buyDuringTheCount(firstReminder: number): Promise<string[] | undefined> {
  const counting = new Gate<CountSeatsOutput>();
  const reminding = new Gate<void>();
  const activities = { countSeats: () => counting.pass(), remind: () => reminding.pass() };
  const steps = await startTestWorker({ ...testTemporal(), activities });
  const { client, taskQueue } = steps;
  const standStill = { ...testTemporal(), taskQueue, workflowBundle: await bundle('workflows/index.ts') };
  const subscriptionId = `sub_${randomUUID()}`;
  const input: SeatInput = { tenantId: 'tenant', subscriptionId, reminderDelays: [firstReminder, HOUR] };
  const workflowId = seatWorkflowId('tenant', subscriptionId);
  const workflows = await startTestWorker(standStill);
  const handle = await client.workflow.start(SEAT_WORKFLOW, { workflowId, taskQueue, args: [input] });
  await counting.arrived();
  await handle.signal(NUDGE, { type: 'SEATS_ADDED' });
  await until(PATIENCE, 'the purchase', async () => isHeard(handle));
  await workflows.stop();
  counting.open({ bought: 3, assigned: 1, gone: false });
  let before = 0;
  await until(PATIENCE, 'count and reminder', async () => {
    const events = await eventsOf(handle);
    before = events.length;
    const isDue = events.some((event) => event.timerFiredEventAttributes);
    return isDue && events.some((event) => event.activityTaskCompletedEventAttributes);
  });
  const later = await startTestWorker(standStill);
  try {
    await reminding.arrived();
    const events = await eventsOf(handle);
    const done = events.slice(before).flatMap((event) => {
      if (event.timerFiredEventAttributes) return ['a reminder is due'];
      const { activityType } = event.activityTaskScheduledEventAttributes ?? {};
      return activityType?.name ? [activityType.name] : [];
    });
    return wereInOneTask(events.slice(0, before)) ? done : undefined;
  } finally {
    await handle.terminate();
    reminding.open();
    await later.stop();
    await steps.stop();
  }
}

type Events = Awaited<ReturnType<typeof eventsOf>>;

const isHeard = async (handle: WorkflowHandle): Promise<boolean> => {
  const events = await eventsOf(handle);
  const signalled = events.findIndex((event) => event.workflowExecutionSignaledEventAttributes);
  return signalled >= 0 && events.slice(signalled).some((event) => event.workflowTaskCompletedEventAttributes);
};

function wereInOneTask(events: Events): boolean {
  const due = events.findIndex((event) => event.timerFiredEventAttributes);
  return !events.slice(due).some((event) => event.workflowTaskCompletedEventAttributes);
}

describe('the seat follow-up', () => {
  it('a purchase during the count lets no reminder go out that was due in the same task', async () => {
    let done: string[] | undefined;
    for (let delay = 2_000; done === undefined; delay *= 2) done = await buyDuringTheCount(delay);
    expect(done).toEqual(['countSeats', 'a reminder is due', 'countSeats', 'remind']);
  });
});
