import { useQueryClient } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { useState } from 'react';
import { RouterProvider as KitRouter } from 'react-aria-components';
import type { newRouter } from './routes';
import { apiClient } from './shared/api/client';
import { keepFor } from './shared/api/kept';
import type { Catalogue } from './shared/words/catalogue';
import { WordsProvider } from './shared/words/words';
import { SignedIn } from './shell/signed-in';

type AppRouter = ReturnType<typeof newRouter>;

/** To a screen of ours without loading the page anew; whatever else this host has, such as signing in, is another page. */
const goWith =
  (router: AppRouter) =>
  (href: string): void => {
    if (/^(#|\/(billing|desk|styleguide)(?![\w-]))/.test(href)) void router.navigate({ href });
    else window.location.assign(href);
  };

/** One application: who is signed in, in which language, and the screen of the address. */
export function Application({ catalogue, router }: { catalogue: Catalogue; router: AppRouter }) {
  const queries = useQueryClient();
  const [asking] = useState(() => ({ language: catalogue.language, csrfToken: null as string | null }));
  const [isEnded, setEnded] = useState(false);
  const [ask] = useState(() =>
    apiClient({
      language: () => asking.language,
      csrfToken: () => asking.csrfToken,
      onSessionEnd: () => setEnded(true),
    }),
  );
  return (
    <WordsProvider
      first={catalogue}
      onSpeak={(language) => {
        asking.language = language;
        // What is shown stays until it is there in the other language.
        void queries.invalidateQueries();
      }}
    >
      <KitRouter navigate={goWith(router)}>
        <SignedIn
          ask={ask}
          isEnded={isEnded}
          onSession={({ csrfToken, tenantId, userId }) => {
            asking.csrfToken = csrfToken;
            keepFor(`${tenantId}/${userId ?? ''}`);
          }}
        >
          <RouterProvider router={router} />
        </SignedIn>
      </KitRouter>
    </WordsProvider>
  );
}
