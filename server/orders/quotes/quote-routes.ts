import { ORDER_EVENTS } from '../../../machines/events';
import { PreviewViewSchema } from '../../../schemas/orders/quote';
import { changesIn, QuoteRequestSchema } from '../../../schemas/orders/start';
import { type MountedOperation, operation } from '../../api/operation';
import { actorOf } from '../../api/principal';
import { refusalProblem } from '../../http/problem';
import type { Access } from '../../identity/access';
import type { AuditTrail } from '../../identity/audit-trail';
import { type PreviewFacts, preview } from './preview';
import { readerOf } from './reader';
import { quoteToApi } from './to-api';

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
      if (result.kind === 'refused') return { problem: refusalProblem(result.refusal) };
      await trail.noteRead(call, { of: 'quote', id: result.accountId });
      const reader = await readerOf(facts.accounts, call, result);
      return { status: 200, body: { route: result.route, quote: quoteToApi(result.quote, reader) } };
    },
  }),
];
