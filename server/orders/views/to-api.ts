import type { Locale, Refusal } from '../../../billing/facts/types';
import type { Quote } from '../../../billing/quotes/types';
import { type OrderDocument, OrderDocumentSchema } from '../../../schemas/orders/order';
import { inStateSince } from '../../../store/orders/document';
import type { OrderView } from '../../../workflows/contract';
import { isStaff } from '../../api/principal';
import { shownTo } from '../../api/shown';
import { stuckToApi } from '../../api/stuck';
import { forPeople } from '../../http/for-people';
import { nextStep, text } from '../../http/texts';
import { missingToApi } from '../quotes/preview-to-api';
import { differenceToApi, quoteToApi } from '../quotes/to-api';
import { actsByTwo, actsFor, allowedFor, notNowByTwo, notNowFor } from './acts';
import { headlineOf } from './headline';
import { handedOverSince, type OrderReader } from './order-readers';
import { replyTo } from './reply';
import { progressOf } from './steps';

type Details = OrderView['details'];
type AskAgain = NonNullable<Details['askAgain']>;

/** An order as the API shows it to its reader, wherever it shows one. Amounts are `{amount, currency}`. */
export const toApi = (view: OrderView, reader: OrderReader): OrderDocument =>
  shownTo(reader.role, OrderDocumentSchema, wholeOrder(view, reader));

function wholeOrder(view: OrderView, reader: OrderReader): OrderDocument {
  const { details } = view;
  const { quote, difference, refusal, payment, agreement, stuck, vat, askAgain } = details;
  return {
    changeId: details.changeId,
    accountId: details.accountId,
    state: view.state,
    headline: headlineOf(view, reader),
    reply: reader.customersLocale && replyTo(view, { ...reader, locale: reader.customersLocale }),
    waits: details.waits,
    inStateSince: inStateSince(view)?.toISOString() ?? null,
    nextTimerAt: view.nextTimerAt ?? null,
    assignee: reader.atDesk.assignee,
    notes: reader.atDesk.notes,
    startedAt: view.startedAt,
    decidedBy: decidedByToApi(details, reader),
    names: namesIn(quote),
    machine: details.machine ?? null,
    handOver: handOverToApi(view, reader),
    steps: progressOf(view, reader.locale),
    settled: view.settled,
    done: view.status !== 'active',
    sequence: view.sequence,
    updatedAt: view.at,
    allowedEvents: allowedFor(view, reader.role),
    acts: [...actsFor(view, reader.role, reader.locale), ...actsByTwo(reader.standingActs, reader.locale)],
    notNow: [...notNowFor(view, reader.role, reader.locale), ...notNowByTwo(reader.standingActs, reader.locale)],
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

/** A customer is told which of their own people decided, and of somebody of ours only that it was one. */
function decidedByToApi({ decidedBy }: Partial<Details>, { role }: OrderReader): OrderDocument['decidedBy'] {
  if (decidedBy === undefined) return null;
  const isHidden = isStaff(decidedBy) && !isStaff({ role });
  return { role: decidedBy.role, userId: isHidden ? null : decidedBy.userId };
}

const namesIn = (quote: Quote | null): OrderDocument['names'] =>
  (quote?.changes ?? []).flatMap(({ subscriptionId, names }) => (names ? [{ subscriptionId, ...names }] : []));

function handOverToApi(view: OrderView, { answerBy, declineMessage }: OrderReader): OrderDocument['handOver'] {
  const { route, ending } = view.details;
  const since = handedOverSince(view);
  if (route === 'self_serve' || (since === null && ending !== 'declined')) return null;
  return { team: route, since, answerBy, message: declineMessage };
}

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
    forPeople: forPeople(locale, code, facts),
  };
}
