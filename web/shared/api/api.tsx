import {
  keepPreviousData,
  type UseQueryResult,
  useInfiniteQuery,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import { createContext, type ReactNode, useContext } from 'react';
import type { Operations, Schemas } from './api-types';
import type { Ask, AskedWith, OperationName } from './client';

type Reading = Extract<OperationName, `GET ${string}`>;

/** What is read a page at a time. */
type PagedReading = {
  [C in Reading]: Operations[C]['answer'] extends { items: unknown[]; next: string | null } ? C : never;
}[Reading];

interface Api {
  ask: Ask;
  session: Schemas['Session'];
}

const ApiContext = createContext<Api | null>(null);

/** Hands the API and who is signed in to everything below. */
export function ApiProvider({ ask, session, children }: Api & { children: ReactNode }) {
  return <ApiContext value={{ ask, session }}>{children}</ApiContext>;
}

/** @throws Error outside of {@link ApiProvider} */
export function useApi(): Api {
  const api = useContext(ApiContext);
  if (api === null) throw new Error('There is no API outside of ApiProvider.');
  return api;
}

export const useSession = (): Schemas['Session'] => useApi().session;

/** The zone that hours are told in: that of the reader's accounts, or where these differ that of their machine. */
export const useTimeZone = (): Schemas['TimeZone'] =>
  useSession().timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;

interface ReadingOptions<Answer> {
  enabled?: boolean;
  refetchOnWindowFocus?: boolean;
  /** After how many milliseconds it is read again; false where it is new enough. */
  refetchInterval?(found: Answer | undefined): number | false;
}

/** What was read; null where there was nothing to tell (204), undefined being what is not read yet. */
type Read<C extends Reading> = undefined extends Operations[C]['answer']
  ? Exclude<Operations[C]['answer'], undefined> | null
  : Operations[C]['answer'];

/** Reads something and keeps it; the older answer stays until there is a newer one. */
export function useReading<C extends Reading>(
  call: C,
  asked: Omit<AskedWith<C>, 'signal'>,
  { refetchInterval, ...options }: ReadingOptions<Read<C>> = {},
): UseQueryResult<Read<C>> {
  const { ask } = useApi();
  return useQuery({
    queryKey: [call, asked],
    queryFn: async ({ signal }) => ((await ask(call, { ...asked, signal } as AskedWith<C>)) ?? null) as Read<C>,
    refetchInterval: ({ state }) => refetchInterval?.(state.data) ?? false,
    ...options,
  });
}

interface PagesOptions<Page> {
  keepsOlder?: boolean;
  enabled?: boolean;
  refetchInterval?(pages: readonly Page[]): number | false;
}

/**
 * Reads a list a page at a time; each further page is asked for by its reader.
 *
 * @param options `keepsOlder`: what was found before stays until something else that is asked has its answer;
 *   `refetchInterval`: milliseconds until it is all read again, by the pages that were read; it rests while nobody sees it
 */
export function usePages<C extends PagedReading>(
  call: C,
  asked: Omit<AskedWith<C>, 'signal'>,
  { keepsOlder = false, enabled = true, refetchInterval }: PagesOptions<Operations[C]['answer']> = {},
) {
  const { ask } = useApi();
  return useInfiniteQuery({
    queryKey: [call, asked, 'pages'],
    queryFn: ({ signal, pageParam: cursor }) => {
      const { query } = asked as { query?: object };
      return ask(call, { ...asked, query: { ...query, cursor }, signal } as unknown as AskedWith<C>);
    },
    enabled,
    refetchInterval: ({ state }) => refetchInterval?.(state.data?.pages ?? []) ?? false,
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
    ...(keepsOlder ? { placeholderData: keepPreviousData } : {}),
  });
}

/** Reads everything again that an operation has answered, e.g. after something was changed. */
export function useReadAgain(): (call: Reading) => Promise<void> {
  const client = useQueryClient();
  return (call) => client.invalidateQueries({ queryKey: [call] });
}
