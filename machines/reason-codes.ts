import type { DESK_ACTS, EventRule, ORDER_EVENTS, SEAT_EVENTS, SELLER_ACTS } from './events';

/**
 * The reasons that support and operators choose from, by what they do: a closed list, as plain data. The key is the code on the
 * wire and of the texts in `locales/` (`reasonCode.<code>`). A tenant's own code is taken as well: what is chosen here is only
 * what is offered.
 */
export const REASON_CODES = [
  'customer_asked',
  'agreed_with_customer',
  'customer_unreachable',
  'outage_over',
  'cause_mended',
  'checked_at_provider',
  'document_seen',
  'done_by_hand',
  'duplicate',
  'suspicious',
  'terms_not_possible',
  'needs_time',
  'checks_done',
  'mistake',
  'mine_to_do',
  'handed_on',
  'seen_to',
  'new_terms',
  'other',
] as const;
export type ReasonCode = (typeof REASON_CODES)[number];

type Catalogue = Readonly<Record<string, EventRule>>;
type Reasoned<Events extends Catalogue> = {
  [Type in keyof Events]: Events[Type] extends { needsReason: true } ? Type : never;
}[keyof Events];

/** Everything that is done with a reason. */
export type ReasonedAct =
  | Reasoned<typeof ORDER_EVENTS>
  | Reasoned<typeof SEAT_EVENTS>
  | Reasoned<typeof DESK_ACTS>
  | Reasoned<typeof SELLER_ACTS>;

/** The reasons offered for each act; `other` ends every list. */
const OFFERED: Readonly<Record<ReasonedAct, readonly ReasonCode[]>> = {
  ACCEPT_HANDOVER: ['customer_asked', 'agreed_with_customer'],
  DECLINE_HANDOVER: ['terms_not_possible', 'customer_unreachable', 'duplicate', 'suspicious'],
  RETRY: ['outage_over', 'cause_mended', 'customer_asked'],
  RETRY_NEW_KEY: ['checked_at_provider', 'cause_mended'],
  SKIP: ['done_by_hand', 'agreed_with_customer'],
  OVERRIDE: ['done_by_hand', 'checked_at_provider', 'document_seen'],
  ABORT: ['customer_asked', 'duplicate', 'suspicious', 'terms_not_possible'],
  RESOLVE_PAID: ['checked_at_provider', 'document_seen'],
  RESOLVE_NOT_PAID: ['checked_at_provider', 'document_seen'],
  ACCEPT_VAT_EVIDENCE: ['document_seen'],
  HOLD: ['suspicious', 'customer_asked', 'needs_time'],
  RELEASE: ['checks_done', 'customer_asked'],
  EXTEND_QUOTE: ['customer_asked', 'needs_time'],
  EXTEND_LINK: ['customer_asked', 'needs_time'],
  KEEP_OPEN: ['customer_asked', 'needs_time'],
  AMEND: ['customer_asked', 'agreed_with_customer', 'mistake'],
  RESEND: ['customer_asked', 'customer_unreachable'],
  STOP: ['customer_asked', 'done_by_hand'],
  REMIND: ['customer_asked', 'customer_unreachable'],
  ASSIGN: ['mine_to_do', 'handed_on'],
  CLOSE_ITEM: ['seen_to', 'done_by_hand', 'mistake'],
  RESEND_MAIL: ['customer_asked', 'cause_mended'],
  CREDIT_VAT: ['document_seen'],
  END_LOST: ['checked_at_provider', 'customer_asked'],
  START_AGAIN: ['checked_at_provider', 'cause_mended'],
  CHANGE_SETTINGS: ['new_terms', 'mistake'],
};

export const REASONED_ACTS = Object.keys(OFFERED) as ReasonedAct[];

export const reasonCodesFor = (act: ReasonedAct): readonly ReasonCode[] => [...OFFERED[act], 'other'];
