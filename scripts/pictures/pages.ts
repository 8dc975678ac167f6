import type { Locale } from '../../billing/facts/types';
import { quoteChanges } from '../../billing/quotes/quote';
import type { Quote } from '../../billing/quotes/types';
import { TEXTS } from '../../locales/texts';
import { papersFonts } from '../../receipts/fonts';
import { type Receipt, receiptOf } from '../../receipts/receipt';
import { receiptHtml } from '../../receipts/receipt-html';
import { receiptPdf } from '../../receipts/receipt-pdf';
import { DOCS_STYLE } from '../../server/docs/style';
import { remindersPage } from '../../server/reminders/page';
import { aChange, aQuoteInput, aSubscription, FRENCH_VAT } from '../../test/billing/samples';
import { mailPages } from './mails';

/** Something that customers are sent, as a page and, where there is one, as a PDF. */
interface PageToShow {
  name: string;
  html(locale: Locale): string;
  pdf?(locale: Locale): Promise<Buffer>;
}

/** Everything that `docs/mails.md` shows: a new mail or paper is a row. */
export const PAGES: readonly PageToShow[] = [
  {
    name: 'receipt',
    html: (locale) => receiptHtml(sampleReceipt(locale)),
    pdf: (locale) => receiptPdf(sampleReceipt(locale), papersFonts()),
  },
  ...mailPages(sampleQuote()),
  { name: 'unsubscribe', html: (locale) => styled(remindersPage('on', '/unsubscribe', locale)) },
];

/** A page with the style inside that it would load. */
const styled = (page: string): string => page.replace(/<link rel="stylesheet"[^>]*>/, `<style>${DOCS_STYLE}</style>`);

/** From eight Standard seats by the month to twelve Professional ones by the year, a part of it from the balance. */
function sampleQuote(): Quote {
  const vatTreatment = { kind: 'domestic', country: 'FR' } as const;
  const { billedLines, ...rest } = aSubscription();
  const subscription = { ...rest, billedLines: billedLines.map((line) => ({ ...line, vatTreatment })) };
  const change = { subscriptionId: 'subscription', seats: 12, tierId: 'professional', frequency: 'year' } as const;
  return quoteChanges(
    aQuoteInput({ changes: [aChange({ subscription, change })], vatTreatment: FRENCH_VAT, balance: '10.00' }),
  );
}

function sampleReceipt(locale: Locale): Receipt {
  const facts = {
    ...{ changeId: 'chg_4f3a9c07d2e155aa01b3c4d5e6f708192a3b4c5d', quote: sampleQuote(), purchaseOrder: null },
    account: {
      ...{ accountId: 'acc_1', companyName: 'Atelier Nord SARL' },
      ...{ street: '12 rue du Faubourg', postalCode: '59800', city: 'Lille', country: 'FR' },
    },
    seller: { vatNumber: 'FR40303265045' },
    branding: {
      ...{ name: 'Réunion', color: '#0b5f59', logo: null, replyTo: 'facturation@reunion.example' },
      address: ['Réunion SAS', '1 quai du Port', '13002 Marseille', 'France'],
    },
    ...{ vatNumber: 'FR83404833048', methodKind: 'card', invoiceNumbers: ['F-2023-0611'], vatCredits: [] },
  };
  return receiptOf(facts, { locale, timeZone: 'Europe/Paris', texts: TEXTS[locale] });
}
