import { present } from '../../billing/present';
import { gatewayCustomer } from '../../gateways/payment/customer';
import { toGatewayUnits } from '../../gateways/payment/minor-units';
import type { PaymentGateway, PaymentResult } from '../../gateways/payment/port';
import { unknownPayment } from '../../machines/subscription-change/payment/payment';
import type { ChargeInput, LookUpPaymentInput, PaymentOutcome, Visit } from '../../machines/subscription-change/steps';
import { addressOf, orderPage } from '../../store/facts/pages';
import type { PaymentIntent, StoredPayment } from '../../store/money/payments';
import { attemptSignal, UNTIL_ANSWERED } from '../shared/attempt';
import type { Tools } from '../shared/dependencies';
import { chargeReference, NO_CURRENCY, voidReference } from '../shared/references';
import { claimCharge } from './claim';
import { savedMethod } from './given-details';
import { fromGateway, outcomeOf } from './outcome';
import { pointerTo } from './pointer';
import { remindOfLink } from './reminders';

/**
 * Charges an order, once. The intent is written before the call and the result after it; whatever the gateway does is a value
 * and never throws, and a charge that was sent is looked up and never sent again.
 */
export async function charge(tools: Tools, input: ChargeInput): Promise<PaymentOutcome> {
  const { paymentGateway: gateway, clock } = tools;
  const demand = demandOf(gateway, input);
  if ('code' in demand) return declined(input, demand.code, clock());
  const intent = intentOf(input, demand.amount, await savedMethod(tools, input));
  const claim = await claimCharge(tools, intent);
  switch (claim.kind) {
    case 'ours':
      return send(tools, input, intent, claim.gatewayReference);
    case 'unheard':
      return lookUpPayment(tools, input);
    case 'answered':
      return weighed(tools, claim.payment);
  }
}

/** Sends a charge that is this attempt's to send, and keeps the answer. */
async function send(
  tools: Tools,
  input: ChargeInput,
  intent: PaymentIntent,
  known: string | null,
): Promise<PaymentOutcome> {
  const { store, clock, pauseAt } = tools;
  const { tenantId, reference } = intent;
  await pauseAt('charge:intended');
  const result = await askForMoney(tools, intent, known);
  if (result === 'no_longer_wanted') return lookUpPayment(tools, input);
  await pauseAt('charge:answered');
  return weighed(tools, await store.payments.keep(tenantId, reference, fromGateway(result, clock())));
}

/** A stored payment as the statechart weighs it, with the seller's word on money that is still on its way. */
async function weighed(
  { store, clock }: Tools,
  payment: StoredPayment,
  linkExtendedUntil: string | null = null,
): Promise<PaymentOutcome> {
  const outcome = outcomeOf(payment, clock(), linkExtendedUntil);
  if (outcome.status !== 'pending' || payment.methodKind === undefined) return outcome;
  const { placeOnPending } = await store.settings.read(payment.tenantId);
  return placeOnPending.includes(payment.methodKind) ? { ...outcome, mayPlace: true } : outcome;
}

class NoLongerWanted extends Error {}

/**
 * Asks the gateway for the money. A gateway that makes a payment before it takes any has the id stored first; should the
 * payment have been voided meanwhile, it never gets to the second step.
 */
async function askForMoney(
  { store, paymentGateway, pagesUrl, pauseAt }: Tools,
  intent: PaymentIntent,
  known: string | null,
): Promise<PaymentResult | 'no_longer_wanted'> {
  const { tenantId, changeId, reference, method, amount, currency } = intent;
  const { billingCentreUrl } = await store.settings.read(tenantId);
  const returnUrl = addressOf(orderPage(changeId), billingCentreUrl ?? pagesUrl);
  const remember = async (gatewayReference: string): Promise<void> => {
    if (!(await store.payments.remember(tenantId, reference, gatewayReference))) throw new NoLongerWanted();
    await pauseAt('charge:remembered');
  };
  const call = {
    ...present({ gatewayReference: known ?? undefined, returnUrl }),
    reference,
    customer: gatewayCustomer(intent),
    method,
    amount,
    currency,
    remember,
  };
  try {
    return await paymentGateway.charge(call, UNTIL_ANSWERED);
  } catch (error) {
    if (error instanceof NoLongerWanted) return 'no_longer_wanted';
    throw error;
  }
}

