import { Gate, recorded } from 'statechart-host/testing';
import { type Actor, createActor, fromPromise, SimulatedClock } from 'xstate';
import type { SeatEventType } from '../../machines/events';
import { seatFollowUpMachine } from '../../machines/seat-follow-up/machine';
import type { CountSeatsOutput, SeatSteps } from '../../machines/seat-follow-up/steps';
import { failing, inTurn } from './order-desk';
import { SEAT_INPUT } from './seat-world';

const DAY = 86_400_000;
const counted = (assigned: number, bought = 3): CountSeatsOutput => ({ bought, assigned, gone: false });

interface FollowUp {
  calls: string[];
  actor: Actor<typeof seatFollowUpMachine>;
  send(...types: SeatEventType[]): Promise<void>;
  pass(milliseconds: number): Promise<void>;
}

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Follows three new seats, of which nobody uses one unless the script says so; reminders after one and three days. */
async function follow(script: Partial<SeatSteps> = {}): Promise<FollowUp> {
  const calls: string[] = [];
  const steps = recorded<SeatSteps>(
    { countSeats: async () => counted(0), remind: async () => {}, openSupportItem: async () => {}, ...script },
    calls,
  );
  const clock = new SimulatedClock();
  const actors = {
    countSeats: fromPromise<CountSeatsOutput, Parameters<SeatSteps['countSeats']>[0]>(({ input }) =>
      steps.countSeats(input),
    ),
    remind: fromPromise<void, Parameters<SeatSteps['remind']>[0]>(({ input }) => steps.remind(input)),
    openSupportItem: fromPromise<void, Parameters<SeatSteps['openSupportItem']>[0]>(({ input }) =>
      steps.openSupportItem(input),
    ),
  };
  const actor = createActor(seatFollowUpMachine.provide({ actors }), { input: SEAT_INPUT, clock });
  actor.start();
  await settled();
  const send = async (...types: SeatEventType[]): Promise<void> => {
    for (const type of types) {
      actor.send({ type });
      await settled();
    }
  };
  const pass = async (milliseconds: number): Promise<void> => {
    clock.increment(milliseconds);
    await settled();
  };
  return { calls, actor, send, pass };
}

const mailed = ({ calls }: FollowUp): number => calls.filter((name) => name === 'remind').length;

describe('a seat follow-up', () => {
  it('a seat follow-up reminds at each delay, counted from the purchase, and then opens a support item', async () => {
    const reminders: object[] = [];
    const remind: SeatSteps['remind'] = async ({ reminder, unassigned }) => {
      reminders.push({ reminder, unassigned });
    };
    const followUp = await follow({ remind, countSeats: async () => counted(1) });
    await followUp.pass(DAY - 1);
    expect(reminders).toEqual([]);
    await followUp.pass(1);
    expect(reminders).toEqual([{ reminder: 1, unassigned: 2 }]);
    await followUp.pass(2 * DAY);
    expect(reminders).toHaveLength(2);
    expect(followUp.actor.getSnapshot().value).toBe('escalated');
    expect(followUp.calls.at(-1)).toBe('openSupportItem');
  });

  it('a seat follow-up ends without a word when every seat is assigned', async () => {
    const followUp = await follow({ countSeats: inTurn(counted(1), counted(3)) });
    await followUp.send('SEATS_CHANGED');
    expect(followUp.actor.getSnapshot().value).toBe('assigned');
    expect(mailed(followUp)).toBe(0);
  });

  it('a seat follow-up ends when the subscription is gone', async () => {
    const followUp = await follow({ countSeats: async () => ({ bought: 3, assigned: 0, gone: true }) });
    expect(followUp.actor.getSnapshot().value).toBe('assigned');
  });

  it('a seat follow-up counts once more before it writes, so nobody is reminded of seats that are assigned', async () => {
    const followUp = await follow({ countSeats: inTurn(counted(0), counted(3)) });
    await followUp.pass(DAY);
    expect(followUp.actor.getSnapshot().value).toBe('assigned');
    expect(mailed(followUp)).toBe(0);
  });

  it('a seat follow-up does not start its delay again when a seat is assigned', async () => {
    const followUp = await follow({ countSeats: inTurn(counted(0), counted(1)) });
    await followUp.pass(DAY / 2);
    await followUp.send('SEATS_CHANGED');
    await followUp.pass(DAY / 2);
    expect(mailed(followUp)).toBe(1);
  });

  it('a seat follow-up starts its reminders again, in a stream of their own, when more seats are bought', async () => {
    const streams: string[] = [];
    const remind: SeatSteps['remind'] = async ({ stream, reminder }) => {
      streams.push(`${stream} ${reminder}`);
    };
    const followUp = await follow({ remind, countSeats: inTurn(counted(0), counted(0), counted(0), counted(0, 5)) });
    await followUp.pass(DAY);
    await followUp.pass(DAY);
    await followUp.send('SEATS_ADDED');
    await followUp.pass(DAY);
    expect(streams).toEqual(['sub_1:3 1', 'sub_1:5 1']);
  });

  it('a seat follow-up remembers a purchase that comes while it is at work', async () => {
    const gate = new Gate();
    const followUp = await follow({ remind: () => gate.pass() });
    await followUp.pass(DAY);
    await followUp.send('SEATS_ADDED');
    gate.open();
    await settled();
    expect(followUp.actor.getSnapshot().value).toEqual({ following: 'waiting' });
    expect(followUp.actor.getSnapshot().context).toMatchObject({ remindersSent: 0, boughtMeanwhile: false });
  });

  it('a seat follow-up follows a purchase that came while its escalation was stuck, also when support skips', async () => {
    const followUp = await follow({ openSupportItem: failing });
    await followUp.pass(DAY);
    await followUp.pass(2 * DAY);
    expect(followUp.actor.getSnapshot().value).toEqual({ stuck: 'escalating' });
    await followUp.send('SEATS_ADDED', 'SKIP');
    expect(followUp.actor.getSnapshot().value).toEqual({ following: 'waiting' });
  });

  it('a seat follow-up is stuck with a reason when a step fails, and goes on at RETRY', async () => {
    const followUp = await follow({ countSeats: inTurn<CountSeatsOutput>(failing, counted(0)) });
    expect(followUp.actor.getSnapshot().value).toEqual({ stuck: 'counting' });
    expect(followUp.actor.getSnapshot().context.stuck).toMatchObject({
      step: 'counting',
      code: 'StoreUnavailable',
      attempts: 1,
    });
    await followUp.send('RETRY');
    expect(followUp.actor.getSnapshot().value).toEqual({ following: 'waiting' });
  });

  it('a seat follow-up can be stopped at any time', async () => {
    const followUp = await follow({ countSeats: failing });
    await followUp.send('STOP');
    expect(followUp.actor.getSnapshot().value).toBe('stopped');
  });
});
