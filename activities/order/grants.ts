import { DAY } from '../../billing/calendar/durations';
import { type EventRule, ORDER_EVENTS, SEAT_EVENTS } from '../../machines/events';
import { eventHashOf, type StoredGrant, seatsAsOrder } from '../../store/support/grants';
import { unmarked } from '../../workflows/contract';
import type { CheckGrantInput, CheckGrantOutput } from '../contract';
import type { Tools } from '../shared/dependencies';

/** As long as a workflow surely remembers an update that it has taken. */
const ANSWERED_AGAIN_FOR = DAY;

/**
 * Whether an event of support may take effect: being able to send it is not a permission. The door writes a grant for exactly
 * this update before it sends it, and only that update uses it.
 */
export async function checkGrant({ store, clock }: Tools, input: CheckGrantInput): Promise<CheckGrantOutput> {
  const { tenantId } = input;
  // The mark is of no matter here: by another key's it is the same update still.
  const sentAs = unmarked(input.sentAs);
  const isOfSeats = 'subscriptionId' in input;
  const changeId = isOfSeats ? seatsAsOrder(input.subscriptionId) : input.changeId;
  const catalogue: Readonly<Record<string, EventRule>> = isOfSeats ? SEAT_EVENTS : ORDER_EVENTS;
  const rule = catalogue[input.event.type];
  const grant = await store.grants.findSent(tenantId, changeId, sentAs);
  if (!grant || !rule || !covers(grant, input, rule) || isOver(grant, clock())) return { granted: false };
  return { granted: await store.grants.use(grant, sentAs, clock()) };
}

/** One that was not used in its time is asked for anew, and one that was used long ago is not answered from any more. */
export function isOver({ closedAs, expiresAt, usedAt }: StoredGrant, now: Date): boolean {
  if (closedAs !== null) return true;
  if (usedAt !== null) return now.getTime() - usedAt.getTime() > ANSWERED_AGAIN_FOR;
  return expiresAt != null && expiresAt <= now;
}

function covers(grant: StoredGrant, { event, subject }: CheckGrantInput, { needsSecondPerson }: EventRule): boolean {
  const { eventType, fingerprint, requestedBy, approvedBy } = grant;
  if (eventType !== event.type || fingerprint !== eventHashOf(event)) return false;
  const sender = typeof event.by === 'object' ? event.by.userId : undefined;
  if (!needsSecondPerson) return sender === requestedBy;
  // What was seen of one part of an order, and is the evidence, says nothing of another one.
  if (grant.evidence !== ('evidence' in event ? event.evidence : null)) return false;
  if (grant.subject !== null && grant.subject !== subject) return false;
  return approvedBy !== null && approvedBy !== requestedBy && sender === approvedBy;
}
