import type { Locale } from '../../../billing/facts/types';
import type { Role } from '../../../machines/events';
import type { OrderView } from '../../../workflows/contract';
import type { ServerStore } from '../../ports';
import type { Reader } from './to-api';

interface Asking {
  locale: Locale;
  principal: { tenantId: string; role: Role };
}

/** Who is answered about an account: hours are told in the account's own zone. */
export async function readerOf(accounts: ServerStore['accounts'], call: Asking, accountId: string): Promise<Reader> {
  const account = await accounts.find(call.principal.tenantId, accountId);
  return readerIn(account?.timeZone ?? 'UTC', call);
}

/** Who is answered about an order; one that was refused, or is of an earlier version, does not know its zone. */
export async function readerOfOrder(
  accounts: ServerStore['accounts'],
  call: Asking,
  { details: { home, accountId } }: OrderView,
): Promise<Reader> {
  return home === undefined ? readerOf(accounts, call, accountId) : readerIn(home.timeZone, call);
}

const readerIn = (timeZone: string, { locale, principal }: Asking): Reader => ({
  ...{ locale, role: principal.role, timeZone },
});
