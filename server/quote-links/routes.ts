import { ORDER_EVENTS } from '../../machines/events';
import { ChangePathSchema } from '../../schemas/orders/order';
import { QuoteLinkSchema, QuoteLinkStateSchema } from '../../schemas/orders/quote-link';
import { type MountedOperation, operation } from '../api/operation';
import { type LinkParts, makeLink, readLink, withdrawLink } from './links';

/** Whoever may place an order may show what it costs to whoever approves it. */
const { senders } = ORDER_EVENTS.PLACE_ORDER;

export const quoteLinkRoutes = (parts: LinkParts): MountedOperation[] => [
  operation('Changes', 'POST /v1/changes/{changeId}/quote-link', {
    id: 'makeQuoteLink',
    summary: 'Make a link to the quote of an order, for whoever approves the spend; the same one for the same quote',
    roles: senders,
    params: ChangePathSchema,
    answers: { 201: { description: 'The link, to be sent on.', schema: QuoteLinkSchema } },
    handle: (call) => makeLink(parts, call),
  }),
  operation('Changes', 'GET /v1/changes/{changeId}/quote-link', {
    id: 'getQuoteLink',
    summary: 'Look whether there is a link to the quote of an order',
    roles: senders,
    params: ChangePathSchema,
    answers: { 200: { description: 'The link, where there is one.', schema: QuoteLinkStateSchema } },
    handle: (call) => readLink(parts, call),
  }),
  operation('Changes', 'DELETE /v1/changes/{changeId}/quote-link', {
    id: 'withdrawQuoteLink',
    summary: 'Withdraw the link to the quote of an order at once; where there is none, none is there',
    roles: senders,
    params: ChangePathSchema,
    answers: { 204: { description: 'No link shows a quote of this order.' } },
    handle: (call) => withdrawLink(parts, call),
  }),
];
