import { z } from 'zod';
import { METHOD_KINDS } from '../../../gateways/payment/port';
import type { PaymentEngine } from '../payment-engine/engine';
import { addPage, pageStatus } from '../payment-engine/pages/page-states';
import type { GatewayAnswer, GatewayPage } from '../payment-engine/types';
import { refuse } from './dialect';
import { ReferenceSchema } from './payments';

/** Pages on which customers give payment details; a shop opens one and looks what came of it. */

export const PageRequestSchema = z.strictObject({
  reference: ReferenceSchema,
  customer: z.string().min(1),
  returnUrl: z.url({ protocol: /^https?$/ }),
  expiresAt: z.iso.datetime(),
  locale: z.enum(['en', 'fr']),
  kinds: z.array(z.enum(METHOD_KINDS)).min(1),
});

/** One a reference. */
export function requestPage(engine: PaymentEngine, request: z.infer<typeof PageRequestSchema>): GatewayAnswer {
  const { pages } = engine.book;
  if (pages.withReference(request.reference) !== undefined) return refuse(409, 'reference_reused');
  return { ...viewOfPage(engine, addPage(engine.book, 'page', request)), status: 201 };
}

/** The page with what was saved on it. Its address is made when answering: after a restart the port may be another. */
export function viewOfPage({ book, url }: PaymentEngine, page: GatewayPage): GatewayAnswer {
  const { id, reference, expiresAt, method: token = '' } = page;
  const method = book.methods.get(token);
  const shown = { id, reference, expiresAt, status: pageStatus(book, page), url: `${url()}/details/${id}` };
  return { status: 200, body: method === undefined ? shown : { ...shown, method: { token, kind: method.methodKind } } };
}
