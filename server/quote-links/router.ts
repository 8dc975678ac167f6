import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Request, type Response, Router } from 'express';
import type { Account, Locale } from '../../billing/facts/types';
import type { Quote } from '../../billing/quotes/types';
import type { KeyRing } from '../../store/access/key-ring';
import { readQuoteToken } from '../../store/access/quote-tokens';
import { POLICY_OF_READING } from '../http/content-policy';
import { compressed, type KeptFile, sendKept } from '../http/kept-file';
import { localeNamed, localeOf } from '../http/locale';
import { serve } from '../http/problem-handler';
import { LOCALES, textsOf } from '../http/texts';
import type { ServerStore } from '../ports';
import { QUOTE_PAGE } from './links';
import { quoteOnOffer } from './offer';
import { noQuotePage, QUOTE_STYLE, quotePage } from './page';
import { shownQuote } from './shown-quote';

interface QuotePageParts extends Pick<ServerStore, 'accounts' | 'orders' | 'quoteLinks' | 'settings'> {
  keyRing: KeyRing;
  now(): Date;
}

/** A page that shows what only its link proves: nobody keeps it, lists it, or is told of its address. */
const HEADERS = {
  'Cache-Control': 'no-store',
  'Content-Security-Policy': POLICY_OF_READING,
  'Referrer-Policy': 'no-referrer',
  'X-Robots-Tag': 'noindex',
};

/**
 * Where the link to a quote leads: whoever has it reads this one quote, and can do nothing. What is none of ours, withdrawn, replaced
 * or over is answered alike.
 */
export function quotePageRouter(parts: QuotePageParts): Router {
  const router = Router({ caseSensitive: true });
  let style: KeptFile | undefined;
  serve(router, 'get', QUOTE_STYLE, (request, response) => {
    style ??= compressed('css', readFileSync(join(__dirname, 'quote.css'), 'utf8'));
    sendKept(request, response, style, { cacheControl: 'no-cache' });
  });
  serve(router, 'get', QUOTE_PAGE, async (request, response) => {
    const found = await linkedQuote(parts, request.query.token);
    const locale = localeNamed(request.query.lang) ?? found?.account.locale ?? localeOf(request);
    const other = inOtherLanguage(request, locale);
    if (found === null) return send(response, 404, locale, noQuotePage(locale, other));
    const { quote, account } = found;
    const { branding, customers } = await parts.settings.read(account.tenantId);
    // Of a customer who is no business it is a person's name.
    const company = customers === 'b2b' ? (account.companyName ?? null) : null;
    const reader = { locale, texts: textsOf(locale), timeZone: account.timeZone };
    send(
      response,
      200,
      locale,
      quotePage(shownQuote(quote, { company, seller: branding.name }, reader), locale, other),
    );
  });
  return router;
}

/** The quote that a token is of, as long as its link stands and its order offers it. */
async function linkedQuote(
  { accounts, orders, quoteLinks, keyRing, now }: QuotePageParts,
  token: unknown,
): Promise<{ quote: Quote; account: Account } | null> {
  const named = typeof token === 'string' ? readQuoteToken(keyRing, token) : null;
  const link = named === null ? null : await quoteLinks.find(named);
  if (link === null || link.token !== token) return null;
  const { tenantId, changeId, quoteId } = link;
  const view = await orders.find(tenantId, changeId);
  const quote = view === null ? null : quoteOnOffer(view, now());
  if (view === null || quote === null || quote.quoteId !== quoteId) return null;
  const account = await accounts.find(tenantId, view.details.accountId);
  return account === null ? null : { quote, account };
}

function inOtherLanguage({ query }: Request, locale: Locale): { locale: Locale; href: string } {
  const [other = locale] = LOCALES.filter((one) => one !== locale);
  return { locale: other, href: `${QUOTE_PAGE}?${new URLSearchParams({ token: String(query.token), lang: other })}` };
}

function send(response: Response, status: number, locale: Locale, page: string): void {
  response.status(status).set(HEADERS).set('Content-Language', locale).type('html').send(page);
}
