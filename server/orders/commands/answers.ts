import { present } from '../../../billing/present';
import type { Role } from '../../../machines/events';
import type { OrderView } from '../../../workflows/contract';
import type { Answer, Handled } from '../../api/operation';
import { etagOf } from '../../api/preconditions';
import { Problem, refusalProblem } from '../../http/problem';
import { allowedFor } from '../views/acts';
import type { OrderReader } from '../views/order-readers';
import { toApi } from '../views/to-api';

const pathOf = (changeId: string): string => `/v1/changes/${changeId}`;

/** What the state that somebody waits for comes after: an event that was sent, or a sequence that was seen. */
interface AfterWhat {
  updateId?: string;
  after?: number;
}

/** Where the state after it is waited for. */
function waitingPathOf(changeId: string, { updateId, after }: AfterWhat): string {
  const query = new URLSearchParams({ wait: 'settled' });
  if (updateId !== undefined) query.set('update', updateId);
  if (after !== undefined) query.set('after', String(after));
  return `${pathOf(changeId)}?${query}`;
}

/** The order as the answer to a command or a look: its sequence is the ETag that a command may be bound to. */
export function orderAnswer(
  view: OrderView,
  reader: OrderReader,
  status: 200 | 201 | 202 = 200,
  afterWhat: AfterWhat = {},
): Answer {
  const { changeId } = view.details;
  const location = status === 202 ? waitingPathOf(changeId, afterWhat) : pathOf(changeId);
  return {
    status,
    headers: present({ ETag: etagOf(view.sequence), Location: status === 200 ? undefined : location }),
    body: toApi(view, reader),
  };
}

/** Accepted, and it cannot be looked at now: only its name. */
export const startingAnswer = (changeId: string): Answer => notYetAnswer(changeId, 'starting', {});

/** An order whose state after what was sent or seen is not known yet. What it was before is no answer. */
export const underWayAnswer = (changeId: string, afterWhat: AfterWhat): Answer =>
  notYetAnswer(changeId, 'under_way', afterWhat);

const notYetAnswer = (changeId: string, state: 'starting' | 'under_way', afterWhat: AfterWhat): Answer => ({
  status: 202,
  headers: { Location: waitingPathOf(changeId, afterWhat), 'Retry-After': '1' },
  body: { changeId, state, settled: false },
});

type Unpermitted = 'permission_refused' | 'permission_unchecked';

const isUnpermitted = (kind: string): kind is Unpermitted =>
  kind === 'permission_refused' || kind === 'permission_unchecked';

/** An event of support that was not let through: it had no effect. */
export const unpermittedAnswer = (kind: string, event: string, extra: Record<string, unknown>): Handled | undefined =>
  isUnpermitted(kind) ? { problem: new Problem(kind, { facts: { event }, extra }) } : undefined;

/** A refused change: what is wrong, what to do, and which order says so. */
export function refusalAnswer(view: OrderView): Handled | undefined {
  const { refusal, changeId } = view.details;
  return refusal === null ? undefined : { problem: refusalProblem(refusal, { changeId }) };
}

/** An event that the order does not take now: where it stands, and what it would take. */
export function notAllowedAnswer(type: string, view: OrderView, role: Role): { problem: Problem } {
  const { state, details } = view;
  const extra = { changeId: details.changeId, state, allowedEvents: allowedFor(view, role) };
  const facts = { event: type, place: { text: `state.${state}` } };
  if (type === 'CANCEL' && view.tags.includes('committed'))
    return { problem: new Problem('too_late_to_cancel', { facts, extra }) };
  if (type === 'PLACE_ORDER' && details.situation === 'at_checkout' && details.missing.length > 0) {
    return {
      problem: new Problem('payment_details_required', { facts, extra: { ...extra, missing: details.missing } }),
    };
  }
  return { problem: new Problem('event_not_allowed', { facts, extra }) };
}
