import fc from 'fast-check';
import { quoteChanges } from '../../billing/quotes/quote';
import { idBeginningOf, orderReference } from '../../receipts/order-reference';
import { type ReceiptFacts, receiptOf } from '../../receipts/receipt';
import { receiptHtml } from '../../receipts/receipt-html';
import { receiptText } from '../../receipts/receipt-text';
import { aChange, aQuoteInput, aSubscription } from '../billing/samples';
import { plainSpaces } from '../support/plain-spaces';
import { aReceiptsFacts, ENGLISH, FRENCH, LOGO } from './samples';

describe('a receipt', () => {
  it('a receipt shows two VAT treatments, each with its mention, and how the total comes about', () => {
    const { lines, totals } = receiptOf(aReceiptsFacts(), ENGLISH);
    // The unused 20 of 30 days go back with their 19 %; the new period is charged without.
    expect(lines.map(({ treatment, net, percent, vat }) => [treatment, net, percent, vat].map(plainSpaces))).toEqual([
      ['VAT at 19% (Germany, where the customer is)', '−€160.00', '19%', '−€30.40'],
      [
        'Reverse charge: the customer accounts for the VAT (Directive 2006/112/EC, Art. 44 and 196)',
        ...['€360.00', '0%', '€0.00'],
      ],
    ]);
    expect(totals.map(({ label, amount }) => plainSpaces(`${label} ${amount}`))).toEqual([
      'Total before VAT €200.00',
      'VAT −€30.40',
      'Total €169.60',
      'Paid from the account balance −€10.00',
      'Charged €159.60',
    ]);
  });

  it('a receipt names seller and customer as on invoices, and says that it is none', () => {
    const { parties, note } = receiptOf(aReceiptsFacts(), FRENCH);
    expect(parties.map(({ heading, lines }) => [heading, ...lines].map(plainSpaces))).toEqual([
      ['Vendeur', 'Réunion SAS', '1 quai du Port', '13002 Marseille', 'facturation@reunion.example'].concat(
        'Numéro de TVA : FR40303265045',
      ),
      ['Client', 'Example GmbH', 'Unter den Linden 5', '10117 Berlin', 'Allemagne', 'Numéro de TVA : DE811115368'],
    ]);
    expect(note).toContain('n’est pas une facture');
    const nameless = { name: null, color: null, logo: null, address: [], replyTo: null };
    const account = { accountId: 'acc_1' };
    const least = aReceiptsFacts({ account, branding: nameless, seller: { vatNumber: null }, vatNumber: null });
    expect(receiptOf(least, ENGLISH).parties).toEqual([{ heading: 'Customer', lines: ['acc_1'] }]);
  });

  it('a receipt says in words how it was paid', () => {
    const paid = (more: Partial<ReceiptFacts>, reader = ENGLISH) =>
      receiptOf(aReceiptsFacts(more), reader).facts.find(({ label }) => /Payment|Règlement/.test(label))?.text;
    const quoted = (more: Parameters<typeof aQuoteInput>[0]) => ({ quote: quoteChanges(aQuoteInput(more)) });
    const nine = { changes: [aChange({ change: { subscriptionId: 'subscription', seats: 9 } })] };
    expect(paid({})).toBe('Card and account balance');
    expect(paid({}, FRENCH)).toBe('Carte bancaire et solde du compte');
    expect(paid({ ...quoted(nine), methodKind: 'bank_debit' })).toBe('Direct debit');
    expect(paid({ ...quoted(nine), methodKind: null })).toBe('Payment details on file');
    expect(paid({ ...quoted(nine), methodKind: 'of_tomorrow' })).toBe('Payment details on file');
    expect(paid({ ...quoted({ ...nine, whenToBill: 'with_next_bill' }), methodKind: null })).toBe(
      'With the next invoice',
    );
    expect(paid(quoted({}))).toBe('Nothing to pay');
  });

  it('a receipt says what went to the balance, what is carried over and what was owed before', () => {
    const totals = (more: Parameters<typeof aQuoteInput>[0]) =>
      receiptOf(aReceiptsFacts({ quote: quoteChanges(aQuoteInput(more)) }), ENGLISH).totals.map(
        ({ label, amount }) => `${label} ${amount}`,
      );
    const nine = { changes: [aChange({ change: { subscriptionId: 'subscription', seats: 9 } })] };
    expect(totals({})).toContain('Added to the account balance €12.00');
    expect(totals({ negativeTotal: 'refund_request' })).toContain('To be refunded €12.00');
    expect(totals({ ...nine, whenToBill: 'with_next_bill' })).toContain('Carried over to the next invoice €132.00');
    expect(totals({ ...nine, minimumCharge: '500.00' })).toContain(
      'Too little to charge, carried over to the next order €132.00',
    );
    expect(totals({ ...nine, balance: '-0.30' })).toContain('Owed from earlier orders €0.30');
  });

  it('a receipt has the reference, day, purchase order and currency of its order, and no name of ours', () => {
    const receipt = receiptOf(aReceiptsFacts(), ENGLISH);
    expect(receipt.facts.map(({ text }) => plainSpaces(text))).toEqual([
      'BWXB-S3YL',
      '11 June 2023',
      'Card and account balance',
      'PO-117',
      'EUR',
    ]);
    for (const written of [receiptText(receipt), receiptHtml(receipt)])
      expect(written).not.toMatch(/anchor-reset|chg_|acc_1/);
  });

  it('a receipt names the invoice of the system of record once its number was brought in', () => {
    const { facts } = receiptOf(aReceiptsFacts({ invoiceNumbers: ['F-2026-117', 'F-2026-118'] }), FRENCH);
    expect(facts.at(-1)).toEqual({ label: 'Facture', text: 'F-2026-117, F-2026-118' });
  });

  it('a French receipt says the same as text and as HTML', () => {
    const receipt = receiptOf(
      aReceiptsFacts({ vatCredits: [{ at: '2023-07-01T09:00:00Z', amount: '47.12' }] }),
      FRENCH,
    );
    const [text, html] = [plainSpaces(receiptText(receipt)), plainSpaces(receiptHtml(receipt))];
    for (const sentence of [
      'Autoliquidation : la TVA est due par le preneur',
      'Crédit pour la part non utilisée de Webinar Standard, 8 postes',
      'Du 11 juin 2023 au 30 juin 2023 inclus : 240,00 € × 20 jours sur 30',
      ...['12 postes', '159,60 €', '47,12 €', 'TVA rendue le 1er juillet 2023 à 11:00, heure d’été d’Europe centrale'],
    ]) {
      expect(text).toContain(sentence);
      expect(html).toContain(sentence);
    }
    expect(html).toContain('<html lang="fr">');
  });

  it('a receipt in HTML escapes whatever is filled in, and fetches nothing', () => {
    const account = { accountId: 'acc_1', companyName: `<script>alert("1")</script> & Söhne's` };
    const html = receiptHtml(receiptOf(aReceiptsFacts({ account, purchaseOrder: '"><img src=x>' }), ENGLISH));
    expect(html).toContain('&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; Söhne&#39;s');
    expect(html).toContain('&quot;&gt;&lt;img src=x&gt;');
    expect(html).not.toMatch(/<script|<img|https?:\/\/|url\(/);
  });

  it('a receipt in HTML carries the seller’s color, and its logo or else its name', () => {
    const { branding } = aReceiptsFacts();
    const html = (more: object) =>
      receiptHtml(receiptOf(aReceiptsFacts({ branding: { ...branding, ...more } }), ENGLISH));
    expect(html({})).toContain('--seller: #0a5fd8;');
    expect(html({})).toContain('<p>Réunion</p>');
    expect(html({ logo: LOGO })).toContain(`<img src="${LOGO}" alt="Réunion">`);
  });

  it('a receipt says of a credit without a known treatment that it carries the VAT as charged', () => {
    const quote = quoteChanges(aQuoteInput());
    expect(receiptOf(aReceiptsFacts({ quote }), ENGLISH).lines[0]?.treatment).toBe('VAT as it was charged');
  });

  it('a receipt has words of its own for every kind of line', () => {
    const [line] = aSubscription().billedLines;
    const subscription = { ...aSubscription(), billedLines: line ? [{ ...line, credited: '100.00' }] : [] };
    const changes = [aChange({ subscription, change: { subscriptionId: 'subscription', seats: 9 } })];
    const items = [{ itemId: 'headset', description: 'Headset', amount: '10.00' }];
    const ids = { tenantId: 'tenant', accountId: 'account' };
    const cart = { include: true, cart: { ...ids, currency: 'EUR', items, version: 1 } };
    const { lines } = receiptOf(aReceiptsFacts({ quote: quoteChanges(aQuoteInput({ changes, cart })) }), ENGLISH);
    expect(lines.map(({ name, arithmetic }) => [name, arithmetic].map(plainSpaces))).toEqual([
      [
        'Credit for the unused part of Webinar Standard, 8 seats',
        '11 June 2023 to 30 June 2023: €240.00 × 20 of 30 days, but no more than is left of what was billed',
      ],
      ['Webinar Standard, 9 seats at €30.00 a month each', '11 June 2023 to 10 July 2023: €270.00 × 30 of 30 days'],
      ['Headset', ''],
    ]);
  });
});

describe('the reference of an order', () => {
  it('the reference of an order has eight letters that are not taken for one another', () => {
    expect(orderReference(`chg_${'0'.repeat(40)}`)).toBe('2222-2222');
    expect(orderReference(`chg_${'f'.repeat(40)}`)).toBe('ZZZZ-ZZZZ');
    expect(orderReference('chg_4f3a9c07d2e155aa01b3c4d5e6f708192a3b4c5d')).toBe('BWXB-S3YL');
  });

  it('the reference of an order leads back to the beginning of its id, however it is typed', () => {
    const changeIds = fc.integer({ min: 0, max: 2 ** 40 - 1 }).map((id) => `chg_${id.toString(16).padStart(10, '0')}`);
    fc.assert(
      fc.property(changeIds, (beginning) => {
        expect(idBeginningOf(orderReference(`${beginning}${'7'.repeat(30)}`))).toBe(beginning);
      }),
    );
    expect(idBeginningOf(' bwxb s3yl')).toBe('chg_4f3a9c07d2');
    for (const none of ['BWXB-S3Y', 'BWXB-S3YLL', 'BWXB-S3Y0', 'chg_1', ''])
      expect(idBeginningOf(none)).toBeUndefined();
  });

  it('the reference of an order that somebody else has named is that name', () => {
    expect(orderReference('spring-renewal_7')).toBe('spring-renewal_7');
  });
});
