import { ORDER_EVENTS } from '../../../machines/events';
import { NoPathSchema, NoQuerySchema } from '../../../schemas/api/requests';
import { PreviewViewSchema } from '../../../schemas/orders/quote';
import { changesIn, QuoteRequestSchema } from '../../../schemas/orders/start';
import { type MountedOperation, operation } from '../../api/operation';
import { refusalProblem } from '../../http/problem';
import { actorOf } from '../../identity/principal';
import type { RouteParts } from '../../route-parts';
import { readerOf } from '../views/reader';
import { noteRead } from '../views/reads';
import { preview } from './preview';
import { quoteToApi } from './to-api';

export function quoteOperations(parts: RouteParts): MountedOperation[] {
  const { store, access, now } = parts;
  return [
    operation({
      id: 'previewQuote',
      tag: 'Changes',
      method: 'post',
      path: '/v1/quotes',
      summary: 'See what a change would cost now; nothing is started, stored or held',
      roles: ORDER_EVENTS.EDIT.senders,
      params: NoPathSchema,
      query: NoQuerySchema,
      body: QuoteRequestSchema,
      needsIdempotencyKey: false,
      answers: { 200: { description: 'Who would serve the change, and its quote.', schema: PreviewViewSchema } },
      async handle(call) {
        const { principal, person, body } = call;
        const { tenantId } = principal;
        const { includesCart, ...wanted } = body;
        const changes = changesIn(wanted);
        for (const { subscriptionId } of changes) await access.subscriptionToChange(call, subscriptionId);
        const actor = actorOf(principal, person);
        const result = await preview(store, { tenantId, actor, changes, includesCart, at: now() });
        if (result.kind === 'refused') return { problem: refusalProblem(result.refusal) };
        await noteRead(parts, call, { of: 'quote', id: result.accountId });
        const reader = await readerOf(store.accounts, call, result.accountId);
        return { status: 200, body: { route: result.route, quote: quoteToApi(result.quote, reader) } };
      },
    }),
  ];
}
