import { shownLogo } from './logo';
import type { Receipt } from './receipt';
import { type Fonts, SECOND_INK, type Spot, type Style, type Tag, TaggedPaper } from './tagged-paper';

/** The least widths of the three columns of figures, in points; the text takes what they leave. */
const FIGURES: readonly number[] = [80, 50, 70];
const GAP = 16;
const SMALL: Style = { size: 8, color: SECOND_INK };

/** A receipt as a PDF of numbered A4 pages, tagged for screen readers, with its fonts inside. */
export async function receiptPdf(receipt: Receipt, fonts: Fonts): Promise<Buffer> {
  const { title, reference, locale, look, headings, terms, note } = receipt;
  const name = `${title} ${reference}`;
  const paper = new TaggedPaper({ title: name, lang: locale }, fonts);
  writeHead(paper, receipt);
  writeFacts(paper, receipt);
  writeParties(paper, receipt);
  for (const change of receipt.changes) writeBlock(paper, 'P', change, { size: 11 }, 6);
  paper.y += 10;
  writeTable(paper, receipt);
  writeTotals(paper, receipt);
  writeBlock(paper, 'H2', headings.terms, { bold: true }, 4);
  const list = paper.group('L');
  for (const term of terms) writeTerm(paper, term, list);
  list.end();
  paper.y += 8;
  writeBlock(paper, 'P', note, SMALL, 0);
  return paper.end([look.name, name].filter((part) => part !== null).join(' · '));
}

function writeHead(paper: TaggedPaper, { title, look }: Receipt): void {
  paper.rule({ color: look.color, thick: 4 });
  paper.y += 22;
  const { y } = paper;
  const half = paper.width / 2;
  const right: Spot = { x: half, y, width: half };
  const below = paper.text('H1', title, { x: 0, y, width: half }, { size: 20, bold: true });
  paper.y = Math.max(below, writeBrand(paper, { title, look }, right)) + 14;
  paper.rule();
  paper.y += 10;
}

/** @returns where it ends; a logo goes no lower than the title */
function writeBrand(paper: TaggedPaper, { title, look }: Pick<Receipt, 'title' | 'look'>, spot: Spot): number {
  const logo = shownLogo(look.logo);
  if (logo !== null) paper.picture(logo, look.name ?? title, { ...spot, y: spot.y - 8, height: 40 });
  if (logo !== null || look.name === null) return spot.y;
  return paper.text('P', look.name, { ...spot, y: spot.y + 6 }, { size: 12, bold: true, align: 'right' });
}

/** Beside each other, as many as a row has room for. */
function writeFacts(paper: TaggedPaper, { facts }: Receipt): void {
  let x = 0;
  let end = paper.y;
  for (const { label, text } of facts) {
    const width = Math.min(paper.width, Math.max(paper.widthOf(label, SMALL), paper.widthOf(text)) + 1);
    if (x + width > paper.width) {
      x = 0;
      paper.y = end + 8;
    }
    const below = paper.text('P', label, { x, y: paper.y, width }, SMALL);
    end = paper.text('P', text, { x, y: below + 1, width });
    x += width + 2 * GAP;
  }
  paper.y = end + 8;
  paper.rule();
  paper.y += 14;
}

function writeParties(paper: TaggedPaper, { parties }: Receipt): void {
  const { y } = paper;
  const width = (paper.width - GAP) / 2;
  const ends = parties.map(({ heading, lines }, column) => {
    const x = column * (width + GAP);
    let below = paper.text('H2', heading, { x, y, width }, { bold: true }) + 2;
    for (const line of lines) below = paper.text('P', line, { x, y: below, width });
    return below;
  });
  paper.y = Math.max(y, ...ends) + 20;
}

