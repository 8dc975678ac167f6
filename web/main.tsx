import { QueryClientProvider } from '@tanstack/react-query';
import { createRoot } from 'react-dom/client';
import { Application } from './application';
import { isDownloaded, reloadForNewerBuild } from './newer-build';
import { newRouter } from './routes';
import { newQueryClient } from './shared/api/queries';
import './shared/ui/tokens.css';
import './shared/ui/base.css';
import { showTheme } from './shared/ui/theme';
import { loadCatalogue } from './shared/words/catalogue';
import { preferredLanguage } from './shared/words/chosen-language';
import { newTabApi } from './shell/tab-api';

async function main(): Promise<void> {
  showTheme();
  const root = document.getElementById('root');
  if (root === null) throw new Error('index.html has no root.');
  const language = preferredLanguage();
  const queries = newQueryClient();
  const tabApi = newTabApi(language);
  const router = newRouter();
  // Words, session and screen come side by side, and what all screens need comes first: a browser has six downloads at once.
  const words = loadCatalogue(language);
  void queries.prefetchQuery(tabApi.session);
  beginToLoad(router);
  const catalogue = await words;
  createRoot(root).render(
    <QueryClientProvider client={queries}>
      <Application catalogue={catalogue} router={router} tabApi={tabApi} />
    </QueryClientProvider>,
  );
}

/** The screen of the address is downloaded while it is still asked who wants to see it. */
function beginToLoad(router: ReturnType<typeof newRouter>): void {
  const [matched] = router.getMatchedRoutes(router.latestLocation.pathname);
  const screens = Promise.all(matched.map((route) => router.loadRouteChunk(route)));
  // Whatever is wrong is told when the screen is shown.
  void screens.then(
    () => isDownloaded(sessionStorage),
    () => undefined,
  );
}

const isServed = (): Promise<boolean> =>
  fetch(window.location.href, { method: 'HEAD', cache: 'no-store' }).then(
    ({ ok }) => ok,
    () => false,
  );

window.addEventListener(
  'vite:preloadError',
  () => void reloadForNewerBuild({ storage: sessionStorage, isServed, reload: () => window.location.reload() }),
);

void main();
