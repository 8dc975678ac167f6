import { queryOptions } from '@tanstack/react-query';
import { apiClient } from '../shared/api/client';
import { keepFor } from '../shared/api/kept';
import type { Language } from '../shared/words/languages';

export type TabApi = ReturnType<typeof newTabApi>;

/** How this tab asks the API: in its language, and as whoever is signed in. */
export function newTabApi(first: Language) {
  let language = first;
  let csrfToken: string | null = null;
  let tellEnd = (): void => undefined;
  const ask = apiClient({
    language: () => language,
    csrfToken: () => csrfToken,
    onSessionEnd: () => tellEnd(),
  });
  return {
    ask,
    /** Who is signed in. It is asked for while the page is still downloaded, and whoever is nobody is not asked about twice. */
    session: queryOptions({
      queryKey: ['GET /v1/session'],
      queryFn: async ({ signal }) => {
        const session = await ask('GET /v1/session', { signal });
        csrfToken = session.csrfToken;
        keepFor(`${session.tenantId}/${session.userId ?? ''}`);
        return session;
      },
      retryOnMount: false,
    }),
    speak(spoken: Language): void {
      language = spoken;
    },
    /** @param told when a request has found out that nobody is signed in any more */
    whenEnded(told: () => void): void {
      tellEnd = told;
    },
  };
}
