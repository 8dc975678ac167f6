import { QueryClientProvider } from '@tanstack/react-query';
import { createRoot } from 'react-dom/client';
import { Application } from './application';
import { newRouter } from './routes';
import { newQueryClient } from './shared/api/queries';
import './shared/ui/tokens.css';
import './shared/ui/base.css';
import { showTheme } from './shared/ui/theme';
import { loadCatalogue } from './shared/words/catalogue';
import { preferredLanguage } from './shared/words/chosen-language';

async function main(): Promise<void> {
  showTheme();
  const root = document.getElementById('root');
  if (root === null) throw new Error('index.html has no root.');
  const router = newRouter();
  beginToLoad(router);
  const catalogue = await loadCatalogue(preferredLanguage());
  createRoot(root).render(
    <QueryClientProvider client={newQueryClient()}>
      <Application catalogue={catalogue} router={router} />
    </QueryClientProvider>,
  );
}

/** The screen of the address is downloaded while it is still asked who wants to see it. */
function beginToLoad(router: ReturnType<typeof newRouter>): void {
  const [matched] = router.getMatchedRoutes(router.latestLocation.pathname);
  for (const route of matched) {
    // Whatever is wrong is told when the screen is shown.
    router.loadRouteChunk(route)?.catch(() => undefined);
  }
}

// A newer build has taken the place of the one that this page came from.
window.addEventListener('vite:preloadError', () => window.location.reload());

void main();
