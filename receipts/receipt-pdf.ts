import PDFDocument from 'pdfkit';
import type { Receipt } from './receipt';

/** Covers Latin, Greek and Cyrillic; the fonts that every PDF reader has cover Western Europe only. */
const FONTS = {
  regular: require.resolve('roboto-fontface/fonts/roboto/Roboto-Regular.woff'),
  bold: require.resolve('roboto-fontface/fonts/roboto/Roboto-Medium.woff'),
};

const MARGIN = 56;
/** Widths of the three columns of figures, in points; the text takes the rest. */
const FIGURES = [72, 60, 66] as const;
const GREY = '#57606a';
const INK = '#1b1f24';

/** A receipt as a PDF of A4 pages, with its fonts inside. */
export async function receiptPdf(given: Receipt): Promise<Buffer> {
  const receipt = printable(given);
  const { title, locale } = receipt;
  const document = new PDFDocument({
    size: 'A4',
    margin: MARGIN,
    lang: locale,
    info: { Title: title },
    font: FONTS.regular,
  });
  const done = collected(document);
  document.font(FONTS.bold).fontSize(18).fillColor(INK).text(title).moveDown(0.6);
  for (const { label, text } of receipt.facts) writeFact(document, label, text);
  document.moveDown(0.6);
  for (const change of receipt.changes) body(document).text(change).moveDown(0.3);
  document.moveDown(0.4);
  writeTable(document, receipt);
  writeTotals(document, receipt);
  document.moveDown(1);
  body(document).font(FONTS.bold).text(receipt.headings.terms, MARGIN).moveDown(0.3);
  for (const term of receipt.terms) body(document).text(`• ${term}`, MARGIN).moveDown(0.2);
  document.end();
  return done;
}

/** French figures are set apart with a narrow space that the fonts do not have. */
function printable(receipt: Receipt): Receipt {
  return JSON.parse(JSON.stringify(receipt).replaceAll('\u202f', '\u00a0'));
}

function collected(document: PDFKit.PDFDocument): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    document.on('data', (chunk: Buffer) => chunks.push(chunk));
    document.on('end', () => resolve(Buffer.concat(chunks)));
    document.on('error', reject);
  });
}

const body = (document: PDFKit.PDFDocument): PDFKit.PDFDocument =>
  document.font(FONTS.regular).fontSize(9.5).fillColor(INK);

function writeFact(document: PDFKit.PDFDocument, label: string, text: string): void {
  const { y } = document;
  const wide = widthOf(document);
  body(document).fillColor(GREY).text(label, MARGIN, y, { width: 140 });
  body(document).text(text, MARGIN + 150, y, { width: wide - 150 });
  document.x = MARGIN;
}

function writeTable(document: PDFKit.PDFDocument, { headings, lines }: Receipt): void {
  writeRow(document, [headings.lines, headings.net, headings.percent, headings.vat], { color: GREY });
  for (const line of lines) {
    writeRow(document, [line.text, line.net, line.percent, line.vat], { note: line.treatment });
  }
}

function writeRow(
  document: PDFKit.PDFDocument,
  [text = '', ...figures]: string[],
  { note, color = INK }: { note?: string; color?: string },
): void {
  const wide = widthOf(document);
  const textWidth = wide - FIGURES.reduce((sum, width) => sum + width, 0) - 10;
  const height =
    body(document).heightOfString(text, { width: textWidth }) +
    (note === undefined ? 0 : document.fontSize(8).heightOfString(note, { width: textWidth }));
  if (document.y + height + 10 > document.page.height - MARGIN) document.addPage();
  const { y } = document;
  body(document).fillColor(color).text(text, MARGIN, y, { width: textWidth });
  if (note !== undefined) document.fontSize(8).fillColor(GREY).text(note, MARGIN, document.y, { width: textWidth });
  const bottom = document.y + 4;
  let x = MARGIN + textWidth + 10;
  for (const [index, figure] of figures.entries()) {
    const width = FIGURES[index] ?? 0;
    body(document).fillColor(color).text(figure, x, y, { width, align: 'right' });
    x += width;
  }
  document
    .moveTo(MARGIN, bottom)
    .lineTo(MARGIN + wide, bottom)
    .lineWidth(0.5)
    .strokeColor('#d8dee4')
    .stroke();
  document.x = MARGIN;
  document.y = bottom + 5;
}

function writeTotals(document: PDFKit.PDFDocument, { totals }: Receipt): void {
  const wide = widthOf(document);
  for (const { label, amount, isDue } of totals) {
    if (document.y + 20 > document.page.height - MARGIN) document.addPage();
    const { y } = document;
    const font = isDue ? FONTS.bold : FONTS.regular;
    body(document)
      .font(font)
      .text(label, MARGIN + wide - 340, y, { width: 240, align: 'right' });
    const bottom = document.y;
    body(document)
      .font(font)
      .text(amount, MARGIN + wide - 95, y, { width: 95, align: 'right' });
    document.x = MARGIN;
    document.y = Math.max(bottom, document.y) + 2;
  }
}

const widthOf = (document: PDFKit.PDFDocument): number => document.page.width - 2 * MARGIN;
