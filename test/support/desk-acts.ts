import type { Locator } from 'playwright-core';

/** Chooses a reason in a form of the desk, and presses the button that does it. */
export async function chooseReason(form: Locator, reason: string, press: string): Promise<void> {
  await form.locator('.reason').getByText(reason, { exact: true }).click();
  await form.getByRole('button', { name: press }).last().click();
}
