import type { KeyRing } from '../../../store/access/key-ring';
import { SETUP_REFERENCE, sealToken } from '../../../store/access/payment-tokens';
import type { OrderView } from '../../../workflows/contract';
import { paymentSetupIdOf } from '../../http/identifiers';
import type { ServerStore } from '../../ports';
import type { EventCall } from './door';

interface TokenParts extends Pick<ServerStore, 'paymentSetups'> {
  keyRing: KeyRing | null;
  now(): Date;
}

/**
 * The call as the order hears of it: a payment token never gets into its history, a reference does. It follows from the
 * request, so the same request names the same. Without a ring nothing can be kept, and the token goes as it is.
 */
export function byReference(ring: KeyRing | null, call: EventCall): EventCall {
  const { body, requestKey, params } = call;
  if (ring === null || body.type !== 'PROVIDE_PAYMENT' || SETUP_REFERENCE.test(body.paymentToken)) return call;
  const paymentToken = paymentSetupIdOf(requestKey, params.changeId, body.paymentToken);
  return { ...call, body: { ...body, paymentToken } };
}

/** Keeps the token that a call brought, sealed, under the reference that is sent in its place. */
export async function keepToken(
  { paymentSetups, keyRing, now }: TokenParts,
  { brought, sent }: { brought: EventCall; sent: EventCall },
  { details: { tenantId, changeId, accountId } }: OrderView,
): Promise<void> {
  if (keyRing === null || brought === sent) return;
  if (brought.body.type !== 'PROVIDE_PAYMENT' || sent.body.type !== 'PROVIDE_PAYMENT') return;
  const name = { tenantId, changeId, setupId: sent.body.paymentToken };
  await paymentSetups.begin({
    ...name,
    accountId,
    way: 'token',
    status: 'completed',
    closesAt: null,
    gatewayReference: null,
    url: null,
    token: sealToken(keyRing, name, brought.body.paymentToken),
    isGiven: true,
    at: now(),
  });
}
