import { COVERING_LOOKS, startBrowser, type TestBrowser } from '../support/browser';
import { ownComplaints } from '../support/change-page';
import { type Buyer, openShop } from '../support/flow-shop';
import { type FlowStand, startFlowStand, TENANT } from '../support/flow-stand';
import { faultsOf, openAs } from '../support/pages';
import { makeQuoteLink, PUBLIC_URL } from '../support/quote-links';

/** A quote on its way from the contact to whoever approves the spend, in a real browser on the real parts. */

const PEOPLE = [{ tenantId: TENANT, userId: 'claire', role: 'billing_contact', name: 'Claire Martin' }] as const;
const DAY_MS = 86_400_000;

const WORDS = {
  fr: {
    share: 'Envoyer ce devis à la personne qui approuve la dépense',
    make: 'Créer le lien',
    link: 'Lien vers le devis',
    copy: 'Copier',
    copied: 'Le lien est copié.',
    withdraw: 'Retirer le lien',
    quote: 'Devis pour Atelier Nord',
    none: 'Ce lien ne montre plus de devis',
  },
  en: {
    share: 'Send this quote to whoever approves the spend',
    make: 'Make the link',
    link: 'Link to the quote',
    copy: 'Copy',
    copied: 'The link is copied.',
    withdraw: 'Withdraw the link',
    quote: 'Quote for Atelier Nord',
    none: 'This link shows no quote any more',
  },
};

let browser: TestBrowser;
let stand: FlowStand;
let claire: Buyer;

beforeAll(async () => {
  const signIn = { way: { kind: 'sample', people: PEOPLE }, isSecure: false } as const;
  [browser, stand] = await Promise.all([startBrowser(), startFlowStand({ app: { signIn, publicUrl: PUBLIC_URL } })]);
  const shop = await openShop(stand);
  stand.clock.set(new Date().toISOString());
  const dayIn = (days: number): string => new Date(Date.now() + days * DAY_MS).toISOString().slice(0, 10);
  claire = await shop.customer({ companyName: 'Atelier Nord', period: { start: dayIn(-15), end: dayIn(16) } });
});
afterAll(async () => {
  await browser.close();
  await stand.stop();
});

/** A link as somebody follows it who has nothing but it. */
const atStand = (link: string): string => link.replace(PUBLIC_URL, stand.url);

describe('a link to a quote', () => {
  it.each(COVERING_LOOKS)(
    'it is made, copied, read by somebody else and withdrawn, without a fault: %o',
    async (look) => {
      const words = WORDS[look.locale];
      const { changeId } = await claire.checkOut({ seats: 8, tierId: 'premium' });
      const { page, context, complaints } = await openAs(browser, stand, { path: `/billing/orders/${changeId}`, look });
      await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: stand.url });
      await page.getByRole('button', { name: words.share }).click();
      await page.getByRole('button', { name: words.make }).waitFor();
      expect(await faultsOf(page)).toEqual([]);
      await page.getByRole('button', { name: words.make }).click();
      const field = page.getByRole('textbox', { name: words.link });
      await field.waitFor();
      await page.locator('input[readonly]:focus').waitFor();
      expect(await faultsOf(page)).toEqual([]);
      await page.getByRole('button', { name: words.copy, exact: true }).click();
      await page.getByText(words.copied).waitFor();
      const link = await field.inputValue();
      expect(await page.evaluate('navigator.clipboard.readText()')).toBe(link);

      const approver = await browser.visit(look);
      await approver.page.goto(`${atStand(link)}&lang=${look.locale}`);
      await approver.page.getByRole('heading', { level: 1, name: words.quote }).waitFor();
      expect(await faultsOf(approver.page)).toEqual([]);
      await page.getByRole('button', { name: words.withdraw }).click();
      await page.getByRole('button', { name: words.make }).waitFor();
      await page.locator('.shared-quote button:focus').waitFor();
      await approver.page.goto(`${atStand(link)}&lang=${look.locale}`);
      await approver.page.getByRole('heading', { level: 1, name: words.none }).waitFor();
      expect(await faultsOf(approver.page)).toEqual([]);
      expect([...complaints, ...ownComplaints(approver.complaints)]).toEqual([]);
      await Promise.all([context.close(), approver.context.close()]);
      await claire.send(changeId, { type: 'CANCEL' });
    },
  );

  it('whoever follows it reads it in the other language by one press, and prints the quote and nothing around it', async () => {
    const { changeId } = await claire.checkOut({ seats: 6 });
    const { url } = await makeQuoteLink(claire, changeId);
    const { page, context, complaints } = await browser.visit({ locale: 'en' });
    await page.goto(atStand(url));
    await page.getByRole('heading', { level: 1, name: WORDS.fr.quote }).waitFor();
    const other = page.getByRole('link', { name: 'Read in English' });
    expect((await other.boundingBox())?.height).toBeGreaterThanOrEqual(24);
    await other.click();
    await page.getByRole('heading', { level: 1, name: WORDS.en.quote }).waitFor();
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    expect(await page.getByRole('link').count()).toBe(0);
    expect(await page.evaluate('getComputedStyle(document.body).color')).toBe('rgb(28, 31, 35)');
    expect(complaints).toEqual([]);
    await context.close();
    await claire.send(changeId, { type: 'CANCEL' });
  });
});
