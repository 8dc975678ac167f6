import { MINUTE } from '../../billing/calendar/durations';
import { readableAmount } from '../../billing/explanation/messages';
import { fromGatewayUnits } from '../../gateways/payment/minor-units';
import type { StoredPayment } from '../../store/money/payments';
import { paymentWaiting } from '../mail/notify';
import { mail } from '../mail/outbox';
import type { Tools } from '../shared/dependencies';

/** A customer at the screen has confirmed by then. */
const FIRST_AFTER = 4 * MINUTE;
/** A link that lives longer than this is worth a second reminder, in the last quarter of its life. */
const LONG_LIVED = 60 * MINUTE;

/**
 * Reminds the billing contacts of a payment that waits for them. It rides on the look-ups that a waiting order makes
 * anyway, so it costs no timer of its own; each reminder has a key and is put in once.
 */
export async function remindOfLink(tools: Tools, payment: StoredPayment): Promise<void> {
  const { status, link, linkExpiresAt, intendedAt, tenantId, accountId, changeId, reference } = payment;
  if (status !== 'requires_action' || link === null || linkExpiresAt === null || intendedAt === undefined) return;
  const due = reminderDue(intendedAt.getTime(), Date.parse(linkExpiresAt), tools.clock().getTime());
  if (due === null) return;
  const account = await tools.store.accounts.find(tenantId, accountId);
  if (account === null) return;
  const { currency } = payment;
  const amount = fromGatewayUnits(payment, tools.paymentGateway.currencies);
  await mail(tools, account, {
    key: `${reference}:link:${due}`,
    changeId,
    ...paymentWaiting(link, linkExpiresAt),
    amount: (reader) => ({
      word: 'waiting',
      text: readableAmount(amount, currency, reader),
    }),
  });
}

/** Which reminder it is time for, by the life of the link; times in milliseconds since the epoch. */
function reminderDue(asked: number, expires: number, now: number): 'first' | 'last' | null {
  const life = expires - asked;
  if (now >= expires || now - asked < FIRST_AFTER) return null;
  return life > LONG_LIVED && expires - now <= life / 4 ? 'last' : 'first';
}
