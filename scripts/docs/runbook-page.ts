import type { Locale } from '../../billing/facts/types';
import { RUNBOOK, type Runbook, type RunbookChapter, type RunbookSection, sectionsIn } from '../../locales/runbook';
import {
  FAILURE_CODES,
  isFailureCode,
  LATER_STEPS,
  ORDER_STEPS,
  SEAT_STEPS,
  stepsOf,
} from '../../machines/failure-codes';
import { text } from '../../server/http/texts';
import { eventsNamedIn, type Piece, piecesOf, presserOf } from '../../server/support/runbook/pieces';
import { waysOutOf } from './ways-out';

/** docs/support-runbook.md in one of its languages: its texts are data, and what can be asked of the statecharts comes from there. */
export const runbookPage = (locale: Locale): string => new RunbookPage(locale).written();

const marked = (names: readonly string[]): string => names.map((name) => `\`${name}\``).join(', ');

/** As the links of a page name a heading. */
const slugOf = (title: string): string =>
  title
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}_\s-]/gu, '')
    .replaceAll(/\s/g, '-');

const rowOf = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
const tableOf = (head: readonly string[], rows: readonly string[][]): string =>
  [rowOf(head), rowOf(head.map(() => '---')), ...rows.map(rowOf)].join('\n');

class RunbookPage {
  readonly #locale: Locale;
  readonly #runbook: Runbook;
  readonly #sections: Readonly<Record<string, RunbookSection>>;
  /** What stands before what it explains. */
  readonly #colon: string;

  constructor(locale: Locale) {
    this.#locale = locale;
    this.#runbook = RUNBOOK[locale];
    this.#sections = sectionsIn(this.#runbook);
    this.#colon = locale === 'fr' ? '\u00a0:' : ':';
  }

  written(): string {
    const { title, words, about, chapters } = this.#runbook;
    const parts = [
      `# ${title}`,
      this.#word('made'),
      words.other,
      ...about.map((paragraph) => this.#markdown(paragraph)),
      ...Object.entries(chapters).flatMap(([code, chapter]) => this.#chapter(code, chapter)),
    ];
    return `${parts.join('\n\n')}\n`;
  }

  #chapter(code: string, { title, about = [], sections }: RunbookChapter): string[] {
    return [
      `## ${title}`,
      ...this.#closedFacts(code),
      ...about.map((paragraph) => this.#markdown(paragraph)),
      ...Object.entries(sections).flatMap(([name, section]) => this.#section(name, section)),
    ];
  }

  /** What a chapter says that is known without its texts. */
  #closedFacts(chapter: string): string[] {
    if (chapter === 'how_to_press') return [this.#eventTable()];
    if (chapter === 'contents') return [this.#contents()];
    return chapter === 'steps' ? [this.#stepTable()] : [];
  }

  #eventTable(): string {
    const { chapters } = this.#runbook;
    const types = [...new Set(eventsNamedIn(JSON.stringify(chapters)))].sort();
    const rows = types.map((type) => [`\`${type}\``, text(this.#locale, `event.${type}`) ?? '', this.#presser(type)]);
    return tableOf([this.#word('event'), this.#word('button'), this.#word('by')], rows);
  }

  /** The codes by the steps that they can stop. */
  #contents(): string {
    const steps = new Map<string, string[]>();
    for (const code of FAILURE_CODES) {
      const where = this.#stepsInWords(code);
      steps.set(where, [...(steps.get(where) ?? []), `[${code}](${this.#addressOf(code)})`]);
    }
    return [...steps].map(([where, codes]) => `- ${where}${this.#colon} ${codes.join(', ')}`).join('\n');
  }

  #stepTable(): string {
    const columns = ['step', 'about', 'waysOut', 'where'].map((name) => this.#word(name));
    const ofPayment = FAILURE_CODES.filter((code) => (stepsOf(code) as readonly string[]).includes('settlingPayment'));
    const rows = [...ORDER_STEPS, ...SEAT_STEPS, ...LATER_STEPS].flatMap((step) => {
      const about = text(this.#locale, `step.${step}`) ?? '';
      if (step !== 'settlingPayment')
        return [[`\`${step}\``, about, this.#waysOut(step), this.#runbook.money[step] ?? '']];
      // It is stuck in two ways, each with a code of its own.
      return ofPayment.map((code) => [
        `\`${step}\`, [${code}](${this.#addressOf(code)})`,
        about,
        this.#waysOut(code),
        this.#sections[code]?.money ?? '',
      ]);
    });
    return tableOf(columns, rows);
  }

  #waysOut(name: string): string {
    if ((LATER_STEPS as readonly string[]).includes(name)) return this.#word('neverStuck');
    return waysOutOf(name)
      .map((type) => this.#event(type))
      .join(', ');
  }

  #section(code: string, { title, at, means, check, press, customer, money }: RunbookSection): string[] {
    const failed = isFailureCode(code) ? [this.#told('stuckIn', this.#stepsInWords(code))] : [];
    const asTheStep = isFailureCode(code) ? this.#word('asTheStep') : undefined;
    return [
      `### ${title ?? code}`,
      ...failed,
      ...(at === undefined ? [] : [this.#told('at', marked(at))]),
      [
        this.#labelled('means', means),
        ...(check === undefined ? [] : [this.#labelled('check', check)]),
        ...(press === undefined ? [] : [`**${this.#word('press')}.**`]),
        ...(press ?? []).map(({ steps, text: way }) => {
          const where = steps === undefined ? '' : `${marked(steps)}${this.#colon} `;
          return `- ${where}${this.#markdown(way)}`;
        }),
      ].join('\n'),
      [
        ...(customer === undefined ? [] : [this.#labelled('customer', customer)]),
        ...(money === undefined && asTheStep === undefined ? [] : [this.#labelled('money', money ?? asTheStep ?? '')]),
      ].join('\n'),
    ].filter((part) => part !== '');
  }

  #stepsInWords(code: (typeof FAILURE_CODES)[number]): string {
    const steps: readonly string[] = stepsOf(code);
    return steps === stepsOf('timeout') ? this.#word('everyStep') : marked(steps);
  }

  #told = (label: string, what: string): string => `${this.#word(label)}${this.#colon} ${what}.`;
  #labelled = (label: string, words: string): string => `**${this.#word(label)}.** ${this.#markdown(words)}`;

  #word(name: string): string {
    const word = this.#runbook.words[name];
    if (word === undefined) throw new Error(`The runbook has no word for ${name}.`);
    return word;
  }

  #markdown = (words: string): string =>
    piecesOf(words)
      .map((piece) => this.#piece(piece))
      .join('');

  #piece(piece: Piece): string {
    if (piece.kind === 'event') return this.#event(piece.type);
    if (piece.kind === 'code') return `\`${piece.text}\``;
    return piece.kind === 'link' ? `[${piece.text}](${this.#addressOf(piece.to)})` : piece.text;
  }

  #event = (type: string): string => `\`${type}\` (${this.#presser(type)})`;
  #presser = (type: string): string => this.#runbook.people[presserOf(type)] ?? '';

  #addressOf(to: string): string {
    if (to.includes('.md')) return to;
    const title = this.#runbook.chapters[to]?.title ?? this.#sections[to]?.title ?? to;
    if (!(to in this.#runbook.chapters || to in this.#sections)) throw new Error(`The runbook has no section ${to}.`);
    return `#${slugOf(title)}`;
  }
}
