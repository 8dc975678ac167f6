import { html } from '../receipts/markup';
import type { LetterForms } from './letter';

/** Where the page of a letter greets its reader: no text that is filled in can say this, since it is escaped. */
export const GREETING_HERE = '<!--greeting-->';

/** A letter as its reader gets it. A page without a place for the greeting stays as it is. */
export const greeted = ({ body, html: page }: LetterForms, greeting: string): LetterForms => ({
  body: `${greeting}\n\n${body}`,
  html: page?.replace(GREETING_HERE, () => html`${greeting}`.text) ?? null,
});
