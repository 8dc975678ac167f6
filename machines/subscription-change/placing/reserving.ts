import { noteApplied } from '../delivery/delivery';
import { when } from '../note';
import type { AskAgain } from '../price/context';
import { askAgainMoved, askAgainOutdated, quoteOf, quoteToPlace } from '../price/price';
import { orderSetup } from '../setup';
import type { ApplyOutput, ReserveOutput } from '../steps';
import { abort, decided, ends, retry, stuckState } from '../support/stuck';
import { endsIfAsked, getsStuck, remembers, supersededIn, TO } from '../transitions';
import { end } from '../undoing/undoing';
import { visit } from '../visits';
import { knownHome } from '../wish/wish';
import { countsOn, placeAgain } from './placing';

const moved = (status: ReserveOutput['status'], reason: AskAgain['reason'], description: string) => ({
  description,
  guard: ({ event }: { event: { output: ReserveOutput } }) => event.output.status === status,
  target: TO.assessing,
  actions: askAgainMoved(reason),
});

const outdated = (reason: 'quote_expired' | 'balance_changed', description: string) => ({
  description,
  guard: ({ event }: { event: { output: ReserveOutput } }) => event.output.status === reason,
  target: TO.quoting,
  actions: askAgainOutdated(reason),
});

/** Takes the subscription for this order and holds the balance it uses, if all is still what the quote saw. */
export const reserving = orderSetup.createStateConfig({
  id: 'reserving',
  tags: 'money',
  meta: { picture: { column: 2, row: 3, isMain: true } },
  initial: 'working',
  on: remembers,
  states: {
    working: {
      invoke: {
        id: 'reserve',
        src: 'reserve',
        input: ({ context }) => ({
          ...visit(context, 'place'),
          quote: quoteToPlace(context),
          changes: context.wish.changes,
          actor: context.wish.actor,
          route: context.wish.route,
          country: knownHome(context).country,
          countsOn: countsOn(context),
        }),
        onDone: [
          ...supersededIn<ReserveOutput>(),
          endsIfAsked,
          moved('moved', 'subscription_moved', 'subscription moved'),
          moved('cart_moved', 'cart_moved', 'cart moved'),
          moved('account_changed', 'account_changed', 'account changed'),
          outdated('quote_expired', 'quote expired'),
          outdated('balance_changed', 'balance spent'),
          { guard: 'nothingIsDue', target: TO.applying },
          { description: 'money is due', target: '#settlingPayment' },
        ],
        onError: getsStuck('reserving'),
      },
    },
    stuck: stuckState([retry('#reserving.working'), decided('RETRY_NEW_KEY', TO.releasing, placeAgain), abort(), ends]),
  },
});

const isApplied = (answer: ApplyOutput) => answer.status === 'applied';

/**
 * The commit: one compare-and-set on the subscription, fenced by the reservation. Before it, failure means undoing;
 * after it, the order only goes forward.
 */
export const applying = orderSetup.createStateConfig({
  id: 'applying',
  tags: 'money',
  meta: { picture: { column: 1, row: 5, isMain: true } },
  initial: 'working',
  states: {
    working: {
      invoke: {
        id: 'apply',
        src: 'apply',
        input: ({ context }) => ({
          ...visit(context, 'place'),
          quote: quoteOf(context),
          payment: context.payment.outcome,
          purchaseOrder: context.wish.agreement?.purchaseOrder ?? null,
          vatNumber: context.vat.onOrder?.number ?? null,
        }),
        onDone: [
          when(isApplied, { description: 'applied', target: '#finishing', actions: noteApplied }),
          { description: 'reservation lost', target: TO.compensating, actions: end('cancelled') },
        ],
        onError: getsStuck('applying'),
      },
    },
    stuck: stuckState([retry('#applying'), abort(TO.compensating)]),
  },
});
