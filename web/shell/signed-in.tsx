import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useEffect, useState } from 'react';
import { ApiProvider } from '../shared/api/api';
import { ApiProblem } from '../shared/api/problems';
import { FailedPage } from './failed-page';
import { SessionEndedPage } from './session-ended-page';
import { signInAddress } from './sign-in';
import type { TabApi } from './tab-api';
import { BareHeader } from './wordmark';

interface SignedInProps {
  tabApi: TabApi;
  children: ReactNode;
}

/** What is below is for somebody who is signed in; whoever is not yet is sent to do so, and comes back to this very address. */
export function SignedIn({ tabApi, children }: SignedInProps) {
  const [isEnded, setEnded] = useState(false);
  useEffect(() => tabApi.whenEnded(() => setEnded(true)), [tabApi]);
  const { data, error, refetch } = useQuery(tabApi.session);
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
      <ApiProvider ask={tabApi.ask} session={data}>
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
