import { readableAmount } from '../../../../billing/explanation/messages';
import type { Locale } from '../../../../billing/facts/types';
import { fromGatewayUnits } from '../../../../gateways/payment/minor-units';
import type { CurrencyTable } from '../../../../gateways/payment/port';
import { DESK_ACTS, type EventRule, isActByTwo, maySend, ORDER_EVENTS, type Role } from '../../../../machines/events';
import type { AuditEntry } from '../../../../store/audit/audit';
import type { InboundEvent } from '../../../../store/messages/inbound';
import { isLeftUnsent, type ListedMail } from '../../../../store/messages/outbox';
import type { StoredPayment } from '../../../../store/money/payments';
import type { OrderNote } from '../../../../store/support/notes';
import { text } from '../../../http/texts';
import { wordsOfEnd } from './act-end';
import { nameInWords, type ToldItem } from './told';

type Importance = ToldItem['item']['importance'];

export function paymentToApi(payment: StoredPayment, currencies: CurrencyTable, locale: Locale): ToldItem {
  const { kind, reference, status, code, currency, gatewayReference, at } = payment;
  const isKnown = kind !== 'setup' && Object.hasOwn(currencies, currency);
  const amount = isKnown ? { amount: fromGatewayUnits(payment, currencies), currency } : null;
  const facts = {
    kind: text(locale, `paymentKind.${kind}`) ?? kind,
    status: text(locale, `paymentStatus.${kind === 'refund' && status === 'paid' ? 'refunded' : status}`) ?? status,
    amount: amount === null ? '' : readableAmount(amount.amount, currency, { locale }),
  };
  return {
    key: `payment:${reference}`,
    item: {
      kind: 'payment',
      at: at.toISOString(),
      text: text(locale, amount === null ? 'timeline.payment.bare' : 'timeline.payment', facts) ?? reference,
      importance: kind === 'setup' ? 'quiet' : PAYMENT_IMPORTANCE.includes(status) ? 'high' : 'normal',
      call: kind,
      status,
      code,
      amount,
      reference,
      // The saved details themselves are a token, and nobody's business.
      gatewayReference: kind === 'setup' ? null : gatewayReference,
    },
  };
}

const PAYMENT_IMPORTANCE: readonly string[] = ['paid', 'declined', 'reversed', 'unknown'];

const INBOUND_IMPORTANCE: Readonly<Record<InboundEvent['status'], Importance>> = {
  received: 'normal',
  done: 'quiet',
  ignored: 'quiet',
  parked: 'normal',
  dead: 'high',
};

export function inboundToApi({ source, eventId, type, status, receivedAt }: InboundEvent, locale: Locale): ToldItem {
  const facts = { source, type, status: text(locale, `inboundStatus.${status}`) ?? status };
  return {
    key: `inbound:${source}:${eventId}`,
    item: {
      kind: 'inbound',
      at: receivedAt.toISOString(),
      text: text(locale, 'timeline.inbound', facts) ?? type,
      importance: INBOUND_IMPORTANCE[status],
      source,
      eventId,
      type,
      status,
    },
  };
}

/** Mails that remind of the order itself. */
const REMINDERS: readonly string[] = ['orderWaiting', 'paymentWaiting', 'reminder'];

/** Who is told of what happened. */
export interface TimelineReader {
  role: Role;
  locale: Locale;
}

/** Whether somebody of a role may have a mail sent as it stands. */
export const mayResend = (mail: Pick<ListedMail, 'status' | 'givenUpAt'>, role: Role): boolean =>
  isLeftUnsent(mail) && maySend(role, DESK_ACTS.RESEND_MAIL);

/** @param subscriptionId of a mail about its seats */
export function mailToApi(mail: ListedMail, subscriptionId: string | null, { role, locale }: TimelineReader): ToldItem {
  const { key, kind, status, recipientId, at } = mail;
  const facts = {
    subject: text(locale, `mail.${kind}.subject`) ?? kind,
    status: text(locale, `mailStatus.${status}`) ?? status,
  };
  const told = {
    at: at.toISOString(),
    text: text(locale, 'timeline.mail', facts) ?? kind,
    importance: status === 'failed' ? ('high' as const) : ('quiet' as const),
    key,
    status,
    recipientId,
    mayResend: mayResend(mail, role),
  };
  const isReminder = subscriptionId !== null || REMINDERS.includes(kind);
  return {
    key: `mail:${key}`,
    item: isReminder ? { kind: 'reminder', ...told, subscriptionId } : { kind: 'mail', ...told, mail: kind },
  };
}

/** A deed whose action says how it went: `OVERRIDE:requested`. */
export function deedToApi({ entryId, at, action, actorId, role, facts }: AuditEntry, locale: Locale): ToldItem {
  const [type = action, word = ''] = action.split(':');
  const label = nameInWords(type, locale);
  const isEnd = isActByTwo(type) && (word === 'outcome' || word === 'refused');
  const end = isEnd ? wordsOfEnd({ action, facts }, locale).text : null;
  const ended = end === null ? undefined : text(locale, 'timeline.deed.ended', { label, end });
  const told = { actor: actorId, role: text(locale, `role.${role}`) ?? role, label };
  return {
    key: `deed:${entryId}`,
    item: {
      kind: 'deed',
      at: at.toISOString(),
      text: ended ?? text(locale, `timeline.deed.${word}`, told) ?? text(locale, 'timeline.deed', told) ?? label,
      importance: importanceOfDeed(type),
      action,
      label,
      actorId,
      role,
      facts,
    },
  };
}

const RULES: Readonly<Record<string, EventRule>> = { ...DESK_ACTS, ...ORDER_EVENTS };

function importanceOfDeed(type: string): Importance {
  const rule = Object.hasOwn(RULES, type) ? RULES[type] : undefined;
  if (rule?.movesMoney || rule?.needsSecondPerson) return 'high';
  return type === 'ASSIGN' ? 'quiet' : 'normal';
}

export function noteToApi({ noteId, number, at, text: note, authorId, role }: OrderNote, locale: Locale): ToldItem {
  const told = { actor: authorId, role: text(locale, `role.${role}`) ?? role };
  return {
    key: `note:${String(number).padStart(8, '0')}`,
    item: {
      kind: 'note',
      at: at.toISOString(),
      text: text(locale, 'timeline.note', told) ?? authorId,
      importance: 'normal',
      noteId,
      note,
      authorId,
      role,
    },
  };
}
