import type { BrowserContext } from 'playwright-core';
import { USUAL_LIMITS } from '../../server/traffic/guard';
import { StoreUnavailable } from '../../store/mongo/availability';
import type { TestBrowser } from '../support/browser';
import { CHANGE, type ChangeStand, moneyText, seatsIn, totalOn } from '../support/change-page';
import { openAs } from '../support/pages';
import { PATIENCE, until } from '../support/within';

interface Stand {
  browser: TestBrowser;
  stand: ChangeStand;
}

/** What makes the API answer nothing, or that it cannot. */
const TROUBLES: [what: string, told: string, breakIt: (stand: ChangeStand, context: BrowserContext) => unknown][] = [
  ['cannot be reached', 'We cannot be reached', (_stand, context) => context.setOffline(true)],
  ['has been asked too often', 'That was a lot at once', ({ limits }) => Object.assign(limits, { person: 0 })],
  ['cannot reach its database', 'We cannot be reached just now', (stand) => loseSubscriptions(stand)],
];

/** The database is away for whatever is about a subscription, until mocks are restored. */
const loseSubscriptions = ({ store }: ChangeStand) =>
  jest.spyOn(store.subscriptions, 'find').mockRejectedValue(new StoreUnavailable());

/** Tells, on the stand of the file that calls it, what becomes of a change while its API has trouble. */
export function tellTroubleOfChange(on: () => Stand): void {
  const mend = async (context: BrowserContext): Promise<void> => {
    jest.restoreAllMocks();
    Object.assign(on().stand.limits, USUAL_LIMITS);
    await context.setOffline(false);
  };

  describe('a change whose API has trouble', () => {
    it.each(TROUBLES)(
      'an API that %s is told beside the old numbers, and asked again by a press for what stays typed',
      async (_what, told, breakIt) => {
        const { browser, stand } = on();
        const { page, context } = await openAs(browser, stand, { path: `${CHANGE}?seats=6` });
        await totalOn(page);
        await breakIt(stand, context);
        await seatsIn(page).fill('9');
        try {
          await page.getByRole('alert').filter({ hasText: told }).waitFor();
          expect(await page.locator('.total .amount.large.old').count()).toBe(1);
        } finally {
          await mend(context);
        }
        expect(await seatsIn(page).inputValue()).toBe('9');
        await page.getByRole('button', { name: 'Try again' }).click();
        expect(await totalOn(page)).toBe(moneyText((await stand.quoteOf({ seats: 9 })).dueToday, 'en'));
        expect(await page.getByRole('alert').count()).toBe(0);
        await context.close();
      },
    );

    it('an order that cannot be started is told, and once it can be a press starts the one that was meant', async () => {
      const { browser, stand } = on();
      const { page, context } = await openAs(browser, stand, { path: `${CHANGE}?seats=7` });
      await totalOn(page);
      const answers: number[] = [];
      page.on('response', (response) => {
        if (response.url().endsWith('/v1/changes')) answers.push(response.status());
      });
      await page.clock.install();
      loseSubscriptions(stand);
      try {
        await page.getByRole('button', { name: 'Check out' }).click();
        // The page sends it again by itself, with the pauses that it is told.
        await until(PATIENCE, 'being told', async () => {
          await page.clock.runFor(1_000);
          return page.getByRole('alert').filter({ hasText: 'We cannot be reached just now' }).isVisible();
        });
      } finally {
        await mend(context);
      }
      expect(answers).toEqual([503, 503, 503]);
      expect(await seatsIn(page).inputValue()).toBe('7');
      await page.getByRole('button', { name: 'Check out' }).click();
      expect(await stand.cancelled(page)).toMatchObject({ changes: [{ subscriptionId: 'sub_1', seats: 7 }] });
      await context.close();
    });
  });
}
