import { writtenAmount, writtenTime } from '../../billing/explanation/writing';
import { exponentOf } from '../../billing/money/currency';
import type { Money } from '../../billing/money/types';
import type { OrderDocument } from '../../schemas/orders/order';
import { SEAT_ADMIN } from '../support/flow-facts';
import { type Buyer, openShop, type Shop } from '../support/flow-shop';
import { type FlowStand, startFlowStand, TENANT } from '../support/flow-stand';
import {
  followed,
  makeQuoteLink,
  PUBLIC_URL,
  readQuoteLink,
  refusedQuoteLink,
  withdrawQuoteLink,
} from '../support/quote-links';

/** The link to a quote, from making it to its end, on the real parts. Its stand lives in the present, because deadlines do. */

const DAY_MS = 86_400_000;
const VAT_NUMBER = 'FR83404833048';

let stand: FlowStand;
let shop: Shop;

beforeAll(async () => {
  const now = (): Date => stand?.clock.now() ?? new Date();
  stand = await startFlowStand({
    app: { publicUrl: PUBLIC_URL, now },
    settings: { branding: { name: 'Réunion', color: null, logo: null, address: [], replyTo: null } },
  });
  shop = await openShop(stand);
});
beforeEach(() => stand.clock.set(new Date().toISOString()));
afterAll(() => stand.stop());

const dayIn = (days: number): string => new Date(Date.now() + days * DAY_MS).toISOString().slice(0, 10);

/** With everything on file that a link must not show. */
const customer = (paymentMethod = 'pm_ok'): Promise<Buyer> => {
  const period = { start: dayIn(-15), end: dayIn(16) };
  return shop.customer({ companyName: 'Atelier Nord', vatNumber: VAT_NUMBER, paymentMethod, period });
};

const written = ({ amount, currency }: Money, locale: 'en' | 'fr'): string =>
  writtenAmount(locale, currency, amount, exponentOf(currency));

const quoteOf = ({ quote }: OrderDocument) => {
  if (quote === null) throw new Error('The order has no quote.');
  return quote;
};

const deedsOf = async (changeId: string): Promise<string[]> =>
  (await stand.store.audit.listOfChange(TENANT, changeId, 20))
    .filter(({ action }) => action.endsWith('QUOTE_LINK'))
    .map(({ actorId, action, facts }) => `${actorId} ${action} ${String(facts?.quoteId)}`);

const statusOf = async (url: string): Promise<number> => (await followed(stand, url)).status;

