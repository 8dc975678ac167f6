import type { OrderEvent } from '../../events';
import { type Asked, note, type Sent } from '../note';

/** Where an order waits that can be put aside, for a hold or a reminder, and comes back to. */
export const PLACES = ['reviewing', 'inCart', 'verifying', 'handedOver', 'vatPending', 'scheduled'] as const;
export type Place = (typeof PLACES)[number];

/** What interrupts an order that waits, and what wakes it. */
export interface WaitingContext {
  /** The place that an order on hold, or one whose customer is being reminded, comes back to. */
  cameFrom: Place | null;
  heldSince: string | null;
  /** When an order on hold went on; waiting for a date counts from here. */
  resumedAt: string | null;
  /** Until when it does not expire, where support has said so. */
  keptOpenUntil: string | null;
  reminders: number;
  /** Something outside changed while a step was at work. */
  nudged: boolean;
}

export const newWaiting = (): WaitingContext => ({
  cameFrom: null,
  heldSince: null,
  resumedAt: null,
  keptOpenUntil: null,
  reminders: 0,
  nudged: false,
});

export const waitingGuards = {
  wasNudged: ({ context: { waiting } }: Asked) => waiting.nudged,
};

export const putAside = (place: Place) => note(() => ({ waiting: { cameFrom: place } }));
export const comeBack = note(() => ({ waiting: { cameFrom: null } }));
export const noteHold = note((_, event: OrderEvent) => ({ waiting: { heldSince: event.at ?? null } }));
export const endHold = note((_, event: OrderEvent) => ({
  waiting: { heldSince: null, cameFrom: null, resumedAt: event.at ?? null },
}));
export const countReminder = note(({ waiting }) => ({ waiting: { reminders: waiting.reminders + 1 } }));
export const noteKeptOpen = note((_, { until }: Sent<'KEEP_OPEN'>) => ({ waiting: { keptOpenUntil: until } }));
export const noteNudge = note(() => ({ waiting: { nudged: true } }));
export const forgetNudge = note(() => ({ waiting: { nudged: false } }));
