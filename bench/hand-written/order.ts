import { CancellationScope } from '@temporalio/workflow';
import type { OrderInput, OrderView } from '../../workflows/contract';
import { HandWrittenDesk } from './desk';
import { type HandWrittenOrder, newHandWrittenOrder, visitOfHandWritten } from './state';
import { steps } from './steps';

/**
 * The order as somebody would write it by hand: the shortest way and the ways off it that guard money. It has the wire
 * contract, the activities, the projection and the guarantees of ours, and neither XState nor zod.
 */
export function subscriptionChange(input: OrderInput): Promise<OrderView> {
  const order = newHandWrittenOrder(input);
  const desk = new HandWrittenDesk(order);
  return CancellationScope.nonCancellable(async () => {
    desk.move('assessing', 'started');
    if (await prepare(order, desk)) await serve(order, desk);
    return desk.close();
  });
}

/** @returns whether there is a quote to show */
async function prepare(order: HandWrittenOrder, desk: HandWrittenDesk): Promise<boolean> {
  const { actor, changes, details } = order;
  const assessed = await desk.attempt('assessing', () =>
    steps.assess({ ...visitOfHandWritten(order), actor, changes }),
  );
  if (!assessed.accepted) {
    Object.assign(details, { refusal: assessed.refusal, situation: 'refused' });
    await desk.settle('refused', 'assess done');
    return false;
  }
  const { route, cartHoldsItems, paymentMethod, vat, home } = assessed;
  order.paymentMethod = paymentMethod;
  Object.assign(details, { route, cartHoldsItems, vat, home, hasPaymentMethod: paymentMethod !== null });
  desk.move('quoting', 'assess done');
  const { quote } = await desk.attempt('quoting', () =>
    steps.quote({
      ...visitOfHandWritten(order),
      changes,
      includesCart: false,
      vat,
      vatItem: null,
      agreement: null,
      previousDue: null,
      previousQuoteId: null,
    }),
  );
  details.quote = quote;
  await desk.settle('reviewing', 'quote done');
  return true;
}

/** Takes what the customer sends until the order has ended. */
async function serve(order: HandWrittenOrder, desk: HandWrittenDesk): Promise<void> {
  while (!desk.isDone()) {
    const event = await desk.nextEvent();
    if (event.type === 'CHECKOUT') await desk.settle('verifying', event.type);
    else if (event.type === 'CANCEL') await release(order, desk, event.type);
    else await place(order, desk);
  }
}

async function place(order: HandWrittenOrder, desk: HandWrittenDesk): Promise<void> {
  const { details, actor } = order;
  const { quote, route, home, vat } = details;
  if (quote === null || home === undefined) throw new Error('An order without a quote was placed.');
  details.placing += 1;
  desk.move('reserving.working', 'PLACE_ORDER');
  const key = visitOfHandWritten(order, details.placing);
  const paymentMethod = order.paymentMethod ?? '';
  const countsOn = { paymentOnFile: order.paymentMethod, vat, vatIsOnFile: vat !== null };
  const reserved = await desk.attempt('reserving', () =>
    steps.reserve({ ...key, quote, actor, route, country: home.country, countsOn }),
  );
  if (reserved.status !== 'reserved' || desk.isCancelling()) return release(order, desk, 'reserve done');
  desk.move('settlingPayment.charging', 'reserve done');
  const payment = await desk.attempt('settlingPayment', () => steps.charge({ ...key, quote, paymentMethod }));
  details.payment = payment;
  if (payment.status !== 'paid') return release(order, desk, 'charge done');
  desk.move('applying.working', 'charge done');
  const printed = { purchaseOrder: null, vatNumber: vat?.number ?? null };
  const applied = await desk.attempt('applying', () => steps.apply({ ...key, quote, payment, ...printed }));
  if (applied.status !== 'applied') return release(order, desk, 'apply done');
  desk.move('finishing.confirming.working', 'apply done');
  await desk.attempt('confirming', () => steps.confirm({ ...key, quote, ...printed }));
  await desk.settle('completed', 'confirm done');
}

async function release(order: HandWrittenOrder, desk: HandWrittenDesk, event: string): Promise<void> {
  const { details, changes } = order;
  details.ending = 'cancelled';
  desk.move('releasing.working', event);
  const subscriptionIds = changes.map(({ subscriptionId }) => subscriptionId);
  const key = visitOfHandWritten(order, details.placing);
  await desk.attempt('releasing', () => steps.release({ ...key, subscriptionIds, keepsClaim: false, vatItem: null }));
  await desk.settle('cancelled', 'release done');
}
