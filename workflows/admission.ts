import { ActivityFailure } from '@temporalio/workflow';
import type { Objection } from 'statechart-host/contract';
import type { CheckGrantInput } from '../activities/contract';
import { needsPermission, ORDER_EVENTS, type OrderEvent, SEAT_EVENTS, type SeatEvent } from '../machines/events';
import type { SeatContext } from '../machines/seat-follow-up/machine';
import type { OrderContext } from '../machines/subscription-change/context';
import { subjectOf } from '../machines/subscription-change/support/subject';
import { NOT_SO, PERMISSION_REFUSED, PERMISSION_UNCHECKED } from './contract';
import { stepAfterCommit } from './steps';

/**
 * Being able to reach Temporal is not a permission: what only support may send is checked against a grant that the door wrote
 * before it sent it, and what the system tells is proved by the fact that it tells of. A customer's own event needs neither, so
 * nobody is asked and an order costs nothing more.
 */

type Admission = Promise<Objection | undefined> | undefined;

const checkGrant = stepAfterCommit('checkGrant');
const checkFact = stepAfterCommit('checkFact');

/** Of an event for an order. */
export function orderAdmission(event: OrderEvent, context: OrderContext, update: string | undefined): Admission {
  const { tenantId, changeId, vat, visits, wish } = context;
  if (event.type === 'SUPERSEDED' || event.type === 'EXPIRE') {
    const subscriptionIds = wish.changes.map(({ subscriptionId }) => subscriptionId);
    return checkFact({ tenantId, changeId, event, subscriptionIds }).then(({ isSo }) =>
      isSo ? undefined : objection(event, NOT_SO, 'is not so'),
    );
  }
  if (!needsPermission(ORDER_EVENTS[event.type], event.by)) return undefined;
  const subject = subjectOf(event.type, { vatNumberAsked: vat.numberAsked, placing: visits.place });
  return permission({ tenantId, changeId, event, subject }, update);
}

/** Of an event for a follow-up of seats. */
export function seatAdmission(event: SeatEvent, context: SeatContext, update: string | undefined): Admission {
  const { tenantId, subscriptionId } = context;
  if (!needsPermission(SEAT_EVENTS[event.type], event.by)) return undefined;
  return permission({ tenantId, subscriptionId, event, subject: null }, update);
}

type Asked = CheckGrantInput extends infer One ? (One extends CheckGrantInput ? Omit<One, 'sentAs'> : never) : never;

/** A signal brings no update that a grant could be for. */
async function permission(asked: Asked, update: string | undefined): Promise<Objection | undefined> {
  const refused = objection(
    asked.event,
    PERMISSION_REFUSED,
    'is not permitted: the API has no permission for it on record',
  );
  if (update === undefined) return refused;
  try {
    const { granted } = await checkGrant({ ...asked, sentAs: update } as CheckGrantInput);
    return granted ? undefined : refused;
  } catch (error) {
    if (!(error instanceof ActivityFailure)) throw error;
    return objection(asked.event, PERMISSION_UNCHECKED, 'has no effect: its permission could not be checked');
  }
}

const objection = ({ type: event }: OrderEvent | SeatEvent, type: string, words: string): Objection => ({
  type,
  message: `${event} ${words}.`,
  facts: { event },
});
