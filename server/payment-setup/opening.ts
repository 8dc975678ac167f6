import { MINUTE } from '../../billing/calendar/durations';
import { gatewayCustomer } from '../../gateways/payment/customer';
import type { PaymentSetup } from '../../store/money/payment-setups';
import type { OrderView } from '../../workflows/contract';
import type { Handled } from '../api/operation';
import { isSupport } from '../api/principal';
import { paymentSetupIdOf } from '../http/identifiers';
import { requireAllowance } from '../identity/allowances';
import { notAllowedAnswer } from '../orders/commands/answers';
import { equipped, pageReference, pageUnavailable, type SetupCall, type SetupParts } from './parts';
import { wayBack } from './way-back';

/** Time to find one's card. */
const OPEN_FOR = 60 * MINUTE;

/** Opens a page for an order that takes payment details now. The same request opens one page. */
export async function openPage(parts: SetupParts, call: SetupCall): Promise<Handled> {
  const { principal, params, requestKey } = call;
  const view = await parts.visible.allowed(call, params.changeId, 'buy');
  if (!view.allowedEvents.includes('PROVIDE_PAYMENT')) {
    return notAllowedAnswer('PROVIDE_PAYMENT', view, principal.role);
  }
  await requireAllowance(parts.usage, 'payment-page', call, parts.now());
  const { tenantId, changeId, accountId } = view.details;
  const at = parts.now();
  // Written down first: whoever opens it once more, after a crash, opens the same page.
  const setup = await parts.paymentSetups.begin({
    tenantId,
    changeId,
    accountId,
    setupId: paymentSetupIdOf(requestKey, changeId),
    way: 'page',
    status: 'open',
    closesAt: new Date(at.getTime() + OPEN_FOR),
    gatewayReference: null,
    url: null,
    token: null,
    isGiven: false,
    at,
  });
  const { url, expiresAt } = await openAtGateway(parts, call, { setup, view });
  const { setupId } = setup;
  if (isSupport(principal)) {
    const entryId = `payment-setup:${setupId}`;
    await parts.trail.note(call, { entryId, action: 'OPEN_PAYMENT_PAGE', changeId, facts: { setupId } });
  }
  return { status: 201, body: { setupId, url, expiresAt } };
}

async function openAtGateway(
  parts: SetupParts,
  { locale }: SetupCall,
  { setup, view: { details } }: { setup: PaymentSetup; view: OrderView },
): Promise<{ url: string; expiresAt: string }> {
  const { gateway, pagesUrl } = equipped(parts);
  const expiresAt = (setup.closesAt ?? setup.at).toISOString();
  if (setup.url !== null) return { url: setup.url, expiresAt };
  const returnUrl = wayBack(setup, await parts.settings.read(setup.tenantId), pagesUrl);
  if (returnUrl === undefined) throw pageUnavailable('nobody has said where the pages for customers are');
  const opened = await gateway.openPage(
    {
      reference: pageReference(setup),
      customer: gatewayCustomer(setup),
      currency: details.quote?.currency ?? '',
      returnUrl,
      expiresAt,
      locale,
    },
    new AbortController().signal,
  );
  if (opened.status !== 'open') throw pageUnavailable(opened.reason);
  const { url, gatewayReference } = opened;
  await parts.paymentSetups.noteOpened(setup, { url, gatewayReference });
  return { url, expiresAt: opened.expiresAt };
}
