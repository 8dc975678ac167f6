import { z } from 'zod';
import { present } from '../../../billing/present';
import type { GatewayBook } from '../payment-engine/book';
import { findMethod, type PaymentEngine } from '../payment-engine/engine';
import type { Effect } from '../payment-engine/faults';
import { conductOf } from '../payment-engine/payments';
import { addSetup, saveMethod } from '../payment-engine/setups';
import type { GatewayAnswer, GatewaySetup } from '../payment-engine/types';
import { refuse } from './dialect';
import { linkEnd, ReferenceSchema } from './payments';

export const SetupRequestSchema = z.strictObject({
  reference: ReferenceSchema,
  customer: z.string().min(1),
  token: z.string(),
  returnUrl: z.url({ protocol: /^https?$/ }).optional(),
});

/** Made once per reference. Only a script declines a setup or asks for 3-D Secure, so every kind of card can be saved. */
export function requestSetup(
  engine: PaymentEngine,
  { token, ...asked }: z.infer<typeof SetupRequestSchema>,
  effect: Effect | undefined,
): GatewayAnswer {
  const { book } = engine;
  const { reference, customer } = asked;
  if (book.setups.withReference(reference) !== undefined) return refuse(409, 'reference_reused');
  const source = findMethod(engine, token, customer);
  if (source === undefined) return refuse(422, 'unknown_payment_method');
  if (effect?.fault === 'decline') return refuse(402, effect.code, effect.retryable);
  const { token: method } = saveMethod(book, source);
  const conduct = conductOf({ kind: 'pays' }, effect);
  const setup = addSetup(book, 'set', { ...present(asked), method }, conduct, linkEnd(book, conduct));
  return { ...viewOfSetup(book, setup), status: 201 };
}

/** A setup with its method, which is shown only once it may be used. */
export function viewOfSetup(book: GatewayBook, { method: token, ...shown }: GatewaySetup): GatewayAnswer {
  const method = book.methods.get(token);
  const usable = shown.status === 'succeeded' && method !== undefined;
  return { status: 200, body: usable ? { ...shown, method: { token, kind: method.methodKind } } : shown };
}
