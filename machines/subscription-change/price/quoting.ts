import { and } from 'xstate';
import { present } from '../../../billing/present';
import { note, when } from '../note';
import { orderSetup } from '../setup';
import type { Quoted, QuoteOutput } from '../steps';
import { startsOver, stuckState } from '../support/stuck';
import { endsIfAsked, getsStuck, losesPartIfTaken, remembers, TO } from '../transitions';
import { end } from '../undoing/undoing';
import { visit } from '../visits';
import { WAITING_PLACES } from '../waiting/context';
import { backTo } from '../waiting/putting-aside';
import { deferralIsAgreed, dropEdit, effectiveOf, noteRefusal, returnAsBefore } from '../wish/wish';
import { askNothing, lookAgain, priced } from './price';

type Refused = Exclude<QuoteOutput, Quoted>;

const isRefused = (answer: QuoteOutput): answer is Refused => 'refusal' in answer;
const isQuoted = (answer: QuoteOutput): answer is Quoted => 'quote' in answer;

/** Prices the change if it is still allowed; the quote is pinned to an instant and never recomputed at execution. */
export const quoting = orderSetup.createStateConfig({
  id: 'quoting',
  meta: { picture: { column: 2, row: 0, isMain: true } },
  initial: 'working',
  on: remembers,
  states: {
    working: {
      invoke: {
        id: 'quote',
        src: 'quote',
        input: ({ context }) =>
          present({
            ...visit(context, 'quote'),
            changes: context.wish.changes,
            effective: effectiveOf(context),
            deferralIsAgreed: deferralIsAgreed(context) || undefined,
            waitedFor: context.placing.waitedFor,
            includesCart: context.price.includesCart,
            vat: context.vat.onOrder,
            vatItem: context.vat.item,
            previousDue: context.price.askAgain?.previousDue ?? null,
            previousQuoteId: context.price.quote?.quoteId ?? null,
            onItsDay: context.placing.onItsDay || undefined,
            agreedChanged: context.price.askAgain?.reason === 'agreed_changed' || undefined,
          }),
        onDone: [
          when(isRefused, {
            description: 'not allowed any more',
            if: ({ wish }) => !wish.looksAgain,
            target: TO.assessing,
            actions: lookAgain,
          }),
          when(isRefused, {
            description: 'refused after it was quoted',
            if: ({ price }) => price.quote !== null,
            target: '#presenting',
            actions: [dropEdit, noteRefusal],
          }),
          when(isRefused, { description: 'refused', target: TO.releasing, actions: [noteRefusal, end('refused')] }),
          when(isQuoted, {
            description: 'priced',
            target: '#presenting',
            actions: note((context, { output }) => priced(context, output)),
          }),
        ],
        onError: getsStuck('quoting'),
      },
    },
    stuck: stuckState(startsOver('#quoting', 'quote')),
  },
});

/** Where the quote leads: to somebody who serves the customer, to the summary, to checkout, or straight on. */
export const presenting = orderSetup.createStateConfig({
  id: 'presenting',
  meta: { picture: { column: 3, row: 0, isMain: true } },
  always: [
    endsIfAsked,
    losesPartIfTaken,
    ...backTo(WAITING_PLACES, ({ wish }) => wish.returnsTo, returnAsBefore),
    { description: 'not as agreed', guard: 'cannotBeMadeAsAgreed', target: 'tellingOfItsDay' },
    { guard: 'needsSomebodyElse', target: 'handedOver' },
    {
      description: 'was agreed, costs no more',
      guard: and(['placesAtOnce', 'takesEffectLater']),
      target: 'agreeing',
      actions: askNothing,
    },
    { description: 'was placed, costs no more', guard: 'placesAtOnce', target: 'reserving', actions: askNothing },
    { description: 'to review', guard: 'leadsToSummary', target: 'reviewing' },
    { description: 'to verify', target: 'verifying' },
  ],
});
