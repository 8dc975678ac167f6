import type { RefusalCode } from '../../billing/facts/types';
import { REFUSALS } from '../../machines/refusals';

/**
 * Every problem that is not a refusal of a change. The key is the code on the wire and the key of the texts in
 * `locales/` (`problem.<code>` is the title, `next.<code>` what to do next), so name and code cannot differ.
 */
export const PROBLEMS = {
  malformed_request: { http: 400 },
  malformed_url: { http: 400 },
  malformed_json: { http: 400 },
  duplicate_json_key: { http: 400 },
  body_not_an_object: { http: 400 },
  json_too_deep: { http: 400 },
  idempotency_key_missing: { http: 400 },
  idempotency_key_invalid: { http: 400 },
  on_behalf_of_missing: { http: 400 },
  on_behalf_of_invalid: { http: 400 },
  invalid_query: { http: 400 },
  invalid_cursor: { http: 400 },
  webhook_refused: { http: 400 },
  unauthenticated: { http: 401 },
  role_not_allowed: { http: 403 },
  csrf_token_wrong: { http: 403 },
  sign_in_failed: { http: 403 },
  sign_in_without_role: { http: 403 },
  on_behalf_of_not_allowed: { http: 403 },
  second_person_required: { http: 403 },
  person_left: { http: 403 },
  permission_refused: { http: 403 },
  not_found: { http: 404 },
  method_not_allowed: { http: 405 },
  not_acceptable: { http: 406 },
  request_timeout: { http: 408 },
  event_not_allowed: { http: 409 },
  request_over: { http: 409 },
  permission_unchecked: { http: 409 },
  evidence_changed: { http: 409 },
  item_closed: { http: 409 },
  mail_not_given_up: { http: 409 },
  bulk_not_in_status: { http: 409 },
  too_late_to_cancel: { http: 409 },
  payment_details_required: { http: 409 },
  quote_changed: { http: 409 },
  quote_not_on_offer: { http: 409 },
  receipt_not_ready: { http: 409 },
  idempotency_key_in_progress: { http: 409 },
  version_conflict: { http: 409 },
  older_fact: { http: 409 },
  subscription_reserved: { http: 409 },
  cart_reserved: { http: 409 },
  no_free_seat: { http: 409 },
  assignee_left: { http: 409 },
  order_full: { http: 409 },
  too_many_notes: { http: 409 },
  nothing_kept: { http: 409 },
  kept_key_unknown: { http: 409 },
  kept_not_genuine: { http: 409 },
  claim_lost: { http: 409 },
  payment_link_expired: { http: 410 },
  precondition_failed: { http: 412 },
  body_too_large: { http: 413 },
  unsupported_media_type: { http: 415 },
  invalid_request: { http: 422 },
  filters_not_combined: { http: 422 },
  bulk_empty: { http: 422 },
  bulk_too_large: { http: 422 },
  too_many_saved_views: { http: 422 },
  idempotency_key_reused: { http: 422 },
  card_data_refused: { http: 422 },
  vat_format: { http: 422 },
  answer_too_large: { http: 422 },
  precondition_required: { http: 428 },
  too_many_requests: { http: 429 },
  order_busy: { http: 429 },
  too_many_at_once: { http: 429 },
  headers_too_large: { http: 431 },
  internal: { http: 500 },
  pages_not_built: { http: 503 },
  unavailable: { http: 503 },
  overloaded: { http: 503 },
  payload_unreadable: { http: 503 },
  payment_page_unavailable: { http: 503 },
  quote_link_unavailable: { http: 503 },
} as const satisfies Record<string, { http: number }>;

export type ProblemCode = keyof typeof PROBLEMS;

export const isRefusalCode = (code: string): code is RefusalCode => Object.hasOwn(REFUSALS, code);

/** HTTP status of a problem or a refusal. */
export const statusOf = (code: ProblemCode | RefusalCode): number =>
  isRefusalCode(code) ? REFUSALS[code].http : PROBLEMS[code].http;

/** Stable name of the kind of problem; a URN, because nobody needs to fetch it. */
export const typeOf = (code: ProblemCode | RefusalCode): string => `urn:avenant:problem:${code}`;
