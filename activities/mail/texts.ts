import { IntlMessageFormat } from 'intl-messageformat';
import type { Locale } from '../../billing/facts/types';

/** The mails that Avenant writes, in both languages. A mail names ids and amounts, never a person. */
const TEXTS = {
  confirmed: {
    en: {
      subject: 'Your subscription change is made',
      body: 'Order {changeId} is made{purchaseOrder, select, none {} other { (purchase order {purchaseOrder})}}.\n\n{explanation}',
    },
    fr: {
      subject: 'Votre changement d’abonnement est effectué',
      body: 'La commande {changeId} est effectuée{purchaseOrder, select, none {} other { (bon de commande {purchaseOrder})}}.\n\n{explanation}',
    },
  },
  compensated: {
    en: {
      subject: 'Your order was not made',
      body: 'Order {changeId} was not made. What was paid for it is given back; your subscription is unchanged.',
    },
    fr: {
      subject: 'Votre commande n’a pas été effectuée',
      body: 'La commande {changeId} n’a pas été effectuée. Ce qui a été payé est remboursé ; votre abonnement est inchangé.',
    },
  },
  orderWaiting: {
    en: {
      subject: 'Your order is waiting for you',
      body: 'Order {changeId} is ready and waits for you to look at it and place it.',
    },
    fr: {
      subject: 'Votre commande vous attend',
      body: 'La commande {changeId} est prête : il vous reste à la vérifier et à la valider.',
    },
  },
  vatCredited: {
    en: {
      subject: 'VAT of your order is given back',
      body: 'The VAT number given with order {changeId} has been confirmed. The VAT charged meanwhile, {amount}, is credited to your account. Reverse charge: you account for the VAT yourself.',
    },
    fr: {
      subject: 'La TVA de votre commande vous est rendue',
      body: 'Le numéro de TVA donné avec la commande {changeId} est confirmé. La TVA facturée entre-temps, {amount}, est portée au crédit de votre compte. Autoliquidation : la TVA est due par le preneur.',
    },
  },
  vatKept: {
    en: {
      subject: 'The VAT of your order stands',
      body: 'The VAT register does not know the number given with order {changeId}, so the VAT charged stands. If the number was mistyped, contact support.',
    },
    fr: {
      subject: 'La TVA de votre commande est maintenue',
      body: 'Le registre de TVA ne connaît pas le numéro donné avec la commande {changeId} : la TVA facturée est maintenue. Si le numéro a été mal saisi, contactez le support.',
    },
  },
  paymentWaiting: {
    en: {
      subject: 'Your payment waits for your confirmation',
      body: 'Order {changeId} waits until you confirm the payment with your bank: {link}\n\nThe link is good until {until}. Until then nothing is charged and your subscription is unchanged.',
    },
    fr: {
      subject: 'Votre paiement attend votre confirmation',
      body: 'La commande {changeId} attend que vous confirmiez le paiement auprès de votre banque : {link}\n\nLe lien est valable jusqu’au {until}. D’ici là, rien n’est débité et votre abonnement reste inchangé.',
    },
  },
  reminder: {
    en: {
      subject: 'Seats are waiting to be assigned',
      body: '{unassigned, plural, one {# seat} other {# seats}} of subscription {subscriptionId} {unassigned, plural, one {is} other {are}} not assigned to anybody yet.',
    },
    fr: {
      subject: 'Des sièges restent à attribuer',
      body: '{unassigned, plural, one {# siège} other {# sièges}} de l’abonnement {subscriptionId} {unassigned, plural, one {n’est attribué} other {ne sont attribués}} à personne.',
    },
  },
} as const satisfies Record<string, Record<Locale, { subject: string; body: string }>>;

export type MailKind = keyof typeof TEXTS;

const formats = new Map<string, IntlMessageFormat>();

/** A mail's subject and body in the account's language. */
export function mailText(
  kind: MailKind,
  locale: Locale,
  facts: Record<string, string | number>,
): { subject: string; body: string } {
  const { subject, body } = TEXTS[kind][locale];
  return { subject, body: fill(body, locale, facts) };
}

function fill(text: string, locale: Locale, facts: Record<string, string | number>): string {
  const format = formats.get(`${locale}:${text}`) ?? new IntlMessageFormat(text, locale);
  formats.set(`${locale}:${text}`, format);
  return String(format.format(facts));
}
