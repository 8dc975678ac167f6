import { z } from 'zod';
import { newId, type PaymentBook, type SandboxSetup, tell } from './book';
import type { Effect } from './faults';
import { findMethod, type GatewayAnswer, kindOf, Reference, refuse } from './payments';

/** Saving payment details: a test token becomes a saved `pm_…` of one customer that behaves the same. */

export const SetupRequest = z.strictObject({ reference: Reference, customer: z.string().min(1), token: z.string() });

/** Made once per reference. Only a script declines a setup or asks for 3-D Secure, so every kind of card can be saved. */
export function makeGatewaySetup(
  book: PaymentBook,
  request: z.infer<typeof SetupRequest>,
  effect: Effect | undefined,
): GatewayAnswer {
  const earlier = book.setups.get(request.reference);
  if (earlier !== undefined) return refuse(409, 'reference_reused');
  const source = findMethod(book, request.token, request.customer);
  if (source === undefined) return refuse(422, 'unknown_payment_method');
  if (effect?.fault === 'decline') return refuse(402, effect.code, effect.retryable);
  const saved = { token: newId('pm'), customer: request.customer, behaviour: source.behaviour };
  const setup: SandboxSetup = {
    id: newId('set'),
    reference: request.reference,
    status: 'succeeded',
    token: saved.token,
  };
  if (effect?.fault === 'three_d_secure') {
    setup.status = 'requires_action';
    setup.expiresAt = new Date(book.now() + effect.expiresInSeconds * 1000).toISOString();
  }
  book.methods.set(saved.token, saved);
  book.setups.set(setup.reference, setup);
  tell(book, `setup.${setup.status}`, setup);
  return setupView(book, setup, 201);
}

/** The customer's answer on the setup's 3-D Secure page; same rules as for a payment. */
export function confirmSetup(book: PaymentBook, id: string, accepted: boolean): GatewayAnswer {
  const setup = [...book.setups.values()].find((candidate) => candidate.id === id);
  if (setup === undefined) return refuse(404, 'setup_not_found');
  if (setup.status === 'succeeded') return setupView(book, setup);
  if (setup.status === 'declined') return refuse(410, 'link_declined');
  if (Date.parse(setup.expiresAt ?? '') <= book.now()) return refuse(410, 'link_expired');
  setup.status = accepted ? 'succeeded' : 'declined';
  if (!accepted) setup.code = 'authentication_failed';
  tell(book, `setup.${setup.status}`, setup);
  return setupView(book, setup);
}

/** A setup with its method, which is shown only once it may be used. */
export function setupView(book: PaymentBook, setup: SandboxSetup, status = 200): GatewayAnswer {
  const { token, ...shown } = setup;
  const method = book.methods.get(token);
  const usable = setup.status === 'succeeded' && method !== undefined;
  return { status, body: usable ? { ...shown, method: { token, kind: kindOf(method) } } : shown };
}
