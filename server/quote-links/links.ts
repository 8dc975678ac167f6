import type { z } from 'zod';
import type { Quote } from '../../billing/quotes/types';
import type { ChangePathSchema } from '../../schemas/orders/order';
import type { QuoteLinkView } from '../../schemas/orders/quote-link';
import type { KeyRing } from '../../store/access/key-ring';
import { quoteToken } from '../../store/access/quote-tokens';
import type { QuoteLink } from '../../store/money/quote-links';
import type { Call, Handled } from '../api/operation';
import { Problem } from '../http/problem';
import { requireAllowance } from '../identity/allowances';
import type { AuditTrail } from '../identity/audit-trail';
import type { VisibleOrders } from '../orders/views/visible-orders';
import type { ServerStore } from '../ports';
import { quoteOnOffer } from './offer';

type LinkCall = Call<z.output<typeof ChangePathSchema>>;

export interface LinkParts extends Pick<ServerStore, 'quoteLinks' | 'usage'> {
  visible: VisibleOrders;
  trail: AuditTrail;
  /** null: no link can be sealed. */
  keyRing: KeyRing | null;
  /** Where people reach this API; null: nobody has said. */
  publicUrl: string | null;
  now(): Date;
}

/** The path of the page that a link leads to. */
export const QUOTE_PAGE = '/quote';

/** Makes the link to the quote as it stands. The same quote has one link, and a newer one takes its place. */
export async function makeLink(parts: LinkParts, call: LinkCall): Promise<Handled> {
  const { changeId } = call.params;
  const view = await parts.visible.allowed(call, changeId, 'buy');
  const { keyRing, publicUrl } = equipped(parts);
  const at = parts.now();
  const quote = quoteOnOffer(view, at);
  if (quote === null) throw new Problem('quote_not_on_offer');
  await requireAllowance(parts.usage, 'quote-link', call, at);
  const { tenantId } = view.details;
  const { quoteId } = quote;
  const standing = await parts.quoteLinks.find({ tenantId, changeId });
  if (standing?.quoteId === quoteId) return { status: 201, body: linkToApi(standing, quote, publicUrl) };
  // On record first: a link that works is never one that nobody made.
  const entryId = `quote-link:${changeId}:${at.toISOString()}`;
  await parts.trail.note(call, { entryId, action: 'MAKE_QUOTE_LINK', changeId, facts: { quoteId } });
  const token = quoteToken(keyRing, { tenantId, changeId });
  const made = await parts.quoteLinks.settle({ tenantId, changeId, quoteId, token, at });
  return { status: 201, body: linkToApi(made, quote, publicUrl) };
}

/** Whether there is a link that shows something, and whether one could be made. */
export async function readLink(parts: LinkParts, call: LinkCall): Promise<Handled> {
  const { changeId } = call.params;
  const view = await parts.visible.shown(call, changeId, 'order', 'buy');
  const { keyRing, publicUrl, quoteLinks } = parts;
  const quote = quoteOnOffer(view, parts.now());
  if (quote === null || keyRing === null || publicUrl === null) {
    return { status: 200, body: { mayBeMade: false, link: null } };
  }
  const link = await quoteLinks.find({ tenantId: view.details.tenantId, changeId });
  const isOfQuote = link?.quoteId === quote.quoteId;
  return { status: 200, body: { mayBeMade: true, link: isOfQuote ? linkToApi(link, quote, publicUrl) : null } };
}

/** Withdraws the link at once, whichever quote it shows. */
export async function withdrawLink(parts: LinkParts, call: LinkCall): Promise<Handled> {
  const { changeId } = call.params;
  const { details } = await parts.visible.allowed(call, changeId, 'buy');
  const { tenantId } = details;
  const standing = await parts.quoteLinks.find({ tenantId, changeId });
  if (standing === null) return { status: 204 };
  const { quoteId, at } = standing;
  const entryId = `quote-link-withdrawn:${changeId}:${at.toISOString()}`;
  await parts.trail.note(call, { entryId, action: 'WITHDRAW_QUOTE_LINK', changeId, facts: { quoteId } });
  await parts.quoteLinks.remove({ tenantId, changeId });
  return { status: 204 };
}

/** @throws Problem 503 where a link could not be sealed, or would lead nowhere */
function equipped({ keyRing, publicUrl }: LinkParts): { keyRing: KeyRing; publicUrl: string } {
  const reason = keyRing === null ? 'no ring of keys is set' : 'nobody has said where people reach this API';
  if (keyRing === null || publicUrl === null) {
    throw new Problem('quote_link_unavailable', { cause: new Error(reason) });
  }
  return { keyRing, publicUrl };
}

/** The token stands in the query, because no log line has one. */
function linkToApi({ token }: QuoteLink, { expiresAt, quoteId }: Quote, publicUrl: string): QuoteLinkView {
  const page = new URL(QUOTE_PAGE, publicUrl);
  page.searchParams.set('token', token);
  return { url: page.href, expiresAt, quoteId };
}
