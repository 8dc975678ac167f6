import PDFDocument from 'pdfkit';

/** TrueType or OpenType files. */
export interface Fonts {
  regular: Buffer;
  bold: Buffer;
}

const MARGIN = 56;
const FOOT = 40;
const INK = '#1c1f23';
export const SECOND_INK = '#565a60';
const RULE = '#d9d4c9';

/** The types of the library do not know the standard for readers of the screen, what a header cell heads, nor where a figure is. */
const FOR_EVERYBODY: object = { subset: 'PDF/UA' };
const HEADER: Readonly<Record<string, object>> = { column: { scope: 'Column' }, row: { scope: 'Row' } };

/** An element of the structure that a screen reader follows: a heading, a paragraph, a table and its cells. */
export type Tag = PDFKit.PDFStructureElement;

export interface Style {
  size?: number;
  bold?: boolean;
  color?: string;
  align?: 'left' | 'right';
}

/** Where a text is set, in points from the left edge of what is printed. */
export interface Spot {
  x: number;
  y: number;
  width: number;
}

/** A4 pages with their fonts inside and a structure for screen readers; what only decorates is no part of it. */
export class TaggedPaper {
  readonly #document: PDFKit.PDFDocument;
  readonly #root: Tag;
  /** Where the next text goes, from the top of the page. */
  y = MARGIN;

  constructor({ title, lang }: { title: string; lang: string }, fonts: Fonts) {
    this.#document = new PDFDocument({
      ...FOR_EVERYBODY,
      // Without a font of its own, which nobody could read everywhere.
      ...{ size: 'A4', margin: MARGIN, font: '', bufferPages: true },
      ...{ pdfVersion: '1.7', tagged: true, displayTitle: true, lang, info: { Title: title } },
    });
    this.#document.registerFont('regular', fonts.regular);
    this.#document.registerFont('bold', fonts.bold);
    this.#root = this.#document.struct('Document');
    this.#document.addStructure(this.#root);
  }

  get width(): number {
    return this.#document.page.width - 2 * MARGIN;
  }

  /** An element without text of its own, e.g. a table. */
  group(type: string, parent: Tag = this.#root): Tag {
    const tag = this.#document.struct(type);
    parent.add(tag);
    return tag;
  }

  /** @returns where the text ends */
  text(type: string, text: string, place: Spot, style: Style = {}, parent: Tag = this.#root): number {
    return this.#set(this.#document.struct(type), text, place, style, parent);
  }

  header(of: 'column' | 'row', text: string, place: Spot, style: Style, parent: Tag): number {
    return this.#set(this.#document.struct('TH', { ...HEADER[of] }), text, place, style, parent);
  }

  widthOf(text: string, style: Style = {}): number {
    return this.#styled(style).widthOfString(setIn(text));
  }

  heightOf(text: string, width: number, style: Style = {}): number {
    return this.#styled(style).heightOfString(setIn(text), { width });
  }

  picture(source: string, alt: string, { x, y, width, height }: Spot & { height: number }): void {
    const left = MARGIN + x;
    const placed: object = { placement: 'Block', bbox: [left, y, left + width, y + height] };
    const figure = this.#document.struct('Figure', { alt, ...placed });
    this.#root.add(figure);
    const box: [number, number] = [width, height];
    figure.add(() => this.#document.image(source, left, y, { fit: box, align: 'right', valign: 'center' }));
    figure.end();
  }

  /** A line across, or a part of it, in a color. */
  rule({ x = 0, width = this.width, color = RULE, thick = 0.5 } = {}): void {
    const { y } = this;
    this.#decorate('Layout', () =>
      this.#document
        .rect(MARGIN + x, y, width, thick)
        .fillColor(color)
        .fill(),
    );
  }

  /** A new page where so much would not fit on this one. */
  makeRoom(height: number): void {
    if (this.y + height <= this.#document.page.height - MARGIN - FOOT) return;
    this.#document.addPage();
    this.y = MARGIN;
  }

  /** Numbers the pages, with a text at the left of each foot. */
  async end(foot: string): Promise<Buffer> {
    const done = collected(this.#document);
    const { count } = this.#document.bufferedPageRange();
    for (let index = 0; index < count; index += 1) {
      this.#document.switchToPage(index);
      this.#foot(foot, `${index + 1} / ${count}`);
    }
    this.#root.end();
    this.#document.end();
    return done;
  }

  #foot(left: string, right: string): void {
    const { page } = this.#document;
    const y = page.height - MARGIN;
    // Below the margin the library would begin another page.
    page.margins.bottom = 0;
    this.#decorate('Pagination', () => {
      this.#styled({ size: 8, color: SECOND_INK }).text(setIn(left), MARGIN, y, {
        width: this.width - 60,
        lineBreak: false,
      });
      this.#styled({ size: 8, color: SECOND_INK }).text(right, MARGIN, y, { width: this.width, align: 'right' });
    });
    page.margins.bottom = MARGIN;
  }

  #set(tag: Tag, text: string, { x, y, width }: Spot, style: Style, parent: Tag): number {
    parent.add(tag);
    tag.add(() => {
      this.#styled(style).text(setIn(text), MARGIN + x, y, { width, align: style.align ?? 'left' });
    });
    tag.end();
    return this.#document.y;
  }

  #styled({ size = 9.5, bold = false, color = INK }: Style): PDFKit.PDFDocument {
    return this.#document
      .font(bold ? 'bold' : 'regular')
      .fontSize(size)
      .fillColor(color);
  }

  #decorate(type: 'Layout' | 'Pagination', draw: () => void): void {
    this.#document.markContent('Artifact', { type });
    draw();
    this.#document.endMarkedContent();
  }
}

/** The fonts have no narrow space, which sets French figures apart, nor a joiner; a minus is in a column, where no line ends. */
const setIn = (text: string): string => text.replaceAll('\u202f', '\u00a0').replaceAll('\u2060', '');

function collected(document: PDFKit.PDFDocument): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    document.on('data', (chunk: Buffer) => chunks.push(chunk));
    document.on('end', () => resolve(Buffer.concat(chunks)));
    document.on('error', reject);
  });
}
