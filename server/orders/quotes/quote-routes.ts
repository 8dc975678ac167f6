import { ORDER_EVENTS } from '../../../machines/events';
import { PreviewViewSchema } from '../../../schemas/orders/quote-preview';
import { changesIn, QuoteRequestSchema } from '../../../schemas/orders/start';
import { type MountedOperation, operation } from '../../api/operation';
import { actorOf } from '../../api/principal';
import type { Access } from '../../identity/access';
import type { AuditTrail } from '../../identity/audit-trail';
import { type PreviewFacts, preview } from './preview';
import { previewToApi, refusedPreview } from './preview-to-api';
import { readerOf } from './reader';

interface QuoteParts {
  facts: PreviewFacts;
  access: Access;
  trail: AuditTrail;
  now(): Date;
}

export const quoteRoutes = ({ facts, access, trail, now }: QuoteParts): MountedOperation[] => [
  operation('Changes', 'POST /v1/quotes', {
    id: 'previewQuote',
    summary: 'See what a change would cost now; nothing is started, stored or held',
    description:
      'Beside the quote, what a page needs to go on: what the cart holds, what is missing before the order can be placed and ' +
      'why, the next step, and the limits of each field. `quote.otherAnchor` is the same change with the other choice of ' +
      'billing date. A refusal names the field that it is about under `errors`, the value that would do where one is known ' +
      '(`wouldDo`), and the `limits` of that change.',
    roles: ORDER_EVENTS.EDIT.senders,
    body: QuoteRequestSchema,
    needsIdempotencyKey: false,
    answers: { 200: { description: 'Who would serve the change, and its quote.', schema: PreviewViewSchema } },
    async handle(call) {
      const { tenantId } = call.principal;
      const { includesCart, ...wanted } = call.body;
      const changes = changesIn(wanted);
      const { effective = 'now' } = wanted;
      for (const { subscriptionId } of changes) await access.subscriptionToChange(call, subscriptionId);
      const asked = { tenantId, actor: actorOf(call), changes, effective, includesCart, at: now() };
      const result = await preview(facts, asked);
      if (result.kind === 'refused') {
        const { locale } = call;
        const isList = wanted.changes !== undefined;
        return { problem: refusedPreview(result, { changes, isList, reader: { locale, timeZone: 'UTC' } }) };
      }
      await trail.noteRead(call, { of: 'quote', id: result.accountId });
      const reader = await readerOf(facts.accounts, call, result);
      return { status: 200, body: previewToApi(result, reader) };
    },
  }),
];
