import type { Locale } from '../../billing/facts/types';
import { html, Markup } from '../../receipts/markup';
import { page } from '../http/page';
import { text } from '../http/texts';
import type { ShownQuote } from './shown-quote';

/** The style of the page, beside the one that all our plain pages have. */
export const QUOTE_STYLE = '/quote.css';

const HEAD = `
<meta name="robots" content="noindex">
<link rel="stylesheet" href="${QUOTE_STYLE}">`;

/** The same page in the other language. */
interface OtherLanguage {
  locale: Locale;
  href: string;
}

/** A quote to be read and printed: nothing on it can be pressed but its other language. */
export function quotePage(quote: ShownQuote, locale: Locale, other: OtherLanguage): string {
  const say = sayingIn(locale);
  const { title, seller, until, changes, rows, due, later, conditions } = quote;
  const content = html`<main class="quote">
<header>${seller === null ? new Markup('') : html`<p>${seller}</p>`}${linkTo(other)}</header>
<h1>${title}</h1>
<p class="until">${until}</p>
<p class="second">${say('read_only')}</p>
<h2>${say('changes')}</h2>
${changes.map((change) => html`<p class="change">${change}</p>`)}
<h2>${say('costs')}</h2>
<dl>${rows.map(rowOf)}</dl>
<dl class="due">${rowOf(due)}</dl>
<h2>${say('later')}</h2>
<dl>${later.map(rowOf)}</dl>
<h2>${say('conditions')}</h2>
<ul class="second">${conditions.map((condition) => html`<li>${condition}</li>`)}</ul>
</main>`;
  return page(html`${title}`.text, content.text, locale, HEAD);
}

/** Behind a link that shows nothing, or nothing any more: why that may be, and the way on. */
export function noQuotePage(locale: Locale, other: OtherLanguage): string {
  const say = sayingIn(locale);
  const content = html`<main class="quote">
<header>${linkTo(other)}</header>
<h1>${say('none.title')}</h1>
<p>${say('none.why')}</p>
<p>${say('none.next')}</p>
</main>`;
  return page(html`${say('none.title')}`.text, content.text, locale, HEAD);
}

const sayingIn =
  (locale: Locale) =>
  (name: string): string =>
    text(locale, `quote_link.${name}`) ?? '';

const linkTo = ({ locale, href }: OtherLanguage): Markup =>
  html`<nav><a href="${href}" lang="${locale}" hreflang="${locale}">${sayingIn(locale)('language')}</a></nav>`;

const rowOf = ({ name, note, amount }: ShownQuote['due']): Markup =>
  html`<div><dt>${name}</dt><dd>${amount}</dd>${note === '' ? new Markup('') : html`<dd class="note">${note}</dd>`}</div>`;
