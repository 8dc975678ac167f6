import type { SignedIn } from './browser-sessions';

/** People to try Avenant as; they exist on a developer's machine only. */
export type SamplePeople = readonly (SignedIn & { name: string })[];

const escaped = (text: string): string => text.replaceAll(/[^\w\s./?=-]/g, (one) => `&#${one.codePointAt(0)};`);

/** No script and no style of its own, so that it works under the same policy as everything else. */
export function samplePage(people: SamplePeople, returnTo: string): string {
  const buttons = people.map(
    ({ userId, name, role }) =>
      `<p><button name="person" value="${escaped(userId)}">${escaped(name)} (${escaped(role.replaceAll('_', ' '))})</button></p>`,
  );
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Sign in · Se connecter</title>
<link rel="stylesheet" href="/docs.css">
</head>
<body>
<h1>Avenant</h1>
<p>Sample people of this machine. · Personnes d’essai de cette machine.</p>
<form method="post" action="/auth/sign-in">
<input type="hidden" name="returnTo" value="${escaped(returnTo)}">
${buttons.join('\n')}
</form>
</body>
</html>
`;
}
