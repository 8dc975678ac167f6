import type { z } from 'zod';
import { ACTS_BY_TWO, isActByTwo, type Role, type SentEventType, STAFF } from '../../machines/events';
import type { OrderListItem } from '../../schemas/orders/order';
import {
  OpenRequestSchema,
  OpenRequestsSchema,
  RejectingSchema,
  RequestClosedSchema,
  RequestPathSchema,
  type RequestView,
} from '../../schemas/support/requests';
import type { OrderDoc } from '../../store/orders/orders';
import { type Call, type Handled, type MountedOperation, operation } from '../api/operation';
import { actorOf } from '../api/principal';
import type { Temporal } from '../api/temporal';
import { Problem } from '../http/problem';
import { text } from '../http/texts';
import type { AuditTrail } from '../identity/audit-trail';
import { subjectIn } from '../orders/commands/grants';
import { eventPreviewOf } from '../orders/commands/preview';
import { asIfSent, triedAs } from '../orders/commands/tried-event';
import { foresee } from '../orders/commands/workflows';
import { whyNotNow } from '../orders/views/acts';
import { orderListItems } from '../orders/views/list-item';
import type { ServerStore } from '../ports';
import type { ActsByTwo } from './acts/acts';
import { actEndOf } from './acts/ends';
import {
  type AskedGrant,
  approversOf,
  closedAs,
  isAsked,
  isEventOfOrder,
  movesSince,
  requestView,
} from './request-view';

type PathCall = Call<z.output<typeof RequestPathSchema>>;
type RejectCall = Call<z.output<typeof RequestPathSchema>, unknown, z.output<typeof RejectingSchema>>;

const APPROVERS: readonly Role[] = [...approversOf('OVERRIDE'), ...approversOf('CHANGE_SETTINGS')];
const MOST_SHOWN = 200;

interface RequestParts extends Pick<ServerStore, 'orders' | 'grants' | 'audit' | 'accounts'> {
  acts: ActsByTwo;
  temporal: Temporal;
  trail: AuditTrail;
  now(): Date;
}

export const requestRoutes = (parts: RequestParts): MountedOperation[] => [
  operation('Support', 'GET /v1/requests', {
    id: 'listRequests',
    summary: 'List what waits for a second person; approve one by its event with its grantId',
    roles: STAFF,
    answers: {
      200: {
        description:
          'The open ones, and acts that the caller has approved and that have not begun; those whose time is over are not.',
        schema: OpenRequestsSchema,
      },
    },
    handle: (call) => listRequests(parts, call),
  }),
  operation('Support', 'GET /v1/requests/{grantId}', {
    id: 'getRequest',
    summary: 'See what somebody asks for, what it would do at this moment, and what became of it',
    roles: STAFF,
    params: RequestPathSchema,
    answers: { 200: { description: 'The request, also one that is over.', schema: OpenRequestSchema } },
    handle: (call) => getRequest(parts, call),
  }),
  operation('Support', 'POST /v1/requests/{grantId}/reject', {
    id: 'rejectRequest',
    summary: 'Turn a request down, or take one back',
    roles: APPROVERS,
    params: RequestPathSchema,
    body: RejectingSchema,
    answers: { 200: { description: 'It is over.', schema: RequestClosedSchema } },
    handle: (call) => rejectRequest(parts, call),
  }),
];

async function listRequests(parts: RequestParts, call: Call): Promise<Handled> {
  const { grants, orders, accounts } = parts;
  const { tenantId } = call.principal;
  const now = parts.now();
  const open = (await grants.listOpen(tenantId, now, MOST_SHOWN)).filter(isAsked);
  const listed = [...(await notBegun(parts, call, now)), ...open].slice(0, MOST_SHOWN);
  const changeIds = [...new Set(listed.map(({ changeId }) => changeId))];
  const lines = await linesOf(accounts, call, await orders.listNamed({ tenantId, changeIds }));
  const found = new Map(lines.map((line) => [line.changeId, line]));
  const items = listed.map((grant) => {
    const became = { closed: closedAs(grant, null, now), ended: null, now };
    return requestView(grant, found.get(grant.changeId) ?? null, { ...became, reader: call });
  });
  return { status: 200, body: { items } };
}

const MOST_NOT_BEGUN = 20;

/** Acts that the caller has approved and that nobody has begun or refused since. */
async function notBegun(parts: RequestParts, call: Call, now: Date): Promise<AskedGrant[]> {
  const { principal, person, locale } = call;
  if (person === null) return [];
  const approved = { tenantId: principal.tenantId, approvedBy: person, eventTypes: ACTS_BY_TWO };
  const unused = (await parts.grants.listUnused(approved, now, MOST_NOT_BEGUN)).filter(isAsked);
  const ends = await Promise.all(unused.map((grant) => endOf(parts, { principal, locale }, grant)));
  return unused.filter((_, index) => ends[index] === null);
}

const linesOf = (
  accounts: RequestParts['accounts'],
  { principal, locale }: Pick<Call, 'principal' | 'locale'>,
  orders: readonly OrderDoc[],
): Promise<OrderListItem[]> => orderListItems(accounts, principal.tenantId, orders, { locale, isBuyer: false });