function writeTable(paper: TaggedPaper, { headings, lines }: Receipt): void {
  const table = paper.group('Table');
  const head = paper.group('TR', table);
  const columns = columnsOf(paper, lines);
  const words = [headings.lines, headings.net, headings.percent, headings.vat];
  const ends = columns.map((column, index) =>
    paper.header('column', words[index] ?? '', { ...column, y: paper.y }, { ...SMALL, align: alignOf(index) }, head),
  );
  head.end();
  paper.y = Math.max(...ends) + 4;
  paper.rule();
  for (const line of lines) writeLine(paper, line, columns, table);
  table.end();
}

function writeLine(paper: TaggedPaper, line: Line, [first, ...figures]: readonly Column[], table: Tag): void {
  if (first === undefined) return;
  const notes = [line.arithmetic, line.treatment].filter((text) => text !== '').join('\n');
  const height = paper.heightOf(line.name, first.width) + paper.heightOf(notes, first.width, SMALL);
  paper.makeRoom(height + 16);
  const y = paper.y + 8;
  const row = paper.group('TR', table);
  const cell = paper.group('TD', row);
  const below = paper.text('P', line.name, { ...first, y }, {}, cell);
  const end = paper.text('P', notes, { ...first, y: below + 1 }, SMALL, cell);
  cell.end();
  for (const [index, text] of figuresIn(line).entries()) {
    const column = figures[index];
    if (column !== undefined) paper.text('TD', text, { ...column, y }, { align: 'right' }, row);
  }
  row.end();
  paper.y = end + 7;
  paper.rule();
}

type Line = Receipt['lines'][number];
type Column = Omit<Spot, 'y'>;

const figuresIn = ({ net, percent, vat }: Line): readonly string[] => [net, percent, vat];

/** The text, then the figures, each at its right edge and in a column that none of them breaks in. */
function columnsOf(paper: TaggedPaper, lines: readonly Line[]): Column[] {
  const widths = FIGURES.map((least, column) =>
    lines.reduce((widest, line) => Math.max(widest, paper.widthOf(figuresIn(line)[column] ?? '') + GAP / 2), least),
  );
  const wide = widths.reduce((sum, width) => sum + width, 0);
  let x = paper.width - wide;
  const figures = widths.map((width) => {
    const column = { x, width };
    x += width;
    return column;
  });
  return [{ x: 0, width: paper.width - wide - GAP }, ...figures];
}

const alignOf = (column: number): 'left' | 'right' => (column === 0 ? 'left' : 'right');

function writeTotals(paper: TaggedPaper, { totals, look }: Receipt): void {
  paper.y += 6;
  const table = paper.group('Table');
  const amounts = 130;
  const width = 190;
  const x = paper.width - amounts - width;
  for (const { label, amount, isDue } of totals) {
    const style: Style = isDue ? { size: 12, bold: true } : {};
    paper.makeRoom(paper.heightOf(label, width, style) + 14);
    if (isDue) {
      paper.y += 4;
      paper.rule({ x, width: amounts + width, color: look.color, thick: 1.5 });
      paper.y += 4;
    }
    const row = paper.group('TR', table);
    const y = paper.y + 3;
    const end = paper.header('row', label, { x, y, width }, style, row);
    paper.text('TD', amount, { x: x + width, y, width: amounts }, { ...style, align: 'right' }, row);
    row.end();
    paper.y = end;
  }
  table.end();
  paper.y += 24;
}

function writeTerm(paper: TaggedPaper, term: string, list: Tag): void {
  const style: Style = { size: 9, color: SECOND_INK };
  const width = paper.width - 12;
  paper.makeRoom(paper.heightOf(term, width, style) + 3);
  const { y } = paper;
  const item = paper.group('LI', list);
  paper.text('Lbl', '•', { x: 0, y, width: 12 }, style, item);
  paper.y = paper.text('LBody', term, { x: 12, y, width }, style, item) + 3;
  item.end();
}

function writeBlock(paper: TaggedPaper, type: string, text: string, style: Style, after: number): void {
  paper.makeRoom(paper.heightOf(text, paper.width, style) + after);
  paper.y = paper.text(type, text, { x: 0, y: paper.y, width: paper.width }, style) + after;
}
