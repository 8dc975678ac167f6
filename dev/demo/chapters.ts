import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ApiClient } from '../stack/api-client';
import { SAMPLE } from '../stack/sample-data';
import type { Stack } from '../stack/stack';
import { Customer } from './customer';
import { chapter, check, type Order, type ShownMoney, tellQuote, tellStory, watch } from './story';

/** The reminders of the demo are two seconds apart. */
const PAST_THE_NEXT_REMINDER = 2_500;

/** Charges that the gateway itself has on its books for an order. */
function chargesOf(stack: Stack, changeId: string) {
  return stack
    .payments()
    .ledger({ kind: 'charge' })
    .then((rows) => rows.filter((row) => row.reference.includes(changeId)));
}

const customer = (stack: Stack, contact: string): Customer =>
  new Customer(new ApiClient(stack.url, stack.keys.service, 'en'), contact);
const agent = (stack: Stack): Customer => new Customer(new ApiClient(stack.url, stack.keys.support_agent));

export async function seatsAndFrequency(stack: Stack): Promise<void> {
  chapter('Three more seats, yearly billing, and a cart that already holds an item');
  const { subscription, account, contact } = SAMPLE.atelier;
  const claire = customer(stack, contact);
  const cart = () => claire.get<{ items: { amount: string }[] }>(`/v1/carts/${account}`);
  check('the cart holds an item', (await cart()).items.length, 1);
  const started = await claire.start({ subscriptionId: subscription, seats: 7, frequency: 'year' });
  tellQuote(started);
  check(
    'the cart holds an item, so the change is added to it',
    [started.allowedEvents.includes('ADD_TO_CART'), started.allowedEvents.includes('CHECKOUT')],
    [true, false],
  );
  tellStory('She edits the order once: eight seats, not seven.');
  const edited = await claire.send(started.changeId, {
    type: 'EDIT',
    changes: [{ subscriptionId: subscription, seats: 8, frequency: 'year' }],
  });
  await claire.send(edited.changeId, { type: 'ADD_TO_CART' });
  const checkout = await claire.send(edited.changeId, { type: 'CHECKOUT' });
  tellQuote(checkout);
  check('the rate increases', checkout.quote?.rateIncreases, true);
  const refusal = await claire.refused(checkout.changeId, { type: 'PLACE_ORDER' });
  check(
    'placing asks for payment details or a VAT number',
    [refusal.code, refusal.missing],
    ['payment_details_required', ['payment_details_or_vat_number']],
  );
  const ready = await claire.send(checkout.changeId, { type: 'PROVIDE_PAYMENT', paymentToken: 'pm_ok' });
  const placed = await claire.send(checkout.changeId, { type: 'PLACE_ORDER', quoteHash: ready.quote?.hash });
  check('the order is completed', placed.state, 'completed');
  check('the cart is empty', (await cart()).items.length, 0);
  const charges = await chargesOf(stack, placed.changeId);
  check(
    'the gateway charged once: the change and the other item',
    charges.map(({ amount }) => amount),
    [minor(ready.quote?.dueToday)],
  );
  const { items } = await claire.get<{ items: { kind: string; amount: ShownMoney }[] }>(
    `/v1/accounts/${account}/ledger`,
  );
  const entries = items.map(({ kind, amount }) => `${kind} ${amount.amount}`);
  for (const entry of entries) tellStory(`In the ledger: ${entry}`);
  const has = (kind: string): boolean => entries.some((entry) => entry.startsWith(`${kind} `));
  check(
    'the ledger has entries for the change, for the cart item and for the payment',
    [has('credit'), has('charge'), has('cart_item'), has('payment')],
    [true, true, true, true],
  );
  await remindersUntilAssigned(stack, claire, subscription);
}

async function remindersUntilAssigned(stack: Stack, claire: Customer, subscription: string): Promise<void> {
  const reminders = async () => (await mails(stack)).filter(({ kind }) => kind === 'reminder').length;
  await watch('reminders to assign the new seats', async () => ((await reminders()) > 1 ? true : undefined));
  tellStory('Two reminders went out: the new seats wait for somebody.');
  for (const colleague of ['ana', 'ben', 'cleo', 'dora', 'emil', 'fred', 'gina', 'hugo'])
    await claire.assign(subscription, colleague);
  const seats = await claire.get<{ free: number }>(`/v1/subscriptions/${subscription}/seats`);
  check('every seat is assigned', seats.free, 0);
  const before = await reminders();
  await new Promise((resolve) => setTimeout(resolve, PAST_THE_NEXT_REMINDER));
  check('no further reminder goes out', await reminders(), before);
}

async function mails(stack: Stack): Promise<{ kind: string; accountId: string }[]> {
  const api = new ApiClient(stack.url, stack.keys.operator);
  return (await api.get<{ items: { kind: string; accountId: string }[] }>('/v1/outbox')).body.items;
}

