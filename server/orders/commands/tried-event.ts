import { DAY } from '../../../billing/calendar/durations';
import type { ValueOfKind } from '../../../machines/event-fields';
import {
  type Actor,
  type EventRule,
  ORDER_EVENTS,
  type OrderEvent,
  type SentEventType,
} from '../../../machines/events';
import { type EventBody, isOfNoWay, type OfNoWay, type TriedBody } from '../../../schemas/orders/events';
import { eventOf } from './door';

/** Stands where something would that only the event itself asks for, e.g. a permission: nothing that is tried out reaches the order. */
const STAND_IN = 'preview';

const STAND_INS: { [Kind in OfNoWay]: (now: Date) => ValueOfKind<Kind> } = {
  consent: () => STAND_IN,
  message: () => STAND_IN,
  evidence: () => STAND_IN,
  purchaseOrder: () => STAND_IN,
  confirmation: () => true,
  timing: () => 'now',
  instant: (now) => new Date(now.getTime() + DAY).toISOString(),
};

/** An event that is tried out, with something in the place of all that it leaves out. */
export function asIfSent<Type extends SentEventType>(
  body: TriedBody<Type>,
  now: Date,
): Extract<EventBody, { type: Type }> {
  const { fields }: EventRule = ORDER_EVENTS[body.type];
  const said: Record<string, unknown> = { ...body };
  const standIns = Object.entries(fields).flatMap(([name, { kind }]) =>
    isOfNoWay(kind) && said[name] == null ? [[name, STAND_INS[kind](now)]] : [],
  );
  return { ...said, ...Object.fromEntries(standIns) } as Extract<EventBody, { type: Type }>;
}

/** An event as the order would take it, under a permission that nobody has given. */
export const triedAs = (body: { type: SentEventType }, by: Actor): OrderEvent => eventOf(body, by, STAND_IN);
