import { useQueryClient } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { RouterProvider as KitRouter } from 'react-aria-components';
import type { newRouter } from './routes';
import type { Catalogue } from './shared/words/catalogue';
import { WordsProvider } from './shared/words/words';
import { SignedIn } from './shell/signed-in';
import type { TabApi } from './shell/tab-api';

type AppRouter = ReturnType<typeof newRouter>;

/** To a screen of ours without loading the page anew; whatever else this host has, such as signing in, is another page. */
const goWith =
  (router: AppRouter) =>
  (href: string): void => {
    if (/^(#|\/(billing|desk|styleguide)(?![\w-]))/.test(href)) void router.navigate({ href });
    else window.location.assign(href);
  };

interface ApplicationProps {
  catalogue: Catalogue;
  router: AppRouter;
  tabApi: TabApi;
}

/** One application: who is signed in, in which language, and the screen of the address. */
export function Application({ catalogue, router, tabApi }: ApplicationProps) {
  const queries = useQueryClient();
  return (
    <WordsProvider
      first={catalogue}
      onSpeak={(language) => {
        tabApi.speak(language);
        // What is shown stays until it is there in the other language.
        void queries.invalidateQueries();
      }}
    >
      <KitRouter navigate={goWith(router)}>
        <SignedIn tabApi={tabApi}>
          <RouterProvider router={router} />
        </SignedIn>
      </KitRouter>
    </WordsProvider>
  );
}
