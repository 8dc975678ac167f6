import type { Readership } from '../../billing/explanation/messages';
import { quoteChanges } from '../../billing/quotes/quote';
import { TEXTS } from '../../locales/texts';
import type { ReceiptFacts } from '../../receipts/receipt';
import { aChange, aQuoteInput, aSubscription } from '../billing/samples';

export const ENGLISH: Readership = { locale: 'en', timeZone: 'Europe/Paris', texts: TEXTS.en };
export const FRENCH: Readership = { locale: 'fr', timeZone: 'Europe/Paris', texts: TEXTS.fr };

/** One green point. */
export const LOGO =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGPgjo8EAAE8AMQRq37TAAAAAElFTkSuQmCC';

const REVERSE_CHARGE = {
  rule: 'R2',
  kind: 'reverse_charge',
  country: 'DE',
  percent: '0',
  mention: 'Reverse charge',
} as const;

/** Eight seats become twelve; they were charged with German VAT before the number was known. */
export function aReceiptsFacts(more: Partial<ReceiptFacts> = {}): ReceiptFacts {
  const { billedLines, ...rest } = aSubscription();
  const vatTreatment = { kind: 'destination', country: 'DE' } as const;
  const subscription = {
    ...rest,
    billedLines: billedLines.map((line) => ({ ...line, vatPercent: '19', vatTreatment })),
  };
  const change = aChange({ subscription, change: { subscriptionId: 'subscription', seats: 12 } });
  return {
    changeId: 'chg_4f3a9c07d2e155aa01b3c4d5e6f708192a3b4c5d',
    account: {
      accountId: 'acc_1',
      companyName: 'Example GmbH',
      street: 'Unter den Linden 5',
      postalCode: '10117',
      city: 'Berlin',
      country: 'DE',
    },
    seller: { vatNumber: 'FR40303265045' },
    branding: {
      name: 'Réunion',
      color: '#0a5fd8',
      logo: null,
      address: ['Réunion SAS', '1 quai du Port', '13002 Marseille'],
      replyTo: 'facturation@reunion.example',
    },
    quote: quoteChanges(aQuoteInput({ changes: [change], vatTreatment: REVERSE_CHARGE, balance: '10.00' })),
    purchaseOrder: 'PO-117',
    vatNumber: 'DE811115368',
    methodKind: 'card',
    invoiceNumbers: [],
    vatCredits: [],
    ...more,
  };
}
