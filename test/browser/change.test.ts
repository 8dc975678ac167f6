import { COVERING_LOOKS, startBrowser, type TestBrowser } from '../support/browser';
import {
  CHANGE,
  CHANGE_OF_A_STRANGER,
  CHANGE_PAST_DUE,
  type ChangeStand,
  moneyText,
  ownComplaints,
  saying,
  seatsIn,
  startChangeStand,
  totalOn,
  unfold,
} from '../support/change-page';
import { lostInForcedColours } from '../support/forced-colours';
import { faultsOf, openAs } from '../support/pages';
import { tellTroubleOfChange } from './change-trouble';

/** Changing a subscription with its price beside it, in a real browser on the real API. */

let browser: TestBrowser;
let stand: ChangeStand;

beforeAll(async () => {
  [browser, stand] = await Promise.all([startBrowser(), startChangeStand()]);
});
afterAll(async () => {
  await browser.close();
  await stand.stop();
});

describe('the change of a subscription', () => {
  it.each(COVERING_LOOKS)('a change is read with all its arithmetic, without a fault: %o', async (look) => {
    const { page, context, complaints } = await openAs(browser, stand, { path: CHANGE, look });
    await seatsIn(page).waitFor();
    expect(await faultsOf(page)).toEqual([]);
    await page.goto(`${stand.url}${CHANGE}?tier=premium&seats=8&frequency=year`);
    await totalOn(page);
    await unfold(page);
    expect(await faultsOf(page)).toEqual([]);
    expect(complaints).toEqual([]);
    await page.goto(`${stand.url}${CHANGE}?seats=2`);
    await page.locator('.fault').waitFor();
    await page.locator('.go button').click();
    await page.locator('.error-summary:focus').waitFor();
    expect(await page.title()).toMatch(/^(Error|Erreur) · /);
    expect(await faultsOf(page)).toEqual([]);
    expect(ownComplaints(complaints)).toEqual([]);
    await context.close();
  });

  it('the change still shows what can be pressed and what is chosen where colours are forced upon it', async () => {
    const look = { forcedColors: 'active' } as const;
    const { page, context } = await openAs(browser, stand, { path: `${CHANGE}?tier=premium&seats=8`, look });
    await totalOn(page);
    expect(await lostInForcedColours(page)).toEqual([]);
    await context.close();
  });

  it('every number of the summary is the one of the API, with both choices of billing date', async () => {
    const { page, context } = await openAs(browser, stand, { path: `${CHANGE}?seats=8&frequency=year` });
    const quote = await stand.quoteOf({ seats: 8, frequency: 'year' });
    const [change] = quote.changes;
    const { otherAnchor, lines, vat } = quote;
    if (change === undefined || otherAnchor === null) throw new Error('There is nothing to compare.');
    expect(await totalOn(page)).toBe(moneyText(quote.dueToday, 'en'));
    await unfold(page);
    const text = await page.locator('.summary').textContent();
    const shown = [
      ...lines.map(({ net }: (typeof lines)[number]) => net),
      vat,
      change.nextBillNet,
      change.yearlyRateBefore,
    ];
    for (const money of [...shown, change.yearlyRateAfter, otherAnchor.dueToday]) {
      expect(text).toContain(moneyText(money, 'en'));
    }
    for (const { arithmetic } of lines) expect(text).toContain(arithmetic);
    await context.close();
  });

  it('a change is made by keyboard alone: the price follows, and the button leads to the order', async () => {
    const { page, context } = await openAs(browser, stand, { path: CHANGE });
    await seatsIn(page).waitFor();
    const tabTo = async (what: string): Promise<void> => {
      for (let stops = 0; stops < 30; stops += 1) {
        await page.keyboard.press('Tab');
        if (await page.evaluate(`document.activeElement.matches('${what}')`)) return;
      }
      throw new Error(`Nothing like ${what} can be reached.`);
    };
    await tabTo('#tier input');
    await page.keyboard.press('ArrowRight');
    await tabTo('#seats, #seats input');
    for (let presses = 0; presses < 3; presses += 1) await page.keyboard.press('ArrowUp');
    const quote = await stand.quoteOf({ tierId: 'premium', seats: 8 });
    await page.getByText(moneyText(quote.dueToday, 'en')).first().waitFor();
    await page.waitForURL(saying({ account: 'acc_1', tier: 'premium', seats: '8' }));
    await tabTo('.go button');
    await page.keyboard.press('Enter');
    expect(await stand.cancelled(page)).toMatchObject({
      state: 'verifying',
      changes: [{ subscriptionId: 'sub_1', tierId: 'premium', seats: 8 }],
    });
    await context.close();
  });

  it('an answer that comes late changes nothing, and old numbers stay dimmed until the newest are there', async () => {
    const { page, context } = await openAs(browser, stand, { path: `${CHANGE}?seats=6` });
    const six = await totalOn(page);
    let letGo: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    await page.route('**/v1/quotes', async (route) => {
      if ((route.request().postDataJSON() as { seats: number }).seats === 7) await held;
      await route.continue().catch(() => undefined);
    });
    const asked = page.waitForRequest((one) => one.url().endsWith('/v1/quotes'));
    await seatsIn(page).fill('7');
    await asked;
    await page.locator('.summary-paper[aria-busy=true]').waitFor();
    expect(await page.locator('.total .amount.large.old').textContent()).toBe(six);
    await seatsIn(page).fill('9');
    const nine = moneyText((await stand.quoteOf({ seats: 9 })).dueToday, 'en');
    expect(await totalOn(page)).toBe(nine);
    letGo();
    await page.unroute('**/v1/quotes');
    expect(await totalOn(page)).toBe(nine);
    await page
      .getByRole('status')
      .filter({ hasText: `Total due today: ${nine}` })
      .waitFor({ state: 'attached' });
    await context.close();
  });

  it('a refusal stands at its field, names what would do, and takes it by a press', async () => {
    const { page, context } = await openAs(browser, stand, { path: CHANGE });
    await seatsIn(page).fill('10000');
    await page.locator('.seats-choice .fault').waitFor();
    await page.getByRole('button', { name: 'Check out' }).click();
    await page.locator('.error-summary:focus').waitFor();
    await page.getByRole('alert').getByRole('link').click();
    expect(await page.evaluate('document.activeElement.value')).toBe('10000');
    await page.getByRole('button', { name: 'Ask for 100 seats' }).click();
    expect(await seatsIn(page).inputValue()).toBe('100');
    await seatsIn(page).fill('2');
    await page.getByRole('button', { name: 'Take seats back from people' }).waitFor();
    expect(await page.locator('.seats-choice .fault').textContent()).toMatch(/3 seats are assigned.*Unassign/s);
    await page.getByRole('button', { name: 'Ask for 3 seats' }).click();
    await totalOn(page);
    await context.close();
  });

  it.each([
    ['nothing', ''],
    ['a word', 'many'],
    ['a fraction', '7.5'],
    ['none', '0'],
  ])('seats that are %s are told beside the field and on top, and stay as they were typed', async (_what, typed) => {
    const { page, context } = await openAs(browser, stand, { path: CHANGE });
    await seatsIn(page).fill(typed);
    await page.locator('.seats-choice .fault').waitFor();
    await page.getByRole('button', { name: 'Check out' }).click();
    await page.locator('.error-summary:focus').waitFor();
    expect(await page.locator('.error-summary').textContent()).toContain('Enter a number of seats');
    expect(await seatsIn(page).inputValue()).toBe(typed);
    await context.close();
  });

  it('a number that was pasted with marks that nobody sees is the number', async () => {
    const { page, context } = await openAs(browser, stand, { path: CHANGE });
    await seatsIn(page).fill('\u200b\u00a08\u2060\ufeff');
    expect(await totalOn(page)).toBe(moneyText((await stand.quoteOf({ seats: 8 })).dueToday, 'en'));
    await context.close();
  });

  it('a lower tier is offered, says who takes care of it, and is handed over', async () => {
    const { page, context } = await openAs(browser, stand, { path: CHANGE });
    const lower = page.getByRole('radio', { name: /Standard.*Customer support takes care of it/s });
    await lower.press('Space');
    await page.getByRole('button', { name: 'Send to customer support' }).waitFor();
    await context.close();
  });

  it('nothing typed is lost when theme or language change meanwhile, or the session ends', async () => {
    const { page, context } = await openAs(browser, stand, { path: CHANGE });
    const choose = async (menu: RegExp, choice: string): Promise<void> => {
      await page.getByRole('button', { name: menu }).click();
      await page.getByRole('menuitemradio', { name: choice }).click();
    };
    // Half of a number, and no wait for its price.
    await seatsIn(page).fill('1,');
    await choose(/claire/, 'Dark');
    expect(await seatsIn(page).inputValue()).toBe('1,');
    await choose(/Language/, 'Français');
    await page.getByRole('button', { name: 'Passer à la caisse' }).waitFor();
    expect(await seatsIn(page).inputValue()).toBe('1,');
    await context.clearCookies();
    await seatsIn(page).fill('12');
    await page.getByRole('heading', { name: 'Votre session a pris fin' }).waitFor();
    await page.getByRole('link', { name: 'Se connecter' }).click();
    await page.locator('button[value=claire]').click();
    await page.waitForURL(saying({ account: 'acc_1', seats: '12' }));
    expect(await seatsIn(page).inputValue()).toBe('12');
    expect(await totalOn(page)).toBe(moneyText((await stand.quoteOf({ seats: 12 })).dueToday, 'fr'));
    await context.close();
  });

  it('whoever goes away and back finds what they had typed, with its price', async () => {
    const { page, context } = await openAs(browser, stand, { path: CHANGE });
    await seatsIn(page).fill('9');
    const nine = await totalOn(page);
    await page.waitForURL(saying({ account: 'acc_1', seats: '9' }));
    await page.getByRole('main').getByRole('link', { name: 'Subscriptions' }).click();
    await page.getByRole('heading', { level: 1, name: 'Subscriptions' }).waitFor();
    await page.goBack();
    expect(await totalOn(page)).toBe(nine);
    expect(await seatsIn(page).inputValue()).toBe('9');
    await context.close();
  });

  it('whoever may not change anything is told why and what to do, and finds no button', async () => {
    const { page, context } = await openAs(browser, stand, { path: CHANGE_PAST_DUE });
    await page.getByRole('link', { name: 'Pay the overdue invoices' }).waitFor();
    expect(await page.locator('.go').count()).toBe(0);
    expect(await faultsOf(page)).toEqual([]);
    await page.goto(`${stand.url}${CHANGE_OF_A_STRANGER}`);
    await page.getByRole('alert').waitFor();
    expect(await page.locator('form').count()).toBe(0);
    expect(await faultsOf(page)).toEqual([]);
    await context.close();
  });

  it('a link that holds a word for a number of seats says so, and nobody waits for its price', async () => {
    const { page, context } = await openAs(browser, stand, { path: `${CHANGE}?seats=many` });
    await page.getByText('No price is shown for now.').waitFor();
    await page.getByText('Enter a number of seats from 1 up, in figures.').first().waitFor();
    expect(await page.locator('[aria-busy=true]').count()).toBe(0);
    await context.close();
  });

  it('what has the focus is never under the bar of a narrow screen', async () => {
    const { page, context } = await openAs(browser, stand, {
      path: `${CHANGE}?seats=8`,
      look: { width: 320 },
    });
    await totalOn(page);
    const covered = `(() => {
      const bar = document.querySelector('.go').getBoundingClientRect();
      const place = document.activeElement.getBoundingClientRect();
      return document.activeElement !== document.body && !document.activeElement.closest('.go') && place.height > 0 && place.bottom > bar.top + 1 && place.top < bar.bottom;
    })()`;
    for (let stops = 0; stops < 20; stops += 1) {
      await page.keyboard.press('Tab');
      expect(await page.evaluate(covered)).toBe(false);
    }
    await context.close();
  });

  it('seats that people have are taken back from inside the change, and nothing typed is lost', async () => {
    const { page, context } = await openAs(browser, stand, { path: `${CHANGE}?frequency=year` });
    await seatsIn(page).fill('1');
    await page.getByRole('button', { name: 'Take seats back from people' }).click();
    await page.getByText('Choose 2 more users.').waitFor();
    const people = page.getByRole('group', { name: 'Take seats back' }).getByRole('checkbox');
    await people.nth(0).check({ force: true });
    await page.getByText('Choose one more user.').waitFor();
    await people.nth(1).check({ force: true });
    await page.getByText('That is enough').waitFor();
    expect(await faultsOf(page)).toEqual([]);
    await page.getByRole('button', { name: 'Take 2 seats back' }).click();
    await totalOn(page);
    const quote = await stand.quoteOf({ seats: 1, frequency: 'year' });
    expect(await totalOn(page)).toBe(moneyText(quote.dueToday, 'en'));
    expect(await seatsIn(page).inputValue()).toBe('1');
    expect(await page.evaluate('document.activeElement.value')).toBe('1');
    await context.close();
  });
});

tellTroubleOfChange(() => ({ browser, stand }));
