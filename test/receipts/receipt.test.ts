import { quoteChanges } from '../../billing/quotes/quote';
import en from '../../locales/en.json';
import fr from '../../locales/fr.json';
import { type ReceiptFacts, receiptOf } from '../../receipts/receipt';
import { receiptHtml } from '../../receipts/receipt-html';
import { receiptPdf } from '../../receipts/receipt-pdf';
import { receiptText } from '../../receipts/receipt-text';
import { aChange, aQuoteInput, aSubscription } from '../billing/samples';

const ENGLISH = { locale: 'en', timeZone: 'Europe/Paris', texts: en } as const;
const FRENCH = { locale: 'fr', timeZone: 'Europe/Paris', texts: fr } as const;

const REVERSE_CHARGE = {
  rule: 'R2',
  kind: 'reverse_charge',
  country: 'DE',
  percent: '0',
  mention: 'Reverse charge',
} as const;

/** Eight seats become twelve; they were charged with German VAT before the number was known. */
function facts(more: Partial<ReceiptFacts> = {}): ReceiptFacts {
  const { billedLines, ...rest } = aSubscription();
  const vatTreatment = { kind: 'destination', country: 'DE' } as const;
  const subscription = {
    ...rest,
    billedLines: billedLines.map((line) => ({ ...line, vatPercent: '19', vatTreatment })),
  };
  const change = aChange({ subscription, change: { subscriptionId: 'subscription', seats: 12 } });
  return {
    changeId: 'chg_1',
    account: { accountId: 'acc_1', companyName: 'Example GmbH' },
    seller: { vatNumber: 'FR40303265045' },
    quote: quoteChanges(aQuoteInput({ changes: [change], vatTreatment: REVERSE_CHARGE, balance: '10.00' })),
    purchaseOrder: 'PO-117',
    vatNumber: 'DE811115368',
    vatCredits: [],
    ...more,
  };
}

const plain = (text: string): string => text.replace(/[\u00a0\u202f]/g, ' ');

describe('a receipt', () => {
  it('a receipt shows two VAT treatments, each with its mention, and how the total comes about', () => {
    const { lines, totals, facts: told } = receiptOf(facts(), ENGLISH);
    // The unused 20 of 30 days go back with their 19 %; the new period is charged without.
    expect(lines.map(({ treatment, net, percent, vat }) => [treatment, net, percent, vat])).toEqual([
      ['VAT of Germany, 19%, due where the customer is', '-€160.00', '19%', '-€30.40'],
      [
        'Reverse charge: the customer accounts for the VAT (Directive 2006/112/EC, Art. 44 and 196)',
        ...['€360.00', '0%', '€0.00'],
      ],
    ]);
    expect(totals.map(({ label, amount }) => `${label} ${amount}`)).toEqual([
      'Total before VAT €200.00',
      'VAT -€30.40',
      'Total €169.60',
      'Paid from the account balance -€10.00',
      'Charged €159.60',
    ]);
    expect(told.map(({ text }) => text)).toEqual(
      expect.arrayContaining(['chg_1', 'Example GmbH', 'DE811115368', 'FR40303265045', 'PO-117']),
    );
  });

  it('a French receipt says the same as text and as HTML', () => {
    const receipt = receiptOf(facts({ vatCredits: [{ at: '2023-07-01T09:00:00Z', amount: '47.12' }] }), FRENCH);
    const [text, html] = [plain(receiptText(receipt)), plain(receiptHtml(receipt))];
    for (const sentence of ['Autoliquidation : la TVA est due par le preneur', '12 sièges', '159,60 €', '47,12 €']) {
      expect(text).toContain(sentence);
      expect(html).toContain(sentence);
    }
    expect(html).toContain('<html lang="fr">');
  });

  it('a receipt in HTML escapes whatever is filled in, and fetches nothing', () => {
    const account = { accountId: 'acc_1', companyName: `<script>alert("1")</script> & Söhne's` };
    const html = receiptHtml(receiptOf(facts({ account, purchaseOrder: '"><img src=x>' }), ENGLISH));
    expect(html).toContain('&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; Söhne&#39;s');
    expect(html).toContain('&quot;&gt;&lt;img src=x&gt;');
    expect(html).not.toMatch(/<script|<img|https?:\/\/|url\(/);
  });

  it('a receipt says of a credit without a known treatment that it carries the VAT as charged', () => {
    const quote = quoteChanges(aQuoteInput());
    expect(receiptOf(facts({ quote }), ENGLISH).lines[0]?.treatment).toBe('VAT as it was charged');
  });

  it('a receipt becomes a PDF, over several pages where it must', async () => {
    const receipt = receiptOf(facts(), FRENCH);
    const lines = Array.from({ length: 40 }, () => receipt.lines).flat();
    const [short, long] = await Promise.all([receiptPdf(receipt), receiptPdf({ ...receipt, lines })]);
    const pages = (pdf: Buffer): number => [...pdf.toString('latin1').matchAll(/\/Type \/Page\b/g)].length;
    expect(short.subarray(0, 5).toString()).toBe('%PDF-');
    expect([pages(short), pages(long) > 3]).toEqual([1, true]);
  });
});
