import { CancellationScope } from '@temporalio/workflow';
import { arrivalOf } from 'statechart-host/contract';
import { newOrder, type OrderContext } from '../../machines/subscription-change/context';
import { visit } from '../../machines/subscription-change/visits';
import type { OrderInput, OrderView } from '../../workflows/contract';
import { HandWrittenRunner } from './runner';
import { steps } from './steps';

/**
 * The order as somebody would write it by hand: the shortest way and the ways off it that guard money. It has the wire
 * contract, the activities, the projection and the guarantees of ours, and neither XState nor zod.
 */
export function subscriptionChange(input: OrderInput): Promise<OrderView> {
  const context = newOrder(input);
  const runner = new HandWrittenRunner(context);
  return CancellationScope.nonCancellable(async () => {
    runner.move('assessing', 'started');
    if (await prepare(context, runner)) await serve(context, runner);
    return runner.close();
  });
}

/** @returns whether there is a quote to show */
async function prepare(context: OrderContext, runner: HandWrittenRunner): Promise<boolean> {
  const { actor, draft: changes, effective } = context.wish;
  const assessed = await runner.attempt('assessing', () =>
    steps.assess({ ...visit(context, 'assess'), actor, changes, effective }),
  );
  if (!assessed.accepted) {
    context.wish.refusal = assessed.refusal;
    await runner.settle('refused', 'assess done');
    return false;
  }
  const { route, home, cartHoldsItems, paymentMethod, vat } = assessed;
  Object.assign(context.wish, { route, home });
  context.price.cartHoldsItems = cartHoldsItems;
  context.payment.method = paymentMethod;
  context.vat.onOrder = vat;
  runner.move('quoting', 'assess done');
  const priced = await runner.attempt('quoting', () =>
    steps.quote({
      ...visit(context, 'quote'),
      changes,
      includesCart: false,
      vat,
      vatItem: null,
      effective,
      waitedFor: null,
      previousDue: null,
      previousQuoteId: null,
    }),
  );
  if ('refusal' in priced) throw new Error(`An order that was accepted is refused: ${priced.refusal.code}`);
  const { quote, costsMore } = priced;
  Object.assign(context.price, { quote, costsMore });
  await runner.settle('reviewing', 'quote done');
  return true;
}

/** Takes what the customer sends until the order has ended. */
async function serve(context: OrderContext, runner: HandWrittenRunner): Promise<void> {
  while (!runner.isDone()) {
    const event = await runner.nextEvent();
    if (event.type === 'CHECKOUT') await runner.settle('verifying', event.type);
    else if (event.type === 'CANCEL') await release(context, runner, event.type);
    else await place(context, runner, arrivalOf(event)?.at);
  }
}

async function place(context: OrderContext, runner: HandWrittenRunner, at: string | undefined): Promise<void> {
  const { quote } = context.price;
  const { actor, route, home } = context.wish;
  if (quote === null || home === null) throw new Error('An order without a quote was placed.');
  context.placing.placedAt = at ?? null;
  context.visits.place += 1;
  runner.move('reserving.working', 'PLACE_ORDER');
  const { method: paymentOnFile } = context.payment;
  const { onOrder: vat } = context.vat;
  const countsOn = { paymentOnFile, vat, vatIsOnFile: vat !== null };
  const key = visit(context, 'place');
  const reserved = await runner.attempt('reserving', () =>
    steps.reserve({ ...key, quote, changes: context.wish.changes, actor, route, country: home.country, countsOn }),
  );
  if (reserved.status !== 'reserved' || runner.isCancelling()) return release(context, runner, 'reserve done');
  runner.move('settlingPayment.charging', 'reserve done');
  const paymentMethod = context.payment.method ?? '';
  const payment = await runner.attempt('settlingPayment', () => steps.charge({ ...key, quote, paymentMethod }));
  context.payment.outcome = payment;
  if (payment.status !== 'paid') return release(context, runner, 'charge done');
  runner.move('applying.working', 'charge done');
  const printed = { purchaseOrder: null, vatNumber: vat?.number ?? null };
  const applied = await runner.attempt('applying', () => steps.apply({ ...key, quote, payment, ...printed }));
  if (applied.status !== 'applied') return release(context, runner, 'apply done');
  context.delivery.applied = applied;
  runner.move('finishing.confirming.working', 'apply done');
  await runner.attempt('confirming', () => steps.confirm({ ...key, quote, ...printed }));
  await runner.settle('completed', 'confirm done');
}

async function release(context: OrderContext, runner: HandWrittenRunner, event: string): Promise<void> {
  context.undoing.ending = 'cancelled';
  runner.move('releasing.working', event);
  const subscriptionIds = context.wish.changes.map(({ subscriptionId }) => subscriptionId);
  await runner.attempt('releasing', () =>
    steps.release({ ...visit(context, 'place'), subscriptionIds, keepsClaim: false, vatItem: null }),
  );
  await runner.settle('cancelled', 'release done');
}
