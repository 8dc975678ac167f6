import { CancellationScope } from '@temporalio/workflow';
import { newOrder, type OrderContext } from '../../machines/subscription-change/context';
import { visit } from '../../machines/subscription-change/visits';
import type { OrderInput, OrderView } from '../../workflows/contract';
import { HandWrittenDesk } from './desk';
import { steps } from './steps';

/**
 * The order as somebody would write it by hand: the shortest way and the ways off it that guard money. It has the wire
 * contract, the activities, the projection and the guarantees of ours, and neither XState nor zod.
 */
export function subscriptionChange(input: OrderInput): Promise<OrderView> {
  const context = newOrder(input);
  const desk = new HandWrittenDesk(context);
  return CancellationScope.nonCancellable(async () => {
    desk.move('assessing', 'started');
    if (await prepare(context, desk)) await serve(context, desk);
    return desk.close();
  });
}

/** @returns whether there is a quote to show */
async function prepare(context: OrderContext, desk: HandWrittenDesk): Promise<boolean> {
  const { actor, draft: changes } = context.wish;
  const assessed = await desk.attempt('assessing', () => steps.assess({ ...visit(context, 'assess'), actor, changes }));
  if (!assessed.accepted) {
    context.wish.refusal = assessed.refusal;
    await desk.settle('refused', 'assess done');
    return false;
  }
  const { route, home, cartHoldsItems, paymentMethod, vat } = assessed;
  Object.assign(context.wish, { route, home });
  context.price.cartHoldsItems = cartHoldsItems;
  context.payment.method = paymentMethod;
  context.vat.onOrder = vat;
  desk.move('quoting', 'assess done');
  const { quote, costsMore } = await desk.attempt('quoting', () =>
    steps.quote({
      ...visit(context, 'quote'),
      changes,
      includesCart: false,
      vat,
      vatItem: null,
      agreement: null,
      previousDue: null,
      previousQuoteId: null,
    }),
  );
  Object.assign(context.price, { quote, costsMore });
  await desk.settle('reviewing', 'quote done');
  return true;
}

/** Takes what the customer sends until the order has ended. */
async function serve(context: OrderContext, desk: HandWrittenDesk): Promise<void> {
  while (!desk.isDone()) {
    const event = await desk.nextEvent();
    if (event.type === 'CHECKOUT') await desk.settle('verifying', event.type);
    else if (event.type === 'CANCEL') await release(context, desk, event.type);
    else await place(context, desk, event.at);
  }
}

async function place(context: OrderContext, desk: HandWrittenDesk, at: string | undefined): Promise<void> {
  const { quote } = context.price;
  const { actor, route, home } = context.wish;
  if (quote === null || home === null) throw new Error('An order without a quote was placed.');
  context.placing.placedAt = at ?? null;
  context.visits.place += 1;
  desk.move('reserving.working', 'PLACE_ORDER');
  const { method: paymentOnFile } = context.payment;
  const { onOrder: vat } = context.vat;
  const countsOn = { paymentOnFile, vat, vatIsOnFile: vat !== null };
  const key = visit(context, 'place');
  const reserved = await desk.attempt('reserving', () =>
    steps.reserve({ ...key, quote, actor, route, country: home.country, countsOn }),
  );
  if (reserved.status !== 'reserved' || desk.isCancelling()) return release(context, desk, 'reserve done');
  desk.move('settlingPayment.charging', 'reserve done');
  const paymentMethod = context.payment.method ?? '';
  const payment = await desk.attempt('settlingPayment', () => steps.charge({ ...key, quote, paymentMethod }));
  context.payment.outcome = payment;
  if (payment.status !== 'paid') return release(context, desk, 'charge done');
  desk.move('applying.working', 'charge done');
  const printed = { purchaseOrder: null, vatNumber: vat?.number ?? null };
  const applied = await desk.attempt('applying', () => steps.apply({ ...key, quote, payment, ...printed }));
  if (applied.status !== 'applied') return release(context, desk, 'apply done');
  context.delivery.applied = applied;
  desk.move('finishing.confirming.working', 'apply done');
  await desk.attempt('confirming', () => steps.confirm({ ...key, quote, ...printed }));
  await desk.settle('completed', 'confirm done');
}

async function release(context: OrderContext, desk: HandWrittenDesk, event: string): Promise<void> {
  context.undoing.ending = 'cancelled';
  desk.move('releasing.working', event);
  const subscriptionIds = context.wish.changes.map(({ subscriptionId }) => subscriptionId);
  await desk.attempt('releasing', () =>
    steps.release({ ...visit(context, 'place'), subscriptionIds, keepsClaim: false, vatItem: null }),
  );
  await desk.settle('cancelled', 'release done');
}
