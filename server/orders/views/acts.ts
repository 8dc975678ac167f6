import type { Locale } from '../../../billing/facts/types';
import {
  type ActByTwo,
  DESK_ACTS,
  type EventRule,
  maySend,
  ORDER_EVENTS,
  type Role,
  SENT_EVENTS,
  type SentEventType,
} from '../../../machines/events';
import { whereTaken } from '../../../machines/subscription-change/where-taken';
import type { ActName, ActView, NotNowView } from '../../../schemas/orders/acts';
import type { OrderView } from '../../../workflows/contract';
import { text } from '../../http/texts';

/** The way forward, and what gives something up or cannot be taken back; everything else is neither. */
const TONES: Partial<Record<ActName, 'primary' | 'danger'>> = {
  CHECKOUT: 'primary',
  ADD_TO_CART: 'primary',
  PROVIDE_PAYMENT: 'primary',
  PLACE_ORDER: 'primary',
  RENEW_PAYMENT_LINK: 'primary',
  ACCEPT_HANDOVER: 'primary',
  RETRY: 'primary',
  RELEASE: 'primary',
  CANCEL: 'danger',
  DECLINE_HANDOVER: 'danger',
  RETRY_NEW_KEY: 'danger',
  SKIP: 'danger',
  OVERRIDE: 'danger',
  ABORT: 'danger',
  RESOLVE_PAID: 'danger',
  RESOLVE_NOT_PAID: 'danger',
  ACCEPT_VAT_EVIDENCE: 'danger',
  START_AGAIN: 'primary',
  END_LOST: 'danger',
};

/** An act that is no event, as an order stands. */
export interface StandingAct {
  type: ActByTwo;
  /** Why it is not possible, in words; null where it is. */
  whyNot: string | null;
}

/** The events that the order would take now from somebody of a role. */
export const allowedFor = (view: OrderView, role: Role): SentEventType[] =>
  view.allowedEvents.filter((type): type is SentEventType => maySend(role, ORDER_EVENTS[type]));

/** The same as buttons: in words, and with what each of them asks for. */
export const actsFor = (view: OrderView, role: Role, locale: Locale): ActView[] =>
  allowedFor(view, role).map((type) => actView(type, ORDER_EVENTS[type], locale));

/** Those acts that are possible, as buttons too. */
export const actsByTwo = (standing: readonly StandingAct[], locale: Locale): ActView[] =>
  standing.filter(({ whyNot }) => whyNot === null).map(({ type }) => actView(type, DESK_ACTS[type], locale));

const actView = (type: ActName, rule: EventRule, locale: Locale): ActView => ({
  type,
  label: wordsOf(type, locale),
  needsReason: rule.needsReason,
  needsEvidence: Object.hasOwn(rule.fields, 'evidence'),
  needsSecondPerson: rule.needsSecondPerson,
  movesMoney: rule.movesMoney,
  tone: TONES[type] ?? 'neutral',
});

/** What the role may send and the order does not take where it stands, each with the reason. */
export const notNowFor = (view: OrderView, role: Role, locale: Locale): NotNowView[] =>
  SENT_EVENTS.filter((type) => maySend(role, ORDER_EVENTS[type]) && !view.allowedEvents.includes(type)).map((type) => ({
    type,
    label: wordsOf(type, locale),
    why: whyNotNow(type, view, locale),
  }));

/** Those acts that are not possible, each with the reason. */
export const notNowByTwo = (standing: readonly StandingAct[], locale: Locale): NotNowView[] =>
  standing.flatMap(({ type, whyNot }) =>
    whyNot === null ? [] : [{ type, label: wordsOf(type, locale), why: whyNot }],
  );

const wordsOf = (type: ActName, locale: Locale): string => text(locale, `event.${type}`) ?? type;

/** Why an order does not take an event where it stands, in words. */
export function whyNotNow(type: SentEventType, view: OrderView, locale: Locale): string {
  const say = (key: string, facts = {}): string => text(locale, `notNow.${key}`, facts) ?? '';
  const { states, onlyStuck } = whereTaken(type);
  if (view.status !== 'active') return say('over');
  if (view.tags.includes('held')) return say('held');
  if (type === 'CANCEL' && view.tags.includes('committed')) return say('committed');
  if (onlyStuck) return say(view.details.situation === 'stuck' ? 'other_step' : 'not_stuck');
  // The state takes it, and its guard does not: for each such event there is a sentence.
  const here = view.state.split('.', 1)[0] ?? '';
  if (states.includes(here) && view.settled) return text(locale, `notNow.here.${type}`) ?? say('not_here');
  const names = states.map((state) => text(locale, `stateName.${state}`) ?? state);
  return say('only_in', { states: new Intl.ListFormat(locale, { type: 'disjunction' }).format(names) });
}