describe('the link to a quote', () => {
  it('a link shows every figure of its quote without signing in, in the language of the account or in the other one', async () => {
    const claire = await customer();
    const order = await claire.checkOut({ seats: 8, tierId: 'premium' });
    const quote = quoteOf(order);
    const { url, expiresAt, quoteId } = await makeQuoteLink(claire, order.changeId);
    expect({ expiresAt, quoteId }).toEqual({ expiresAt: quote.expiresAt, quoteId: quote.quoteId });
    expect(await readQuoteLink(claire, order.changeId)).toEqual({ mayBeMade: true, link: { url, expiresAt, quoteId } });
    const pages = { fr: await followed(stand, url), en: await followed(stand, `${url}&lang=en`, { language: 'fr' }) };
    for (const locale of ['fr', 'en'] as const) {
      const { status, headers, text } = pages[locale];
      expect([status, headers.get('content-language')]).toEqual([200, locale]);
      expect(text).toContain(`<html lang="${locale}">`);
      const { lines, net, vat, total, dueToday, changes } = quote;
      const later = changes.flatMap((one) => [one.nextBillNet, one.yearlyRateBefore, one.yearlyRateAfter]);
      const figures = [...lines.map((line) => line.net), net, vat, total, dueToday, ...later];
      expect(figures.map((money) => written(money, locale)).filter((figure) => !text.includes(figure))).toEqual([]);
      expect(text).toContain(writtenTime(locale, 'Europe/Paris', Date.parse(expiresAt)));
      expect(text).toContain('Atelier Nord');
      expect(text).toContain('Réunion');
    }
    expect(pages.fr.text).toContain('Total dû aujourd’hui');
    expect(pages.en.text).toContain('Total due today');
  });

  it('a link shows no person, VAT number, payment details or address, has nothing to press, and is kept and told nowhere', async () => {
    const claire = await customer();
    const { changeId } = await claire.checkOut({ seats: 8 });
    const { url } = await makeQuoteLink(claire, changeId);
    const { text, headers } = await followed(stand, url);
    const hidden = [VAT_NUMBER, '404833048', 'claire', SEAT_ADMIN, 'pm_ok', claire.account, changeId, TENANT];
    expect(hidden.filter((secret) => text.includes(secret))).toEqual([]);
    expect(text).not.toMatch(/<script|<style| style=| on[a-z]+=|<form|<button|https?:/);
    expect([...text.matchAll(/href="([^"?]+)/g)].map(([, href]) => href)).toEqual([
      'data:,',
      '/docs.css',
      '/quote.css',
      '/quote',
    ]);
    expect(text).toContain('<meta name="robots" content="noindex">');
    expect(Object.fromEntries(headers)).toMatchObject({
      'cache-control': 'no-store',
      'content-security-policy': expect.stringMatching(/^default-src 'none'; style-src 'self'/),
      'referrer-policy': 'no-referrer',
      'x-robots-tag': 'noindex',
    });
    expect(headers.get('set-cookie')).toBeNull();
    expect((await followed(stand, url, { method: 'HEAD' })).status).toBe(200);
    for (const method of ['POST', 'PUT', 'DELETE']) expect((await followed(stand, url, { method })).status).toBe(405);
  });

  it('the same quote has one link, and a newer quote takes it from the older one', async () => {
    const claire = await customer();
    const { changeId, quote } = await claire.checkOut({ seats: 8 });
    const first = await makeQuoteLink(claire, changeId);
    expect(await makeQuoteLink(claire, changeId)).toEqual(first);
    const edited = await claire.edit(changeId, { seats: 9 });
    expect(await statusOf(first.url)).toBe(404);
    expect(await readQuoteLink(claire, changeId)).toEqual({ mayBeMade: true, link: null });
    const second = await makeQuoteLink(claire, changeId);
    expect([await statusOf(first.url), await statusOf(second.url)]).toEqual([404, 200]);
    expect(await deedsOf(changeId)).toEqual([
      `claire MAKE_QUOTE_LINK ${quote?.quoteId}`,
      `claire MAKE_QUOTE_LINK ${quoteOf(edited).quoteId}`,
    ]);
  });

  it('a link that is withdrawn shows nothing from then on, also once another one is made', async () => {
    const claire = await customer();
    const { changeId, quote } = await claire.checkOut({ seats: 8 });
    const first = await makeQuoteLink(claire, changeId);
    for (const _ of [1, 2]) await withdrawQuoteLink(claire, changeId);
    const { status, text } = await followed(stand, first.url, { language: 'fr' });
    expect(status).toBe(404);
    expect(text).toContain('Ce lien ne montre plus de devis');
    expect(text).toContain('Demandez un nouveau lien');
    expect(await readQuoteLink(claire, changeId)).toEqual({ mayBeMade: true, link: null });
    stand.clock.advance({ seconds: 1 });
    const second = await makeQuoteLink(claire, changeId);
    expect([await statusOf(first.url), await statusOf(second.url)]).toEqual([404, 200]);
    expect(await deedsOf(changeId)).toEqual(
      ['MAKE', 'WITHDRAW', 'MAKE'].map((deed) => `claire ${deed}_QUOTE_LINK ${quote?.quoteId}`),
    );
  });

  it('a link is good until its quote ends, and as long as support has extended that', async () => {
    const claire = await customer();
    const { changeId } = await claire.checkOut({ seats: 8 });
    const { url } = await makeQuoteLink(claire, changeId);
    stand.clock.advance({ minutes: 29 });
    expect(await statusOf(url)).toBe(200);
    stand.clock.advance({ minutes: 1, seconds: 1 });
    expect(await statusOf(url)).toBe(404);
    expect(await readQuoteLink(claire, changeId)).toEqual({ mayBeMade: false, link: null });
    expect(await refusedQuoteLink(claire, changeId)).toBe('quote_not_on_offer');
    const until = new Date(stand.clock.now().getTime() + 2 * DAY_MS).toISOString();
    await shop.lead.act(changeId, { type: 'EXTEND_QUOTE', until });
    expect((await readQuoteLink(claire, changeId)).link).toMatchObject({ url, expiresAt: until });
    expect((await followed(stand, url)).text).toContain(writtenTime('fr', 'Europe/Paris', Date.parse(until)));
  });

  it('an order that is placed or cancelled shows its quote to nobody with a link', async () => {
    const [claire, other] = [await customer(), await customer()];
    const [bought, dropped] = [await claire.checkOut({ seats: 8 }), await other.start({ seats: 8 })];
    const links = [await makeQuoteLink(claire, bought.changeId), await makeQuoteLink(other, dropped.changeId)];
    await claire.place(bought);
    await claire.reaches(bought.changeId, 'completed');
    await other.send(dropped.changeId, { type: 'CANCEL' });
    expect(await Promise.all(links.map(({ url }) => statusOf(url)))).toEqual([404, 404]);
    expect(await refusedQuoteLink(claire, bought.changeId)).toBe('quote_not_on_offer');
  });

  it('the link that pays an order stands on no page of its quote, neither while a bank asks nor afterwards', async () => {
    const claire = await customer('pm_3ds');
    const order = await claire.checkOut({ seats: 8 });
    const { url } = await makeQuoteLink(claire, order.changeId);
    const paying = (await claire.place(order)).payment?.link ?? '';
    expect(paying).toMatch(/^http/);
    const whilePaid = await followed(stand, url);
    expect(await stand.payments().confirm(paying, 'refuse')).toBe(200);
    const { changeId } = await claire.reaches(order.changeId, 'verifying');
    const afterwards = await followed(stand, (await makeQuoteLink(claire, changeId)).url);
    expect([whilePaid.status, afterwards.status]).toEqual([404, 200]);
    const { pathname } = new URL(paying);
    expect([whilePaid, afterwards].filter(({ text }) => text.includes(pathname))).toEqual([]);
  });

  it('whoever may not buy for the account makes no link, sees none and withdraws none', async () => {
    const claire = await customer();
    const { changeId } = await claire.checkOut({ seats: 8 });
    const { url } = await makeQuoteLink(claire, changeId);
    const path = `/v1/changes/${changeId}/quote-link`;
    for (const [person, status, code] of [
      [SEAT_ADMIN, 403, 'not_billing_contact'],
      ['nobody', 404, 'not_found'],
    ] as const) {
      for (const method of ['POST', 'GET', 'DELETE']) {
        const { body } = await claire.as(person).ask(method, path, { expect: [status] });
        expect(body).toMatchObject({ code });
      }
    }
    expect(await statusOf(url)).toBe(200);
  });

  it('a token that is changed, cut, repeated or of another order opens nothing, and tells nothing of why', async () => {
    const [claire, other] = [await customer(), await customer()];
    const { changeId } = await claire.checkOut({ seats: 8 });
    const [{ url }, { url: foreign }] = [
      await makeQuoteLink(claire, changeId),
      await makeQuoteLink(other, (await other.checkOut({ seats: 6 })).changeId),
    ];
    const token = new URL(url).searchParams.get('token') ?? '';
    await withdrawQuoteLink(claire, changeId);
    const withdrawn = (await followed(stand, url)).text.replaceAll(encodeURIComponent(token), '');
    const wrong = [`${token.slice(0, -2)}AA`, token.slice(0, 40), '"><script>', 'x'.repeat(2_000), ''];
    for (const one of wrong) {
      const page = await followed(stand, `${PUBLIC_URL}/quote?${new URLSearchParams({ token: one })}`);
      expect([page.status, page.text.includes('<script')]).toEqual([404, false]);
      expect(page.text.replace(/token=[^&]*/, 'token=')).toBe(withdrawn.replace(/token=[^&]*/, 'token='));
    }
    const { search } = new URL(foreign);
    for (const query of [`${search}&${search.slice(1)}`, search.replace('token=', 'token[x]=')]) {
      expect(await statusOf(`${PUBLIC_URL}/quote${query}`)).toBe(404);
    }
    expect(await statusOf(foreign)).toBe(200);
  });
});
