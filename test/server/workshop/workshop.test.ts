import { performance } from 'node:perf_hooks';
import type { Receipt } from '../../../receipts/receipt';
import { Problem } from '../../../server/http/problem';
import { Workshop } from '../../../server/workshop/workshop';

const LINE = { text: 'Meeting, Professional, 5 seats by the month', net: '1.00', percent: '20', vat: '0.20' };

const receiptOfLines = (lines: number): Receipt => ({
  locale: 'fr',
  title: 'Reçu',
  facts: [{ label: 'Commande', text: 'chg_1' }],
  changes: ['Meeting passe à 6 places.'],
  headings: { lines: 'Lignes', net: 'HT', percent: 'TVA', vat: 'TVA', terms: 'Conditions' },
  lines: Array.from({ length: lines }, () => ({ ...LINE, treatment: 'TVA française' })),
  totals: [{ label: 'Payé', amount: '1,00 €', isDue: true }],
  terms: ['Merci.'],
});

describe('the workshop', () => {
  let workshop: Workshop;
  beforeEach(() => {
    workshop = new Workshop();
  });
  afterEach(() => workshop.close());

  it('a receipt of a thousand lines is set without holding up this thread', async () => {
    // The thread is there before it is looked at how long this one is held.
    await workshop.receiptAsPdf(receiptOfLines(1));
    const before = performance.eventLoopUtilization();
    const pdf = await workshop.receiptAsPdf(receiptOfLines(1_000));
    const { active } = performance.eventLoopUtilization(before);
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
    expect(pdf.length).toBeGreaterThan(50_000);
    expect(active).toBeLessThan(200);
  });

  it('what is more than can wait is turned away, and the rest is done', async () => {
    const asked = Array.from({ length: 24 }, () => workshop.receiptAsPdf(receiptOfLines(1)));
    const ends = await Promise.allSettled(asked);
    const refused = ends.flatMap((end) => (end.status === 'rejected' ? [end.reason] : []));
    expect(refused.length).toBeGreaterThan(0);
    for (const problem of refused) expect(problem).toBeInstanceOf(Problem);
    expect(refused[0]).toMatchObject({ code: 'overloaded', headers: { 'Retry-After': '5' } });
    expect(ends.filter(({ status }) => status === 'fulfilled').length).toBeGreaterThanOrEqual(20);
  });
});
