import { z } from 'zod';
import { findMethod } from '../payment-engine/engine';
import type { Effect } from '../payment-engine/faults';
import { conductOf } from '../payment-engine/payments';
import { addSetup, saveMethod } from '../payment-engine/setups';
import type { GatewayAnswer } from '../payment-engine/types';
import { fine, type ListPage, listOf, missing, refuseAsStripe } from './answers';
import { expandedSetup, methodType, setupObject } from './objects';
import { MetadataSchema } from './payment-intents';
import type { StripeShop } from './shop';

/** Setup intents that are confirmed when they are made. */

export const SetupIntentSchema = z.object({
  confirm: z.literal('true'),
  customer: z.string(),
  payment_method: z.string(),
  allowed_payment_method_types: z.record(z.string(), z.string()),
  return_url: z.url(),
  usage: z.enum(['off_session', 'on_session']),
  metadata: MetadataSchema,
  mandate_data: z.object({ customer_acceptance: z.object({ type: z.enum(['online', 'offline']) }) }).optional(),
});

export function createSetupIntent(
  shop: StripeShop,
  request: z.infer<typeof SetupIntentSchema>,
  effect: Effect | undefined,
): GatewayAnswer {
  const { customer, metadata, return_url } = request;
  if (!shop.customers.has(customer)) return missing('customer');
  const { book } = shop.engine;
  const source = findMethod(shop.engine, request.payment_method, customer);
  if (source === undefined) return missing('payment_method');
  if (!Object.values(request.allowed_payment_method_types).includes(methodType(source))) {
    return refuseAsStripe(400, { param: 'payment_method' });
  }
  if (source.methodKind === 'bank_debit' && !request.mandate_data) {
    return refuseAsStripe(400, { code: 'parameter_missing', param: 'mandate_data' });
  }
  const { token: method } = saveMethod(book, source);
  const asked = { reference: metadata.reference ?? '', customer, method, metadata, returnUrl: return_url };
  const setup = addSetup(book, 'seti', asked, conductOf(source.setup ?? { kind: 'pays' }, effect));
  if (setup.status !== 'declined') return fine(expandedSetup(shop.site, book, setup));
  return refuseAsStripe(402, { code: setup.code ?? 'card_declined', setup_intent: setupObject(shop.site, setup) });
}

export function listSetupIntents(
  { engine: { book }, site }: StripeShop,
  customer: string,
  page: ListPage,
): GatewayAnswer {
  const newestFirst = book.setups
    .all()
    .filter((setup) => setup.customer === customer)
    .reverse();
  return listOf(
    newestFirst.map((setup) => expandedSetup(site, book, setup)),
    '/v1/setup_intents',
    page,
  );
}
