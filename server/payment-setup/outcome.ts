import { sealToken } from '../../store/access/payment-tokens';
import type { PaymentSetup } from '../../store/money/payment-setups';
import type { OrderView } from '../../workflows/contract';
import type { Handled } from '../api/operation';
import { Problem } from '../http/problem';
import { text } from '../http/texts';
import { requireAllowance } from '../identity/allowances';
import { orderAnswer } from '../orders/commands/answers';
import { takeEvent } from '../orders/commands/event-routes';
import { equipped, type OutcomeCall, pageReference, pageUnavailable, type SetupParts } from './parts';

/**
 * What came of a page. Where its customer has given payment details, the order has them from then on: once, however often and from
 * however many tabs somebody comes back.
 */
export async function readOutcome(parts: SetupParts, call: OutcomeCall): Promise<Handled> {
  const { changeId, setupId } = call.params;
  const view = await parts.visible.allowed(call, changeId, 'buy');
  const found = await parts.paymentSetups.find({ tenantId: view.details.tenantId, changeId, setupId });
  if (found === null || found.way !== 'page') throw new Problem('not_found');
  const setup = found.status === 'open' ? await asTheGatewaySays(parts, call, found) : found;
  if (setup.status !== 'completed') return answer(parts, call, { setup, view });
  const refused = setup.isGiven ? undefined : await giveToOrder(parts, call, setup);
  return refused ?? answer(parts, call, { setup, view });
}

/** @throws Problem 503 where the gateway does not say */
async function asTheGatewaySays(parts: SetupParts, call: OutcomeCall, setup: PaymentSetup): Promise<PaymentSetup> {
  const { gatewayReference } = setup;
  if (gatewayReference === null) return setup;
  await requireAllowance(parts.usage, 'payment-page', call, parts.now());
  const { gateway, keyRing } = equipped(parts);
  const page = { reference: pageReference(setup), gatewayReference };
  const state = await gateway.readPage(page, new AbortController().signal);
  if (state.status === 'unknown') throw pageUnavailable(state.reason);
  if (state.status === 'open') return setup;
  const token = state.status === 'completed' ? sealToken(keyRing, setup, state.method.token) : null;
  return parts.paymentSetups.end(setup, { status: state.status, token, at: parts.now() });
}

/** Sends the order the reference, under an update that follows from it. @returns why it does not take it */
async function giveToOrder(parts: SetupParts, call: OutcomeCall, setup: PaymentSetup): Promise<Handled | undefined> {
  const { tenantId, setupId } = setup;
  const handled = await takeEvent(parts.events, {
    ...call,
    body: { type: 'PROVIDE_PAYMENT', paymentToken: setupId },
    requestKey: { tenantId, principalId: 'payment-setup', key: setupId },
    ifMatch: null,
  }).catch(sentByAnother);
  if (handled !== undefined && 'problem' in handled) return handled;
  await parts.paymentSetups.noteGiven(setup);
  return undefined;
}

/** Two persons came back at once: the order has the details from one of them. */
function sentByAnother(error: unknown): undefined {
  if (error instanceof Problem && error.code === 'idempotency_key_reused') return undefined;
  throw error;
}

async function answer(
  { events, visible }: SetupParts,
  call: OutcomeCall,
  { setup, view }: { setup: PaymentSetup; view: OrderView },
): Promise<Handled> {
  const { setupId, status, url, tenantId, changeId } = setup;
  const now = (await visible.lookOrEnd({ tenantId, changeId })) ?? view;
  const { body: order, ...rest } = orderAnswer(now, await events.readers.of(call, now));
  const words = text(call.locale, `payment_setup.${status}`) ?? '';
  return { ...rest, body: { setupId, status, text: words, url: status === 'open' ? url : null, order } };
}
