import type { Locator } from 'playwright-core';

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

export const KEYBOARD: Hands = {
  async press(what) {
    await reach(what);
    await what.page().keyboard.press('Enter');
  },
  async choose(what) {
    const { keyboard } = what.page();
    // The arrows move within a group, which is one stop.
    await what.waitFor({ state: 'attached' });
    const group = what.locator('xpath=ancestor::*[@role="radiogroup" or self::fieldset][1]');
    await reachAnyOf(group);
    for (let stops = 0; stops < STOPS_AT_MOST && !(await what.isChecked()); stops += 1)
      await keyboard.press('ArrowDown');
  },
  async tick(box) {
    await reach(box);
    await box.page().keyboard.press('Space');
  },
  async type(field, text) {
    await reach(field);
    const { keyboard } = field.page();
    await keyboard.press('ControlOrMeta+a');
    await keyboard.type(text);
  },
};

/** In a menu that is open the arrows lead, on a page the tabulator does. */
async function reach(what: Locator): Promise<void> {
  await what.waitFor({ state: 'attached' });
  const isItem = (await what.getAttribute('role')) === 'menuitem';
  await goUntil(what, isItem ? 'ArrowDown' : 'Tab', (one) =>
    one.evaluate((element) => element === element.ownerDocument.activeElement),
  );
}

const reachAnyOf = (group: Locator): Promise<void> =>
  goUntil(group, 'Tab', (one) => one.evaluate((element) => element.contains(element.ownerDocument.activeElement)));

async function goUntil(what: Locator, key: string, isThere: (what: Locator) => Promise<unknown>): Promise<void> {
  for (let stops = 0; stops < STOPS_AT_MOST; stops += 1) {
    if (await isThere(what)) return;
    await what.page().keyboard.press(key);
  }
  throw new Error(`${what} cannot be reached with ${key}.`);
}
