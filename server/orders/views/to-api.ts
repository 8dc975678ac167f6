import type { Locale, Refusal } from '../../../billing/facts/types';
import type { Quote } from '../../../billing/quotes/types';
import { maySend, ORDER_EVENTS, type Role, type SentEventType } from '../../../machines/events';
import { type OrderDocument, OrderDocumentSchema } from '../../../schemas/orders/order';
import type { OrderView } from '../../../workflows/contract';
import { shownTo } from '../../api/shown';
import { stuckToApi } from '../../api/stuck';
import { nextStep, text } from '../../http/texts';
import { missingToApi } from '../quotes/preview-to-api';
import type { Reader } from '../quotes/reader';
import { differenceToApi, quoteToApi } from '../quotes/to-api';
import { headlineOf } from './headline';

type Details = OrderView['details'];
type AskAgain = NonNullable<Details['askAgain']>;

/** An order as the API shows it to its reader, wherever it shows one. Amounts are `{amount, currency}`. */
export const toApi = (view: OrderView, reader: Reader): OrderDocument =>
  shownTo(reader.role, OrderDocumentSchema, wholeOrder(view, reader));

function wholeOrder(view: OrderView, reader: Reader): OrderDocument {
  const { details } = view;
  const { quote, difference, refusal, payment, agreement, stuck, vat, askAgain } = details;
  return {
    changeId: details.changeId,
    accountId: details.accountId,
    state: view.state,
    headline: headlineOf(view, reader.locale),
    settled: view.settled,
    done: view.status !== 'active',
    sequence: view.sequence,
    updatedAt: view.at,
    allowedEvents: allowedFor(view, reader.role),
    route: details.route,
    changes: details.changes,
    effective: details.effective ?? 'now',
    dropped: (details.dropped ?? []).map((one) => ({ ...one, refusal: refusalToApi(one.refusal, reader.locale) })),
    quote: quote && quoteToApi(quote, reader),
    difference: quote && difference && differenceToApi(difference, quote.currency, reader),
    cart: { holdsItems: details.cartHoldsItems, included: details.includesCart },
    missing: quote === null ? [] : details.missing.map((what) => missingToApi(what, quote, reader)),
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
    stuck: stuck && stuckToApi(stuck, reader.locale),
    ending: details.ending,
    heldSince: details.heldSince ?? null,
    extended: details.extended ?? { quote: null, link: null, idle: null },
  };
}

/** The events that the order would take now from somebody of a role. */
export const allowedFor = (view: OrderView, role: Role): SentEventType[] =>
  view.allowedEvents.filter((type): type is SentEventType => maySend(role, ORDER_EVENTS[type]));

function vatWaitToApi({ vatWait }: Details): OrderDocument['vatWait'] {
  if (vatWait === undefined) return null;
  const { prefix = null, code, attempts, retry } = vatWait;
  return { prefix, code, attempts, asksAgain: retry };
}

function askAgainToApi(
  { reason, previousDue, code }: AskAgain,
  quote: Quote | null,
  locale: Locale,
): NonNullable<OrderDocument['askAgain']> {
  return {
    reason,
    text: askAgainText(reason, code, locale),
    previousDue: previousDue === null || quote === null ? null : { amount: previousDue, currency: quote.currency },
    code,
  };
}

function askAgainText(reason: AskAgain['reason'], code: string | null, locale: Locale): string {
  const key = `state.ask_again.${reason}`;
  // A number on file that can be none is told as the door tells one that is given.
  const why =
    reason === 'vat_number_refused' && code !== null ? text(locale, code.replace(/^vat_/, 'field.vat.')) : undefined;
  const words = why === undefined ? text(locale, `${key}.${code}`) : text(locale, `${key}.form`, { why });
  return words ?? text(locale, key) ?? reason;
}

function refusalToApi({ code, facts }: Refusal, locale: Locale) {
  return {
    code,
    facts,
    text: text(locale, `refusal.${code}`, facts) ?? code,
    next: nextStep(locale, code, facts) ?? null,
  };
}
