import type { AnyMachineSnapshot } from 'xstate';
import type { SeatEvent } from '../../machines/events';
import type { SeatContext } from '../../machines/seat-follow-up/machine';
import type { SeatSteps } from '../../machines/seat-follow-up/steps';
import type { World } from './explore';

type Answers = { [Name in keyof SeatSteps]: readonly Awaited<ReturnType<SeatSteps[Name]>>[] };

const EVENTS: readonly SeatEvent[] = [
  { type: 'SEATS_ADDED' },
  { type: 'SEATS_CHANGED' },
  { type: 'RETRY' },
  { type: 'SKIP' },
  { type: 'STOP' },
  { type: 'REMIND' },
];

const ANSWERS: Answers = {
  countSeats: [
    { bought: 3, assigned: 1, gone: false },
    { bought: 3, assigned: 3, gone: false },
    { bought: 3, assigned: 0, gone: true },
  ],
  remind: [undefined],
  openSupportItem: [undefined],
};

const DAY = 86_400_000;

export const SEAT_INPUT = {
  tenantId: 'tenant',
  subscriptionId: 'sub_1',
  reminderDelays: [DAY, 3 * DAY],
};

function essence(snapshot: AnyMachineSnapshot): string {
  const { bought, assigned, boughtMeanwhile, remindersSent } = snapshot.context as SeatContext;
  return [bought, assigned, boughtMeanwhile, remindersSent].join('|');
}

/** A seat follow-up whose counts and steps may answer in every way. */
export const seatWorld: World = {
  input: SEAT_INPUT,
  events: EVENTS,
  answers: { ...ANSWERS },
  failure: { code: 'timeout', message: 'No answer.', retryable: true, at: '2026-03-25T10:05:00Z' },
  essence,
};
