import { present } from '../../../billing/present';
import type { Role } from '../../../machines/events';
import type { OrderView } from '../../../workflows/contract';
import type { Answer, Handled } from '../../api/operation';
import { etagOf } from '../../api/preconditions';
import { Problem, refusalProblem } from '../../http/problem';
import type { Reader } from '../quotes/reader';
import { allowedFor, toApi } from '../views/to-api';

const pathOf = (changeId: string): string => `/v1/changes/${changeId}`;

/** The order as the answer to a command or a look: its sequence is the ETag that a command may be bound to. */
export function orderAnswer(view: OrderView, reader: Reader, status: 200 | 201 | 202 = 200): Answer {
  return {
    status,
    headers: present({
      ETag: etagOf(view.sequence),
      Location: status === 200 ? undefined : pathOf(view.details.changeId),
    }),
    body: toApi(view, reader),
  };
}

/** Accepted, and it cannot be looked at now: only its name. */
export function startingAnswer(changeId: string): Answer {
  return {
    status: 202,
    headers: { Location: pathOf(changeId) },
    body: { changeId, state: 'starting', settled: false },
  };
}

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
