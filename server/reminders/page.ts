import type { Locale } from '../../billing/facts/types';
import { html } from '../../receipts/markup';
import { page } from '../http/page';
import { text } from '../http/texts';

/** What a link can be used for now: to stop reminders, to have them again, or for nothing. */
export type RemindersState = 'on' | 'stopped' | 'unknown';

/** The page behind the link of a reminder: what is so, and the one button that changes it. */
export function remindersPage(state: RemindersState, action: string, locale: Locale): string {
  const say = (name: string): string => text(locale, `reminders.${name}`) ?? '';
  const button =
    state === 'unknown'
      ? ''
      : html`<form method="post" action="${action}"><p><button>${say(`${state}.button`)}</button></p></form>`;
  const content = html`<h1>${say('title')}</h1>
<p>${say(`${state}.text`)}</p>`;
  return page(html`${say('title')}`.text, `${content}\n${button}`, locale);
}
