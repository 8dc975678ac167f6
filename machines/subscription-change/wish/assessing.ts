import { present } from '../../../billing/present';
import { type Done, note, when } from '../note';
import { priced } from '../price/price';
import { orderSetup } from '../setup';
import type { Accepted, AssessOutput, Quoted, Refused } from '../steps';
import { startsOver, stuckState } from '../support/stuck';
import { getsStuck, remembers, TO } from '../transitions';
import { end } from '../undoing/undoing';
import { noteVatToConfirm } from '../vat/vat';
import { visit } from '../visits';
import { deferralIsAgreed, dropEdit, effectiveToAssess, noteAccepted, noteRefusal, putBack } from './wish';

type PricedAtOnce = Accepted & { priced: Quoted };

const isRefused = (answer: AssessOutput): answer is Refused => !answer.accepted;
const isAccepted = (answer: AssessOutput): answer is Accepted => answer.accepted;
const isPricedAtOnce = (answer: AssessOutput): answer is PricedAtOnce => answer.accepted && answer.priced !== undefined;

const notePricedAtOnce = note((context, { output }: Done<PricedAtOnce>) => priced(context, output.priced));

/** May this customer change this subscription like this, and who serves them? */
export const assessing = orderSetup.createStateConfig({
  id: 'assessing',
  meta: { picture: { column: 0, row: 0, isMain: true } },
  initial: 'working',
  on: remembers,
  states: {
    working: {
      invoke: {
        id: 'assess',
        src: 'assess',
        input: ({ context }) =>
          present({
            ...visit(context, 'assess'),
            actor: context.wish.actor,
            changes: context.wish.draft,
            effective: effectiveToAssess(context),
            deferralIsAgreed: (context.wish.looksAgain && deferralIsAgreed(context)) || undefined,
            leavesOutStale: context.wish.looksAgain || undefined,
          }),
        onDone: [
          when(isRefused, {
            description: 'edit refused, nothing changes',
            if: ({ wish }) => wish.beforeEdit !== null,
            target: '#presenting',
            actions: [putBack, noteRefusal],
          }),
          when(isRefused, {
            description: 'refused after it was quoted',
            if: ({ price }) => price.quote !== null,
            target: '#presenting',
            actions: [dropEdit, noteRefusal],
          }),
          when(isRefused, {
            description: 'refused before it was quoted',
            if: ({ wish }) => wish.looksAgain,
            target: TO.releasing,
            actions: [noteRefusal, end('refused')],
          }),
          when(isRefused, { description: 'refused', target: '#refused', actions: noteRefusal }),
          when(isPricedAtOnce, {
            description: 'accepted, and priced at once',
            target: '#presenting',
            actions: [noteAccepted, notePricedAtOnce],
          }),
          when(isAccepted, { description: 'accepted', target: '#superseding', actions: noteAccepted }),
        ],
        onError: getsStuck('assessing'),
      },
    },
    stuck: stuckState(startsOver('#assessing', 'assess')),
  },
});

/** A number on file that nobody has asked about, or not for long, is asked about before the order is priced. */
const goesOn = [
  {
    description: 'number on file to be confirmed',
    guard: 'confirmsVatNumber',
    target: '#checkingVat',
    actions: noteVatToConfirm,
  },
  { target: TO.quoting },
] as const;

/** Tells older orders of the same subscription that this one replaces them. */
export const superseding = orderSetup.createStateConfig({
  id: 'superseding',
  meta: { picture: { column: 1, row: 0, isMain: true } },
  initial: 'deciding',
  on: remembers,
  states: {
    deciding: {
      always: [{ guard: ({ context }) => context.wish.supersedes.length > 0, target: 'working' }, ...goesOn],
    },
    working: {
      invoke: {
        id: 'supersede',
        src: 'supersede',
        input: ({ context }) => ({
          ...visit(context, 'assess'),
          orders: context.wish.supersedes,
          subscriptionIds: context.wish.changes.map(({ subscriptionId }) => subscriptionId),
        }),
        onDone: [...goesOn],
        // An order that was not told finds out itself: it can no longer reserve the subscription.
        onError: [...goesOn],
      },
    },
  },
});
