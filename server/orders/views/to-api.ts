import type { Quote, Refusal } from '../../../billing/types';
import { ORDER_EVENTS, type Role } from '../../../machines/events';
import { isFailureCode } from '../../../machines/failure-codes';
import { EVENT_BODIES, type SentEventType } from '../../../schemas/orders/events';
import type { OrderDocument } from '../../../schemas/orders/order';
import type { OrderView } from '../../../workflows/contract';
import { type Locale, text } from '../../http/texts';
import { runbookSection } from '../../support/runbook';
import { differenceToApi, quoteToApi } from '../quotes/to-api';
import { headlineOf, textOfFailure } from './headline';

type Details = OrderView['details'];
type Stuck = NonNullable<Details['stuck']>;
type AskAgain = NonNullable<Details['askAgain']>;

/** Who reads: their language, the zone they count hours in, and what their role may do. */
export interface Reader {
  locale: Locale;
  timeZone: string;
  role: Role;
}

/** An order as the API shows it, wherever it shows one. Amounts are `{amount, currency}`. */
export function toApi(view: OrderView, reader: Reader): OrderDocument {
  const { details } = view;
  const { quote, difference, refusal, payment, agreement, stuck, vat, askAgain } = details;
  return {
    changeId: details.changeId,
    accountId: details.accountId,
    state: view.state,
    headline: headlineOf(view, reader.locale),
    settled: view.settled,
    done: view.done,
    sequence: view.sequence,
    updatedAt: view.at,
    allowedEvents: allowedFor(view, reader.role),
    route: details.route,
    changes: details.changes,
    dropped: (details.dropped ?? []).map((one) => ({ ...one, refusal: refusalToApi(one.refusal, reader.locale) })),
    quote: quote && quoteToApi(quote, reader),
    difference: quote && difference && differenceToApi(difference, quote.currency, reader),
    cart: { holdsItems: details.cartHoldsItems, included: details.includesCart },
    missing: details.missing,
    hasPaymentMethod: details.hasPaymentMethod,
    vat: vat && { number: vat.number, status: vat.status },
    vatWait: vatWaitToApi(details),
    askAgain: askAgain && askAgainToApi(askAgain, quote, reader.locale),
    refusal: refusal && refusalToApi(refusal, reader.locale),
    agreement: agreement && { effective: agreement.effective, purchaseOrder: agreement.purchaseOrder },
    consent: details.consent ?? null,
    payment: payment && {
      status: payment.status,
      code: payment.code,
      link: payment.link,
      linkExpiresAt: payment.linkExpiresAt,
    },
    stuck: stuck && stuckToApi(stuck, reader),
    ending: details.ending,
    // Views that were stored before these existed lack them.
    heldSince: details.heldSince ?? null,
    extended: details.extended ?? { quote: null, link: null, idle: null },
  };
}

/** What the order would take now from somebody of a role. */
export const allowedFor = (view: OrderView, role: Role): SentEventType[] =>
  view.allowedEvents.filter(isSent).filter((type) => ORDER_EVENTS[type].senders.includes(role));

const isSent = (type: string): type is SentEventType => Object.hasOwn(EVENT_BODIES, type);

function vatWaitToApi({ vatWait }: Details): OrderDocument['vatWait'] {
  if (vatWait === undefined) return null;
  const { prefix = null, code, attempts, retry } = vatWait;
  return { prefix, code, attempts, asksAgain: retry };
}

/** What a failed step said may hold anything, so only staff see it; everybody else sees the headline. */
export function stuckToApi(
  { message, ...stuck }: Omit<Stuck, 'step'> & { step: string },
  { role, locale }: Pick<Reader, 'role' | 'locale'>,
): NonNullable<OrderDocument['stuck']> {
  const shown = { ...stuck, text: textOfFailure(stuck.code, locale) };
  return isStaff(role) ? { ...shown, message, ...runbookOf(stuck.code) } : shown;
}

/** The section of a code; one of an earlier version has none. */
const runbookOf = (code: string): { runbook?: string } =>
  isFailureCode(code) ? { runbook: runbookSection(code) } : {};

const isStaff = (role: Role): boolean => role === 'support_agent' || role === 'support_lead' || role === 'operator';

function askAgainToApi(
  { reason, previousDue, code }: AskAgain,
  quote: Quote | null,
  locale: Locale,
): NonNullable<OrderDocument['askAgain']> {
  return {
    reason,
    text: text(locale, `state.ask_again.${reason}.${code}`) ?? text(locale, `state.ask_again.${reason}`) ?? reason,
    previousDue: previousDue === null || quote === null ? null : { amount: previousDue, currency: quote.currency },
    code,
  };
}

function refusalToApi({ code, facts }: Refusal, locale: Locale) {
  return {
    code,
    facts,
    text: text(locale, `refusal.${code}`, facts) ?? code,
    next: text(locale, `next.${code}`, facts) ?? null,
  };
}
