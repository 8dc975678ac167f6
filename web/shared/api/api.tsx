import { type UseQueryResult, useQuery, useQueryClient } from '@tanstack/react-query';
import { createContext, type ReactNode, useContext } from 'react';
import type { Operations, Schemas } from './api-types';
import type { Ask, AskedWith, OperationName } from './client';

type Reading = Extract<OperationName, `GET ${string}`>;

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

/**
 * Reads something and keeps it; the older answer stays until there is a newer one.
 *
 * @public for screens
 */
export function useReading<C extends Reading>(
  call: C,
  asked: Omit<AskedWith<C>, 'signal'>,
  options: { enabled?: boolean; refetchOnWindowFocus?: boolean } = {},
): UseQueryResult<Operations[C]['answer']> {
  const { ask } = useApi();
  return useQuery({
    queryKey: [call, asked],
    queryFn: ({ signal }) => ask(call, { ...asked, signal } as AskedWith<C>),
    ...options,
  });
}

/**
 * Reads everything again that an operation has answered, e.g. after something was changed.
 *
 * @public for screens
 */
export function useReadAgain(): (call: Reading) => Promise<void> {
  const client = useQueryClient();
  return (call) => client.invalidateQueries({ queryKey: [call] });
}
