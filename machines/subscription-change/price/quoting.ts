import { note } from '../note';
import { orderSetup } from '../setup';
import { startsOver, stuckState } from '../support/stuck';
import { endsIfAsked, getsStuck, losesPartIfTaken, remembers, TO } from '../transitions';
import { visit } from '../visits';
import { WAITING_PLACES } from '../waiting/context';
import { backTo } from '../waiting/putting-aside';
import { returnAsBefore } from '../wish/wish';
import { askNothing, lookAgain, priced } from './price';

/** Prices the change; the quote is pinned to an instant and never recomputed at execution. */
export const quoting = orderSetup.createStateConfig({
  id: 'quoting',
  meta: { picture: { column: 2, row: 0 } },
  initial: 'working',
  on: remembers,
  states: {
    working: {
      invoke: {
        id: 'quote',
        src: 'quote',
        input: ({ context }) => ({
          ...visit(context, 'quote'),
          changes: context.wish.changes,
          includesCart: context.price.includesCart,
          vat: context.vat.onOrder,
          agreement: context.wish.agreement,
          vatItem: context.vat.item,
          previousDue: context.price.askAgain?.previousDue ?? null,
          previousQuoteId: context.price.quote?.quoteId ?? null,
          ...(context.placing.onItsDay ? { onItsDay: true as const } : {}),
        }),
        onDone: [
          {
            description: 'went stale',
            guard: ({ context, event }) => event.output.isStale === true && !context.wish.looksAgain,
            target: TO.assessing,
            actions: lookAgain,
          },
          {
            description: 'priced',
            target: '#presenting',
            actions: note((context, { output }) => priced(context, output)),
          },
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
  meta: { picture: { column: 3, row: 0 } },
  always: [
    endsIfAsked,
    losesPartIfTaken,
    ...backTo(WAITING_PLACES, ({ wish }) => wish.returnsTo, returnAsBefore),
    { description: 'not as agreed', guard: 'cannotBeMadeAsAgreed', target: 'tellingOfItsDay' },
    { guard: 'needsSomebodyElse', target: 'handedOver' },
    { description: 'was placed, costs no more', guard: 'placesAtOnce', target: 'reserving', actions: askNothing },
    { description: 'to review', guard: 'leadsToSummary', target: 'reviewing' },
    { description: 'to verify', target: 'verifying' },
  ],
});
