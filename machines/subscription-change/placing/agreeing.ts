import { replacedBy } from '../../../billing/quotes/agreed-change';
import type { OrderContext } from '../context';
import { when } from '../note';
import { askAgainMoved, quoteOf } from '../price/price';
import { orderSetup } from '../setup';
import type { AgreeOutput } from '../steps';
import { abort, decided, ends, retry, stuckState } from '../support/stuck';
import {
  edits,
  endsIfAsked,
  getsStuck,
  leavesNow,
  losesPartIfTaken,
  remembers,
  supersededIn,
  TO,
} from '../transitions';
import { visit } from '../visits';
import { mayBeHeld } from '../waiting/putting-aside';
import { noteAgreed, startAgreedChange } from './placing';

/** What an order takes of agreed ones, for telling them and their people. */
export const replaceAgreedInput = (context: OrderContext) => ({
  ...visit(context, 'place'),
  replaced: replacedBy(quoteOf(context)),
});

const isMoved = (answer: AgreeOutput) => answer.status === 'moved';

/** Placed, and not to be made before its day: it stands beside whatever else is opened until then. */
export const agreeing = orderSetup.createStateConfig({
  id: 'agreeing',
  meta: { picture: { column: 2, row: 4 } },
  initial: 'working',
  on: remembers,
  states: {
    working: {
      invoke: {
        id: 'agree',
        src: 'agree',
        input: ({ context }) => ({
          ...visit(context, 'place'),
          quote: quoteOf(context),
          changes: context.wish.changes,
        }),
        onDone: [
          ...supersededIn<AgreeOutput>(),
          when(isMoved, {
            description: 'another change is agreed by now',
            target: TO.assessing,
            actions: askAgainMoved('subscription_moved'),
          }),
          { guard: 'replacesAgreed', target: 'telling', actions: noteAgreed },
          { target: 'agreed', actions: noteAgreed },
        ],
        onError: getsStuck('agreeing'),
      },
    },
    /** The people of the agreed change that this one ends hear of it, whatever becomes of this one. */
    telling: {
      invoke: {
        id: 'replaceAgreed',
        src: 'replaceAgreed',
        input: ({ context }) => replaceAgreedInput(context),
        onDone: { target: 'agreed' },
        onError: getsStuck('replacing', 'stuckTelling'),
      },
    },
    agreed: {
      always: [endsIfAsked, losesPartIfTaken, { description: 'waits for its day', target: '#scheduled' }],
    },
    stuck: stuckState([retry('#agreeing.working'), abort(), ends]),
    stuckTelling: stuckState([retry('#agreeing.telling'), decided('SKIP', '#agreeing.agreed')]),
  },
});

/** Agreed and placed, but it takes effect at the end of the period; a newer order takes of it what both change. */
export const scheduled = orderSetup.createStateConfig({
  id: 'scheduled',
  tags: 'settled',
  meta: { waits: 'period_end', picture: { column: 1, row: 3 } },
  on: { ...leavesNow, ...edits('scheduled'), ...mayBeHeld('scheduled') },
  after: { effectiveDay: { target: TO.quoting, actions: startAgreedChange } },
});
