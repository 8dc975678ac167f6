import type { OrderStep } from '../failure-codes';
import { when } from './note';
import type { Superseded } from './steps';
import { end } from './undoing/undoing';
import type { WaitingPlace } from './waiting/context';
import { noteKeptOpen } from './waiting/waiting';
import { dropTaken, keepsSome, noteEdit, noteSuperseded, noteTaken, noteTakenBy } from './wish/wish';

/** Absolute ids of the states that many others lead to. */
export const TO = {
  assessing: '#assessing',
  quoting: '#quoting',
  verifying: '#verifying',
  applying: '#applying',
  compensating: '#compensating',
  releasing: '#releasing',
} as const;

/** A state that waits for somebody lets go of the order at once, or of the part that a newer order took. */
export const leavesNow = {
  CANCEL: { target: TO.releasing, actions: end('cancelled') },
  SUPERSEDED: [
    { description: 'in part', guard: 'losesPart', target: TO.assessing, actions: [noteTaken, dropTaken] },
    { guard: 'losesAll', target: TO.releasing, actions: end('superseded') },
    { description: 'takes nothing of it', actions: noteTaken },
  ],
} as const;

/** Waiting for too long ends an order; never while it holds money. */
export const expires = {
  EXPIRE: { target: TO.releasing, actions: end('expired') },
  KEEP_OPEN: { actions: noteKeptOpen },
} as const;

/** A state at work only remembers: an event without a handler would be lost, a flag is read at the next stop. */
export const remembers = {
  CANCEL: { actions: end('cancelled') },
  SUPERSEDED: { actions: noteSuperseded },
} as const;

/** A wish to end that was remembered on the way here is acted on before anybody is asked anything. */
export const endsIfAsked = { description: 'asked to end', guard: 'isEnding', target: TO.releasing } as const;

/** The part that a newer order took meanwhile is dropped before anybody is asked anything. */
export const losesPartIfTaken = {
  description: 'lost a part',
  guard: 'lostPart',
  target: TO.assessing,
  actions: dropTaken,
} as const;

const edit = (place: WaitingPlace) => ({ target: TO.assessing, actions: noteEdit(place) }) as const;

/**
 * An edit is always assessed again, so it can never slip past the routing; so is what support amends. One that is refused
 * changes nothing: the order goes back to where it was.
 */
export const edits = (place: WaitingPlace) => ({ EDIT: edit(place), AMEND: edit(place) }) as const;

/** A second change joins the others of the order. */
export const joins = (place: WaitingPlace) => ({ ADD_CHANGE: edit(place) }) as const;

/** A step that could not do its work waits for a person. */
export const getsStuck = <Target extends string = 'stuck'>(step: OrderStep, target?: Target) =>
  ({ target: target ?? 'stuck', actions: { type: 'noteStuck', params: { step } } }) as const;

/** A newer order took the subscription before this one could: it ends, or goes on with its others. */
export const supersededIn = <Answer extends { status: string }>() => {
  type Case = Extract<Answer, Superseded>;
  const is = (answer: Answer): answer is Case => answer.status === 'superseded';
  return [
    when(is, {
      description: 'superseded in part',
      if: (context, { by, subscriptionId }) =>
        context.undoing.ending === null && keepsSome(context, [...context.wish.taken, { by, subscriptionId }]),
      target: TO.assessing,
      actions: [noteTakenBy, dropTaken],
    }),
    when(is, { description: 'superseded', target: TO.releasing, actions: end('superseded') }),
  ];
};
