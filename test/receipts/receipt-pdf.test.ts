import { inflateSync } from 'node:zlib';
import { papersFonts } from '../../receipts/fonts';
import { receiptOf } from '../../receipts/receipt';
import { receiptPdf } from '../../receipts/receipt-pdf';
import { aReceiptsFacts, FRENCH, LOGO } from './samples';

const FONTS = papersFonts();

/** What a PDF says of itself and its structure. */
const told = (pdf: Buffer): string => pdf.toString('latin1');
const count = (pdf: Buffer, what: RegExp): number => [...told(pdf).matchAll(what)].length;
const pages = (pdf: Buffer): number => count(pdf, /\/Type \/Page\b/g);

/** The instructions of all its pages, unpacked. */
function drawn(pdf: Buffer): string {
  const streams = [...told(pdf).matchAll(/stream\r?\n(.*?)\r?\nendstream/gs)].map(([, body = '']) => body);
  return streams
    .flatMap((body) => {
      try {
        return [inflateSync(Buffer.from(body, 'latin1')).toString('latin1')];
      } catch {
        return [];
      }
    })
    .join('\n');
}

describe('a receipt as PDF', () => {
  const receipt = receiptOf(aReceiptsFacts(), FRENCH);

  it('a receipt as PDF runs over several pages where it must, each with its number', async () => {
    const lines = Array.from({ length: 40 }, () => receipt.lines).flat();
    const [short, long] = await Promise.all([receiptPdf(receipt, FONTS), receiptPdf({ ...receipt, lines }, FONTS)]);
    expect(short.subarray(0, 5).toString()).toBe('%PDF-');
    expect([pages(short), pages(long) > 3]).toEqual([1, true]);
    for (const pdf of [short, long])
      expect([...drawn(pdf).matchAll(/\/Artifact << ?\n?\/Type \/Pagination/g)]).toHaveLength(pages(pdf));
  });

  it('a receipt as PDF tells a screen reader its title, its language and its structure', async () => {
    const pdf = await receiptPdf(receipt, FONTS);
    for (const said of [/\/Lang \(fr\)/g, /\/Marked true/g, /\/DisplayDocTitle true/g, /pdfuaid:part/g])
      expect(count(pdf, said)).toBeGreaterThan(0);
    const { lines, totals } = receipt;
    expect(count(pdf, /\/S \/H1\b/g)).toBe(1);
    expect(count(pdf, /\/S \/Table\b/g)).toBe(2);
    expect(count(pdf, /\/S \/TR\b/g)).toBe(1 + lines.length + totals.length);
    expect(count(pdf, /\/Scope \/Column\b/g)).toBe(4);
    expect(count(pdf, /\/Scope \/Row\b/g)).toBe(totals.length);
  });

  it('a receipt as PDF shows the seller’s logo, with its name for those who do not see it', async () => {
    const branding = { ...aReceiptsFacts().branding, logo: LOGO };
    const pdf = await receiptPdf(receiptOf(aReceiptsFacts({ branding }), FRENCH), FONTS);
    expect(count(pdf, /\/S \/Figure\b/g)).toBe(1);
    expect(count(pdf, /\/Subtype \/Image\b/g)).toBeGreaterThan(0);
    expect(count(pdf, /\/Alt \(/g)).toBe(1);
  });
});
