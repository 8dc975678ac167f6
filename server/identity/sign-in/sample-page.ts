import { page } from '../../http/page';
import type { SignedIn } from './browser-sessions';

/** People to try Avenant as; they exist on a developer's machine only. */
export type SamplePeople = readonly (SignedIn & { name: string })[];

const escaped = (text: string): string => text.replaceAll(/[^\w\s./?=-]/g, (one) => `&#${one.codePointAt(0)};`);

export function samplePage(people: SamplePeople, returnTo: string): string {
  const buttons = people.map(
    ({ userId, name, role }) =>
      `<p><button name="person" value="${escaped(userId)}">${escaped(name)} (${escaped(role.replaceAll('_', ' '))})</button></p>`,
  );
  const content = `<h1>Avenant</h1>
<p>Sample people of this machine. · Personnes d’essai de cette machine.</p>
<form method="post" action="/auth/sign-in">
<input type="hidden" name="returnTo" value="${escaped(returnTo)}">
${buttons.join('\n')}
</form>`;
  return page('Sign in · Se connecter', content);
}
