/**
 * The kinds of things that a person at support is asked to look at beside orders that are stuck: a closed list, as plain data.
 * The key is the kind on the wire and a section of the runbook (`locales/runbook.*.json`).
 */
export const SUPPORT_ITEM_KINDS = [
  'vat_unverifiable',
  'vat_not_verified',
  'vat_register_refuses',
  'refund_request',
  'refund_by_hand',
  'refund_failed',
  'refunded_elsewhere',
  'given_back_twice',
  'payment_reversed',
  'payment_restored',
  'payment_not_wanted',
  'payment_review_failed',
  'seats_unassigned',
  'order_full',
  'agreed_not_made',
  'agreed_replaced',
  'no_contact',
  'contact_unreachable',
] as const;
export type SupportItemKind = (typeof SUPPORT_ITEM_KINDS)[number];
