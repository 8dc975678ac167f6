import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useEffect } from 'react';
import { ApiProvider } from '../shared/api/api';
import type { Schemas } from '../shared/api/api-types';
import type { Ask } from '../shared/api/client';
import { ApiProblem } from '../shared/api/problems';
import { FailedPage } from './failed-page';
import { SessionEndedPage } from './session-ended-page';
import { signInAddress } from './sign-in';
import { BareHeader } from './wordmark';

interface SignedInProps {
  ask: Ask;
  /** A request found out that nobody is signed in any more. */
  isEnded: boolean;
  onSession(session: Schemas['Session']): void;
  children: ReactNode;
}

/** What is below is for somebody who is signed in; whoever is not yet is sent to do so, and comes back to this very address. */
export function SignedIn({ ask, isEnded, onSession, children }: SignedInProps) {
  const { data, error, refetch } = useQuery({
    queryKey: ['GET /v1/session'],
    queryFn: async ({ signal }) => {
      const session = await ask('GET /v1/session', { signal });
      onSession(session);
      return session;
    },
  });
  const isNobody = data === undefined && error instanceof ApiProblem && error.status === 401;
  useEffect(() => {
    if (isNobody) window.location.replace(signInAddress());
  }, [isNobody]);
  if (isNobody) return null;
  if (isEnded) {
    return (
      <>
        <BareHeader />
        <SessionEndedPage />
      </>
    );
  }
  if (data !== undefined) {
    return (
      <ApiProvider ask={ask} session={data}>
        {children}
      </ApiProvider>
    );
  }
  if (error === null) return null;
  return (
    <>
      <BareHeader />
      <FailedPage error={error} reset={() => void refetch()} />
    </>
  );
}
