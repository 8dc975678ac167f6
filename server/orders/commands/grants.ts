import { DAY } from '../../../billing/calendar/durations';
import { type ActByTwo, DESK_ACTS, ORDER_EVENTS, type OrderEventType, SELLER_ACTS } from '../../../machines/events';
import { subjectOf } from '../../../machines/subscription-change/support/subject';
import type { BodyOf, EventBody, TriedBody } from '../../../schemas/orders/events';
import type { ActOfTwo } from '../../../schemas/support/act-of-two';
import type { Sending, StoredGrant } from '../../../store/support/grants';
import type { OrderView } from '../../../workflows/contract';
import type { Answer, Call } from '../../api/operation';
import { grantIdOf } from '../../http/identifiers';
import { Problem } from '../../http/problem';
import type { ServerStore } from '../../ports';

type SupportBody =
  | Extract<EventBody, { reason: string }>
  | ({ type: ActByTwo } & ActOfTwo)
  | ({ type: 'CHANGE_SETTINGS' } & BodyOf<(typeof SELLER_ACTS)['CHANGE_SETTINGS']>);
type SupportCall = Pick<Call<{ changeId: string }, unknown, unknown>, 'principal' | 'params' | 'requestKey'>;

const RULES = { ...ORDER_EVENTS, ...DESK_ACTS, ...SELLER_ACTS };

/** The permission that a support event needs, or the answer while a second person is waited for. */
export type Permission = { kind: 'granted'; grantId: string } | { kind: 'waiting'; grantId: string; answer: Answer };

/** Who asks or approves, when, and the subject of the grant; null where that is not asked. */
interface Asking {
  person: string;
  at: Date;
  subject: string | null;
}

/** What will be sent under a grant, for which alone it is good; left out where that is no event. */
type SendingUnder = (grantId: string) => Sending | undefined;

/** A request that nobody has approved by then was not worth it, or the order is another one by now. */
const OPEN_FOR = DAY;

/**
 * Records who does this and why. Where two persons are needed, the first call only asks and the second one, by
 * somebody else and naming the request, approves it.
 *
 * @throws Problem 403 `second_person_required` when one person tries to be both, 404 for a request that is not of this
 * order and event
 */
export async function permissionFor(
  grants: ServerStore['grants'],
  call: SupportCall,
  body: SupportBody,
  { person, at, subject, sending }: Asking & { sending?: SendingUnder },
): Promise<Permission> {
  const { tenantId } = call.principal;
  const named = 'grantId' in body ? body.grantId : undefined;
  if (named !== undefined) {
    await requestNamed(grants, call, { type: body.type, evidence: evidenceIn(body) }, { grantId: named, at, subject });
    if (!(await grants.approve(tenantId, named, person, at, sending?.(named)))) {
      throw new Problem('second_person_required');
    }
    return { kind: 'granted', grantId: named };
  }
  const grantId = grantIdOf(call.requestKey, call.params.changeId);
  const asked = {
    grantId,
    tenantId,
    changeId: call.params.changeId,
    eventType: body.type,
    reasonCode: body.reasonCode,
    reason: body.reason,
    evidence: evidenceIn(body),
    subject,
    requestedBy: person,
    approvedBy: null,
  };
  if (!RULES[body.type].needsSecondPerson) {
    await grants.request(asked, sending?.(grantId));
    return { kind: 'granted', grantId };
  }
  await grants.request({ ...asked, requestedAt: at, expiresAt: new Date(at.getTime() + OPEN_FOR) });
  return { kind: 'waiting', grantId, answer: { status: 202, body: { grantId, status: 'waiting_for_second_person' } } };
}

/** Support acts in a customer's place, with an event that customers send: it needs no second person and gives no reason. */
export async function permissionInPlaceOf(
  grants: ServerStore['grants'],
  { principal: { tenantId }, params: { changeId }, requestKey }: SupportCall,
  { type, person, sending }: { type: OrderEventType; person: string; sending: Sending },
): Promise<void> {
  await grants.request(
    {
      grantId: grantIdOf(requestKey, changeId),
      tenantId,
      changeId,
      eventType: type,
      reasonCode: null,
      reason: null,
      evidence: null,
      subject: null,
      requestedBy: person,
      approvedBy: null,
    },
    sending,
  );
}

const evidenceIn = (body: SupportBody): string | null => ('evidence' in body ? body.evidence : null);

async function requestNamed(
  grants: ServerStore['grants'],
  call: SupportCall,
  { type, evidence }: { type: StoredGrant['eventType']; evidence: string | null },
  { grantId, at, subject }: Omit<Asking, 'person'> & { grantId: string },
): Promise<StoredGrant> {
  const grant = await grants.find(call.principal.tenantId, grantId);
  if (grant === null || grant.changeId !== call.params.changeId || grant.eventType !== type) {
    throw new Problem('not_found');
  }
  // What the second person approves is what the first one asked for, word for word.
  if (grant.evidence !== evidence) throw new Problem('evidence_changed', { extra: { evidence: grant.evidence } });
  // Its own word for a request that is over, so that nobody looks for a third person.
  const isOver = grant.closedAs != null || (grant.expiresAt != null && grant.expiresAt <= at);
  if (isOver && grant.approvedBy === null) throw new Problem('request_over');
  if (grant.subject !== null && subject !== null && grant.subject !== subject) throw new Problem('request_over');
  return grant;
}

/** The subject of a grant for an event: the part of the order, as it is seen, that the event is about. */
export const subjectIn = (event: OrderEventType, { details }: OrderView): string | null => {
  const { vatNumberAsked = null, placing } = details;
  return placing === undefined ? null : subjectOf(event, { vatNumberAsked, placing });
};

/**
 * Whether an event that is tried out would wait for a second person, without asking one. Where it says no evidence, that of the
 * request is meant. Throws as {@link permissionFor}.
 */
export async function wouldWait(
  grants: ServerStore['grants'],
  call: SupportCall & { body: TriedBody },
  { person, at, subject }: Asking,
): Promise<boolean> {
  const { type, grantId, evidence } = call.body;
  if (grantId === undefined) return RULES[type].needsSecondPerson;
  const meant = evidence ?? (await grants.find(call.principal.tenantId, grantId))?.evidence ?? null;
  const { approvedBy, requestedBy } = await requestNamed(
    grants,
    call,
    { type, evidence: meant },
    { grantId, at, subject },
  );
  const isTheirs = approvedBy === null ? requestedBy !== person : approvedBy === person;
  if (!isTheirs) throw new Problem('second_person_required');
  return false;
}
