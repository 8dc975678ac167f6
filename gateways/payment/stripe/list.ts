import type Stripe from 'stripe';
import { present } from '../../../billing/present';
import type { BookedCharge, ChargePage } from '../port';
import { reasonOf } from './errors';
import { fromStripeIntent } from './objects';

const PAGE = 100;

/** Intents that have taken money, of those made since an instant; Stripe's list is never behind, as its search is. */
export async function listIntents(
  api: Stripe,
  { since, after }: { since: string; after: string | null },
): Promise<ChargePage> {
  const created = { gte: Math.floor(Date.parse(since) / 1000) };
  try {
    const list = await api.paymentIntents.list(present({ created, limit: PAGE, starting_after: after ?? undefined }));
    const intents = list.data.map(fromStripeIntent);
    const charges = intents.flatMap((intent): BookedCharge[] => {
      if (intent === undefined || intent.amount_received === 0) return [];
      const { id: gatewayReference, metadata, amount_received: captured, currency } = intent;
      const at = new Date(intent.created * 1000).toISOString();
      return [{ reference: metadata.reference ?? null, gatewayReference, captured, currency, at }];
    });
    return { status: 'listed', charges, next: list.has_more ? (list.data.at(-1)?.id ?? null) : null };
  } catch (error) {
    return { status: 'unknown', reason: reasonOf(error) };
  }
}
