import { useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useSession } from './api';
import type { Schemas } from './api-types';

/** The account that a screen is about, as far as session and address tell. */
interface ShownAccount {
  /** Null while one of several is to be chosen, or there is none. */
  accountId: Schemas['Id'] | null;
  name: string | null;
  /** Who the reader is to it; null where the session does not tell. */
  standing: Schemas['Standing'] | null;
}

/** The account that the address names (`?account=`), or else the only one. */
export function useShownAccount(): ShownAccount {
  const { account } = useSearch({ strict: false });
  const { accounts } = useSession();
  const shown = accounts.find(({ accountId }) =>
    account === undefined ? accounts.length === 1 : accountId === account,
  );
  return {
    accountId: account ?? shown?.accountId ?? null,
    name: shown === undefined ? null : accountName(shown),
    standing: shown?.role ?? null,
  };
}

/** A screen of an account names it in its address, also where it was not asked for by it, such as that of an order. */
export function useAccountInAddress(accountId: Schemas['Id'] | undefined): void {
  const { account } = useSearch({ strict: false });
  const navigate = useNavigate();
  useEffect(() => {
    if (accountId === undefined || accountId === account) return;
    void navigate({
      to: '.',
      search: (before) => ({ ...before, account: accountId }),
      replace: true,
      resetScroll: false,
    });
  }, [accountId, account, navigate]);
}

/** As its people know it. */
export const accountName = ({ name, accountId }: { name: string | null; accountId: string }): string =>
  name ?? accountId;

/** An address of ours that stays with an account. */
export const withAccount = (path: string, accountId: string | null): string =>
  accountId === null ? path : `${path}?${new URLSearchParams({ account: accountId })}`;