async function getRequest(parts: RequestParts, call: PathCall): Promise<Handled> {
  const { grants, orders, accounts, audit, trail, now } = parts;
  const { tenantId } = call.principal;
  const { grantId } = call.params;
  const grant = await grants.find(tenantId, grantId);
  if (grant === null || !isAsked(grant)) throw new Problem('not_found');
  const { changeId } = grant;
  const rejection = grant.closedAs === 'rejected' ? await audit.find(tenantId, rejectionOf(grantId)) : null;
  const became = { closed: closedAs(grant, rejection, now()), ended: await endOf(parts, call, grant), now: now() };
  const order = await orders.findDoc(tenantId, changeId);
  if (order !== null) await trail.noteOrderRead(call, changeId);
  const [line = null] = await linesOf(accounts, call, order === null ? [] : [order]);
  const movedSince = order === null ? [] : movesSince(order, grant.requestedAt, call.locale);
  const view = { ...requestView(grant, line, { ...became, reader: call }), movedSince };
  const mayBeApproved = became.closed === null || view.mayApprove;
  if (order === null || !mayBeApproved) return { status: 200, body: view };
  return { status: 200, body: { ...view, ...(await outlookOf(parts, call, grant, order)) } };
}

/** The deeds on an order that the end of an act is looked for among, the latest. */
const MOST_DEEDS = 200;

async function endOf(
  { audit, now }: RequestParts,
  { principal: { tenantId }, locale }: Pick<Call, 'principal' | 'locale'>,
  grant: AskedGrant,
): Promise<RequestView['ended']> {
  const { approvedBy, changeId, eventType } = grant;
  if (approvedBy === null || !isActByTwo(eventType)) return null;
  return actEndOf(grant, await audit.listOfChange(tenantId, changeId, MOST_DEEDS), { locale, now: now() });
}

type Outlook = Pick<RequestView, 'preview' | 'objection'>;
const UNKNOWN: Outlook = { preview: null, objection: null };

/** What the order would do at this moment if somebody approved. */
async function outlookOf(parts: RequestParts, call: PathCall, grant: AskedGrant, order: OrderDoc): Promise<Outlook> {
  const { eventType } = grant;
  if (isEventOfOrder(eventType)) return outlookOfEvent(parts, call, grant, eventType);
  if (!isActByTwo(eventType)) return UNKNOWN;
  const [role = 'support_lead'] = approversOf(eventType);
  return parts.acts.outlook(eventType, order.view, { role, locale: call.locale });
}

/** Nothing is said of it where no worker answers. */
async function outlookOfEvent(
  { temporal, orders, now }: RequestParts,
  { principal: { tenantId }, locale }: PathCall,
  { changeId, evidence, subject, requestedBy }: AskedGrant,
  type: SentEventType,
): Promise<Outlook> {
  const refused = (objection: string | undefined): Outlook => ({ preview: null, objection: objection ?? type });
  const [role = 'support_lead'] = approversOf(type);
  const event = triedAs(asIfSent({ type, ...(evidence === null ? {} : { evidence }) }, now()), {
    userId: requestedBy,
    role,
  });
  const seen = await foresee(temporal, { tenantId, changeId }, event).catch(unanswered);
  if (seen === undefined) return UNKNOWN;
  if (seen === null) {
    const written = await orders.find(tenantId, changeId);
    return refused(written === null ? undefined : whyNotNow(type, written, locale));
  }
  if (seen.objection !== null) return refused(whyNotNow(type, seen.now, locale));
  const about = subjectIn(type, seen.now);
  if (subject !== null && about !== null && subject !== about) return refused(text(locale, 'whyNot.left_behind'));
  return { preview: eventPreviewOf(type, seen, { needsSecondPerson: false, locale }), objection: null };
}

/** @throws whatever is no 503 */
function unanswered(error: unknown): undefined {
  if (!(error instanceof Problem) || error.code !== 'unavailable') throw error;
}

async function rejectRequest({ grants, trail, now }: RequestParts, call: RejectCall): Promise<Handled> {
  const { grantId } = call.params;
  const { tenantId, role } = call.principal;
  actorOf(call);
  const grant = await grants.find(tenantId, grantId);
  if (grant === null) throw new Problem('not_found');
  if (!approversOf(grant.eventType).includes(role)) throw new Problem('role_not_allowed', { facts: { role } });
  // Rejected before, and perhaps only the answer and the entry were lost: told twice, it stays as it is.
  const isRejected =
    (await grants.reject(tenantId, grantId, now())) || (await grants.find(tenantId, grantId))?.closedAs === 'rejected';
  if (!isRejected) throw new Problem('request_over');
  const { changeId, eventType, requestedBy } = grant;
  await trail.note(call, {
    entryId: rejectionOf(grantId),
    action: `${eventType}:rejected`,
    changeId,
    facts: { ...call.body, grantId, requestedBy },
  });
  return { status: 200, body: { grantId, status: 'rejected' } };
}

const rejectionOf = (grantId: string): string => `rejected:${grantId}`;
