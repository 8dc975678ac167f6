import { inflateSync } from 'node:zlib';
import { papersFonts } from '../../receipts/fonts';
import { receiptOf } from '../../receipts/receipt';
import { receiptPdf } from '../../receipts/receipt-pdf';
import { aReceiptsFacts, ENGLISH, FRENCH, LOGO } from './samples';

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

const STANDARD = 'Document H1 H2 P Table TR TH TD L LI Lbl LBody Figure S'.split(' ');

/** Instructions that show text, a shape or a picture outside of marked content. */
function unmarked(instructions: string): string[] {
  let depth = 0;
  return instructions.split('\n').filter((line) => {
    if (/\b(BDC|BMC)$/.test(line)) depth += 1;
    if (/\bEMC$/.test(line)) depth -= 1;
    return depth === 0 && /(^|\s)(Tj|TJ|f|f\*|S|B|Do)$/.test(line);
  });
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

  it('a receipt as PDF has what PDF/UA-1 asks of its file: nothing outside the structure, every font inside, tabs in its order', async () => {
    const lines = Array.from({ length: 40 }, () => receipt.lines).flat();
    const branding = { ...aReceiptsFacts().branding, logo: LOGO };
    const pdf = await receiptPdf({ ...receiptOf(aReceiptsFacts({ branding }), FRENCH), lines }, FONTS);
    const leaves = pages(pdf);
    // Table 1 of the Matterhorn Protocol, by its checkpoints. 06, 07: metadata with a title, which readers show.
    for (const said of [
      /<pdfuaid:part>1<\/pdfuaid:part>/,
      /<dc:title>\s*<rdf:Alt>\s*<rdf:li xml:lang="x-default">[^<]+ BWXB-S3YL<\/rdf:li>/,
    ])
      expect(told(pdf)).toMatch(said);
    // 11: the language of everything.
    expect(count(pdf, /\/Lang \(fr\)/g)).toBe(1);
    // 28, 09: tabs and reading follow the structure, on each page.
    expect([count(pdf, /\/Tabs \/S\b/g), count(pdf, /\/StructParents \d+/g)]).toEqual([leaves, leaves]);
    // 31: each font is inside, and says which letters its glyphs are.
    expect(count(pdf, /\/FontFile2 \d+ 0 R/g)).toBe(2);
    expect(count(pdf, /\/ToUnicode \d+ 0 R/g)).toBe(2);
    // 13: a picture has words, and a place.
    expect(pdf.toString('latin1')).toMatch(/\/S \/Figure\b/);
    expect([count(pdf, /\/Alt \(/g), count(pdf, /\/BBox \[/g)]).toEqual([1, 1]);
    // 14: headings begin with the first and leave none out; 15: a cell of a head says what it is the head of.
    const headings = [...told(pdf).matchAll(/\/S \/H(\d)\b/g)].map(([, level]) => Number(level));
    expect([headings[0], new Set(headings)]).toEqual([1, new Set([1, 2])]);
    expect(count(pdf, /\/S \/TH\b/g)).toBe(count(pdf, /\/Scope \/(Column|Row)\b/g));
    // 01: whatever is drawn belongs to the structure or decorates.
    expect(unmarked(drawn(pdf))).toEqual([]);
    // 02: no kind of element of our own.
    const kinds = new Set([...told(pdf).matchAll(/\/S \/(\w+)\n?\/(?:P|K)\b/g)].map(([, kind]) => kind));
    expect([...kinds].filter((kind) => !STANDARD.includes(kind ?? ''))).toEqual([]);
  });

  it('a receipt as PDF shows no letter that its fonts do not have, in both languages', async () => {
    for (const reader of [ENGLISH, FRENCH]) {
      const pdf = await receiptPdf(receiptOf(aReceiptsFacts(), reader), FONTS);
      const shown = [...drawn(pdf).matchAll(/\[(.*)\] TJ/g)].map(([, glyphs = '']) => glyphs).join('');
      const glyphs = [...shown.matchAll(/<([0-9a-f]+)>/g)].flatMap(([, hex = '']) => hex.match(/.{4}/g) ?? []);
      expect(glyphs.length).toBeGreaterThan(500);
      expect(glyphs).not.toContain('0000');
    }
  });

  /** Where each line of text is set, from the foot of the page. */
  const heights = (pdf: Buffer): number[] =>
    [...drawn(pdf).matchAll(/^1 0 0 1 \S+ (\S+) Tm$/gm)].map(([, height]) => Number(height));

  it('a receipt as PDF has what follows below the longest name that a seller may have', async () => {
    const named = async (name: string | null) =>
      heights(await receiptPdf({ ...receipt, look: { ...receipt.look, name } }, FONTS));
    const [plain, long] = await Promise.all([named(null), named('W'.repeat(80))]);
    const lines = long.slice(1, 1 + long.length - plain.length);
    expect(lines.length).toBeGreaterThan(2);
    expect(long[1 + lines.length]).toBeLessThan(Math.min(...lines) - 8);
  });

  it('a receipt as PDF breaks no amount of tens of millions', async () => {
    const [amount, large] = ['1,00 €', '−12 345 678,00 HUF'].map((text) => text.replaceAll(' ', '\u202f'));
    const withAmounts = async (text = '') => {
      const short = { name: 'Webinar', arithmetic: '', treatment: '' };
      const lines = receipt.lines.map((line) => ({ ...line, ...short, net: text, vat: text }));
      const totals = receipt.totals.map((total) => ({ ...total, amount: text }));
      return heights(await receiptPdf({ ...receipt, lines, totals }, FONTS)).length;
    };
    expect(await withAmounts(large)).toBe(await withAmounts(amount));
  });

  it('a receipt as PDF shows the seller’s logo, with its name for those who do not see it', async () => {
    const branding = { ...aReceiptsFacts().branding, logo: LOGO };
    const pdf = await receiptPdf(receiptOf(aReceiptsFacts({ branding }), FRENCH), FONTS);
    expect(count(pdf, /\/S \/Figure\b/g)).toBe(1);
    expect(count(pdf, /\/Subtype \/Image\b/g)).toBeGreaterThan(0);
    expect(count(pdf, /\/Alt \(/g)).toBe(1);
  });
});
