import type { Locator, Page } from 'playwright-core';

/** How somebody works our pages: with a pointer, or with nothing but the keyboard. */
export interface Hands {
  /** A button, a link, or an item of a menu that is open. */
  press(what: Locator): Promise<void>;
  /** One of a group. */
  choose(what: Locator): Promise<void>;
  tick(box: Locator): Promise<void>;
  type(field: Locator, text: string): Promise<void>;
}

export const POINTER: Hands = {
  press: (what) => what.click(),
  // What can be pressed is the card around it.
  choose: (what) => what.locator('xpath=ancestor::label[1]').click(),
  tick: (box) => box.locator('xpath=ancestor::label[1]').click(),
  type: (field, text) => field.fill(text),
};

/** Of a page; more means that something cannot be reached. */
const STOPS_AT_MOST = 120;

/** Nothing but the keyboard. @param struck looks at the page after each key */
export function keyboardHands(struck: (page: Page) => Promise<void> = async () => undefined): Hands {
  const strike = async (page: Page, key: string): Promise<void> => {
    await page.keyboard.press(key);
    await struck(page);
  };
  const goUntil = async (what: Locator, key: string, isThere: (what: Locator) => Promise<unknown>): Promise<void> => {
    for (let stops = 0; stops < STOPS_AT_MOST; stops += 1) {
      if (await isThere(what)) return;
      await strike(what.page(), key);
    }
    throw new Error(`${what} cannot be reached with ${key}.`);
  };
  /** In a menu or a list that is open the arrows lead, on a page the tabulator does. */
  const reach = async (what: Locator): Promise<void> => {
    await what.waitFor({ state: 'attached' });
    const isOfList = ['menuitem', 'option'].includes((await what.getAttribute('role')) ?? '');
    await goUntil(what, isOfList ? 'ArrowDown' : 'Tab', (one) =>
      one.evaluate((element) => element === element.ownerDocument.activeElement),
    );
  };
  const reachAnyOf = (group: Locator): Promise<void> =>
    goUntil(group, 'Tab', (one) => one.evaluate((element) => element.contains(element.ownerDocument.activeElement)));
  return {
    async press(what) {
      await reach(what);
      await strike(what.page(), 'Enter');
    },
    async choose(what) {
      // The arrows move within a group, which is one stop.
      await what.waitFor({ state: 'attached' });
      await reachAnyOf(what.locator('xpath=ancestor::*[@role="radiogroup" or self::fieldset][1]'));
      await goUntil(what, 'ArrowDown', (one) => one.isChecked());
    },
    async tick(box) {
      await reach(box);
      await strike(box.page(), 'Space');
    },
    async type(field, text) {
      await reach(field);
      const { keyboard } = field.page();
      await keyboard.press('ControlOrMeta+a');
      await keyboard.type(text);
    },
  };
}

export const KEYBOARD: Hands = keyboardHands();
