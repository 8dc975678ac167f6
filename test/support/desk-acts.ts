import type { Locator } from 'playwright-core';

/** Chooses a reason in a form of the desk, and presses the button that does it. */
export async function chooseReason(form: Locator, reason: string, press: string): Promise<void> {
  await form.getByRole('button', { name: /Reason/ }).click();
  await form.page().getByRole('option', { name: reason }).click();
  await form.getByRole('button', { name: press }).last().click();
}
