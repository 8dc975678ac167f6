import type { MountedOperation } from '../api/operation';
import { ON_BEHALF_OF } from '../api/principal';
import type { ProblemCode } from '../http/problem-codes';
import type { DescribedOperation } from './reference';

/** Whatever is asked may be answered with these. */
export const OF_EVERY_OPERATION: readonly ProblemCode[] = [
  'malformed_request',
  'malformed_url',
  'headers_too_large',
  'request_timeout',
  'unauthenticated',
  'person_left',
  'csrf_token_wrong',
  'role_not_allowed',
  'method_not_allowed',
  'card_data_refused',
  'answer_too_large',
  'too_many_requests',
  'too_many_at_once',
  'internal',
  'unavailable',
  'payload_unreadable',
  'overloaded',
];

/** Answers of addresses beside the operations: deliveries from outside, signing in, the pages. */
export const BESIDE_OPERATIONS: readonly ProblemCode[] = [
  'webhook_refused',
  'sign_in_failed',
  'sign_in_without_role',
  'pages_not_built',
];

/** What follows from how an operation is called. */
const BY_TRAIT: readonly [has: (operation: DescribedOperation) => boolean, codes: readonly ProblemCode[]][] = [
  [takes('path'), ['not_found']],
  [takes('query'), ['invalid_query']],
  [takes('query', 'cursor'), ['invalid_cursor']],
  [takes('header', ON_BEHALF_OF), ['on_behalf_of_missing', 'on_behalf_of_invalid', 'on_behalf_of_not_allowed']],
  [takes('header', 'If-Match'), ['precondition_required', 'precondition_failed']],
  [
    ({ mounted }) => mounted.needsIdempotencyKey,
    ['idempotency_key_missing', 'idempotency_key_invalid', 'idempotency_key_in_progress', 'idempotency_key_reused'],
  ],
  [
    ({ body }) => body !== undefined,
    [
      'malformed_json',
      'duplicate_json_key',
      'body_not_an_object',
      'json_too_deep',
      'unsupported_media_type',
      'body_too_large',
      'invalid_request',
    ],
  ],
];

const TWO_PERSONS: readonly ProblemCode[] = ['second_person_required', 'request_over', 'evidence_changed'];
const BULK: readonly ProblemCode[] = ['bulk_empty', 'bulk_too_large'];
const STEERED: readonly ProblemCode[] = ['bulk_not_in_status'];
const FILTERED: readonly ProblemCode[] = ['filters_not_combined'];

/** What only single operations answer. */
const OF_ONE: Readonly<Record<string, readonly ProblemCode[]>> = {
  sendEvent: [
    'event_not_allowed',
    'quote_changed',
    'payment_details_required',
    'vat_format',
    'too_late_to_cancel',
    'order_busy',
    'order_full',
    'permission_refused',
    'permission_unchecked',
    ...TWO_PERSONS,
  ],
  previewEvent: ['vat_format', 'order_busy'],
  startChange: ['order_busy'],
  getReceipt: ['receipt_not_ready', 'not_acceptable'],
  listAudit: ['not_acceptable'],
  getPaymentLink: ['payment_link_expired'],
  makeQuoteLink: ['quote_not_on_offer', 'quote_link_unavailable'],
  openPaymentSetup: ['payment_page_unavailable', 'event_not_allowed'],
  readPaymentSetup: ['payment_page_unavailable', 'event_not_allowed', 'order_busy'],
  sendSeatEvent: ['event_not_allowed', 'permission_refused', 'permission_unchecked'],
  assignSeat: ['no_free_seat', 'assignee_left'],
  putAccount: ['version_conflict', 'vat_format'],
  putSubscription: ['version_conflict', 'subscription_reserved'],
  putProduct: ['version_conflict'],
  putCart: ['version_conflict', 'cart_reserved'],
  removeCartItem: ['cart_reserved'],
  putPerson: ['older_fact'],
  putSettings: TWO_PERSONS,
  putSavedView: ['too_many_saved_views'],
  rejectRequest: ['request_over'],
  writeNote: ['too_many_notes'],
  closeSupportItem: ['item_closed'],
  resendMail: ['mail_not_given_up'],
  creditVat: ['item_closed', ...TWO_PERSONS],
  endLostOrder: ['too_late_to_cancel', ...TWO_PERSONS],
  startLostOrderAgain: ['nothing_kept', 'kept_key_unknown', 'kept_not_genuine', 'claim_lost', ...TWO_PERSONS],
  sendBulkEvent: [...BULK, ...FILTERED],
  previewBulkEvent: [...BULK, ...FILTERED],
  approveBulkEvent: ['second_person_required', 'request_over', ...STEERED],
  cancelBulkEvent: STEERED,
  pauseBulkEvent: STEERED,
  resumeBulkEvent: STEERED,
  listChanges: FILTERED,
  countChanges: FILTERED,
  takeNextChange: FILTERED,
};

/** Operations that price a change, or decide on one: the order or the rules may refuse it. */
const MAY_REFUSE: ReadonlySet<string> = new Set(['previewQuote', 'simulateQuote', 'startChange', 'sendEvent']);

/** Whether an operation may also answer with any of the refusals. */
export const mayRefuse = ({ id }: Pick<MountedOperation, 'id'>): boolean => MAY_REFUSE.has(id);

/** The codes that an operation may answer with beside those of every operation, in the order of their causes. */
export function problemsOf(operation: DescribedOperation): readonly ProblemCode[] {
  const byTrait = BY_TRAIT.flatMap(([has, codes]) => (has(operation) ? codes : []));
  return [...new Set([...byTrait, ...(OF_ONE[operation.mounted.id] ?? [])])];
}

/** Whether an operation has a parameter there; of this name, where one is given. */
function takes(place: string, name?: string) {
  return ({ parameters }: DescribedOperation): boolean =>
    parameters.some((parameter) => parameter.in === place && (name === undefined || parameter.name === name));
}