export async function vatNumber(stack: Stack): Promise<void> {
  chapter('A higher rate, nothing due today, and a VAT number instead of payment details');
  const bernd = customer(stack, SAMPLE.berlin.contact);
  const started = await bernd.start({ subscriptionId: SAMPLE.berlin.subscription, seats: 6, frequency: 'month' });
  tellQuote(started);
  const checkout = await bernd.send(started.changeId, { type: 'CHECKOUT' });
  check(
    'the rate increases and nothing is due',
    [checkout.quote?.rateIncreases, checkout.quote?.dueToday.amount],
    [true, '0.00'],
  );
  check(
    'payment details or a VAT number are asked for',
    checkout.missing.map(({ what }) => what),
    ['payment_details_or_vat_number'],
  );
  const requoted = await bernd.send(checkout.changeId, { type: 'PROVIDE_VAT', vatNumber: 'DE 811 115 368' });
  tellQuote(requoted);
  check('nothing is missing any more', requoted.missing, []);
  const placed = await bernd.send(checkout.changeId, { type: 'PLACE_ORDER' });
  check(
    'the order is completed without a charge',
    [placed.state, (await chargesOf(stack, placed.changeId)).length],
    ['completed', 0],
  );
}

export async function lowerTier(stack: Stack): Promise<void> {
  chapter('A lower tier is handed to customer support');
  const claire = customer(stack, SAMPLE.atelier.contact);
  const started = await claire.start({ subscriptionId: SAMPLE.atelier.second, tierId: 'professional' });
  check('support takes over', started.state, 'handedOver.waiting');
  tellStory('Support accepts, to take effect now.');
  const accepted = await agent(stack).sendAsSeen(started, {
    type: 'ACCEPT_HANDOVER',
    effective: 'now',
    purchaseOrder: null,
  });
  check('the customer gets the order back to verify', accepted.state, 'reviewing');
  await claire.send(started.changeId, { type: 'CHECKOUT' });
  const placed = await claire.send(started.changeId, { type: 'PLACE_ORDER' });
  check('the lower tier is in place', placed.state, 'completed');
}

export async function corporate(stack: Stack): Promise<void> {
  chapter('A corporate account is handed to its advisor and fulfilled later');
  const kim = customer(stack, SAMPLE.corporate.contact);
  const started = await kim.start({ subscriptionId: SAMPLE.corporate.subscription, seats: 45 });
  check('the advisor takes over', started.state, 'handedOver.waiting');
  await agent(stack).sendAsSeen(started, { type: 'ACCEPT_HANDOVER', effective: 'now', purchaseOrder: 'PO-2026-117' });
  await kim.send(started.changeId, { type: 'CHECKOUT' });
  const placed = await kim.send(started.changeId, { type: 'PLACE_ORDER' });
  check('the order waits for fulfilment', placed.state, 'finishing.fulfilling.waiting');
  const [placedOrder] = stack.fulfilment.orders();
  check('fulfilment got the purchase order number', placedOrder?.order.purchaseOrderNumber, 'PO-2026-117');
  tellStory('Fulfilment confirms.');
  await stack.fulfilment.confirm(placedOrder?.order.reference ?? '');
  const done = await watch('the end of the order', async () => doneOnly(await kim.look(started.changeId)));
  check('the order is completed', done.state, 'completed');
}

export async function gatewayDown(stack: Stack): Promise<void> {
  chapter('The payment gateway is down: the order waits, and goes on by itself when it is back');
  const claire = customer(stack, SAMPLE.gatewayDown.contact);
  await stack.paymentGatewayGoesDown();
  const started = await claire.start({ subscriptionId: SAMPLE.gatewayDown.subscription, seats: 4 });
  await claire.send(started.changeId, { type: 'CHECKOUT' });
  await claire.send(started.changeId, { type: 'PLACE_ORDER' });
  const waiting = await claire.look(started.changeId);
  check('nothing was charged, and nobody is asked', waiting.state.startsWith('settlingPayment.resending'), true);
  tellStory(`In plain words: ${waiting.headline}`);
  await stack.paymentGatewayComesBack();
  tellStory('The gateway is back. Nobody presses anything.');
  const resumed = await watch('the end of the order', async () => doneOnly(await claire.look(started.changeId)), 60);
  check('the order is completed', resumed.state, 'completed');
  check('the gateway charged once', (await chargesOf(stack, started.changeId)).length, 1);
}

export async function workerKilled(stack: Stack): Promise<void> {
  chapter('The worker is killed while it charges: the order finishes, charged once');
  const claire = customer(stack, SAMPLE.crash.contact);
  const started = await claire.start({ subscriptionId: SAMPLE.crash.subscription, seats: 4 });
  await claire.send(started.changeId, { type: 'CHECKOUT' });
  const killed = await killWhenCalled(stack);
  await stack.payments().script({
    fault: 'callback',
    url: killed.url,
    when: 'after_commit',
    afterwards: 'drop',
    operation: 'charge',
  });
  await claire.send(started.changeId, { type: 'PLACE_ORDER' }, 0);
  await killed.happened;
  tellStory(`The gateway has committed and not answered; worker ${killed.pid} is dead (SIGKILL).`);
  await stack.restartWorker();
  tellStory(`A new worker runs: ${stack.worker().pid}.`);
  const done = await watch('the end of the order', async () => doneOnly(await claire.look(started.changeId)), 30);
  check('the order is completed', done.state, 'completed');
  check('the gateway charged once', (await chargesOf(stack, started.changeId)).length, 1);
}

const doneOnly = (order: Order): Order | undefined => (order.done ? order : undefined);

/** Euros as the gateway counts them. */
function minor(money: ShownMoney | undefined): number {
  return Number((money?.amount ?? '').replace('.', ''));
}

/** A loopback address that kills the worker when somebody calls it. */
async function killWhenCalled(stack: Stack) {
  const { pid } = stack.worker();
  const server = createServer((_, response) => {
    process.kill(pid, 'SIGKILL');
    response.end();
  });
  const happened = once(server, 'request');
  server.unref().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/`, pid, happened };
}
