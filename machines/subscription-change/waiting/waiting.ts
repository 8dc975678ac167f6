import { arrivalOf } from 'statechart-host/contract';
import type { OrderEvent } from '../../events';
import { type Asked, type EventOf, note } from '../note';
import type { WaitingPlace } from './context';

export const waitingGuards = {
  wasNudged: ({ context: { waiting } }: Asked) => waiting.nudged,
};

export const putAside = (place: WaitingPlace) => note(() => ({ waiting: { cameFrom: place } }));
export const comeBack = note(() => ({ waiting: { cameFrom: null } }));
export const noteHold = note((_, event: OrderEvent) => ({ waiting: { heldSince: arrivalOf(event)?.at ?? null } }));
export const endHold = note((_, event: OrderEvent) => ({
  waiting: { heldSince: null, cameFrom: null, resumedAt: arrivalOf(event)?.at ?? null },
}));
export const countReminder = note(({ waiting }) => ({ waiting: { reminders: waiting.reminders + 1 } }));
export const noteKeptOpen = note((_, { until }: EventOf<'KEEP_OPEN'>) => ({ waiting: { keptOpenUntil: until } }));
export const noteNudge = note(() => ({ waiting: { nudged: true } }));
export const forgetNudge = note(() => ({ waiting: { nudged: false } }));
