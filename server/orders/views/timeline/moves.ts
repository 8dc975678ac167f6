import type { Transition } from 'statechart-host/contract';
import type { Locale } from '../../../../billing/facts/types';
import { restingPlaces } from '../../../../machines/subscription-change/resting-places';
import type { OrderView } from '../../../../workflows/contract';
import { textOfFailure } from '../../../api/stuck';
import { text } from '../../../http/texts';
import { textOfState } from '../headline';
import { type Attempts, folded, isStuckAt } from './attempts';
import { nameInWords, type ToldItem } from './told';

/** The moves of an order, one by one. */
export const movesToApi = (moves: readonly Transition[], locale: Locale): ToldItem[] =>
  moves.map((move) => moveToApi(move, locale));

/** The same with its attempts folded; what the latest failed with, the view tells. */
export const attemptsToApi = (moves: readonly Transition[], view: OrderView, locale: Locale): ToldItem[] =>
  folded(moves).map((one) => ('event' in one ? moveToApi(one, locale) : attemptToApi(one, view, locale)));

function moveToApi(move: Transition, locale: Locale): ToldItem {
  const { sequence, at, event, from, to } = move;
  return {
    key: `move:${String(sequence).padStart(8, '0')}`,
    item: {
      kind: 'move',
      at,
      text: textOfState(to, locale),
      importance: importanceOf(move),
      event,
      label: labelOf(event, locale),
      from,
      to,
    },
  };
}

/** What an order turned on: an end, a person who is needed, a word that moves money. */
function importanceOf({ event, to }: Transition): ToldItem['item']['importance'] {
  const place = restingPlaces.get(to);
  if (place?.isFinal || isStuckAt(to) || to.startsWith('handedOver.') || event === 'PLACE_ORDER') return 'high';
  // On its way, and by itself.
  return place === undefined && event.includes(' ') ? 'quiet' : 'normal';
}

/** Events that are sent have words of their own; those of the statechart are a step and what became of it, or a time that passed. */
function labelOf(event: string, locale: Locale): string {
  const [, step = '', word = ''] = /^(\S+) (done|failed|passed)$/.exec(event) ?? [];
  const work = text(locale, `work.${step}`) ?? step;
  return word === '' ? nameInWords(event, locale) : (text(locale, `timeline.${word}`, { work }) ?? event);
}

function attemptToApi({ step, count, moves, last, areLookUps }: Attempts, view: OrderView, locale: Locale): ToldItem {
  const first = moves[0] ?? last;
  const code = codeOf(last, view);
  const what = code === null || !isStuckAt(last.to) ? '' : ` ${textOfFailure(code, locale)}`;
  const facts = { attempts: count, step: text(locale, `step.${step}`) ?? step };
  const words = text(locale, areLookUps ? 'timeline.look_ups' : 'timeline.attempts', facts) ?? step;
  return {
    key: `move:${String(first.sequence).padStart(8, '0')}`,
    item: {
      kind: 'attempt',
      at: last.at,
      text: `${words}${what}`,
      importance: isStuckAt(last.to) ? 'high' : 'quiet',
      step,
      attempts: count,
      from: first.from,
      to: last.to,
      firstAt: first.at,
      lastAt: last.at,
      code,
    },
  };
}

/** A view knows why it is stuck, or why its VAT number waits, at this moment; what went before is kept nowhere. */
function codeOf({ at, to }: Transition, { state, transitions, details: { stuck, vatWait } }: OrderView): string | null {
  if (state !== to || transitions.at(-1)?.at !== at) return null;
  return stuck?.code ?? (to.startsWith('vatPending.') ? (vatWait?.code ?? null) : null);
}
