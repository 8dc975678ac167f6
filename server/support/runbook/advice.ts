import type { Locale } from '../../../billing/facts/types';
import { present } from '../../../billing/present';
import { RUNBOOK, type RunbookPress, type RunbookSection, sectionsIn } from '../../../locales/runbook';
import { isFailureCode, LATER_STEPS, stepsOf } from '../../../machines/failure-codes';
import type { RunbookAdvice } from '../../../schemas/support/runbook';
import { text } from '../../http/texts';
import { eventsNamedIn, type Piece, piecesOf, presserOf } from './pieces';

/**
 * What to do about a reason to wait, in words.
 *
 * @param name a failure code, a kind of support item, another code of the runbook, or the state that an order waits in
 * @returns undefined where the runbook does not know it
 */
export function adviceAbout(name: string, locale: Locale): RunbookAdvice | undefined {
  const sections = sectionsIn(RUNBOOK[locale]);
  const code = Object.hasOwn(sections, name) ? name : codeOfState(name, sections);
  const section = code === undefined ? undefined : sections[code];
  if (code === undefined || section === undefined) return undefined;
  const { title, means, check, press = [], customer, money } = section;
  const said = (words: string | undefined) => (words === undefined ? undefined : partsOf(words, locale));
  return present({
    code,
    title: title ?? text(locale, `stuck.${code}`) ?? text(locale, `item.${code}`) ?? code,
    steps: (isFailureCode(code) ? stepsOf(code) : []).map((step) =>
      present({ step, text: text(locale, `step.${step}`) ?? step, money: RUNBOOK[locale].money[step] }),
    ),
    means: partsOf(means, locale),
    check: said(check),
    press: press.map((way) => ({
      steps: [...stepsPressedIn(code, way)],
      text: partsOf(way.text, locale),
      events: eventsNamedIn(way.text).map((type) => ({
        type,
        label: labelOf(type, locale),
        by: RUNBOOK[locale].people[presserOf(type)] ?? '',
      })),
    })),
    customer: said(customer),
    money: said(money),
  });
}

/** The steps that a way out is for: those it names, or all of its failure code that a person can move on, if there are any. */
export function stepsPressedIn(code: string, { steps }: RunbookPress): readonly string[] {
  if (steps !== undefined) return steps;
  const all = isFailureCode(code) ? stepsOf(code) : [];
  const stuck = all.filter((step) => !(LATER_STEPS as readonly string[]).includes(step));
  return stuck.length > 0 ? stuck : all;
}

const codeOfState = (state: string, sections: Readonly<Record<string, RunbookSection>>): string | undefined =>
  Object.keys(sections).find((code) =>
    sections[code]?.at?.some((place) => place === state || state.startsWith(`${place}.`)),
  );

const labelOf = (type: string, locale: Locale): string => text(locale, `event.${type}`) ?? type;

const partsOf = (words: string, locale: Locale): RunbookAdvice['means'] =>
  piecesOf(words).map((piece) => partOf(piece, locale));

/** A page of docs/ cannot be opened from here, so what leads to one is plain words. */
function partOf(piece: Piece, locale: Locale): RunbookAdvice['means'][number] {
  if (piece.kind === 'event') return { kind: 'event', text: labelOf(piece.type, locale), event: piece.type };
  if (piece.kind !== 'link') return piece;
  const { text: words, to } = piece;
  return to.includes('.md') ? { kind: 'words', text: words } : { kind: 'section', text: words, section: to };
}