/** Looks a payment up by our own reference. The gateway is not asked about a payment that is settled or was never sent. */
export async function lookUpPayment(tools: Tools, visit: Visit & Partial<LookUpPaymentInput>): Promise<PaymentOutcome> {
  const { store, paymentGateway, clock } = tools;
  const { tenantId, linkExtendedUntil } = visit;
  const reference = chargeReference(visit);
  const standing = await store.payments.find(tenantId, reference);
  if (!standing) return { ...unknownPayment(reference, 'not_sent', clock().toISOString()), status: 'not_sent' };
  if (['paid', 'voided', 'declined', 'reversed', 'not_sent'].includes(standing.status))
    return outcomeOf(standing, clock());
  const state = await paymentGateway.lookup(pointerTo(standing), attemptSignal());
  const kept = await store.payments.keep(tenantId, reference, fromGateway(state, clock()));
  await remindOfLink(tools, kept);
  return weighed(tools, kept, linkExtendedUntil);
}

/** Makes sure that a payment takes no money. If it has taken it meanwhile, it counts as paid. */
export async function voidPayment(tools: Tools, visit: Visit): Promise<PaymentOutcome> {
  const { store, paymentGateway, clock } = tools;
  const { tenantId } = visit;
  const reference = chargeReference(visit);
  const standing = await store.payments.find(tenantId, reference);
  if (!standing || standing.status === 'not_sent') return close(tools, visit);
  if (['paid', 'voided', 'reversed'].includes(standing.status)) return outcomeOf(standing, clock());
  const expired = outcomeOf(standing, clock()).status === 'expired';
  const call = { reference: voidReference(visit), payment: pointerTo(standing) };
  const result = await paymentGateway.void(call, UNTIL_ANSWERED);
  if (result.status === 'succeeded') {
    const voided = {
      ...fromGateway(result, clock()),
      status: 'voided',
      code: expired ? 'link_expired' : null,
    } as const;
    const kept = { ...voided, gatewayReference: standing.gatewayReference };
    return outcomeOf(await store.payments.keep(tenantId, reference, kept), clock());
  }
  // Most likely it has taken the money; the look-up knows. Anything but a final answer leaves it unknown.
  const found = result.status === 'declined' ? await lookUpPayment(tools, visit) : null;
  if (found && ['paid', 'voided', 'declined'].includes(found.status)) return found;
  return unknownPayment(reference, 'code' in result ? result.code : 'void_unconfirmed', clock().toISOString());
}

async function close({ store, clock }: Tools, visit: Visit): Promise<PaymentOutcome> {
  const { tenantId, accountId, changeId } = visit;
  const reference = chargeReference(visit);
  const unsent = { tenantId, accountId, changeId, kind: 'charge', reference, amount: 0 } as const;
  await store.payments.close({ ...unsent, currency: NO_CURRENCY, method: '' }, clock());
  const closed = await store.payments.find(tenantId, reference);
  return closed ? outcomeOf(closed, clock()) : unknownPayment(reference, 'void_unconfirmed', clock().toISOString());
}

/** The demand on the gateway, or why it cannot be made: then nothing is sent, so it is declined for certain. */
function demandOf(gateway: PaymentGateway, { quote }: ChargeInput): { amount: number } | { code: string } {
  const rule = gateway.currencies[quote.currency];
  if (!rule) return { code: 'currency_not_supported' };
  const amount = toGatewayUnits({ amount: quote.dueToday, currency: quote.currency }, gateway.currencies);
  if (amount < rule.minimum) return { code: 'amount_below_minimum' };
  return amount % (rule.multipleOf ?? 1) === 0 ? { amount } : { code: 'amount_not_chargeable' };
}

function declined(input: ChargeInput, code: string, now: Date): PaymentOutcome {
  return { ...unknownPayment(chargeReference(input), code, now.toISOString()), status: 'declined' };
}

function intentOf(input: ChargeInput, amount: number, method: string): PaymentIntent {
  const { tenantId, accountId, changeId, quote } = input;
  const reference = chargeReference(input);
  const { currency } = quote;
  return { tenantId, accountId, changeId, kind: 'charge', reference, amount, currency, method };
}
