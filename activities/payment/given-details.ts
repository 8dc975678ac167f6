import { createHash } from 'node:crypto';
import type { CapturePaymentInput } from '../../machines/subscription-change/steps';
import { openToken, SETUP_REFERENCE } from '../../store/access/payment-tokens';
import type { PaymentSetup } from '../../store/money/payment-setups';
import type { Tools } from '../shared/dependencies';

type Given = Pick<CapturePaymentInput, 'tenantId' | 'changeId' | 'paymentToken'>;

/** Payment details as they were given: a one-time token, or what the gateway's own page has saved already. */
interface GivenDetails {
  way: PaymentSetup['way'];
  token: string;
}

/**
 * The payment details that an event names. The API keeps a token and sends the order a reference to it; whoever sends an
 * order the event past the API may send the token itself.
 *
 * @returns null for a reference to nothing: of another order, of a page that nobody has completed, or used before
 * @throws CannotOpen where the token was sealed with a key that this worker does not have
 */
export async function givenDetails(
  { store, keyRing }: Tools,
  { tenantId, changeId, paymentToken }: Given,
): Promise<GivenDetails | null> {
  if (!SETUP_REFERENCE.test(paymentToken)) return { way: 'token', token: paymentToken };
  const name = { tenantId, changeId, setupId: paymentToken };
  const setup = await store.paymentSetups.find(name);
  if (setup === null || setup.token === null) return null;
  return { way: setup.way, token: openToken(keyRing, name, setup.token) };
}

/** The name of what was given on the record of its saving, which keeps no token that is good for once. */
export const recordedAs = (paymentToken: string): string => createHash('sha256').update(paymentToken).digest('hex');

/** What the order knows saved details by from then on: the reference where it was given one. */
export const knownAs = ({ paymentToken }: Given, method: string): string =>
  SETUP_REFERENCE.test(paymentToken) ? paymentToken : method;

/** The token of the saved details that a charge names. */
export async function savedMethod(
  { store }: Tools,
  { tenantId, changeId, paymentMethod }: { tenantId: string; changeId: string; paymentMethod: string },
): Promise<string> {
  if (!SETUP_REFERENCE.test(paymentMethod)) return paymentMethod;
  return (await store.payments.latestMethod(tenantId, changeId, recordedAs(paymentMethod))) ?? '';
}

/** The details are saved or refused for good: what was kept of them goes. */
export async function forgetGiven({ store }: Tools, { tenantId, changeId, paymentToken }: Given): Promise<void> {
  if (!SETUP_REFERENCE.test(paymentToken)) return;
  await store.paymentSetups.forgetToken({ tenantId, changeId, setupId: paymentToken });
}
