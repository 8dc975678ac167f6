import type { Locale } from '../../../billing/facts/types';
import { page } from '../../http/page';
import { text } from '../../http/texts';
import type { SignedIn } from './browser-sessions';

/** People to try Avenant as; they exist on a developer's machine only. */
export type SamplePeople = readonly (SignedIn & { name: string })[];

const escaped = (text: string): string => text.replaceAll(/[^\w\s./?=-]/g, (one) => `&#${one.codePointAt(0)};`);

export function samplePage(people: SamplePeople, returnTo: string, locale: Locale): string {
  const word = (key: string): string => escaped(text(locale, key) ?? key);
  const buttons = people.map(
    ({ userId, name, role }) =>
      `<p><button name="person" value="${escaped(userId)}">${escaped(name)} (${word(`role.${role}`)})</button></p>`,
  );
  const content = `<main>
<h1>Avenant</h1>
<p>${word('sign_in.sample_people')}</p>
<form method="post" action="/auth/sign-in">
<input type="hidden" name="returnTo" value="${escaped(returnTo)}">
${buttons.join('\n')}
</form>
</main>`;
  return page(`${word('sign_in.title')} · Avenant`, content, locale);
}
